import { bankBehind } from './bank-login/bank-behind';
import { loginPage } from './bank-login/page';
import { personWithBankId } from './bank-login/person';
import { program } from './bank-login/program';
import { LoginScene } from './support/login-scene';

/** One n8n for all of them: it takes longer to start than a login. */
const scene = new LoginScene();

beforeAll(() => scene.open());
afterAll(() => scene.close());
beforeEach(() => scene.begin());
afterEach(() => scene.end());

describe('A person with BankID', () => personWithBankId(scene));
describe('The page', () => loginPage(scene));
describe('A bank behind a service', () => bankBehind(scene));
describe('A program', () => program(scene));
