import { sandboxBank } from '../../../lib/banks/sandbox-bank';
import { testBank } from '../test-bank';

testBank(sandboxBank);
