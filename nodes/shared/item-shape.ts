import { readFlag } from './field-values';
import type { ItemFields } from './operation';

/** What *Simplify* and *Include Bank's Own Answer* say. */
export const readShape = (call: Pick<ItemFields, 'parameter' | 'option'>) => ({
	raw: readFlag("Include Bank's Own Answer", call.option<unknown>('includeRaw', false), false),
	simplify: readFlag('Simplify', call.parameter<unknown>('simplify', true), true),
});
