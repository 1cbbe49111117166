/** Of the login page. */
export const style = `
:root { color-scheme: light dark; --ink: #1c2733; --paper: #fff; --back: #eef2f6; --accent: #0b5cab; --bad: #a4262c; }
@media (prefers-color-scheme: dark) {
	:root { --ink: #e8eef4; --paper: #1b232c; --back: #10161c; --accent: #8ec5ff; --bad: #ff9a9a; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--back);
	color: var(--ink); font: 17px/1.5 system-ui, sans-serif; }
main { width: min(26rem, calc(100vw - 2rem)); margin: 1rem; padding: 2rem; border-radius: 12px;
	background: var(--paper); text-align: center; }
h1 { margin: 0 0 .5rem; font-size: 1.35rem; }
#message { min-height: 3em; margin: 1rem 0 0; font-weight: 600; }
#qr { width: 100%; max-width: 17rem; border-radius: 8px; background: #fff; }
button, .button { display: block; width: 100%; margin: 1rem 0 0; padding: .8rem 1rem; border: 0; border-radius: 8px;
	background: var(--accent); color: var(--paper); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
.quiet { border: 2px solid var(--accent); background: none; color: var(--accent); }
button[disabled] { opacity: .5; cursor: default; }
label { display: block; margin: 1rem 0 0; text-align: left; }
input, select { width: 100%; margin-top: .25rem; padding: .7rem; border: 1px solid currentColor; border-radius: 8px;
	background: none; color: inherit; font: inherit; }
ul { padding: 0; margin: 1rem 0 0; list-style: none; text-align: left; }
li { display: flex; justify-content: space-between; gap: 1rem; padding: .4rem 0; border-top: 1px solid #8884; }
li span:last-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
.failed #message { color: var(--bad); }
.note { margin: 1rem 0 0; font-size: .875rem; opacity: .8; }
[hidden] { display: none !important; }
`;
