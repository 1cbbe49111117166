import { existsSync, readdirSync, readFileSync } from 'node:fs';

interface Entry {
	readonly resolved?: string;
	readonly devDependencies?: Record<string, string>;
	readonly dependencies?: Record<string, string>;
	readonly optionalDependencies?: Record<string, string>;
	readonly peerDependencies?: Record<string, string>;
	readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>;
}

/** Where Node would look for a package that `from` requires, nearest first. */
function* places(from: string, name: string) {
	for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
		yield `${folder}/node_modules/${name}`;
		if (folder === '') return;
	}
}

/** `legacy-peer-deps`: npm leaves peers to whoever is asked for them. */
function requires(entry: Entry, hasPeers: boolean): string[] {
	const peers = hasPeers ? Object.keys(entry.peerDependencies ?? {}) : [];
	return [
		...Object.keys(entry.dependencies ?? {}),
		...Object.keys(entry.optionalDependencies ?? {}),
		...peers.filter((name) => entry.peerDependenciesMeta?.[name]?.optional !== true),
	];
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

const isWithoutPeers = (folder: string) =>
	existsSync(`${folder}.npmrc`) &&
	readFileSync(`${folder}.npmrc`, 'utf8').includes('legacy-peer-deps=true');

const folders = ['', ...readdirSync('.').map((name) => `${name}/`)].filter((folder) =>
	existsSync(`${folder}package-lock.json`),
);

describe.each(folders)('%spackage-lock.json', (folder) => {
	const hasPeers = !isWithoutPeers(folder);
	const lock = read(`${folder}package-lock.json`) as { packages: Record<string, Entry> };
	const packages = Object.entries(lock.packages).map(
		([path, entry]) => [path === '' ? '' : `/${path}`, entry] as const,
	);
	const paths = new Set(packages.map(([path]) => path));

	// npm writes only what fits the machine when it makes a lock from an installed folder; `npm ci` then refuses it.
	it('has every package that another one asks for, those of other machines too', () => {
		const missing = packages.flatMap(([path, entry]) =>
			requires(entry, hasPeers)
				.filter((name) => ![...places(path, name)].some((place) => paths.has(place)))
				.map((name) => `${path} asks for ${name}`),
		);
		expect(missing).toEqual([]);
	});

	it('asks for what package.json asks for', () => {
		const { dependencies, devDependencies } = read(`${folder}package.json`) as Entry;
		expect(lock.packages['']).toMatchObject({
			...(dependencies && { dependencies }),
			...(devDependencies && { devDependencies }),
		});
	});

	it('names no registry, so that npm takes the one of the machine', () => {
		expect(packages.filter(([, entry]) => entry.resolved?.startsWith('http'))).toEqual([]);
	});
});
