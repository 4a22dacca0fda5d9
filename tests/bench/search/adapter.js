// Puts the engine of a built site where the search bench looks for it. Papers are named p<number>.
const [script] = (await (await fetch("bench.txt")).text()).split("\n");
const { openSearch } = await import(script);
const search = openSearch(new URL("search/", location.href).href);

window.bench = {
  async init() {},
  async search(typed, { limit = 10 } = {}) {
    const { hits } = await search.answer(typed, { count: limit });
    return hits.map(({ url, title }) => ({ id: Number(/p(\d+)\/$/.exec(url)[1]), title }));
  },
};
