import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv/dist/2020';
import { outputSchemas } from '../../../scripts/output-schemas';
import { toTransactionItem } from '../../../lib/models/items';
import { simplifyTransaction } from '../../../lib/models/simplify';

const root = path.join(__dirname, '..', '..', '..');

const transaction = toTransactionItem(
	{
		id: 'v1:1',
		status: 'booked',
		amount: { amount: '-12.50', currency: 'EUR' },
		date: '2026-01-30',
		lines: ['a'],
		raw: { secret: 1 },
	},
	{ account: { id: 'v1:a' } },
);

const validate = (file: string) => {
	const schema = JSON.parse(outputSchemas().get(file) ?? 'null') as object;
	return new Ajv({ strict: false }).compile(schema);
};

describe('the published schemas', () => {
	it.each([...outputSchemas().keys()])(
		'%s is up to date: otherwise run npm run schemas',
		(file) => {
			expect(readFileSync(path.join(root, file), 'utf8')).toBe(outputSchemas().get(file));
		},
	);

	it('describe what the nodes put out', () => {
		expect(validate('docs/schemas/transaction.schema.json')(transaction)).toBe(true);
		const simple = validate('docs/schemas/transaction-simple.schema.json');
		expect(simple(simplifyTransaction(transaction))).toBe(true);
	});

	it('refuse an amount that is a number', () => {
		const whole = validate('docs/schemas/transaction.schema.json');
		expect(whole({ ...transaction, amount: -12.5 })).toBe(false);
	});

	it('have ten everyday fields at most and the remarks, and raw only where it is asked for', () => {
		for (const [file, text] of outputSchemas()) {
			const { properties } = JSON.parse(text) as { properties: object };
			const everyday = Object.keys(properties).filter((name) => name !== 'remarks');
			if (/simple|__schema__/.test(file)) expect(everyday.length).toBeLessThanOrEqual(10);
		}
		expect(transaction).not.toHaveProperty('raw');
	});
});
