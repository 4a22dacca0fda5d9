// @ts-check
// Looks words up in the index that the build wrote; docs/search.md describes both. Draws nothing.

/** @typedef {{topic?: string[], year?: string[], org?: string[], author?: string[], code?: boolean}} Filters
 *    ids as facets name them; within a kind any of them, between kinds all
 *  @typedef {{field: string, text: string, marks: [number, number][]}} Snippet
 *  @typedef {{url: string, title: string, authors: string, year: string, date: string, org: string,
 *    topics: {id: string, name: string}[], code: boolean, marks: [number, number][],
 *    snippet: Snippet | null, quote: (signal?: AbortSignal) => Promise<Snippet | null>}} Hit
 *    `quote` reads the paper's page for the words that matched, where title and snippet have none
 *  @typedef {{id: string, name: string, count: number, chosen: boolean}} FacetValue
 *  @typedef {{topic: FacetValue[], year: FacetValue[], org: FacetValue[], code: FacetValue[]}} Facets
 *  @typedef {{total: number, hits: Hit[], facets: Facets | null, suggestion: string | null,
 *    understood: Filters}} Answer
 *  @typedef {{filters?: Filters, sort?: 'best' | 'newest', start?: number, count?: number,
 *    facets?: boolean, signal?: AbortSignal}} Wish
 *  @typedef {{words: string[], df: number[], at: Uint32Array, ids: Uint32Array, flags: Uint8Array,
 *    tails: Map<number, string>}} Shard
 *  @typedef {{ids: ArrayLike<number>, flags: ArrayLike<number>, df: number, weight: number}} List
 *  @typedef {{word: string, lists: List[], alike: string[], open: boolean, names: Set<string>}} Group
 */

/** Its message can be shown to a reader. */
export class SearchError extends Error {}

