// @ts-check
// Looks words up in the index that the build wrote, and draws nothing. docs/search.md has the
// format of the index; generator/render/search/words.py takes papers apart as this takes queries.

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
 * @typedef {{total: number, hits: Hit[], facets: Facets | null, suggestion: string | null,
 *   understood: Filters}} Answer `suggestion` only when nothing matches; `understood` is what
 *   was typed as topic:, year:, org:, author: and has:code
 * @typedef {{filters?: Filters, sort?: "best" | "newest", start?: number, count?: number,
 *   facets?: boolean, signal?: AbortSignal}} Wish without `facets` none of their bytes are fetched
 */

/**
 * @typedef {{words: string[], df: number[], at: Uint32Array, ids: Uint32Array,
 *   flags: Uint8Array, tails: Map<number, string>}} Shard papers of term i are ids[at[i]…at[i+1]]
 * @typedef {{ids: ArrayLike<number>, flags: ArrayLike<number>, df: number, weight: number,
 *   word?: string, tail?: string, variant?: boolean}} List papers that have a term
 * @typedef {{word: string, also: string[], lists: List[]}} Group a word typed, and what it finds
 */

/** Its message can be shown to a reader. */
export class SearchError extends Error {
  name = "SearchError";
}

const FORM = 1;
const WORD = /[\p{L}\p{N}]+/gu;
const NAME = /[\p{L}\p{N}]+(?:(?:[-‐‑+^*&'’]+|\.(?=\d))[\p{L}\p{N}]+)*(?:\^?[*+#]+)?/gu;
const HAN = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/g;
const UNSEEN = /[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const STROKES = "łøđħŧı";
const STOP = new Set(("a an the of for and in on with to by from via is are as at be or not we our " +
  "this that it its into using").split(" "));
const AUTHOR = 16, TOPIC = 32, SOURCE = 64;
// What a posting's byte of flags is worth: title > author > topic > text, short titles most.
const WORTH = Float32Array.from({ length: 256 }, (_, f) => [0, 1.75, 2, 2.25][f >> 2 & 3] +
  [0, 0.3, 0.42, 0.7][f & 3] + (f & AUTHOR && 1.8) + (f & TOPIC && 0.8) + (f & SOURCE && 0.7));
// What another spelling is worth beside the word itself.
const PLURAL = 0.75, STEM = 0.5, ENDING = 0.75, WHOLE_ENDING = 0.6, PAIR = 0.8, LONG_FORM = 0.7;
const FEW = 10, MOST_WORDS = 24, MOST_ENDINGS = 60, MOST_READ = 60;
const VAGUE = 0.7, RECENT = 0.5, ALL_WORDS = 20;

const fold = (text) => text.normalize("NFKD").replace(UNSEEN, "").normalize("NFKC").toLowerCase()
  .replace(/ß/g, "ss").replace(/[łøđħŧı]/g, (sign) => "lodhti"[STROKES.indexOf(sign)]);

const joined = (name) => name.replace(/[-‐‑.^&'’]|[+*](?=[\p{L}\p{N}])/gu, "");

/** The words of folded text in order; Chinese and Japanese in pairs of characters. */
const words = (text) => (text.replace(/['’]s(?![\p{L}\p{N}])/gu, "").match(WORD) || [])
  .flatMap((word) => word.replace(HAN, (run) => " " + pairs(run).join(" ") + " ").trim().split(/ +/));

const pairs = (run) => [...run].slice(1).map((sign, i) => [...run][i] + sign).concat(run[1] ? [] : run);

const stem = (word) => word.length < 5 ? word : word.replace(/(ies|ied)$/, "y")
  .replace(/(ings?|ed|ers?|es|s)$/, "").replace(/e$/, "");

/** Letters to change, add, drop or swap between two words; 9 for more than `most`. */
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return 9;
  let before = [], row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return 9;
    before = row;
    row = next;
  }
  return row[b.length];
}

/** The first place in a sorted list whose value is not below `value`. */
function lower(list, value) {
  let a = 0, b = list.length;
  while (a < b) {
    const m = (a + b) >> 1;
    if (list[m] < value) a = m + 1; else b = m;
  }
  return a;
}

// Files. Numbers of three bytes stand in columns: all low bytes, all middle ones, all high ones.
const decoder = new TextDecoder();
const text = (u) => decoder.decode(u);
const number = (u, at) => u[at] | u[at + 1] << 8 | u[at + 2] << 16;

function planes(u, at, n) {
  const out = new Uint32Array(n);
  for (let i = 0; i < n; i++) out[i] = u[at + i] | u[at + n + i] << 8 | u[at + 2 * n + i] << 16;
  return out;
}

/** Lists of papers, so many each, as distances from one to the next, and their flags. */
function columns(u, start, counts) {
  const n = number(u, start), ids = planes(u, start + 3, n), at = new Uint32Array(counts.length + 1);
  for (let i = 0, j = 0; i < counts.length; at[++i] = j)
    for (let id = 0, end = j + counts[i]; j < end; j++) ids[j] = id += ids[j];
  return { ids, at, flags: u.subarray(start + 3 + 3 * n) };
}

/** @returns {Shard} */
function readShard(u) {
  const size = number(u, 0), counts = planes(u, 6 + size, number(u, 3));
  const tails = new Map(), df = [...counts];
  let before = "";
  const all = text(u.subarray(6, 6 + size)).split("\n").map((line, i) => {
    const [rest, tail, more] = line.slice(1).split("\t");
    if (tail) {
      tails.set(i, tail);
      df[i] += +more;
    }
    return before = before.slice(0, line.charCodeAt(0) - 32) + rest;
  });
  return { words: all, df, tails, ...columns(u, 6 + size + 3 * counts.length, counts) };
}

const split = ({ from, names }) => ({ from: from.split(" "), names: names.match(/.{8}/g) || [] });

/** What was typed, taken apart: words, quoted phrases, and `topic:` and the like. */
function parse(typed) {
  const understood = {}, plain = [], phrases = [];
  const parts = /(topic|year|org|author|has):(?:"([^"]*)"?|(\S+))|"([^"]*)"?|\S+/gi;
  for (const [all, kind, quoted, bare, phrase] of typed.matchAll(parts)) {
    const key = kind?.toLowerCase(), value = fold(quoted ?? bare ?? "").trim();
    const phraseWords = words(fold(phrase ?? ""));
    if (key === "has") {
      if (value === "code") understood.code = true; else plain.push(value);
    } else if (key) (understood[key] ??= []).push(value);
    else if (phrase === undefined) plain.push(fold(all));
    else plain.push(...phraseWords);
    if (phraseWords.length > 1) phrases.push(` ${phraseWords.join(" ")} `);
  }
  return { understood, plain, phrases };
}

/**
 * Where a text has one of the words.
 * @returns {[number, number][]}
 */
function marks(text, said) {
  const found = [];
  for (const { 0: name, index } of text.matchAll(NAME)) {
    if (said.has(joined(fold(name)))) {
      found.push([index, index + name.length]);
      continue;
    }
    for (const { 0: word, index: inside } of name.matchAll(WORD)) {
      const at = index + inside;
      if (said.has(fold(word))) found.push([at, at + word.length]);
      else if (word.search(HAN) >= 0)
        for (let i = 0; i + 1 < word.length; i++)
          if (said.has(word.slice(i, i + 2))) found.push([at + i, at + i + 2]);
    }
  }
  return found;
}

/** Papers that have all the lists, as strongly as the weakest has them. @returns {List | null} */
function common(lists, weight) {
  if (!lists.length || lists.some((one) => !one)) return null;
  let both = new Map(Array.from(lists[0].ids, (id, i) => [id, lists[0].flags[i]]));
  for (const { ids, flags } of lists.slice(1)) {
    const next = new Map();
    for (let i = 0; i < ids.length; i++) {
      const f = both.get(ids[i]), g = flags[i];
      if (f === undefined) continue;
      next.set(ids[i], Math.min(f & 3, g & 3) | Math.min(f & 12, g & 12) | f & g & 112);
    }
    both = next;
  }
  const ids = [...both.keys()];
  return { ids, flags: [...both.values()], df: ids.length, weight };
}

/**
 * The search of a site.
 * @param {string} base where its index lies: /search/ below the site's root
 */
export function openSearch(base) {
  const home = new URL(base, globalThis.location?.href).href.replace(/\/?$/, "/");
  const kept = new Map();
  let known;
  // Of each paper, while a query is answered: its score, the best of one word, how much of the
  // query it has, how many words, and the last word it was met for.
  let sum, best, cover, got, last;

  async function fetched(path, how = {}) {
    if (home.startsWith("file:"))
      throw new SearchError("Search works on a web server, not in files opened from a disk.");
    const answer = await fetch(new URL(path, home), how).catch(() => {
      how.signal?.throwIfAborted();
      throw new SearchError("Search cannot reach the site. Are you offline?");
    });
    if (answer.ok) return answer;
    const error = new SearchError(`A part of the search is missing (${answer.status}). Try again later.`);
    throw Object.assign(error, { gone: true });
  }

  /** A file of the index, read once. */
  function file(name, read) {
    if (!kept.has(name)) {
      const those = fetched(`${name}.bin`).then(async ({ body }) => {
        const plain = body.pipeThrough(new DecompressionStream("deflate-raw"));
        return read(new Uint8Array(await new Response(plain).arrayBuffer()));
      });
      kept.set(name, those);
      those.catch(() => kept.delete(name));
    }
    return kept.get(name);
  }

  async function readManifest(fresh) {
    const all = await (await fetched("index.json", fresh ? { cache: "reload" } : {})).json();
    if (all.form !== FORM) throw new SearchError("The site has changed. Load this page again.");
    sum = new Float32Array(all.papers);
    best = new Float32Array(all.papers);
    cover = new Float32Array(all.papers);
    got = new Uint8Array(all.papers);
    last = new Uint8Array(all.papers);
    const [spelling, blocks] = [all.spelling, all.blocks].map((names) => names.match(/.{8}/g) || []);
    return { ...all, shards: split(all.shards), parted: all.shards.parted, spelling, blocks };
  }

  /** The file that names all others. `fresh`: not from the browser's cache. */
  function manifest(fresh = false) {
    if (fresh || !known) {
      known = readManifest(fresh);
      known.catch(() => { known = undefined; });
    }
    return known;
  }

  /** Names of the shards for terms from `word` to `end`, at most so many. */
  async function shardNames(index, word, end = word, most = 1) {
    const place = ({ from }, value) => Math.max(0, lower(from, value + "\0") - 1);
    let those = index.shards;
    if (index.parted)
      those = await file(those.names[place(those, word)], (u) => split(JSON.parse(text(u))));
    const first = place(those, word);
    return those.names.slice(first, Math.min(place(those, end) + 1, first + most));
  }

  /** @returns {List} */
  const list = (shard, i, weight, variant = false) => ({
    ids: shard.ids.subarray(shard.at[i], shard.at[i + 1]),
    flags: shard.flags.subarray(shard.at[i], shard.at[i + 1]),
    df: shard.df[i], weight, word: shard.words[i], tail: shard.tails.get(i), variant,
  });

  /** The list of just this term, or null. `cheap`: only from a shard that is here already. */
  async function exactly(index, word, weight = 1, cheap = false) {
    const [name] = await shardNames(index, word);
    if (!name || (cheap && !kept.has(name))) return null;
    const shard = await file(name, readShard), i = lower(shard.words, word);
    return shard.words[i] === word ? list(shard, i, weight) : null;
  }

  /** Words typed → the papers that have each, in whatever spelling. `open`: the last may go on. */
  async function understand(index, plain, open) {
    let groups = plain.flatMap(asGroups);
    groups = groups.filter((g, i) => groups.findIndex((other) => other.word === g.word) === i);
    const telling = groups.filter((g) => !STOP.has(g.word));
    groups = (telling.length ? telling : groups).slice(0, MOST_WORDS);
    await Promise.all([
      ...groups.map((g, i) => lookUp(index, g, open && i === groups.length - 1)),
      ...groups.slice(0, 3).map((g, i) => groups.length < 4 && groups[i + 1]
        && exactly(index, g.word + groups[i + 1].word)),
    ]);
    for (let i = 0; i + 1 < groups.length; i++)
      for (const together of [groups.slice(i, i + 2), groups.slice(i, i + 3)]) {
        const name = together.map((g) => g.word).join("");
        const those = await exactly(index, name, PAIR, true);
        if (those) for (const g of together) g.lists.push(those);
      }
    await Promise.all(groups.map((g, i) => acronyms(index, g, groups.slice(i + 1))));
    return groups;
  }

  /** A word as typed → what to look up: "Q^*" is one thing, "f-divergence" two. */
  function asGroups(raw) {
    const parts = words(raw), [name = ""] = raw.match(NAME) || [], whole = joined(name);
    const id = /\d{4}\.\d{4,5}/.exec(raw)?.[0] || (/\/.*\d/.test(raw) && raw.replace(/^.*doi\.org\//, ""));
    if (id) return [{ word: (id.match(WORD) || []).join("").slice(-32), also: [], lists: [] }];
    if (/[+*#]$/.test(whole)) return [{ word: whole, also: parts, lists: [] }];
    const also = parts.length === 1 && whole !== parts[0] ? [whole] : [];
    return parts.map((word) => ({ word, also, lists: [] }));
  }

  /** Fills the lists of a word: itself, its other endings, those it may be a slip for. */
  async function lookUp(index, g, open) {
    const { word } = g, root = stem(word), from = word.startsWith(root) ? root : root.slice(0, -1);
    const goesOn = open && word.length > 1, ends = [];
    const names = goesOn ? await shardNames(index, word, word + "\uffff", word.length < 4 ? 3 : 7)
      : await shardNames(index, word);
    let exact = 0;
    for (const shard of await Promise.all(names.map((name) => file(name, readShard))))
      for (let i = lower(shard.words, from); shard.words[i]?.startsWith(from); i++) {
        const other = shard.words[i];
        if (other === word) {
          g.lists.push(list(shard, i, 1));
          exact = shard.df[i];
        } else if (other.includes("=")) continue;
        else if (goesOn && other.startsWith(word)) ends.push({ shard, i, df: shard.df[i] });
        else if (word.length > 3 && stem(other) === root)
          g.lists.push(list(shard, i, [other + "s", word + "s"].some((one) => one === word || one === other) ? PLURAL : STEM, true));
      }
    // A word that is one by itself is hardly the beginning of another.
    const going = exact > ends.reduce((n, { df }) => n + df, 0) / 10 ? WHOLE_ENDING : ENDING;
    for (const { shard, i } of ends.sort((a, b) => b.df - a.df).slice(0, MOST_ENDINGS))
      g.lists.push(list(shard, i, going * Math.sqrt(word.length / shard.words[i].length), true));
    for (const part of g.also) {
      const those = await exactly(index, part, part.length > word.length ? 1 : 0.3);
      if (those) g.lists.push(those);
    }
    // What few papers say may be a slip of theirs too; then a far commoner word is meant as well.
    const near = g.lists.reduce((n, { df }) => n + df, 0), few = 2 + sum.length / 10_000;
    const clear = exact ? exact > few || word.length < 6 : near > 2;
    if (clear || word.length < 5 || /^\d+$/.test(word)) return;
    for (const [other, typos, level] of await spelled(index, word, word.length > 8 ? 2 : 1, open)) {
      if (exact > 2 && 2 ** level < 32 * exact) continue;
      const those = await exactly(index, other, (near && exact < 3 ? 0.5 : 0.8) / (typos < 1.5 ? 1 : 1.6));
      if (those) g.lists.push(those);
    }
  }

  /** The words spelled nearest to `word`, their slips, and how common they are: 2 ** level. */
  async function spelled(index, word, most, open) {
    const lines = (key) => {
      let mixed = 2166136261;
      for (const sign of key) mixed = Math.imul(mixed ^ sign.codePointAt(0), 16777619) >>> 0;
      return file(index.spelling[mixed % index.spelling.length], (u) => text(u).split("\n"));
    };
    const found = new Map();
    const all = await Promise.all([lines(word.slice(0, 2) + "<"), lines(">" + word.slice(-3))]);
    for (const [n, those] of all.entries())
      for (const line of those) {
        const other = line.slice(1);
        let typos = distance(word, other, most);
        // The beginning of a word typed wrong; its end is not there yet.
        if (open && !n && typos > most && other.length > word.length)
          typos = 0.4 + Math.min(...[-1, 0, 1].map((more) =>
            distance(word, other.slice(0, word.length + more), most)));
        if (typos && typos < most + 0.5) found.set(other, [typos, line.charCodeAt(0) - 96]);
      }
    const nearest = [...found].map(([other, [typos, level]]) => [other, typos, level])
      .sort((a, b) => a[1] - b[1] || b[2] - a[2]).slice(0, 6);
    return nearest.filter(([, typos]) => typos <= nearest[0][1] + 0.5);
  }

  /** Adds to an acronym what it stands for, and to what it stands for the acronym. */
  async function acronyms(index, g, rest) {
    const [name] = await shardNames(index, g.word);
    if (!name) return;
    const shard = await file(name, readShard), said = [];
    for (let i = lower(shard.words, g.word + "="); shard.words[i]?.startsWith(g.word + "="); i++)
      said.push([shard.df[i], ...shard.words[i].split("=").slice(1)]);
    said.sort((a, b) => b[0] - a[0]);
    const long = said.find((one) => one.length === 2);
    if (long) {
      const telling = long[1].split(" ").filter((word) => !STOP.has(word));
      const those = common(await Promise.all(telling.map((word) => exactly(index, word))), LONG_FORM);
      if (those) g.lists.push(those);
    }
    for (const [, others, short] of said) {
      const together = rest.slice(0, others.split(" ").length);
      if (!short || together.map(({ word }) => word).join(" ") !== others) continue;
      const those = await exactly(index, short, LONG_FORM);
      if (those) for (const one of [g, ...together]) one.lists.push(those);
      return;
    }
  }

  /** Adds the papers that say a very common word in their text alone. */
  async function whole(one) {
    if (!one.tail) return;
    const more = await file(one.tail, (u) => columns(u, 0, [number(u, 0)]));
    one.ids = [...one.ids, ...more.ids];
    one.flags = [...one.flags, ...more.flags];
    one.tail = "";
  }

  /** Papers that have all words, where they are few those that have half; `best` says how well. */
  function ranked(groups) {
    const n = sum.length, known = groups.filter((g) => g.lists.length);
    // Of a very common word only the best papers are here: to lack it counts little, as long as
    // another word is rarer.
    let vague = known.filter((g) => g.lists.some((one) => one.tail && one.weight === 1));
    if (vague.length === known.length) vague = [];
    const must = known.filter((g) => !vague.includes(g)), touched = [];
    sum.fill(0);
    got.fill(0);
    last.fill(0);
    for (const [at, g] of [...must, ...vague].entries()) {
      const needed = at < must.length;
      g.lists.sort((a, b) => b.weight - a.weight);
      for (const { ids, flags, df, weight, variant } of g.lists) {
        const spread = variant && g.lists[0].weight === 1 ? Math.max(df, g.lists[0].df) : df;
        const idf = weight * Math.log(1 + (n - spread + 0.5) / (spread + 0.5));
        const quality = 0.6 + 0.4 * weight;
        for (let i = 0; i < ids.length; i++) {
          const doc = ids[i], worth = idf * WORTH[flags[i]];
          if (last[doc] !== at + 1) {
            if (!got[doc]) {
              if (!needed) continue;
              touched.push(doc);
              cover[doc] = vague.length * VAGUE;
            }
            last[doc] = at + 1;
            best[doc] = 0;
            if (needed) got[doc]++;
            cover[doc] += needed ? quality : quality - VAGUE;
          }
          if (worth > best[doc]) {
            sum[doc] += worth - best[doc];
            best[doc] = worth;
          }
        }
      }
    }
    let docs = touched.filter((doc) => got[doc] === must.length);
    if (docs.length < FEW) docs = touched.filter((doc) => got[doc] * 2 >= must.length);
    for (const doc of docs) {
      const share = (cover[doc] / known.length) ** 3, all = got[doc] === must.length ? ALL_WORDS : 0;
      best[doc] = sum[doc] * (0.08 + 0.92 * share) + RECENT * doc / n + all;
    }
    return docs;
  }

  /** The first `count` of papers in order; to sort all of a hundred thousand would hold the page. */
  function first(docs, count, sort) {
    if (sort === "newest") return Array.from(Uint32Array.from(docs).sort().reverse().subarray(0, count));
    const before = (a, b) => best[a] > best[b] || (best[a] === best[b] && a > b);
    if (count > 200) return docs.sort((a, b) => before(a, b) ? -1 : 1).slice(0, count);
    const top = [];
    for (const doc of docs) {
      let at = top.length;
      if (at === count && !before(doc, top[--at])) continue;
      for (; at && before(doc, top[at - 1]); at--) top[at] = top[at - 1];
      top[at] = doc;
    }
    return top;
  }

  /** Who has which topics, organisation and code; what facets are counted from. */
  const facetFile = (index) => file(index.facets, (u) => {
    const n = index.papers, counts = u.indexOf(10) + 1, code = counts + n, org = code + n;
    const { topics, orgs } = JSON.parse(text(u.subarray(0, counts)));
    const at = new Uint32Array(n + 1);
    for (let i = 0; i < n; i++) at[i + 1] = at[i] + u[counts + i];
    return { topic: topics, org: orgs, at, of: planes(u, org + 3 * n, at[n]), orgOf: planes(u, org, n),
      codeOf: u.subarray(code, org) };
  });

  /** The ids of the values a reader means: one by its id or name, else those with the words. */
  function meant(values, said) {
    const exact = values.filter(([id, name]) => said === id || said === fold(name));
    const spaced = (value) => ` ${words(fold(value)).join(" ")}`;
    const those = exact.length ? exact : values.filter(([, name]) => spaced(name).includes(spaced(said)));
    return those.length ? those.map(([id]) => id) : [said];
  }

  /** The years a reader means by "2024", "2023-2025", "2023-" or "-2020". */
  const yearsMeant = (index, said) => index.years.map(([year]) => year).filter((year) => {
    const [from, to = from] = said.split(/[-–]|\.\./);
    return year >= from && year <= (to || "9999");
  });

  /** What papers fail of the filters: a bit for each of topic, year, org, code, author. */
  async function failing(index, facets, { topic, year, org, author, code }) {
    const places = (values, ids) => ids?.length && new Set(ids.map((id) => values.findIndex((one) => one[0] === id)));
    const topics = places(facets?.topic, topic), orgs = places(facets?.org, org);
    const spans = year?.map((label) => {
      const at = index.years.findIndex((one) => one[0] === label);
      return at < 0 ? [1, 0] : [index.years[at][1], index.years[at + 1]?.[1] ?? index.papers];
    });
    const by = author?.length && new Set((await Promise.all(author.map(async (name) => {
      const those = common(await Promise.all(words(fold(name)).map((word) => exactly(index, word))), 1);
      return those ? Array.from(those.ids).filter((_, i) => those.flags[i] & AUTHOR) : [];
    }))).flat());
    return (doc) => {
      let bits = by && !by.has(doc) ? 16 : 0;
      if (topics && !facets.of.subarray(facets.at[doc], facets.at[doc + 1]).some((one) => topics.has(one))) bits |= 1;
      if (spans?.length && !spans.some(([from, to]) => doc >= from && doc < to)) bits |= 2;
      if (orgs && !orgs.has(facets.orgOf[doc] - 1)) bits |= 4;
      return code && !facets.codeOf[doc] ? bits | 8 : bits;
    };
  }

  /** For each facet value the papers it would leave, whatever else of its kind is chosen. */
  function counted(index, facets, docs, fails, filters) {
    const topics = new Uint32Array(facets.topic.length), orgs = new Uint32Array(facets.org.length + 1);
    const years = new Uint32Array(index.years.length), starts = index.years.map(([, at]) => at);
    let code = 0;
    for (const doc of docs) {
      const bits = fails(doc);
      if (!(bits & ~1)) for (let i = facets.at[doc]; i < facets.at[doc + 1]; i++) topics[facets.of[i]]++;
      if (!(bits & ~2)) years[lowerNumber(starts, doc)]++;
      if (!(bits & ~4)) orgs[facets.orgOf[doc]]++;
      if (!(bits & ~8)) code += facets.codeOf[doc];
    }
    const facet = (values, counts, chosen = []) => values
      .map(([id, name = id], i) => ({ id, name, count: counts[i], chosen: chosen.includes(id) }))
      .filter((value) => value.count || value.chosen);
    const most = (those) => those.sort((a, b) => b.count - a.count);
    return {
      topic: most(facet(facets.topic, topics, filters.topic)),
      year: facet(index.years.map(([year]) => [year]), years, filters.year).reverse(),
      org: most(facet(facets.org, orgs.subarray(1), filters.org)),
      code: facet([["code", "Has code"]], [code], filters.code ? ["code"] : []),
    };
  }

  const lowerNumber = (starts, doc) => lower(starts, doc + 1) - 1;

  /** @returns {Promise<Hit>} */
  async function hit(index, doc, said) {
    const block = Math.floor(doc / index.per);
    const name = `${index.blocks[Math.floor(block / index.group)]}/${block}`;
    const rows = await file(name, (u) => JSON.parse(text(u)));
    const [id, title, authors = "", date = "", org = "", topics = [], code = 0] = rows[doc % index.per];
    const url = new URL(`../papers/${id}/`, home).href;
    const facts = { authors, organisation: org, topic: topics.map((topic) => topic[1]).join(", ") };
    const found = Object.entries(facts).map(([field, text]) => ({ field, text, marks: marks(text, said) }));
    return {
      url, title, authors, date, org, year: date.slice(0, 4), code: !!code, marks: marks(title, said),
      topics: topics.map(([id, name]) => ({ id, name })),
      snippet: found.find((one) => one.marks.length) || null,
      quote: (signal) => quote(url, said, signal),
    };
  }

  /** Field and text of all that a paper's page says of it. */
  async function page(url, signal) {
    const html = await (await fetched(url, { signal })).text();
    const parts = new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-quote]");
    return [...parts].map((part) => [part.getAttribute("data-quote"), part.textContent.replace(/\s+/g, " ").trim()]);
  }

  /** The stretch of a paper's page that has most of the words. @returns {Promise<Snippet | null>} */
  async function quote(url, said, signal) {
    let found = null, most = 0;
    for (const [field, whole] of await page(url, signal)) {
      const all = marks(whole, said);
      for (const [from] of all) {
        const near = all.filter(([a, b]) => a >= from && b <= from + 180);
        const different = new Set(near.map(([a, b]) => fold(whole.slice(a, b)))).size;
        if (different <= most) continue;
        most = different;
        const begin = from < 60 ? 0 : whole.lastIndexOf(" ", from - 40) + 1;
        const stop = whole.indexOf(" ", begin + 240), end = stop < 0 ? whole.length : stop;
        const lead = begin ? "… " : "", shift = lead.length - begin;
        found = {
          field, text: lead + whole.slice(begin, end) + (stop < 0 ? "" : " …"),
          marks: all.filter(([a, b]) => a >= begin && b <= end).map(([a, b]) => [a + shift, b + shift]),
        };
      }
    }
    return found;
  }

  /** Of the best papers those that have the phrases, in what is shown of them or on their page. */
  async function withPhrases(index, docs, phrases, enough, signal) {
    const found = [];
    const hasAll = (texts) => phrases.every((phrase) =>
      texts.some((one) => ` ${words(fold(one)).join(" ")} `.includes(phrase)));
    for (let i = 0; i < docs.length && found.length < enough; i += FEW) {
      const good = await Promise.all(docs.slice(i, i + FEW).map(async (doc) => {
        const { title, authors, org, url } = await hit(index, doc, new Set()), facts = [title, authors, org];
        return hasAll(facts) || hasAll([...facts, ...(await page(url, signal)).map((part) => part[1])]);
      }));
      found.push(...docs.slice(i, i + FEW).filter((_, n) => good[n]));
    }
    return found;
  }

  /** What was typed with the words nearest to those that no paper has; null without such. */
  async function suggestion(index, typed, groups) {
    let better = typed;
    for (const { word, lists } of groups) {
      if (word.length < 4 || lists.some((one) => one.weight === 1)) continue;
      const [near] = await spelled(index, word, word.length > 8 ? 3 : 2, false);
      if (near) better = better.replace(new RegExp(word.replace(/[*+]/g, "\\$&"), "i"), near[0]);
    }
    return better === typed ? null : better;
  }

  /** Titles that say just what was typed go before others as good. */
  function titlesFirst(hits, scores, typed) {
    const said = words(fold(typed)).join(" ");
    const worth = new Map(hits.map((one, i) => {
      const title = words(fold(one.title)).join(" ");
      return [one, scores[i] * (title === said ? 1.5 : ` ${title} `.includes(` ${said} `) ? 1.2 : 1)];
    }));
    return hits.sort((a, b) => worth.get(b) - worth.get(a));
  }

  async function answered(index, typed, { filters = {}, sort = "best", start = 0, count = 10, facets = false, signal }) {
    const { understood, plain, phrases } = parse(typed);
    const needs = (kind) => understood[kind] || filters[kind]?.length;
    const table = facets || needs("topic") || needs("org") || filters.code || understood.code
      ? await facetFile(index) : null;
    for (const kind of ["topic", "org"])
      if (understood[kind]) understood[kind] = understood[kind].flatMap((said) => meant(table[kind], said));
    if (understood.year) understood.year = understood.year.flatMap((said) => yearsMeant(index, said));
    const all = { code: filters.code || understood.code };
    for (const kind of ["topic", "year", "org", "author"])
      all[kind] = needs(kind) ? [...(filters[kind] || []), ...(understood[kind] || [])] : undefined;
    const groups = await understand(index, plain, /[\p{L}\p{N}]$/u.test(typed));
    const fails = await failing(index, table, all);
    signal?.throwIfAborted();
    const last = start + count, asked = plain.length > 0;
    let docs = asked ? ranked(groups) : Array.from(sum.keys());
    if (docs.length < Math.max(FEW, last) && groups.some((g) => g.lists.some((one) => one.tail))) {
      await Promise.all(groups.flatMap((g) => g.lists.map(whole)));
      signal?.throwIfAborted();
      docs = ranked(groups);
    }
    const counts = facets ? counted(index, table, docs, fails, all) : null;
    if (Object.values(all).some(Boolean)) docs = docs.filter((doc) => !fails(doc));
    const order = asked ? sort : "newest";
    if (phrases.length) docs = await withPhrases(index, first(docs, MOST_READ, order), phrases, last, signal);
    const shown = (phrases.length ? docs : first(docs, last, order)).slice(start, last);
    const said = new Set(groups.flatMap((g) => [g.word, ...g.lists.map((one) => one.word)]));
    const score = sort === "best" && !start && plain.length > 1 ? shown.map((doc) => best[doc]) : null;
    const hits = await Promise.all(shown.map((doc) => hit(index, doc, said)));
    signal?.throwIfAborted();
    return {
      total: docs.length, hits: score ? titlesFirst(hits, score, typed) : hits, facets: counts, understood,
      suggestion: docs.length ? null : await suggestion(index, typed, groups),
    };
  }

  return {
    /**
     * The papers that `typed` asks for. Rejects with SearchError, or with the signal's reason.
     * @param {string} typed
     * @param {Wish} [wish]
     * @returns {Promise<Answer>}
     */
    async answer(typed, wish = {}) {
      try {
        return await answered(await manifest(), typed, wish);
      } catch (error) {
        if (!error.gone) throw error;
        kept.clear(); // the site was built again since its manifest was read
        return answered(await manifest(true), typed, wish);
      }
    },
  };
}
