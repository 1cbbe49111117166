import { enableBanking } from './enable-banking';
import { nordea } from './nordea';
import { otherBank } from './other-bank';
import type { BankProfile } from '../profile/profile';
import { sandboxBank } from './sandbox-bank';
import { seb } from './seb';

/** Every supported bank, in the order of the picker. */
export const banks: readonly BankProfile[] = [sandboxBank, enableBanking, nordea, seb, otherBank];

export function findBank(id: string): BankProfile | undefined {
	return banks.find((bank) => bank.id === id);
}
