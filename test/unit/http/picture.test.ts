import { createHttp } from '../../../lib/http/http';
import { send } from '../../../lib/http/send';
import { ScriptedBank } from '../../support/scripted-bank';

/** No text in any charset: a PNG begins so. */
const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff, 0xfe]);

it('gives a picture whole, as the QR code that a bank draws (Swedbank)', async () => {
	const bank = await ScriptedBank.start();
	bank.answers({ headers: { 'content-type': 'image/png' }, body: bytes });
	const answer = await send(createHttp(), { method: 'GET', path: `${bank.url}/authorize-image/1` });
	await bank.stop();
	expect(answer.body).toBe(bytes.toString('base64'));
});
