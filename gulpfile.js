/**
 * `gulp build` makes the package in dist/: our source compiled file by file, third-party code bundled once a
 * package into dist/vendor (so that module state exists once and exceljs loads only when an export runs).
 */
const { rm, mkdir, readFile, writeFile, readdir } = require('node:fs/promises');
const { builtinModules } = require('node:module');
const path = require('node:path');
const { dest, parallel, series, src } = require('gulp');
const esbuild = require('esbuild');

const dist = path.join(__dirname, 'dist');
const vendor = path.join(dist, 'vendor');
const folders = ['credentials', 'nodes', 'lib'];
const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/** Third-party modules that our source imports, with the file in dist/vendor that each becomes. */
const vendored = new Map();
/** Not needed before the first call: n8n starts without reading these. Their modules are plain objects of exports. */
const late = new Set(['axios']);
const vendorFile = (name) =>
	`${name.replace(/^@/, '').replaceAll('/', '-').replace(/\.js$/, '')}.js`;

const common = {
	platform: 'node',
	format: 'cjs',
	target: 'node20',
	logLevel: 'warning',
	legalComments: 'none',
	// Node finds no names in a bundled CommonJS file that is loaded with import(): require finds them all.
	supported: { 'dynamic-import': false },
};

const separateVendor = {
	name: 'separate-vendor',
	setup(build) {
		build.onResolve({ filter: /.*/ }, ({ path: name, resolveDir, kind }) => {
			if (kind === 'entry-point') return undefined;
			if (name.startsWith('.') || builtins.has(name) || name === 'n8n-workflow') {
				return { path: name, external: true };
			}
			vendored.set(name, vendorFile(name));
			const from = path.join(dist, path.relative(__dirname, resolveDir));
			const to = path.relative(from, path.join(vendor, vendorFile(name)));
			return { path: to.startsWith('.') ? to : `./${to}`, external: true };
		});
	},
};

const filesUnder = async (folder, ending) =>
	(await readdir(path.join(__dirname, folder), { recursive: true }))
		.filter((name) => name.endsWith(ending) && !name.endsWith('.d.ts'))
		.map((name) => path.join(__dirname, folder, name));

async function clean() {
	await rm(dist, { recursive: true, force: true });
	await mkdir(dist, { recursive: true });
}

async function compile() {
	const entryPoints = (
		await Promise.all(folders.map((folder) => filesUnder(folder, '.ts')))
	).flat();
	await esbuild.build({
		...common,
		entryPoints,
		outbase: __dirname,
		outdir: dist,
		bundle: true,
		plugins: [separateVendor],
	});
}

/** The package an input belongs to: the last node_modules segment of its path. */
const packageOf = (input) =>
	/^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input.replaceAll('\\', '/'))?.slice(0, 2);

async function bundleVendor() {
	const packages = new Map();
	for (const [name, file] of vendored) {
		const bundle = late.has(name) ? `late-${file}` : file;
		const { metafile } = await esbuild.build({
			...common,
			stdin: {
				contents: `module.exports = require(${JSON.stringify(name)});`,
				resolveDir: __dirname,
			},
			outfile: path.join(vendor, bundle),
			alias: { 'crc-32': path.join(__dirname, 'scripts/build/crc-32.cjs') },
			bundle: true,
			minify: true,
			metafile: true,
		});
		if (late.has(name)) await writeFile(path.join(vendor, file), lateExports(name, bundle));
		for (const input of Object.keys(metafile.inputs)) {
			const found = packageOf(input);
			if (found) packages.set(found[1], found[0]);
		}
	}
	await writeNotices(packages);
}

/** The names that the module exports, each of which loads it when it is first used. */
const lateExports = (name, bundle) => `'use strict';
for (const name of ${JSON.stringify(Object.keys(require(name)))}) {
	Object.defineProperty(exports, name, { enumerable: true, get: () => require('./${bundle}')[name] });
}
`;

async function writeNotices(packages) {
	const parts = [
		'# Third-party notices',
		'',
		'The package bundles these libraries in `dist/vendor`.',
		'',
	];
	for (const [name, folder] of [...packages].sort(([a], [b]) => a.localeCompare(b))) {
		const root = path.join(__dirname, folder);
		const { version, license } = JSON.parse(
			await readFile(path.join(root, 'package.json'), 'utf8'),
		);
		const file = (await readdir(root)).find((entry) => /^licen[cs]e/i.test(entry));
		const text = file
			? (await readFile(path.join(root, file), 'utf8')).trim()
			: `Licence: ${license}`;
		parts.push(`## ${name} ${version}`, '', '```', text, '```', '');
	}
	await writeFile(path.join(dist, 'THIRD-PARTY-NOTICES.md'), parts.join('\n'));
}

const copyAssets = () =>
	src(['nodes/**/*.{svg,json}', 'credentials/**/*.svg', '!**/node_modules/**'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));

exports.build = series(clean, parallel(series(compile, bundleVendor), copyAssets));
exports.default = exports.build;
