// Words typed → the papers that have each, in whatever spelling.

import { lower, offline } from "./search-files.js";
import { asTerms, stem, telling } from "./search-words.js";

/**
 * @typedef {{ids: ArrayLike<number>, flags: ArrayLike<number>, df: number, weight: number,
 *   word?: string, tail?: string, variant?: boolean}} List papers that have a term
 * @typedef {{word: string, also: string[], lists: List[], open: boolean, begun: boolean,
 *   brief: boolean, more: boolean, common: number}} Group
 *   a word typed and what it finds; `open`: it may go on; `begun`: it surely does; `brief`: it is
 *   too short to tell how; `more`: only titles were looked through for what it may become;
 *   `common`: papers with that
 */

// What another spelling is worth beside the word itself.
const PLURAL = 0.75, STEM = 0.5, ENDING = 0.75, WHOLE_ENDING = 0.6, PAIR = 0.95, LONG_FORM = 0.7;
const BEHIND_ALL = "\uffe6"; // a sign that sorts behind all letters, and may stand in a script
const MOST_WORDS = 24, MOST_ENDINGS = 60;
const MOST_SHARDS = 2, MOST_COUNTED = 6; // for a beginning; where all that it may become counts
const BRIEF = 3; // letters of a beginning that may say nothing yet
const NAMED = 28; // title or author, in a posting's byte of flags

/** Papers that have all the lists, as strongly as the weakest has them. @returns {List | null} */
export function common(lists, weight) {
  if (!lists.length || lists.some((one) => !one)) return null;
  const [first, ...others] = lists.map(({ ids, flags }) =>
    new Map(Array.from(ids, (id, i) => [id, flags[i]])));
  const ids = [...first.keys()].filter((id) => others.every((one) => one.has(id)));
  const both = (f, g) => Math.min(f & 3, g & 3) | f & g & 124; // a title is as long for each word
  const flags = ids.map((id) => others.reduce((f, one) => both(f, one.get(id)), first.get(id)));
  return { ids, flags, df: ids.length, weight };
}

/** @returns {List} */
const list = (shard, i, weight, variant = false) => ({
  ids: shard.ids.subarray(shard.at[i], shard.at[i + 1]),
  flags: shard.flags.subarray(shard.at[i], shard.at[i + 1]),
  df: shard.df[i], weight, word: shard.words[i], tail: shard.tails.get(i), variant,
});

/** How many papers have one of the terms, who has several as often. */
export const papersOf = (lists) => lists.reduce((n, { df }) => n + df, 0);

/** The lists that lack papers which say a very common word in their text alone. */
export const tailed = (groups) =>
  [...new Set(groups.flatMap((g) => g.lists.filter((one) => one.tail)))];

const plurals = (one, other) => one + "s" === other || other + "s" === one;

/** What guesses words from some of their letters; fetched at its first use. */
export const spelling = () => import("./search-spelling.js").catch(offline);

export class Terms {
  constructor(files, index) {
    this.files = files;
    this.index = index;
  }

  /** The shard where a term would stand, or one without words. */
  async shardOf(word, cheap) {
    const { files } = this, [path] = files.shardPaths(this.index, word);
    return path && !(cheap && !files.kept.has(path)) ? files.shard(path) : { words: [] };
  }

  /** The list of just this term, or null. `cheap`: only from a shard that is here already. */
  async exactly(word, weight = 1, cheap = false) {
    const shard = await this.shardOf(word, cheap), i = lower(shard.words, word);
    return shard.words[i] === word ? list(shard, i, weight) : null;
  }

  /**
   * `open`: the last word typed may go on; `all`: no paper that has a word is to be missing.
   * @returns {Promise<Group[]>}
   */
  async understand(plain, open, all) {
    const typed = plain.flatMap(asTerms).slice(0, MOST_WORDS), said = typed.map(({ word }) => word);
    let groups = typed.map((one) => ({ ...one, lists: [], common: 0 }));
    groups = groups.filter((g, i) => groups.findIndex((other) => other.word === g.word) === i);
    const some = groups.filter((g) => telling(g.word));
    if (some.length) groups = some;
    if (open && groups.length) groups.at(-1).open = groups.at(-1).word === said.at(-1);
    // What is typed in two words or three may be a name that is written as one.
    const names = [2, 3].flatMap((n) => said.slice(n - 1).map((_, i) => said.slice(i, i + n)))
      .filter((name) => name.some(telling));
    await Promise.all([
      ...groups.map((g) => this.lookUp(g, groups.length === 1, all)),
      ...(said.length < 4 ? names : []).map((name) => this.exactly(name.join(""))),
    ]);
    for (const name of names) {
      const those = await this.exactly(name.join(""), PAIR, true);
      if (those) for (const g of groups) if (name.includes(g.word)) g.lists.push(those);
    }
    await Promise.all(groups.map((g, i) => g.begun || this.acronyms(g, groups.slice(i + 1))));
    for (const g of groups) g.lists.sort((a, b) => b.weight - a.weight);
    if (all) await this.complete(groups);
    return groups;
  }

