/** What no file system takes, what other programs read as a path, and what is written but not seen. */
const unfit = /[<>:"|?*\p{Cc}\p{Cf}\p{Surrogate}\p{Zl}\p{Zp}]/gu;
/** Windows keeps these for itself, with any ending. */
const reserved = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?=\.|$)/i;
const longest = 200;

/** A name that every system takes, with its ending. Of a path only the last part: a file goes where n8n puts it. */
export function fileNameOf(wish: string, extension: string): string {
	const ending = `.${extension}`;
	const [last = ''] = wish.split(/[/\\]/).slice(-1);
	const clean = last.replace(unfit, '').replace(/\s+/g, ' ');
	const bare = clean.toLowerCase().endsWith(ending) ? clean.slice(0, -ending.length) : clean;
	const short = [...bare.replace(/^[. ]+/, '')].slice(0, longest).join('');
	const name = short.replace(/[. ]+$/, '').replace(reserved, '_$&');
	return `${name === '' ? 'bank-export' : name}${ending}`;
}
