/** A picture of the text, as a `data:` URL. The library is loaded when the first code is drawn. */
export async function qrPicture(text: string): Promise<string> {
	const { toString } = await import('qrcode');
	const svg = await toString(text, { type: 'svg', errorCorrectionLevel: 'L', margin: 2 });
	return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** PNG, for mail and chat. */
export async function qrPng(text: string): Promise<Buffer> {
	const { toBuffer } = await import('qrcode');
	return await toBuffer(text, { errorCorrectionLevel: 'L', margin: 2, width: 320 });
}
