export const how = `**Bank.** The sandbox in a process of its own; the pages of all listings (500 rows a page, six accounts of one person) are made
beforehand and served from memory, so that what is measured is whoever asks. Everything runs on one machine over loopback; samples of
what is compared are taken in turn, so that a busy moment falls on all of them; the goals' ratios in n8n are medians of the ratios of such turns.

**n8n.** The pinned n8n 2.41 with the packed package, its defaults (filesystem store, executions saved), SSRF protection on with the loopback range allowed. Each
sample is a fresh n8n process on a fresh copy of its folder. Four seconds after it is up it collects its garbage (a signal, \`bench/n8n/collect-on-signal.cjs\`);
what is resident then is *idle*. The kernel's peak (\`VmHWM\`, reset at that moment) over idle is the growth. The time is n8n's own, from the start of the execution
to its end. *straight* is PSD2 Excel Export straight from the bank, *items* is PSD2 Transactions into it, *built-in* is HTTP Request for the
accounts, HTTP Request with pagination, Split Out, Convert to File (no checks, one request ID for all, dates and amounts as text). \`/healthz\` is asked 50 ms after
each answer; the longest wait of a run is given.

**Floor.** A kept-alive fetch and JSON.parse of the same pages, then as many rows of bare XML through zlib at the level that the export uses, each in
its own process, one after the other: what nobody can go below.

**Client, exports.** Each sample a fresh process; growth is its peak resident memory over what it held before it began.

**Connections.** n8n's engine (n8n-core) with its SSRF protection on reads 20 pages through a line with 20 ms a round trip (10 ms each way, and one
round trip before the first byte of a connection, as TCP takes), TLS ended behind it; certificates are made for the run. *helper* is n8n's
request helper, *kept* is what the nodes use ([decision 5](decisions/0005-connections-that-stay-open.md)).

**Package.** A fresh process requires n8n-workflow, with or without every class that package.json lists; the difference of the medians counts.`;

/** Written by hand after each taking: what was tried where a goal is missed, and what is in the way. */
export const whatHoldsBack = `**Memory in n8n is two-peaked**: some runs of 100,000 grow by about 100 MB, as outside n8n, others by 300 MB. The collector's traces show why: in the latter a
quarter to a half of each page survives two scavenges (outside n8n 1 to 2 %) and stays as dead weight in the old generation until V8's next full
collection, which on n8n's heap of some 170 MB comes at about 600 MB; afterwards the same run goes on at 1 to 2 %. What is really held is a page or two. The same can
be provoked outside n8n by scavenging every millisecond during the first pages. Ruled out, each by a run of its own: kept connections (n8n's
helper shows it too), axios, fetching a page ahead, writing the workbook, n8n's binary store, its log, async hooks, allocation-site
pretenuring, nested generators. Not done: a collection asked for by the node itself; that is the administrator's to decide
(\`NODE_OPTIONS=--max-semi-space-size\` and \`--max-old-space-size\` set how lazy V8 is).

**Time in n8n at a million** is the client (two floors of fetching), the rows (1.8 floors of writing) and those scavenges, on one thread; the compressor has the other core only
where nobody else uses it. The samples were taken while other work ran on the same two cores (load 3 to 14), which stretches the longest health
answer and the waits between n8n, bank and compressor more than it stretches the floor's one thread. Done on the way: connections kept, axios loaded with the
first call only, rows named and checked without copies, each repeated cell encoded once.`;
