/** `npm run lint`: what ESLint's no-cycle passes over, circles of which a part is types only. */
module.exports = {
	forbidden: [{ name: 'no-circle', severity: 'error', from: {}, to: { circular: true } }],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
	},
};
