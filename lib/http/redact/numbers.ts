import { maskLongNumbers } from './digit-runs';
import { maskIbans } from './ibans';
import { maskLetteredNumbers } from './personal-numbers';
import type { Reading } from './reading';

/** Masks account, card and personal numbers. */
export const maskNumbers = (reading: Reading): Reading =>
	maskLongNumbers(maskLetteredNumbers(maskIbans(reading)));