const WORD = /[\p{L}\p{N}]+/gu;
const NAME = /[\p{L}\p{N}]+(?:(?:[-‐‑+^*&]+|\.(?=\d))[\p{L}\p{N}]+)*[+*#^]*/gu;
const HAN = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/;
const STROKES = 'łøđħŧı';
const STOP = new Set('a an the of for and in on with to by from via is are as at be or not we our this that it its into using'.split(' '));
const AUTHOR = 16, TOPIC = 32, SOURCE = 64;
// What a posting's byte of flags is worth.
const WORTH = Float32Array.from({ length: 256 }, (_, f) => [0, 1.5, 2, 2.5][f >> 2 & 3] + [0, 0.55, 0.8, 1][f & 3] + (f & AUTHOR && 1.8) + (f & TOPIC && 0.8) + (f & SOURCE && 0.7));
const FEW = 10, MOST_WORDS = 24, MOST_ENDINGS = 60, MOST_READ = 60, VAGUE = 0.85;

const fold = (/** @type {string} */ text) => text.normalize('NFKD')
  .replace(/[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '').normalize('NFKC')
  .toLowerCase().replace(/ß/g, 'ss').replace(/[łøđħŧı]/g, (c) => 'lodhti'[STROKES.indexOf(c)]);
const joined = (/** @type {string} */ name) => name.replace(/[-‐‑.^&]|[+*](?=[\p{L}\p{N}])/gu, '');
/** Words of folded text; Chinese and Japanese in pairs. @returns {string[]} */
const words = (/** @type {string} */ text) => (text.replace(/['’]s(?![\p{L}\p{N}])/gu, '').match(WORD) || []).flatMap((word) => HAN.test(word)
  ? (word.match(/[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/g) || []).flatMap((run) =>
    HAN.test(run) && run.length > 1 ? [...run].slice(1).map((c, i) => [...run][i] + c) : [run])
  : [word]);
const stem = (/** @type {string} */ word) => word.length > 4
  ? word.replace(/(ies|ied)$/, 'y').replace(/(ings?|ed|ers?|es|s)$/, '').replace(/e$/, '') : word;

/** Letters to change, add, drop or swap between two words; 9 for more than `most`.
 *  @param {string} a @param {string} b @param {number} most */
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return 9;
  /** @type {number[]} */ let before = [], row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + +(a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return 9;
    before = row; row = next;
  }
  return row[b.length];
}

// Files: numbers of three bytes stand in columns, all low bytes first.
const number = (/** @type {Uint8Array} */ u, /** @type {number} */ at) => u[at] | u[at + 1] << 8 | u[at + 2] << 16;
function planes(/** @type {Uint8Array} */ u, /** @type {number} */ at, /** @type {number} */ n) {
  const out = new Uint32Array(n);
  for (let i = 0; i < n; i++) out[i] = u[at + i] | u[at + n + i] << 8 | u[at + 2 * n + i] << 16;
  return out;
}
/** @param {Uint8Array} u @param {number} at @param {ArrayLike<number>} counts */
function columns(u, at, counts) {
  const n = number(u, at), ids = planes(u, at + 3, n), starts = new Uint32Array(counts.length + 1);
  for (let i = 0, j = 0; i < counts.length; i++) {
    for (let id = 0, end = j + counts[i]; j < end; j++) ids[j] = id += ids[j];
    starts[i + 1] = j;
  }
  return { ids, at: starts, flags: u.subarray(at + 3 + 3 * n, at + 3 + 4 * n) };
}
const text = new TextDecoder();
/** @returns {Shard} */
function shardOf(/** @type {Uint8Array} */ u) {
  const size = number(u, 0), n = number(u, 3), counts = planes(u, 6 + size, n), tails = new Map(), df = [...counts];
  let before = '';
  const terms = text.decode(u.subarray(6, 6 + size)).split('\n').map((line, i) => {
    const [rest, tail, more] = line.slice(1).split('\t');
    if (tail) { tails.set(i, tail); df[i] += +more; }
    return before = before.slice(0, line.charCodeAt(0) - 32) + rest;
  });
  return { words: terms, df, tails, ...columns(u, 6 + size + 3 * n, counts) };
}
/** The first place in sorted `list` whose value is not below `value`. @param {string[]} list @param {string} value */
function lower(list, value) {
  let a = 0, b = list.length;
  while (a < b) { const m = (a + b) >> 1; if (list[m] < value) a = m + 1; else b = m; }
  return a;
}

/** The text taken apart: words, quoted phrases, `topic:` and the like.
 *  @param {string} typed */
function parse(typed) {
  const understood = /** @type {Record<string, any>} */ ({}), /** @type {string[]} */ plain = [], /** @type {string[][]} */ phrases = [];
  for (const [all, kind, quoted, bare, phrase] of typed.matchAll(/(topic|year|org|author|has):(?:"([^"]*)"?|(\S+))|"([^"]*)"?|\S+/gi)) {
    const value = fold(quoted ?? bare ?? '').trim(), key = kind?.toLowerCase();
    if (key === 'has') { if (value === 'code') understood.code = true; else plain.push(fold(bare || quoted)); }
    else if (value) (understood[key] ||= []).push(value);
    else if (phrase !== undefined) { const those = words(fold(phrase)); plain.push(...those); if (those.length > 1) phrases.push(those); }
    else plain.push(fold(all));
  }
  return { understood, plain, phrases };
}


/** @param {string} base where the index lies: the site's /search/ */
export function openSearch(base) {
  const home = new URL(base, globalThis.location?.href).href.replace(/\/?$/, '/');
  /** @type {Map<string, Promise<any>>} */ const kept = new Map();
  /** @type {Promise<any> | undefined} */ let known;
  // Of each paper, while it is being ranked: its score, the best of one word, how many words it has.
  let sum = new Float32Array(0), best = sum, cover = sum, got = new Uint8Array(0), last = got;

  async function fetched(/** @type {string} */ path, /** @type {RequestInit} */ how = {}) {
    if (/^file:/.test(home)) throw new SearchError('Search works on a web server, not in files opened from a disk.');
    const answer = await fetch(new URL(path, home), how).catch(() => { throw new SearchError('Search cannot reach the site. Are you offline?'); });
    if (!answer.ok) throw Object.assign(new SearchError(`A part of the search index is missing (${answer.status}).`), { gone: true });
    return answer;
  }

  /** A file of the index, read once. @param {string} path @param {(bytes: Uint8Array) => any} made @returns {Promise<any>} */
  function file(path, made) {
    let those = kept.get(path);
    if (!those) {
      those = fetched(`${path}.bin`).then(async (answer) => made(new Uint8Array(
        await new Response(answer.body?.pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer())));
      kept.set(path, those);
      those.catch(() => kept.delete(path));
    }
    return those;
  }

  /** What names all files. `fresh`: asked of the server again. */
  function manifest(fresh = false) {
    if (fresh || !known) {
      known = fetched('index.json', fresh ? { cache: 'reload' } : {}).then(async (answer) => {
        const all = await answer.json(), split = (/** @type {string} */ names) => names.match(/.{8}/g) || [];
        sum = new Float32Array(all.papers); best = new Float32Array(all.papers); cover = new Float32Array(all.papers);
        got = new Uint8Array(all.papers); last = new Uint8Array(all.papers);
        return { ...all, from: all.shards.from.split(' '), shards: split(all.shards.names), spelling: split(all.spelling), blocks: split(all.blocks) };
      });
      known.catch(() => { known = undefined; });
    }
    return known;
  }

  const place = (/** @type {any} */ index, /** @type {string} */ word) => Math.max(0, lower(index.from, word + '\0') - 1);
  /** @returns {Promise<Shard>} */
  const shard = (/** @type {any} */ index, /** @type {number} */ at) => file(index.shards[at], shardOf);

  /** A term of a shard as a list of papers. @param {Shard} shard @param {number} i @param {number} weight @returns {List} */
  const list = (shard, i, weight) => ({ ids: shard.ids.subarray(shard.at[i], shard.at[i + 1]), flags: shard.flags.subarray(shard.at[i], shard.at[i + 1]),
    df: shard.df[i], weight, tail: shard.tails.get(i), word: shard.words[i] });

  /** The list of exactly `word`, if any paper has it. */
  async function exactly(/** @type {any} */ index, /** @type {string} */ word, weight = 1) {
    const those = await shard(index, place(index, word)), i = lower(those.words, word);
    return those.words[i] === word ? list(those, i, weight) : null;
  }

  /** Papers that have all the lists, said no stronger than the weakest says it. @param {(List | null)[]} lists @param {number} weight @returns {List | null} */
  function common(lists, weight) {
    if (!lists.length || lists.some((one) => !one)) return null;
    const [first, ...rest] = /** @type {List[]} */ (lists).sort((a, b) => a.ids.length - b.ids.length);
    /** @type {Map<number, number>} */ let both = new Map(Array.from(first.ids, (id, i) => [id, first.flags[i]]));
    for (const one of rest) {
      const next = new Map();
      for (let i = 0; i < one.ids.length; i++) {
        const f = both.get(one.ids[i]), g = one.flags[i];
        if (f !== undefined) next.set(one.ids[i], Math.min(f & 3, g & 3) | Math.min(f & 12, g & 12) | f & g & 112);
      }
      both = next;
    }
    const ids = [...both.keys()].sort((a, b) => a - b);
    return { ids, flags: ids.map((id) => both.get(id) || 0), df: ids.length, weight, word: '' };
  }

  /** Words typed → for each the lists of papers that have it, in whatever spelling.
   *  @param {any} index @param {string[]} plain @param {boolean} open the last may go on */
  async function understand(index, plain, open) {
    /** @type {Group[]} */ let groups = [];
    for (const raw of plain) {
      const [name] = raw.match(NAME) || [''], parts = words(raw), whole = joined(name);
      if (/\d{4}\.\d{4,5}|\/.*\d/.test(raw)) {
        const id = (/\d{4}\.\d{4,5}/.exec(raw) || [raw.replace(/^https?:\/\/(dx\.)?doi\.org\//, '')])[0];
        groups.push({ word: (id.match(WORD) || []).join('').slice(-32), lists: [], also: parts });
      } else if (/[+*#]$/.test(whole)) groups.push({ word: whole, lists: [], also: parts });
      else groups.push(...parts.map((word) => ({ word, lists: [], also: [] })));
    }
    groups = groups.filter((g, i) => groups.findIndex((other) => other.word === g.word) === i);
    const telling = groups.filter((g) => !STOP.has(g.word));
    if (telling.length) groups = telling;
    groups = groups.slice(0, MOST_WORDS);
    const end = open ? groups[groups.length - 1] : null;
    // The shards that the words fall in, all at once.
    /** @type {Set<number>} */ const need = new Set();
    for (const g of groups) {
      const at = place(index, g.word);
      need.add(at);
      if (g === end && g.word.length > 1) for (let i = at; i <= Math.min(place(index, g.word + '\uffff'), at + 2); i++) need.add(i);
    }
    const pairs = groups.slice(1).map((g, i) => groups[i].word + g.word);
    if (groups.length < 4) for (const pair of pairs) need.add(place(index, pair));
    const shards = new Map(await Promise.all([...need].map(async (at) => /** @type {[number, Shard]} */ ([at, await shard(index, at)]))));
    await Promise.all(groups.map((g) => lookUp(index, g, g === end, shards)));
    for (const [i, pair] of pairs.entries()) {
      const those = shards.get(place(index, pair)), j = those ? lower(those.words, pair) : 0;
      if (those?.words[j] === pair) for (const g of [groups[i], groups[i + 1]]) g.lists.push(list(those, j, 0.8));
    }
    await acronyms(index, groups, shards);
    return groups;
  }

  /** Fills the lists of a word. @param {any} index @param {Group} g @param {boolean} open @param {Map<number, Shard>} shards */
  async function lookUp(index, g, open, shards) {
    const { word } = g, at = place(index, word);
    let known = 0;
    const ends = [];
    for (let k = at; shards.has(k) && (k === at || open); k++) {
      const those = /** @type {Shard} */ (shards.get(k)), root = stem(word);
      for (let i = lower(those.words, open && word.length > 1 && word.length < root.length ? word : root); i < those.words.length && those.words[i].startsWith(root); i++) {
        const other = those.words[i];
        if (other === word) { g.lists.push(list(those, i, 1)); known = those.df[i]; }
        else if (other.includes('=')) continue;
        else if (open && word.length > 1 && other.startsWith(word)) ends.push({ those, i, df: those.df[i] });
        else if (word.length > 3 && stem(other) === root) g.lists.push(list(those, i, 0.75));
      }
    }
    for (const { those, i } of ends.sort((a, b) => b.df - a.df).slice(0, MOST_ENDINGS)) g.lists.push(list(those, i, 0.75 * Math.sqrt(word.length / those.words[i].length)));
    for (const part of g.also) { const those = await exactly(index, part, 0.3); if (those) g.lists.push(those); }
    const near = g.lists.reduce((n, one) => n + one.df, 0);
    if (word.length > 4 && !/^\d+$/.test(word) && (known ? known < 3 && word.length > 5 : near < 3))
      for (const [other, typos] of await spelled(index, word, word.length > 8 ? 2 : 1, open)) {
        const those = await exactly(index, other, (near ? 0.5 : 0.8) / (typos < 1.5 ? 1 : 1.6));
        if (those && those.word !== word) g.lists.push(those);
      }
  }

  /** Words of the index that are spelled almost like `word`, the nearest of them, and by how many letters.
   *  @param {any} index @param {string} word @param {number} most @param {boolean} open @returns {Promise<[string, number][]>} */
  async function spelled(index, word, most, open) {
    const of = (/** @type {string} */ key) => {
      let h = 2166136261;
      for (const c of key) h = Math.imul(h ^ /** @type {number} */ (c.codePointAt(0)), 16777619) >>> 0;
      return file(index.spelling[h % index.spelling.length], (u) => text.decode(u).split('\n'));
    };
    const found = new Map();
    for (const line of (await Promise.all([of(word.slice(0, 2) + '<'), of('>' + word.slice(-3))])).flat()) {
      const other = line.slice(1);
      let d = distance(word, other, most);
      if (d > most && open && other.length > word.length)
        d = 0.4 + Math.min(...[0, 1, -1].map((more) => distance(word, other.slice(0, word.length + more), most)));
      if (d && d < most + 0.5) found.set(other, [d, -line.charCodeAt(0)]);
    }
    const all = [...found].sort((a, b) => a[1][0] - b[1][0] || a[1][1] - b[1][1]).slice(0, 6);
    return all.filter(([, [d]]) => d <= all[0][1][0] + 0.5).map(([other, [d]]) => [other, d]);
  }

  /** Adds to words what they stand for, and to what an acronym stands for the acronym.
   *  @param {any} index @param {Group[]} groups @param {Map<number, Shard>} shards */
  async function acronyms(index, groups, shards) {
    await Promise.all(groups.map(async (g, at) => {
      const those = shards.get(place(index, g.word));
      if (!those) return;
      /** @type {[number, string, string?][]} */ const said = [];
      for (let i = lower(those.words, g.word + '='); i < those.words.length && those.words[i].startsWith(g.word + '='); i++) {
        const [, long, short] = those.words[i].split('=');
        said.push([those.df[i], long, short]);
      }
      said.sort((a, b) => b[0] - a[0]);
      const out = said.find(([, , short]) => !short);
      if (out) {
        const all = common(await Promise.all(out[1].split(' ').filter((word) => !STOP.has(word)).map((word) => exactly(index, word))), 0.7);
        if (all) g.lists.push(all);
      }
      for (const [, long, short] of said) {
        const rest = groups.slice(at + 1, at + 1 + long.split(' ').length);
        if (!short || rest.map((other) => other.word).join(' ') !== long) continue;
        const those = await exactly(index, short, 0.7);
        if (those) for (const other of [g, ...rest]) other.lists.push(those);
        break;
      }
    }));
  }

  /** Reads the papers that say a common word in their abstract alone. @param {List} one */
  async function whole(one) {
    if (!one.tail) return;
    const more = await file(one.tail, (u) => columns(u, 0, [number(u, 0)]));
    one.ids = [...one.ids, ...more.ids]; one.flags = [...one.flags, ...more.flags]; one.tail = '';
  }

  /** Papers in order of how well they answer. @param {Group[]} groups @param {boolean} asked
   *  @param {(doc: number) => number} fails @param {string} sort @returns {number[]} */
  function ranked(groups, asked, fails, sort) {
    const n = sum.length, all = [], known = groups.filter((g) => g.lists.length);
    if (!asked) for (let doc = n; doc--;) { if (!fails(doc)) all.push(doc); }
    if (!known.length) return all;
    // Of a very common word only the best papers are known: to lack it counts little, if others are rarer.
    const vague = known.filter((g) => g.lists.some((one) => one.tail && one.weight === 1));
    const must = vague.length < known.length ? known.filter((g) => !vague.includes(g)) : known, extra = known.length - must.length;
    sum.fill(0); got.fill(0); last.fill(0);
    const touched = [];
    for (const [at, g] of [...must, ...vague].slice(0, known.length).entries()) {
      const needed = at < must.length;
      for (const { ids, flags, df, weight } of g.lists.sort((a, b) => b.weight - a.weight)) {
        const idf = weight * Math.log(1 + (n - df + 0.5) / (df + 0.5)), quality = 0.8 + 0.2 * weight;
        for (let i = 0; i < ids.length; i++) {
          const doc = ids[i], worth = idf * WORTH[flags[i]];
          if (last[doc] !== at + 1) {
            if (!got[doc]) { if (!needed) continue; touched.push(doc); cover[doc] = extra * VAGUE; }
            last[doc] = at + 1; best[doc] = 0;
            if (needed) got[doc]++;
            cover[doc] += needed ? quality : quality - VAGUE;
          }
          if (worth > best[doc]) { sum[doc] += worth - best[doc]; best[doc] = worth; }
        }
      }
    }
    let those = touched.filter((doc) => got[doc] === must.length && !fails(doc));
    if (those.length < FEW) those = touched.filter((doc) => got[doc] * 2 >= must.length && !fails(doc));
    if (sort === 'newest') return those.sort((a, b) => b - a);
    for (const doc of those) { const c = cover[doc] / known.length; best[doc] = sum[doc] * (0.08 + 0.92 * c * c * c) + 0.5 * doc / n; }
    return those.sort((a, b) => best[b] - best[a] || b - a);
  }

  /** What facets are counted from, in columns. */
  const facetFile = (/** @type {any} */ index) => file(index.facets, (u) => {
    const end = u.indexOf(10), n = index.papers, names = JSON.parse(text.decode(u.subarray(0, end)));
    const counts = u.subarray(end + 1, end + 1 + n), starts = new Uint32Array(n + 1);
    for (let i = 0; i < n; i++) starts[i + 1] = starts[i] + counts[i];
    const at = end + 1 + 2 * n;
    return { topic: names.topics, org: names.orgs, starts, code: u.subarray(end + 1 + n, at), orgs: planes(u, at, n), topics: planes(u, at + 3 * n, starts[n]) };
  });

  /** The ids of facet values that a reader means by `said`. @param {string[][]} values @param {string} said */
  const meant = (values, said) => {
    const exact = values.filter(([id, name]) => id === said || fold(name) === said);
    return (exact.length ? exact : values.filter(([, name]) => ` ${words(fold(name)).join(' ')}`.includes(` ${words(said).join(' ')}`))).map(([id]) => id);
  };

  /** Which wishes a paper fails: a bit for each of topic, year, org, code, author.
   *  @param {any} index @param {any} columns @param {Filters} filters */
  async function filter(index, columns, filters) {
    const { topic = [], year = [], org = [], author = [], code } = filters, n = index.papers;
    const wants = (/** @type {string[][]} */ values, /** @type {string[]} */ ids) => new Set(ids.map((id) => values.findIndex((value) => value[0] === id)));
    const topics = topic.length ? wants(columns.topic, topic) : null, orgs = org.length ? wants(columns.org, org) : null;
    const spans = year.map((label) => { const i = index.years.findIndex((/** @type {any} */ y) => y[0] === label); return i < 0 ? [n, n] : [index.years[i][1], index.years[i + 1]?.[1] ?? n]; });
    const authors = author.length ? new Set((await Promise.all(author.map(async (name) => {
      const all = common(await Promise.all(words(fold(name)).map((word) => exactly(index, word))), 1);
      return all ? Array.from(all.ids).filter((_, i) => all.flags[i] & AUTHOR) : [];
    }))).flat()) : null;
    return (/** @type {number} */ doc) =>
      (topics && !columns.topics.subarray(columns.starts[doc], columns.starts[doc + 1]).some((/** @type {number} */ t) => topics.has(t)) ? 1 : 0)
      | (spans.length && !spans.some(([a, b]) => doc >= a && doc < b) ? 2 : 0)
      | (orgs && !orgs.has(columns.orgs[doc] - 1) ? 4 : 0)
      | (code && !columns.code[doc] ? 8 : 0) | (authors && !authors.has(doc) ? 16 : 0);
  }

  /** How many papers each facet value would leave. @param {any} index @param {any} columns @param {number[]} docs
   *  @param {(doc: number) => number} fails @param {Filters} filters */
  function counted(index, columns, docs, fails, filters) {
    const topics = new Uint32Array(columns.topic.length), orgs = new Uint32Array(columns.org.length + 1), years = new Map();
    let code = 0, y = 0;
    for (const doc of [...docs].sort((a, b) => a - b)) {
      const f = fails(doc);
      if (!(f & ~1)) for (let i = columns.starts[doc]; i < columns.starts[doc + 1]; i++) topics[columns.topics[i]]++;
      while (index.years[y + 1]?.[1] <= doc) y++;
      if (!(f & ~2)) years.set(index.years[y][0], (years.get(index.years[y][0]) || 0) + 1);
      if (!(f & ~4)) orgs[columns.orgs[doc]]++;
      if (!(f & ~8)) code += columns.code[doc];
    }
    const facet = (/** @type {string[][]} */ values, /** @type {(i: number, id: string) => number} */ count, /** @type {string[]} */ chosen = []) => values
      .map(([id, name], i) => ({ id, name, count: count(i, id) || 0, chosen: chosen.includes(id) })).filter((value) => value.count || value.chosen);
    const byCount = (/** @type {FacetValue[]} */ those) => those.sort((a, b) => b.count - a.count);
    return {
      topic: byCount(facet(columns.topic, (i) => topics[i], filters.topic)),
      year: facet(index.years.map(([label]) => [label, label]).reverse(), (_, id) => years.get(id), filters.year),
      org: byCount(facet(columns.org, (i) => orgs[i + 1], filters.org)),
      code: facet([['code', 'Has code']], () => code, filters.code ? ['code'] : []),
    };
  }

  /** A paper as it is shown. @param {any} index @param {number} doc @param {Set<string>} said @returns {Promise<Hit>} */
  async function hit(index, doc, said) {
    const block = Math.floor(doc / index.per);
    const rows = await file(`${index.blocks[Math.floor(block / index.group)]}/${block}`, (u) => JSON.parse(text.decode(u)));
    const [id, title, authors = '', date = '', org = '', topics = [], code = 0] = rows[doc % index.per];
    const url = new URL(`../papers/${id}/`, home).href, topicNames = topics.map((/** @type {string[]} */ t) => t[1]).join(', ');
    const found = [['authors', authors], ['organisation', org], ['topic', topicNames]].map(([field, text]) => ({ field, text, marks: marks(text, said) }));
    return {
      url, title, authors, year: date.slice(0, 4), date, org, topics: topics.map(([id, name]) => ({ id, name })), code: !!code,
      marks: marks(title, said), snippet: found.find((one) => one.marks.length) || null, quote: (signal) => quote(url, said, signal),
    };
  }

  /** The text of a paper's page, field by field. @param {string} url @param {AbortSignal} [signal] @returns {Promise<string[][]>} */
  async function page(url, signal) {
    const html = await (await fetched(url, { signal })).text();
    return [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('[data-quote]')]
      .map((part) => [part.getAttribute('data-quote') || '', (part.textContent || '').replace(/\s+/g, ' ').trim()]);
  }

  /** The part of a paper's page that has most of the words. @param {string} url @param {Set<string>} said @param {AbortSignal} [signal] */
  async function quote(url, said, signal) {
    /** @type {Snippet | null} */ let best = null;
    let most = 0;
    for (const [field, text] of await page(url, signal)) {
      const all = marks(text, said);
      for (const [from] of all) {
        const inside = all.filter(([a, b]) => a >= from && b <= from + 200), n = new Set(inside.map(([a, b]) => fold(text.slice(a, b)))).size;
        if (n <= most) continue;
        most = n;
        const begin = from < 60 ? 0 : text.lastIndexOf(' ', from - 40) + 1, stop = text.indexOf(' ', begin + 220);
        const cut = text.slice(begin, stop < 0 ? undefined : stop), lead = begin ? '… ' : '';
        best = { field, text: lead + cut + (stop < 0 ? '' : ' …'),
          marks: all.filter(([a, b]) => a >= begin && b <= begin + cut.length).map(([a, b]) => [a - begin + lead.length, b - begin + lead.length]) };
      }
    }
    return best;
  }

  /** The papers of `docs` that have the phrases, until `enough` are found. */
  async function withPhrases(index, docs, phrases, enough, signal) {
    const found = [], said = new Set();
    const has = (/** @type {string} */ text) => { const all = ` ${words(fold(text)).join(' ')} `; return phrases.every((phrase) => all.includes(` ${phrase.join(' ')} `)); };
    for (let i = 0; i < Math.min(docs.length, MOST_READ) && found.length < enough; i += FEW) {
      found.push(...(await Promise.all(docs.slice(i, i + FEW).map(async (doc) => {
        const one = await hit(index, doc, said);
        return [one.title, one.authors, one.org].some(has) || (await page(one.url, signal)).some(([, text]) => has(text)) ? [doc] : [];
      }))).flat());
    }
    return found;
  }

  /** The words as they may have been meant, when one of them is in no paper. @param {any} index @param {string} typed @param {Group[]} groups */
  async function suggestion(index, typed, groups) {
    let better = typed;
    for (const g of groups) {
      if (g.word.length < 4 || g.lists.some((one) => one.weight === 1)) continue;
      const [near] = await spelled(index, g.word, g.word.length > 8 ? 3 : 2, false);
      if (near) better = better.replace(new RegExp(g.word, 'i'), near[0]);
    }
    return better === typed ? null : better;
  }

  /** @param {any} index @param {string} typed @param {Wish} wish @returns {Promise<Answer>} */
  async function answered(index, typed, { filters = {}, sort = 'best', start = 0, count = 10, facets = false, signal }) {
    const { understood, plain, phrases } = parse(typed), { years } = index;
    const ask = (/** @type {string} */ kind) => understood[kind] || filters[kind]?.length;
    const columns = facets || ask('topic') || ask('org') || understood.code || filters.code ? await facetFile(index) : null;
    for (const kind of ['topic', 'org']) if (understood[kind]) understood[kind] = understood[kind].flatMap((/** @type {string} */ said) => { const ids = meant(columns[kind], said); return ids.length ? ids : [said]; });
    if (understood.year) understood.year = years.map(([label]) => label).filter((label) => understood.year.some((said) => { const [a, b = a] = said.split(/[-–]|\.\./); return label >= a && label <= (b || '9999'); }));
    const all = { ...filters };
    for (const [kind, value] of Object.entries(understood)) all[kind] = kind === 'code' ? value : [...(filters[kind] || []), ...value];
    const groups = await understand(index, plain, /[\p{L}\p{N}]$/u.test(typed));
    signal?.throwIfAborted();
    const fails = await filter(index, columns, all), rank = () => ranked(groups, plain.length > 0, facets ? () => 0 : fails, sort);
    let docs = rank();
    if (docs.length < Math.max(FEW, start + count) && groups.some((g) => g.lists.some((one) => one.tail))) {
      await Promise.all(groups.flatMap((g) => g.lists.map(whole)));
      docs = rank();
    }
    signal?.throwIfAborted();
    const counts = facets ? counted(index, columns, docs, fails, all) : null;
    docs = docs.filter((doc) => !fails(doc));
    if (phrases.length) docs = await withPhrases(index, docs, phrases, start + count, signal);
    const said = new Set(groups.flatMap((g) => [g.word, ...g.lists.map((one) => one.word)]));
    const hits = await Promise.all(docs.slice(start, start + count).map((doc) => hit(index, doc, said)));
    signal?.throwIfAborted();
    if (sort === 'best' && !start && plain.length > 1) {
      const whole = words(fold(typed)).join(' '), rate = new Map(hits.map((one, i) => {
        const title = words(fold(one.title)).join(' ');
        return [one, best[docs[i]] * (title === whole ? 1.5 : title.includes(whole) ? 1.2 : 1)];
      }));
      hits.sort((a, b) => (rate.get(b) || 0) - (rate.get(a) || 0));
    }
    return { total: docs.length, hits, facets: counts, suggestion: docs.length ? null : await suggestion(index, typed, groups), understood };
  }

  return {
    /** The papers that `typed` asks for. Rejects with SearchError, or as `signal` says.
     *  @param {string} typed @param {Wish} [wish] @returns {Promise<Answer>} */
    async answer(typed, wish = {}) {
      try { return await answered(await manifest(), typed, wish); } catch (error) {
        if (!(/** @type {any} */ (error).gone)) throw error;
        kept.clear(); // the site was built again since the manifest was read
        return answered(await manifest(true), typed, wish);
      }
    },
  };
}

/** Where `text` has one of the words `said`. @param {string} text @param {Set<string>} said @returns {[number, number][]} */
function marks(text, said) {
  /** @type {[number, number][]} */ const found = [];
  for (const name of text.matchAll(NAME)) {
    const from = name.index ?? 0;
    if (said.has(joined(fold(name[0])))) { found.push([from, from + name[0].length]); continue; }
    for (const word of name[0].matchAll(WORD)) {
      const at = from + (word.index ?? 0);
      if (said.has(fold(word[0]))) found.push([at, at + word[0].length]);
      else if (HAN.test(word[0])) for (let i = 0; i < word[0].length - 1; i++) if (said.has(fold(word[0].slice(i, i + 2)))) found.push([at + i, at + i + 2]);
    }
  }
  return found;
}
