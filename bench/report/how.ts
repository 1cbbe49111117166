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

**Client, exports.** Each sample a fresh process; growth is its peak resident memory over what it held before it began. *client-thread* is the client in
a thread with the limits of an export's, starting it and loading our modules included; *client-live* collects every 50 pages and gives the median of what is
then still held.

**Connections.** n8n's engine (n8n-core) with its SSRF protection on reads 20 pages through a line with 20 ms a round trip (10 ms each way, and one
round trip before the first byte of a connection, as TCP takes), TLS ended behind it; certificates are made for the run. *helper* is n8n's
request helper, *kept* is what the nodes use ([decision 5](decisions/0005-connections-that-stay-open.md)).

**Package.** A fresh process requires n8n-workflow, with or without every class that package.json lists; the difference of the medians counts.`;

/** Written by hand after each taking: what was in the way, what was done about it, and what is left. */
export const whatHoldsBack = `**An export has a thread of its own** ([decision 12](decisions/0012-an-export-in-a-thread.md)). On n8n's thread, the same 100,000 took 3.8 s and +300 MB and a million 34 s
and +309 MB, n8n's health endpoint answering after 140 to 650 ms: of each page a quarter to a half survived two scavenges on n8n's heap and stayed until its next full
collection, which there comes late and is dear. Fetching in n8n's thread and doing the rest in the export's was tried first: +140 MB at 100,000 and +178 MB at a million, since n8n's heap
still collected the pages (5.8 s of processor time of it at a million).

**Then it was processor time.** Larger pieces for the compressor, so that it works while the next page is read (1.8 → 1.35 s at 100,000 outside n8n); rows encoded one by one and not as one
string of thousands of pieces (−15 %); the checksum by zlib (−7 %); rows of one shape, nothing made for fields that a row lacks (client −15 %). What is left at a million: JSON.parse 10 %,
the collector 10 %, UTF-8 both ways 10 %, ids 8 %, the rest spread over reading and writing cells.

**Reading has grown since 8a61393**, where the table of the client was taken: directions by indicator, sign and parties, remarks, second references, long numbers kept as text, bodies gathered and
decoded here. By the processor time of its thread, which a busy machine changes least (100,000, median of 13 turns), the client was at 2.23 × the floor then, at 3.12 × with all of that, and is at 2.83 × now (0.65, 0.96, 0.76 s):
the goal of 2 × is not met at present, and the table wants to be taken again on a quiet machine.
What was cheap to undo: a path for each row (a tenth of reading), a stream waited for piece by piece (a tenth of fetching), parties read twice, functions and lists made for each row, an object's values
listed to see how deep it is. What is left: numbers looked for in the text 3 %, fields looked up on rows of 35 shapes 6 %, ids 15 % (half of it SHA-256).

**The limits of the thread** were tried: 24 MB for new objects 19.4 s at a million, 48 MB 13 s, 64 MB the same and +40 MB; 1 GiB for old ones, where V8 collects more eagerly, +73 MB at a million but 15.2 s.

**Left alone.** Items in n8n (*items*) stay on n8n's thread and heap: they are n8n's. The resident peak of the client in a process of its own grows with the number of rows as the floor's does: V8
lets old objects lie until it thinks it worth while; what is held does not grow.`;
