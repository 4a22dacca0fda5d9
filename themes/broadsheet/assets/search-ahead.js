// What is fetched once the first question is answered, so that the next need not wait for it.

import { listing, text } from "./search-files.js";

const AT_ONCE = 2; // files; more would hold up what is typed meanwhile
const MANY = 20_000; // papers: LARGE of generator/render/search/shards.py
const NEAR = 30, QUICK = 1000; // milliseconds until a file begins to come; bytes in each after

/** What corrects spelling and quotes; of a small digest the whole index, of a large its names. */
export async function fetchAhead(files, index) {
  const less = globalThis.navigator?.connection?.saveData;
  if (!less) watchLink(files, index);
  await Promise.all([
    import("./search-spelling.js"), import("./search-quote.js"), import("./search-narrow.js"),
  ]);
  if (!less) await (index.rows ? whole(files, index) : index.parted && names(files, index));
}

/**
 * Has papers come many together from now on: while one types, requests take longer than bytes. Of
 * very many papers only while the site is near, for the blocks of a first query are a megabyte. Not
 * the newest, which are asked for once, with a click.
 */
function watchLink(files, { papers }) {
  let late = NEAR; // milliseconds a file takes beside those for its bytes; the last count most
  const learn = ({ name, transferSize, requestStart, responseEnd }) => {
    if (transferSize && name.startsWith(files.home))
      late = (late + responseEnd - requestStart - transferSize / QUICK) / 2;
  };
  files.wide = () => files.order === "best" && (papers < MANY || late < NEAR);
  new PerformanceObserver((seen) => seen.getEntries().forEach(learn))
    .observe({ type: "resource", buffered: true });
}

/** Fetches all directories in one file: a word then needs no fetch for its own. */
async function names(files, { shards, parted }) {
  const all = await files.file(parted, (u) => JSON.parse(text(u)));
  all.forEach((one, n) => files.kept.set(shards.names[n], Promise.resolve(listing(one))));
}

/** Fetches a small index as a whole: then each key is answered at once, and offline too. */
async function whole(files, index) {
  const rest = [
    ...index.shards.names.map((name) => () => files.shard(name)),
    ...index.spelling.map((name) => () => files.lines(name)),
  ];
  const some = async () => {
    for (let next; next = rest.pop();) await next().catch(() => { rest.length = 0; });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
}
