import type { Account } from './account';
import { maskIban } from './iban';
import type { MaybeAbsent } from './present';

type Labelled = MaybeAbsent<
	Pick<Account, 'iban' | 'bban' | 'maskedPan' | 'name' | 'product' | 'currency'>
>;

/** Which account it is, for people: its name, its masked number, its currency. */
export function accountLabel({ iban, bban, maskedPan, name, product, currency }: Labelled): string {
	const number = iban ? maskIban(iban) : (maskedPan ?? (bban && `…${bban.slice(-4)}`));
	return [name ?? product ?? 'Account', number, currency].filter(Boolean).join(' · ');
}
