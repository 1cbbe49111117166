import { distinguish } from '../../../lib/sync/identity';

const pot = (resourceId: string, name: string) => ({ id: 'v1:same', resourceId, name, raw: {} });
const idsOf = (accounts: ReturnType<typeof distinguish>) =>
	Object.fromEntries(accounts.map(({ name, id }) => [name, id]));

describe('accounts that share their number', () => {
	it('get ids of their own', () => {
		const ids = distinguish([pot('1', 'Main'), pot('2', 'Holiday')]).map(({ id }) => id);
		expect(new Set(ids).size).toBe(2);
		expect(ids.every((id) => id.startsWith('v1:same.'))).toBe(true);
	});

	it('keep them in another order and with other ids of the bank', () => {
		const before = distinguish([pot('1', 'Main'), pot('2', 'Holiday')]);
		const after = distinguish([pot('8', 'Holiday'), pot('9', 'Main')]);
		expect(idsOf(after)).toEqual(idsOf(before));
	});

	it('are told apart by the id of the bank where nothing else does', () => {
		const ids = distinguish([pot('1', 'Pot'), pot('2', 'Pot')]).map(({ id }) => id);
		expect(new Set(ids).size).toBe(2);
	});

	it('are one where a page repeats it', () => {
		expect(distinguish([pot('1', 'Main'), pot('1', 'Main')])).toEqual([pot('1', 'Main')]);
	});

	it('leave other accounts alone', () => {
		const other = { ...pot('3', 'Other'), id: 'v1:other' };
		expect(distinguish([pot('1', 'Main'), pot('2', 'Holiday'), other])[2]).toBe(other);
	});
});
