// What is fetched once the first question is answered, so that the next need not wait for it.

const AT_ONCE = 6; // files

/** What corrects spelling and quotes; of a small digest the whole index. */
export async function fetchAhead(files, index) {
  await Promise.all([import("./search-spelling.js"), import("./search-quote.js"), all(files, index)]);
}

/** Fetches a small index as a whole: then each key is answered at once, and offline too. */
async function all(files, index) {
  if (!index.rows || globalThis.navigator?.connection?.saveData) return;
  const rest = [
    ...index.shards.names.map((name) => () => files.shard(name)),
    ...index.spelling.map((name) => () => files.lines(name)),
  ];
  const some = async () => {
    for (let next; next = rest.pop();) await next().catch(() => { rest.length = 0; });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
}
