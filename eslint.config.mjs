import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const published = ['credentials/**/*.ts', 'nodes/**/*.ts', 'lib/**/*.ts'];
const inFolder = (config, files) => ({ ...config, files });

/** Arrows point one way: node → operation → client → profile → models (docs/architecture.md). */
const layers = [
	{
		target: ['./lib/!(n8n)/**', './lib/*.ts'],
		from: ['./lib/n8n', './nodes', './credentials'],
		message: 'lib outside lib/n8n knows nothing of n8n.',
	},
	{
		target: ['./lib/banks', './lib/standards', './lib/profile', './lib/reading', './lib/keys'],
		from: ['./lib/client', './lib/login', './lib/audit', './lib/store', './lib/export'],
		message:
			'A bank profile is a value: it knows models, errors and the HTTP port, not the client.',
	},
	{
		target: './lib/models',
		from: [
			'./lib/banks',
			'./lib/standards',
			'./lib/profile',
			'./lib/reading',
			'./lib/client',
			'./lib/login',
			'./lib/store',
			'./lib/export',
		],
		message: 'Models are at the bottom.',
	},
	{
		target: './lib',
		from: './lib/banks/index.ts',
		except: ['./banks'],
		message: 'Only nodes and credentials read the registry: the client is handed a profile.',
	},
];

export default tseslint.config(
	{
		ignores: [
			'dist/',
			'runtime/',
			'runtime-oldest/',
			'out/',
			'node_modules/',
			'coverage/',
			'.n8n-home/',
			'reports/',
			'.cache/',
		],
	},
	...tseslint.configs.recommended.map((config) => inFolder(config, ['**/*.ts'])),
	inFolder(n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport, [
		...published,
		'package.json',
	]),
	{
		files: ['package.json'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { extraFileExtensions: ['.json'] },
		},
		rules: {
			...n8nNodesBase.configs.community.rules,
		},
	},
	{
		files: ['**/*.ts'],
		plugins: { 'import-x': importX },
		languageOptions: { parser: tseslint.parser },
		settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js'] } } },
		rules: {
			'import-x/no-cycle': 'error',
			'import-x/no-restricted-paths': ['error', { zones: layers }],
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', ignoreRestSiblings: true },
			],
			eqeqeq: 'error',
		},
	},
	{
		files: ['lib/**/*.ts'],
		ignores: ['lib/n8n/**'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ paths: [{ name: 'n8n-workflow', message: 'Only lib/n8n may know n8n.' }] },
			],
		},
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// The newer plugin wants the constant where these two want the literal 'main'.
			'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
			'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
		},
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// Written for n8n's own monorepo, where the URL is a slug; community packages give a full URL.
			'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
		},
	},
);
