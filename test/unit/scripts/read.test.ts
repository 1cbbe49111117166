import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main } from '../../../scripts/read';

const folder = mkdtempSync(path.join(tmpdir(), 'psd2-read-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => jest.restoreAllMocks());

/** What `npm run read` prints of the bytes. */
function printed(standard: string, kind: string, bytes: Buffer): unknown {
	const file = path.join(folder, 'answer');
	writeFileSync(file, bytes);
	let text = '';
	jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
		text += String(chunk);
		return true;
	});
	expect(main([standard, kind, file])).toBe(0);
	return JSON.parse(text);
}

const xml = (encoding: string) =>
	`<?xml version="1.0" encoding="${encoding}"?><Document><BkToCstmrAcctRpt><Rpt><Ntry><Amt Ccy="EUR">1.00</Amt>` +
	'<CdtDbtInd>DBIT</CdtDbtInd><NtryDtls><TxDtls><RmtInf><Ustrd>Grüße aus Köln</Ustrd></RmtInf></TxDtls></NtryDtls>' +
	'</Ntry></Rpt></BkToCstmrAcctRpt></Document>';
const mt940 = ':25:1\n:60F:C260101EUR1,00\n:61:260101D1,00NTRFNONREF\n:86:Grüße aus Köln';

describe('npm run read', () => {
	it.each([
		['camt', 'latin1 as it declares', Buffer.from(xml('ISO-8859-1'), 'latin1')],
		['camt', 'UTF-8', Buffer.from(xml('UTF-8'))],
		['mt940', 'latin1, which nothing declares', Buffer.from(mt940, 'latin1')],
		['mt940', 'UTF-8', Buffer.from(mt940)],
	])('reads %s in %s', (standard, _what, bytes) => {
		for (const id of [standard, 'auto']) {
			expect(printed(id, 'transactions', bytes)).toMatchObject({
				items: [{ text: 'Grüße aus Köln', amount: '-1.00' }],
			});
		}
	});

	it('reads numbers of JSON as they are written', () => {
		const body = `{"transactions":{"booked":[{"transactionId":12345678901234567890,"bookingDate":"2026-01-01",
			"transactionAmount":{"amount":-123456789012345.67,"currency":"EUR"}}]}}`;
		expect(printed('berlin-group', 'transactions', Buffer.from(body))).toMatchObject({
			items: [{ bankId: '12345678901234567890', amount: '-123456789012345.67' }],
		});
	});
});
