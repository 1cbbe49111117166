/** With every optional field named. */
export type MaybeAbsent<Model> = {
	[Key in keyof Model]: Record<never, never> extends Pick<Model, Key>
		? Model[Key] | undefined
		: Model[Key];
};

/** Missing is absent: drops the keys that hold `undefined`. */
export function present<Model extends object>(fields: MaybeAbsent<Model>): Model {
	const kept: Record<string, unknown> = {};
	for (const key in fields) {
		const value: unknown = fields[key];
		if (value !== undefined) kept[key] = value;
	}
	return kept as Model;
}
