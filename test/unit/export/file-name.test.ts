import fc from 'fast-check';
import { fileNameOf } from '../../../lib/export/file-name';

it.each([
	['', 'bank-export.xlsx'],
	['March', 'March.xlsx'],
	['March.XLSX', 'March.xlsx'],
	['../../etc/passwd', 'passwd.xlsx'],
	['C:\\Users\\me\\March.xlsx', 'March.xlsx'],
	['a/', 'bank-export.xlsx'],
	['.hidden', 'hidden.xlsx'],
	['...', 'bank-export.xlsx'],
	['a\u0000b\r\nc', 'abc.xlsx'],
	['march\u202excod.exe', 'marchxcod.exe.xlsx'],
	['a\u200b\u2066b', 'ab.xlsx'],
	['what? <it>: "is"|*', 'what it is.xlsx'],
	['con', '_con.xlsx'],
	['COM¹', '_COM¹.xlsx'],
	['NUL.xlsx', '_NUL.xlsx'],
	['Bokföring 2026-03 é', 'Bokföring 2026-03 é.xlsx'],
])('%j becomes %j', (wish, name) => {
	expect(fileNameOf(wish, 'xlsx')).toBe(name);
});

it('is one that every system takes, whatever was wished for', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (wish) => {
			const name = fileNameOf(wish, 'csv');
			expect(name).toMatch(/^[^./\\\p{Cc}\p{Cf}<>:"|?*][^/\\\p{Cc}\p{Cf}<>:"|?*]*\.csv$/u);
			expect(fileNameOf(name, 'csv')).toBe(name);
		}),
	);
});
