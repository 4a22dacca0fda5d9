// What is fetched once the first question is answered, so that the next need not wait for it.

import { text } from "./search-files.js";

const MANY = 20_000; // papers: LARGE of generator/render/search/shards.py
const NEAR = 30, QUICK = 1000; // milliseconds until a file begins to come; bytes in each after

/** What corrects spelling and quotes, and of a small digest the whole index. */
export async function fetchAhead(files, index) {
  const less = globalThis.navigator?.connection?.saveData;
  if (!less) watchLink(files, index);
  const [{ spellingPaths }] = await Promise.all([
    import("./search-spelling.js"), import("./search-quote.js"), import("./search-narrow.js"),
  ]);
  if (!less && index.rows) await whole(files, index, spellingPaths(index));
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

/**
 * Fetches a small index as a whole: then each key is answered at once, and offline too. What is in
 * it is read when it is asked for, not all in one go.
 */
async function whole(files, index, ofSpelling) {
  const u = await files.bytes(index.whole), line = u.indexOf(10), parts = new Map();
  const lengths = JSON.parse(text(u.subarray(0, line)));
  let at = line + 1;
  for (const [n, path] of [...index.paths, ...ofSpelling].entries())
    parts.set(path, u.subarray(at, at += lengths[n]));
  const { bytes } = files;
  files.bytes = async (name) => parts.get(name) ?? bytes.call(files, name);
}
