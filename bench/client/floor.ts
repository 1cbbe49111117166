import type { PrebuiltBank } from '../bank/prebuilt';

/** The least that anybody can do: fetch on a kept connection, JSON.parse, follow the link. Gives the number of rows. */
export async function readByFloor(bank: PrebuiltBank): Promise<number> {
	const { origin } = new URL(bank.api);
	let rows = 0;
	for (const listing of bank.listings) {
		for (let next: string | undefined = bank.api + listing; next !== undefined; ) {
			const answer: Response = await fetch(next);
			const body = JSON.parse(await answer.text()) as {
				transactions: {
					booked?: unknown[];
					pending?: unknown[];
					_links?: { next?: { href: string } };
				};
			};
			const { booked = [], pending = [], _links } = body.transactions;
			rows += booked.length + pending.length;
			next = _links?.next === undefined ? undefined : origin + _links.next.href;
		}
	}
	return rows;
}
