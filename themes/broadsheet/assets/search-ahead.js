// What is fetched once the first question is answered, so that the next need not wait for it.

const AT_ONCE = 2; // files; more would hold up what is typed meanwhile
const MANY = 20_000; // papers: LARGE of generator/render/search/shards.py
const NEAR = 30, QUICK = 1000; // milliseconds until a file begins to come; bytes in each after

/** What corrects spelling and quotes, and of a small digest the whole index. */
export async function fetchAhead(files, index) {
  const less = globalThis.navigator?.connection?.saveData;
  if (!less) watchLink(files, index);
  const [{ lines }] = await Promise.all([
    import("./search-spelling.js"), import("./search-quote.js"), import("./search-narrow.js"),
  ]);
  if (!less && index.rows) await whole(files, index, lines);
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

/** Fetches a small index as a whole: then each key is answered at once, and offline too. */
async function whole(files, index, lines) {
  const rest = [
    ...index.paths.map((path) => () => files.shard(path)),
    ...Array.from({ length: index.spelling.files }, (_, n) => () => lines(files, index, n)),
  ];
  const some = async () => {
    for (let next; next = rest.pop();) await next().catch(() => { rest.length = 0; });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
}
