/**
 * `npm run schemas`: writes the JSON Schemas of what the nodes put out, from the models: docs/schemas for people
 * and programs, `__schema__` beside each node for n8n's editor, which shows the fields before the first run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod/v4';
import {
	accountErrorItemSchema,
	accountItemSchema,
	balanceItemSchema,
	transactionItemSchema,
} from '../lib/models/items';
import {
	simpleAccountSchema,
	simpleBalanceSchema,
	simpleTransactionSchema,
} from '../lib/models/simplify';

const documented = {
	account: accountItemSchema,
	balance: balanceItemSchema,
	transaction: transactionItemSchema,
	'account-error': accountErrorItemSchema,
	'account-simple': simpleAccountSchema,
	'balance-simple': simpleBalanceSchema,
	'transaction-simple': simpleTransactionSchema,
};

/** n8n shows what an operation gives with its defaults: Simplify is on. */
const shown = {
	'nodes/Psd2Accounts/__schema__/v1.0.0/get.json': simpleAccountSchema,
	'nodes/Psd2Accounts/__schema__/v1.0.0/getAll.json': simpleAccountSchema,
	'nodes/Psd2Balances/__schema__/v1.0.0/get.json': simpleBalanceSchema,
	'nodes/Psd2Transactions/__schema__/v1.0.0/getAll.json': simpleTransactionSchema,
};

/** Every file that is generated, with its text. */
export function outputSchemas(): ReadonlyMap<string, string> {
	const files = new Map<string, string>();
	for (const [name, schema] of Object.entries(documented)) {
		const jsonSchema = { title: `PSD2 ${name}`, ...z.toJSONSchema(schema) };
		files.set(`docs/schemas/${name}.schema.json`, written(jsonSchema));
	}
	for (const [file, schema] of Object.entries(shown)) {
		const { $schema, additionalProperties, ...jsonSchema } = z.toJSONSchema(schema);
		files.set(file, written({ ...jsonSchema, version: 1 }));
	}
	return files;
}

function written(schema: unknown): string {
	return `${JSON.stringify(schema, null, '\t')}\n`;
}

export function main(): void {
	for (const [file, text] of outputSchemas()) {
		mkdirSync(path.dirname(file), { recursive: true });
		writeFileSync(file, text);
	}
}
