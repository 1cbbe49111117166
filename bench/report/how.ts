export const how = `**Bank.** The sandbox in a process of its own; the pages of all listings (500 rows a page, six accounts of one person) are made
beforehand and served from memory, so that what is measured is whoever asks. Everything runs on one machine over loopback; samples of
what is compared are taken in turn, so that a busy moment falls on all of them.

**n8n.** The pinned n8n 2.41 with the packed package, its defaults (filesystem store, executions saved), SSRF protection on with the loopback range allowed. Each
sample is a fresh n8n process on a fresh copy of its folder. Four seconds after it is up it collects its garbage (a signal, \`bench/n8n/collect-on-signal.cjs\`);
what is resident then is *idle*. The kernel's peak (\`VmHWM\`, reset at that moment) over idle is the growth. The time is n8n's own, from the start of the execution
to its end. *straight* is PSD2 Excel Export straight from the bank, *items* is PSD2 Transactions into it, *built-in* is HTTP Request for the
accounts, HTTP Request with pagination, Split Out, Convert to File (no checks, one request ID for all, dates and amounts as text). \`/healthz\` is asked 50 ms after
each answer; the longest wait of a run is given. Half of the growth of *straight* is V8 not yet having collected: outside n8n, on a small heap, the same
work grows a process by about 100 MB.

**Floor.** A kept-alive fetch and JSON.parse of the same pages, then as many rows of bare XML through zlib at the level that the export uses, each in
its own process, one after the other: what nobody can go below.

**Client, exports.** Each sample a fresh process; growth is its peak resident memory over what it held before it began.

**Connections.** n8n's engine (n8n-core) with its SSRF protection on reads 20 pages through a line with 20 ms a round trip (10 ms each way, and one
round trip before the first byte of a connection, as TCP takes), TLS ended behind it; certificates are made for the run. *helper* is n8n's
request helper, *kept* is what the nodes use ([decision 5](decisions/0005-connections-that-stay-open.md)).

**Package.** A fresh process requires n8n-workflow, with or without every class that package.json lists; the difference of the medians counts.`;
