import { enableBanking } from '../../../lib/banks/enable-banking';
import { testBank } from '../test-bank';

testBank(enableBanking);
