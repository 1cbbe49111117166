import { spawn } from 'node:child_process';
import { build } from 'esbuild';

const bundle = 'out/sandbox/main.cjs';

await build({
	entryPoints: ['sandbox/main.ts'],
	outfile: bundle,
	bundle: true,
	platform: 'node',
	target: 'node20',
	format: 'cjs',
	packages: 'external',
	logLevel: 'warning',
});

const bank = spawn(process.execPath, [bundle], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => bank.kill(signal));
bank.on('exit', (code) => {
	process.exitCode = code ?? 1;
});
