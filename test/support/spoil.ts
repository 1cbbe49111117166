import fc from 'fast-check';

/** What a broken gateway, a strange bank or an attacker may put anywhere. */
export const strange = fc.oneof(
	fc.constantFrom<unknown>(
		null,
		'',
		' ',
		'--',
		'null',
		'NaN',
		0,
		-1,
		1e308,
		true,
		false,
		[],
		{},
		[[]],
		[null],
	),
	fc.constantFrom<unknown>(
		'__proto__',
		'constructor',
		'1,50',
		'2026-02-30',
		'9'.repeat(400),
		'\u0000',
		{ href: 7 },
	),
	fc.jsonValue({ maxDepth: 2 }),
);

export type Path = readonly (string | number)[];

export function pathsIn(value: unknown, at: Path = []): readonly Path[] {
	if (typeof value !== 'object' || value === null) return [at];
	const steps = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
	return [
		at,
		...steps.flatMap((step) =>
			pathsIn((value as Record<string | number, unknown>)[step], [...at, step]),
		),
	];
}

export function changed(value: unknown, at: Path, change: (old: unknown) => unknown): unknown {
	const [step, ...rest] = at;
	if (step === undefined) return change(value);
	if (Array.isArray(value))
		return value.map((each, index) =>
			index === step ? changed(each, rest, change) : (each as unknown),
		);
	const fields = value as Record<string, unknown>;
	return { ...fields, [step]: changed(fields[step], rest, change) };
}

export function renamed(value: unknown, at: Path): unknown {
	const parent = at.slice(0, -1);
	const key = String(at.at(-1));
	return changed(value, parent, (fields) => {
		if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return fields;
		return Object.fromEntries(
			Object.entries(fields).map(([name, each]) => [
				name === key ? `${name}X` : name,
				each as unknown,
			]),
		);
	});
}

/** Rows as a person would count them: things in lists that hold an amount. */
export function rowsIn(value: unknown, keys: readonly string[]): number {
	if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + rowsIn(each, keys), 0);
	if (typeof value !== 'object' || value === null) return 0;
	if (keys.some((key) => key in value)) return 1;
	return Object.values(value).reduce<number>((sum, each) => sum + rowsIn(each, keys), 0);
}
