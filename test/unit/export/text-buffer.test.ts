import fc from 'fast-check';
import { TextBuffer } from '../../../lib/export/workbook/text-buffer';

describe('text on its way to the compressor', () => {
	it('is what was added, in its order, whenever it is taken', () => {
		const pieces = fc.array(
			fc.tuple(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.boolean()),
		);
		fc.assert(
			fc.property(pieces, (added) => {
				const text = new TextBuffer();
				const taken: Buffer[] = [];
				for (const [piece, take] of added) {
					text.add(piece);
					if (take) taken.push(text.take());
				}
				taken.push(text.take());
				const whole = added.map(([piece]) => piece).join('');
				expect(Buffer.concat(taken).toString()).toBe(whole);
			}),
		);
	});

	it('takes pieces longer than itself', () => {
		const text = new TextBuffer();
		const long = 'å€😀'.repeat(600_000);
		text.add('<row>');
		text.add(long);
		expect(text.isFull).toBe(true);
		expect(text.take().toString()).toBe(`<row>${long}`);
		expect(text.isFull).toBe(false);
	});

	it('leaves what was taken alone', () => {
		const text = new TextBuffer();
		text.add('first');
		const first = text.take();
		text.add('second');
		expect(first.toString()).toBe('first');
	});
});
