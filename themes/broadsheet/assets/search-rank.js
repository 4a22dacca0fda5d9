// Which papers answer best. Title > author > topic > text; all words before some.

import { plainWords, words, fold } from "./search-words.js";

const TITLE = 12, AUTHOR = 16, TOPIC = 32, SOURCE = 64; // in a posting's byte of flags
// What that byte is worth: short titles most. Of a word that is still being typed no title is
// better than another: then the newest papers come first, and stay while it goes on.
const WORTH = Float32Array.from({ length: 256 }, (_, f) => [0, 1.75, 2, 2.25][f >> 2 & 3] +
  [0, 0.3, 0.42, 0.7][f & 3] + (f & AUTHOR && 1.8) + (f & TOPIC && 0.8) + (f & SOURCE && 0.7));
const BEGUN = Float32Array.from(WORTH, (_, f) =>
  f & (TITLE | AUTHOR) ? 2.2 : f & (TOPIC | SOURCE) ? 1 : 0.4);
const VAGUE = 0.7; // of a very common word, for a paper of which it is not known
const RECENT = 0.5; // from the oldest paper to the newest
const ALL_WORDS = 20, AS_TYPED = 10, NAMED = 1.35; // tiers above what the words are worth
const SAME_TITLE = 1.5, NAMES = 1.2, IN_ORDER = 1.1;

export const FEW = 10;

let columns = [];

/**
 * Of each paper: its score, the best of one word, how much of the query it has, how many words,
 * the last word it was met for; words it has as typed, in its title or authors. All 0; made once,
 * for of many papers that takes longer than to rank them.
 */
function columnsOf(papers) {
  if (columns[0]?.length !== papers)
    columns = [0, 1, 2, 3, 4, 5, 6].map((n) => new (n < 3 ? Float32Array : Uint32Array)(papers));
  return columns.map((one) => one.fill(0));
}

/**
 * Papers that have all words; where they are few, those that have half. Null: all papers.
 * @param {import("./search-terms.js").Group[] | null} groups
 * @param {Set<number>} shown papers that stay on top while a word goes on
 * @returns {{docs: number[], best: Float32Array}} `best`: how well each answers, until the next call
 */
export function ranked(papers, groups, shown) {
  const [sum, best, cover, got, last, typed, named] = columnsOf(papers), touched = [];
  if (!groups) return { docs: Array.from(sum, (_, doc) => doc), best };
  const known = groups.filter((g) => g.lists.length);
  // Of a very common word only the best papers are here, and a beginning of few letters says
  // little: to lack it counts little, as long as there is another word.
  let vague = known.filter((g) => g.brief || g.lists.some((one) => one.tail && one.weight === 1));
  if (vague.length === known.length) vague = [];
  const must = known.length - vague.length;

  /** Counts a word: first those of which papers must have all or half, then the vague ones. */
  function add(g, at) {
    const bit = 1 << at, needed = at < must;
    const most = g.lists[0].weight === 1 ? g.lists[0].df : 0;
    for (const { ids, flags, df, weight, word, variant } of g.lists) {
      // What is typed in two words is a name whatever the last may become.
      const spread = Math.max(df, variant || word === g.word ? g.common : 0, variant ? most : 0);
      const idf = weight * Math.log(1 + (papers - spread + 0.5) / (spread + 0.5));
      const quality = 0.6 + 0.4 * weight, asTyped = g.open || weight === 1 ? bit : 0;
      const worths = g.begun && (variant || g.brief) ? BEGUN : WORTH;
      for (let i = 0; i < ids.length; i++) {
        const doc = ids[i], worth = idf * worths[flags[i]];
        if (last[doc] !== at + 1) {
          if (!got[doc]) {
            // Of a word that is still being typed only papers that have another.
            if (!needed || (g.begun && at)) continue;
            touched.push(doc);
            cover[doc] = vague.length * VAGUE;
          }
          last[doc] = at + 1;
          best[doc] = 0;
          if (needed) got[doc]++;
          cover[doc] += needed ? quality : quality - VAGUE;
        }
        typed[doc] |= asTyped;
        if (flags[i] & (TITLE | AUTHOR)) named[doc] |= bit;
        if (worth > best[doc]) {
          sum[doc] += worth - best[doc];
          best[doc] = worth;
        }
      }
    }
  }

  [...known.filter((g) => !vague.includes(g)), ...vague].forEach(add);
  let docs = touched.filter((doc) => got[doc] === must);
  if (docs.length < FEW) docs = touched.filter((doc) => got[doc] * 2 >= must);
  const all = 2 ** known.length - 1, several = known.length > 1;
  const stay = groups.some((g) => g.begun) ? shown : new Set();
  const exact = several ? docs.filter((doc) => typed[doc] === all).length : 0;
  for (const doc of docs) {
    const share = (cover[doc] / known.length) ** 3;
    let score = sum[doc] * (0.08 + 0.92 * share) + RECENT * (stay.has(doc) ? 1 : doc / papers);
    if (got[doc] === must) score += ALL_WORDS;
    if (exact && exact <= FEW && typed[doc] === all) score += AS_TYPED;
    best[doc] = several && named[doc] === all ? score * NAMED : score;
  }
  return { docs, best };
}

/** The first `count` of papers in order; to sort all of a hundred thousand would hold the page. */
export function first(docs, best, count, sort) {
  const before = (a, b) =>
    sort === "newest" || best[a] === best[b] ? a > b : best[a] > best[b];
  const top = [];
  for (let i = docs.length; i--;) { // the newest are near the end
    const doc = docs[i];
    let at = top.length;
    if (at === count && !before(doc, top[--at])) continue;
    for (; at && before(doc, top[at - 1]); at--) top[at] = top[at - 1];
    top[at] = doc;
  }
  return top;
}

/** Tells of a word whether it is the one typed in some spelling, or what that may become. */
export function saying(g) {
  const all = new Set([g.word, ...g.also, ...g.lists.map((one) => one.word)]);
  return (word) => all.has(word) || (g.begun && word.startsWith(g.word));
}

/** Papers that name just what was typed, or its words in this order, before others as good. */
export function titlesFirst(hits, scores, typed, wanted) {
  const said = plainWords(typed);
  const more = (hit) => {
    const title = words(fold(hit.title)), whole = title.join(" ");
    if (whole === said) return SAME_TITLE;
    const authors = hit.authors.split(/, | and (?=\d)/).map(plainWords);
    if (` ${whole} `.includes(` ${said} `) || authors.includes(said)) return NAMES;
    let at = -1;
    const next = (one) => (at = title.findIndex((word, i) => i > at && one(word))) >= 0;
    return wanted.every(next) ? IN_ORDER : 1;
  };
  const worth = new Map(hits.map((hit, i) => [hit, scores[i] * more(hit)]));
  return hits.sort((a, b) => worth.get(b) - worth.get(a));
}
