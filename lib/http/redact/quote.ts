import { oneLine } from '../../one-line';
import { redact } from './text';

/**
 * What somebody else says (a bank, n8n, the network), as a message of ours may repeat it: masked, then on one line and
 * cut. `mask` also knows the secrets of a call.
 */
export const quote = (text: string, mask: (text: string) => string = redact): string =>
	oneLine(mask(text));
