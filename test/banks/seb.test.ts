import { seb } from '../../lib/banks/seb';
import { testBank } from './test-bank';

testBank(seb);
