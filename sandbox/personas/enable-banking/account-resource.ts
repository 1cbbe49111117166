import { createHash } from 'node:crypto';
import type { AccountBook } from '../../data/book';
import { decimal } from '../../data/amount';
import type { Aspsp, PsuType } from './aspsps';

/** `XXX` stands for an account of several currencies. */
export const currencyOf = ({ plan }: AccountBook): string =>
	plan.currencies.length > 1 ? 'XXX' : plan.currencies[0];

interface Identification {
	readonly scheme_name: 'IBAN' | 'BBAN' | 'CPAN';
	readonly identification: string;
}

function identificationsOf({ plan }: AccountBook): Identification[] {
	const { iban, bban, maskedPan } = plan;
	return [
		...(iban === undefined ? [] : [{ scheme_name: 'IBAN' as const, identification: iban }]),
		...(maskedPan === undefined
			? []
			: [{ scheme_name: 'CPAN' as const, identification: maskedPan }]),
		...(bban === undefined ? [] : [{ scheme_name: 'BBAN' as const, identification: bban }]),
	];
}

/**
 * The fields that were used and a digest of their values: the same over all sessions. An IBAN says which account it
 * is; another number does so at its bank only.
 */
export function hashesOf(book: AccountBook, { name, country }: Aspsp) {
	const identification_hashes = identificationsOf(book).map(({ scheme_name, identification }) =>
		scheme_name === 'IBAN'
			? hash([['account', 'account_id', 'iban']], [identification])
			: hash(
					[
						['aspsp_name'],
						['aspsp_country'],
						['account', 'account_id', 'other', 'scheme_name'],
						['account', 'account_id', 'other', 'identification'],
					],
					[name, country, scheme_name, identification],
				),
	);
	return { identification_hash: identification_hashes[0], identification_hashes };
}

function hash(fields: readonly (readonly string[])[], values: readonly string[]): string {
	const digest = createHash('sha256').update(JSON.stringify(values)).digest('base64');
	return `${Buffer.from(JSON.stringify(fields)).toString('base64')}.${digest}`;
}

/** `uid` null: nothing can be read of it, so it has none (`enable-banking §3 uid`). */
export function accountResource(
	book: AccountBook,
	{ aspsp, psuType }: { readonly aspsp: Aspsp; readonly psuType: PsuType },
	uid: string | null,
) {
	const { plan, owner } = book;
	const ids = identificationsOf(book).map((one) => ({ ...one, issuer: null }));
	const card = plan.type === 'CARD';
	return {
		account_id: {
			iban: plan.iban ?? null,
			other: plan.iban === undefined ? ids[0] : null,
		},
		all_account_ids: ids,
		account_servicer: {
			bic_fi: aspsp.bic ?? null,
			clearing_system_member_id: null,
			name: aspsp.name,
		},
		// The holder's name; the bank has none for what isn't a plain account (`enable-banking §3 name`).
		name: plan.type === 'CACC' && plan.currencies.length === 1 ? owner.name : null,
		details: plan.name,
		usage: psuType === 'business' ? 'ORGA' : 'PRIV',
		cash_account_type: plan.type,
		product: plan.product,
		currency: currencyOf(book),
		psu_status: 'Account Holder',
		credit_limit: card
			? { currency: plan.currencies[0], amount: decimal(5_000_000, plan.currencies[0]) }
			: null,
		legal_age: true,
		postal_address: null,
		uid,
		...hashesOf(book, aspsp),
	};
}
