// @ts-check
// Answers what is typed from the index that the build wrote, and draws nothing.

import { Files, SearchError, offline } from "./search-files.js";
import { FEW, first, ranked, saying, titlesFirst } from "./search-rank.js";
import { Terms, spelling, tailed } from "./search-terms.js";
import { fold, marks } from "./search-words.js";

/**
 * What results are limited to: within a kind any of the values, between kinds all of them.
 * @typedef {{topic?: string[], year?: string[], org?: string[], author?: string[],
 *   code?: boolean}} Filters ids as facets name them; authors as typed
 * @typedef {{field: string, text: string, marks: [number, number][]}} Snippet
 * @typedef {{url: string, title: string, authors: string, year: string, date: string, org: string,
 *   topics: {id: string, name: string}[], code: boolean, marks: [number, number][],
 *   snippet: Snippet | null, quote: (signal?: AbortSignal) => Promise<Snippet | null>}} Hit
 *   `marks` are ranges of the title; `snippet` is another fact that matches; `quote` looks for
 *   the words in the text of the paper's page, which it reads for that
 * @typedef {{id: string, name: string, count: number, chosen: boolean}} FacetValue
 * @typedef {{topic: FacetValue[], year: FacetValue[], org: FacetValue[],
 *   code: FacetValue[]}} Facets
 * @typedef {{total: number, more: boolean, hits: Hit[], facets: Facets | null,
 *   suggestion: string | null, understood: Filters}} Answer `more`: papers that say a very common
 *   word, or what one that goes on may become, in their text alone are not counted, as they are
 *   with filters, facets or newest first unless very many words begin so;
 *   `suggestion` only when nothing matches; `understood` is what was typed as topic:, year:, org:,
 *   author: and has:code
 * @typedef {{filters?: Filters, sort?: "best" | "newest", start?: number, count?: number,
 *   facets?: boolean, signal?: AbortSignal}} Wish without `facets` none of their bytes are fetched
 */

export { SearchError };

const MOST_READ = 60; // papers whose pages are looked through for a phrase
const QUALIFIED = /"|:\S/; // what may be a phrase, or `topic:` and the like
const PAUSE = 50; // milliseconds after the first answer until the rest is fetched

const narrowing = () => import("./search-narrow.js").catch(offline);
const quoting = () => import("./search-quote.js").catch(offline);

/**
 * The search of a site.
 * @param {string} base where its index lies: /search/ below the site's root
 */
export function openSearch(base) {
  const files = new Files(base), papers = new URL("../papers/", files.home).href;
  let shown = new Set(), before = "", begun = false;
  files.manifest().catch(() => {}); // who asks is told

  /** @returns {Promise<Hit>} */
  async function hit(index, doc, said) {
    const [id, title, authors, date, org, topics, code] = await files.row(index, doc);
    const url = `${papers}${id}/`;
    return {
      url, title, authors, date, org, topics, year: date.slice(0, 4), code: !!code,
      marks: marks(title, said),
      get snippet() { // asked for where the title does not show why
        const facts = { authors, organisation: org, topic: topics.map(({ name }) => name).join(", ") };
        const found = ([field, text]) => ({ field, text, marks: marks(text, said) });
        return Object.entries(facts).map(found).find((one) => one.marks.length) || null;
      },
      quote: async (signal) => (await quoting()).quote(files, url, said, signal),
    };
  }

  async function answered(index, typed, wish) {
    const { filters = {}, sort = "best", start = 0, count = 10, facets = false, signal } = wish;
    const { understood, plain, phrases } = QUALIFIED.test(typed)
      ? (await narrowing()).parse(typed)
      : { understood: {}, plain: (typed.match(/\S+/g) || []).map(fold), phrases: [] };
    const terms = new Terms(files, index);
    const end = start + count, order = files.order = plain.length ? sort : "newest";
    const limited = facets || Object.keys({ ...understood, ...filters }).length;
    const [groups, limits] = await Promise.all([
      terms.understand(plain, /[\p{L}\p{N}]$/u.test(typed), limited || order === "newest"),
      limited && narrowing().then((narrow) =>
        narrow.narrowed(terms, understood, filters, facets)),
    ]);
    signal?.throwIfAborted();
    if (!typed.startsWith(before)) shown.clear();
    let { docs, best } = ranked(index.papers, plain.length ? groups : null, shown);
    if (docs.length < Math.max(FEW, end) && tailed(groups).length) {
      await terms.complete(groups);
      signal?.throwIfAborted();
      ({ docs, best } = ranked(index.papers, groups, shown));
    }
    const counts = limits ? limits.count(docs) : null;
    if (limits) docs = docs.filter((doc) => !limits.fails(doc));
    let found = first(docs, best, phrases.length ? MOST_READ : end, order);
    const scores = new Map(found.map((doc) => [doc, best[doc]])); // others are ranked soon
    if (phrases.length) {
      const { withPhrases } = await quoting(), row = (doc) => hit(index, doc, () => false);
      docs = found = await withPhrases(files, row, found, phrases, end, signal);
    }
    shown = new Set(found);
    before = typed;
    found = found.slice(start, end);
    const tests = groups.map(saying), said = (word) => tests.some((one) => one(word));
    const hits = await Promise.all(found.map((doc) => hit(index, doc, said)));
    signal?.throwIfAborted();
    const alike = order === "best" && !start && groups.length > 1;
    return {
      total: docs.length, more: groups.some((g) => g.more) || tailed(groups).length > 0,
      facets: counts, understood: limits ? limits.understood : {},
      hits: alike ? titlesFirst(hits, found.map((doc) => scores.get(doc)), typed, tests) : hits,
      suggestion: docs.length ? null
        : await (await spelling()).suggestion(files, index, typed, groups),
    };
  }

  /** Once something is asked, what the next questions may need; offline it is too late for that. */
  function prepare(index) {
    if (begun) return;
    begun = true;
    setTimeout(() => import("./search-ahead.js")
      .then((those) => those.fetchAhead(files, index)).catch(() => {}), PAUSE);
  }

  return {
    /**
     * The papers that `typed` asks for. Rejects with SearchError, or with the signal's reason.
     * @param {string} typed
     * @param {Wish} [wish]
     * @returns {Promise<Answer>}
     */
    async answer(typed, wish = {}) {
      let index = await files.manifest();
      const found = await answered(index, typed, wish).catch(async (error) => {
        if (!error.gone) throw error;
        index = await files.manifest(true); // the site was built again since it was read
        return answered(index, typed, wish);
      });
      prepare(index);
      return found;
    },
  };
}
