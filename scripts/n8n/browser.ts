import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { SetupError } from '../process/setup-error';

const usualPlaces = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A headless Chromium of this machine with a profile of its own that sees nothing but this machine. */
export async function openBrowser(): Promise<Browser> {
	const executablePath = [process.env['PSD2_CHROMIUM'] ?? [], usualPlaces].flat().find(existsSync);
	if (executablePath === undefined) {
		throw new SetupError(
			'No Chromium was found. On Debian or Ubuntu: apt-get install chromium. Anywhere else: set PSD2_CHROMIUM to the path of a Chromium or Chrome.',
		);
	}
	return chromium.launch({
		executablePath,
		args: [
			'--headless',
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
		],
	});
}
