import type { FastifyReply } from 'fastify';

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Text that comes from data, made harmless inside HTML. */
export const safe = (text: string): string =>
	text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');

const style = `
	body { font: 16px/1.5 system-ui, sans-serif; background: #f3efe6; color: #2b2a27; margin: 0 }
	main { max-width: 30rem; margin: 3rem auto; padding: 2rem; background: #fff; border-radius: 12px;
		box-shadow: 0 2px 12px #0002 }
	h1 { font-size: 1.4rem; margin-top: 0 }
	label, .choice { display: block; padding: .6rem .8rem; margin: .4rem 0; border: 1px solid #d8d2c4;
		border-radius: 8px; background: #fff; font: inherit; width: 100%; text-align: left;
		box-sizing: border-box; cursor: pointer }
	input[type=text], textarea { font: inherit; width: 100%; padding: .5rem; box-sizing: border-box }
	.act { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: 8px; background: #8a5a00;
		color: #fff; cursor: pointer; margin-right: .5rem }
	.quiet { background: #6d6a63 }
	.note { color: #6d6a63; font-size: .9rem }
	.warning { color: #9b1c1c }
`;

const headers = {
	'content-type': 'text/html; charset=utf-8',
	'cache-control': 'no-store',
	'referrer-policy': 'no-referrer',
	'content-security-policy':
		"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
};

/** One of the bank's own pages. The body is trusted HTML: whatever it quotes has gone through `safe`. */
export const htmlPage = (title: string, body: string, status = 200) => ({
	status,
	headers,
	body:
		`<!doctype html><html lang="en"><head><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width"><title>${safe(title)}</title>` +
		`<style>${style}</style></head><body><main><h1>${safe(title)}</h1>${body}` +
		`<p class="note">Sandbank: nothing here is real.</p></main></body></html>`,
});

/** The same on fastify, outside the kit. */
export const page = (reply: FastifyReply, title: string, body: string): FastifyReply =>
	reply.headers(headers).send(htmlPage(title, body).body);
