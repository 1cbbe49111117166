import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { jest } from '../install/launch.mjs';
import { projectFolder, projectNode } from '../install/project.mjs';
import { dateTests } from './date-tests.mjs';
import { environmentAt, findFaketime } from './faketime.mjs';
import { moments } from './moments.mjs';

/** Gives the exit code: 0 where everything passed at every moment. */
export async function runAtMoments(commandArguments) {
	const faketime = findFaketime();
	const isQuick = commandArguments.includes('--quick');
	const jestArguments = [
		...commandArguments.filter((argument) => argument !== '--quick'),
		...(isQuick ? ['--runTestsByPath', ...dateTests()] : []),
	];
	const chosen = moments.filter(({ quick }) => quick || !isQuick);
	const failed = [];
	for (const moment of chosen) {
		process.stdout.write(`\n=== ${moment.title} (${moment.at}, machine in ${moment.zone})\n`);
		const environment = environmentAt(moment, faketime);
		if ((await runJest(jestArguments, environment)) !== 0) failed.push(moment.title);
	}
	process.stdout.write(
		failed.length === 0
			? `\nGreen at ${chosen.length} moments.\n`
			: `\nRed at ${failed.length} of ${chosen.length} moments:\n${failed.map((title) => `  ${title}\n`).join('')}`,
	);
	return failed.length === 0 ? 0 : 1;
}

function runJest(jestArguments, environment) {
	const child = spawn(projectNode, [jest, ...jestArguments], {
		cwd: projectFolder,
		env: {
			...process.env,
			PATH: [dirname(projectNode), process.env.PATH].join(delimiter),
			...environment,
		},
		stdio: 'inherit',
	});
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => resolve(code ?? 1));
	});
}