  /** Fills the lists of a word: itself, its other endings, those it may be a slip for. */
  async lookUp(g, alone, all) {
    const { word, open } = g, root = stem(word), ends = [];
    const from = word.startsWith(root) ? root : root.slice(0, -1);
    const most = this.index.rows ? Infinity
      : word.length <= BRIEF ? 1 : all ? MOST_COUNTED : MOST_SHARDS;
    const end = open ? word + BEHIND_ALL : word;
    const paths = this.files.shardPaths(this.index, word, end, most + 1);
    const tooMany = paths.length > most;
    if (tooMany && (alone || word.length <= BRIEF)) return (await spelling()).brief(this, g, alone);
    if (tooMany) paths.length = 1;
    let exact = 0;
    // Of words in titles the first four letters and the first six are terms themselves.
    const [titles, ...shards] = await Promise.all([
      tooMany && this.exactly(word.slice(0, word.length < 6 ? 4 : 6) + "<"),
      ...paths.map((path) => this.files.shard(path)),
    ]);
    for (const shard of shards)
      for (let i = lower(shard.words, from); shard.words[i]?.startsWith(from); i++) {
        const other = shard.words[i];
        if (other === word) {
          g.lists.push(list(shard, i, 1));
          exact = shard.df[i];
          continue;
        }
        if (/[=<]/.test(other)) continue;
        const goesOn = other.startsWith(word) && (open || !exact);
        if (goesOn) ends.push(list(shard, i, 1, true));
        if (!(goesOn && open) && word.length > 3 && stem(other) === root)
          g.lists.push(list(shard, i, plurals(word, other) ? PLURAL : STEM, true));
      }
    if (titles) ends.push({ ...titles, variant: true });
    g.more = tooMany;
    // Whoever has typed on may have left a word unfinished.
    if (open || (word.length > 2 && !g.lists.length)) this.goOn(g, ends, exact);
    for (const part of g.also) {
      const those = await this.exactly(part, part.length > word.length ? 1 : 0.3);
      if (those) g.lists.push(those);
    }
    if (word.length > 4 && isNaN(word) && this.isOdd(g, exact))
      await (await spelling()).correct(this, g);
  }

  /** Adds what a word that is being typed may become. */
  goOn(g, ends, exact) {
    // A word that is one by itself is hardly the beginning of another. Else which of many words
    // is meant is not known yet: a rare one tells no more than a common one.
    const papers = papersOf(ends);
    g.begun = ends.length > 0 && exact <= papers / 10;
    if (g.begun) g.common = Math.min(papers, this.index.papers / 2);
    for (const one of ends.sort((a, b) => b.df - a.df).slice(0, MOST_ENDINGS)) {
      one.weight = g.begun ? ENDING : WHOLE_ENDING * Math.sqrt(g.word.length / one.word.length);
      g.lists.push(one);
    }
  }

  /**
   * Whether a word may be a slip for another: other endings of what may be its stem do not speak for
   * it. What one paper of very many says may be one too, but not what it names in its title.
   */
  isOdd({ word, lists }, exact) {
    if (!exact) return papersOf(lists.filter((one) => one.weight > STEM)) < 3;
    return exact <= this.index.papers / 80_000 && word.length > 5
      && !lists.some((one) => one.word === word && one.flags.some((f) => f & NAMED));
  }

  /** Adds to an acronym what it stands for, and to what it stands for the acronym. */
  async acronyms(g, rest) {
    const shard = await this.shardOf(g.word), said = [], begins = g.word + "=";
    for (let i = lower(shard.words, begins); shard.words[i]?.startsWith(begins); i++)
      said.push([shard.df[i], ...shard.words[i].split("=").slice(1)]);
    said.sort((a, b) => b[0] - a[0]);
    const long = said.find((one) => one.length === 2);
    if (long) {
      const all = long[1].split(" ").filter(telling).map((word) => this.exactly(word));
      const those = common(await Promise.all(all), LONG_FORM);
      if (those) g.lists.push(those);
    }
    for (const [, others, short] of said) {
      const together = rest.slice(0, others.split(" ").length);
      if (!short || together.map(({ word }) => word).join(" ") !== others) continue;
      const those = await this.exactly(short, LONG_FORM);
      if (those) for (const one of [g, ...together]) one.lists.push(those);
      return;
    }
  }

  /** Adds the papers that say a very common word in their text alone. */
  async complete(groups) {
    await Promise.all(tailed(groups).map(async (one) => {
      const more = await this.files.tail(one.tail);
      one.ids = [...one.ids, ...more.ids];
      one.flags = [...one.flags, ...more.flags];
      one.tail = "";
    }));
  }
}
