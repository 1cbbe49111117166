import { readRemittance } from '../../../lib/standards/kit/remittance';

describe('readRemittance', () => {
	it.each([
		['text', { unstructured: 'Hello' }, { text: 'Hello', lines: ['Hello'] }],
		[
			'lines of one text',
			{ unstructured: 'a\nb\r\nc' },
			{ text: 'a\nb\r\nc', lines: ['a', 'b', 'c'] },
		],
		[
			'a list where the text belongs',
			{ unstructured: ['a', 'b'] },
			{ text: 'a b', lines: ['a', 'b'] },
		],
		[
			"ING's line breaks",
			{ unstructured: 'a<br>b<BR/> c' },
			{ text: 'a<br>b<BR/> c', lines: ['a', 'b', 'c'] },
		],
		['an array', { unstructuredArray: ['a', ' ', 'b'] }, { text: 'a b', lines: ['a', 'b'] }],
		[
			'the longer of both',
			{ unstructured: 'cut', unstructuredArray: ['cut', 'here'] },
			{ text: 'cut here', lines: ['cut', 'here'] },
		],
		[
			'a text longer than its lines',
			{ unstructured: 'all of it', unstructuredArray: ['all'] },
			{ text: 'all of it', lines: ['all'] },
		],
		[
			'additional information only where there is nothing else',
			{ additional: 'Shop' },
			{ text: 'Shop', lines: ['Shop'] },
		],
		[
			'no additional information',
			{ unstructured: 'x', additional: 'Shop' },
			{ text: 'x', lines: ['x'] },
		],
		[
			'a text beside lines of asterisks',
			{ unstructured: 'Order 815', unstructuredArray: ['************', '***'] },
			{ text: 'Order 815', lines: ['Order 815'] },
		],
		[
			'lines beside a text of asterisks, whatever its length',
			{ unstructured: '************************', unstructuredArray: ['a', '***', 'b'] },
			{ text: 'a b', lines: ['a', 'b'] },
		],
		[
			'what stands elsewhere where all lines are asterisks',
			{ unstructuredArray: ['***', '* *'], additional: 'Shop' },
			{ text: 'Shop', lines: ['Shop'] },
		],
		[
			'asterisks where there is nothing else',
			{ unstructuredArray: ['***'] },
			{ text: '***', lines: ['***'] },
		],
		['nothing', {}, {}],
		['a KID', { structured: '000123456' }, { reference: '000123456' }],
		[
			'an RF reference',
			{ structured: { reference: 'RF18 5390 0754 7034', referenceType: 'SCOR' } },
			{ reference: 'RF18 5390 0754 7034' },
		],
		[
			'a list of references',
			{ structuredArray: [{ reference: '77' }, { reference: '77' }] },
			{ reference: '77' },
		],
		[
			'words where the reference belongs',
			{ structured: 'Rent of May' },
			{ text: 'Rent of May', lines: ['Rent of May'] },
		],
		[
			'words where the reference belongs, beside text',
			{ unstructured: 'Hi', structured: 'Rent of May' },
			{ text: 'Hi', lines: ['Hi'] },
		],
		[
			'a reference beside text',
			{ unstructured: 'Hi', structured: 'INV-2026/1' },
			{ text: 'Hi', lines: ['Hi'], reference: 'INV-2026/1' },
		],
		['grouped digits', { structured: '12 345' }, { reference: '12 345' }],
		[
			'an RF that is too long',
			{ structured: 'RF18 with a very long tail of words' },
			{
				text: 'RF18 with a very long tail of words',
				lines: ['RF18 with a very long tail of words'],
			},
		],
		[
			'more than 35 digits',
			{ structured: '1'.repeat(36) },
			{ text: '1'.repeat(36), lines: ['1'.repeat(36)] },
		],
		[
			"Danske's empty end-to-end id",
			{ unstructured: 'CRV*SHOP\nEndToEndID: NOTPROVIDED' },
			{ text: 'CRV*SHOP', lines: ['CRV*SHOP'] },
		],
		[
			'null',
			{ unstructured: null, unstructuredArray: null, structured: null, structuredArray: null },
			{},
		],
	])('reads %s', (_name, fields, expected) => {
		const read = JSON.parse(JSON.stringify(readRemittance(fields))) as unknown;
		expect(read).toEqual(expected);
	});
});
