// The files of the index, each fetched and read once; docs/search.md describes them. Numbers of
// three bytes stand in columns: all low bytes, all middle ones, all high ones.

/**
 * @typedef {{words: string[], df: number[], at: Uint32Array, ids: Uint32Array,
 *   flags: Uint8Array, tails: Map<number, string>}} Shard papers of term i are ids[at[i]…at[i+1]]
 */

/** Its message can be shown to a reader. */
export class SearchError extends Error {
  name = "SearchError";
}

const FORM = 5;

const decoder = new TextDecoder();
export const text = (u) => decoder.decode(u);

/** What is said when something cannot be fetched. */
export function offline() {
  throw new SearchError("Search cannot reach the site. Are you offline?");
}

/** The first place in a sorted list whose value is not below `value`. */
export function lower(list, value) {
  let a = 0, b = list.length;
  while (a < b) {
    const m = (a + b) >> 1;
    if (list[m] < value) a = m + 1; else b = m;
  }
  return a;
}

const number = (u, at) => u[at] | u[at + 1] << 8 | u[at + 2] << 16;

export function planes(u, at, n) {
  const out = new Uint32Array(n);
  for (let i = 0; i < n; i++) out[i] = u[at + i] | u[at + n + i] << 8 | u[at + 2 * n + i] << 16;
  return out;
}

/** Lists of papers, so many each, as distances from one to the next, and their flags. */
function columns(u, start, counts) {
  const n = number(u, start), ids = planes(u, start + 3, n);
  const at = new Uint32Array(counts.length + 1);
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

const names = (all) => all.match(/.{8}/g) || [];
export const listing = ({ from, names: all }) => ({ from: from.split(","), names: names(all) });
const json = (u) => JSON.parse(text(u));

export class Files {
  /** @param {string} base where the index lies: /search/ below the site's root */
  constructor(base) {
    this.home = new URL(base, globalThis.location?.href).href.replace(/\/?$/, "/");
    this.kept = new Map();
    this.rows = []; // what is shown of papers, of some by number
    // `wide` tells, once it is there, whether papers are to come many together; `order` is that in
    // which they are asked for.
  }

  /** An answer from the site. Rejects with a SearchError; `gone` says that it has no such file. */
  async fetch(path, how = {}) {
    if (/^file:/.test(this.home))
      throw new SearchError("Search works on a web server, not in files on a disk.");
    const answer = await fetch(new URL(path, this.home), how).catch(() => {
      how.signal?.throwIfAborted();
      offline();
    });
    if (answer.ok) return answer;
    const missing = `A part of the search is missing (${answer.status}). Try again later.`;
    throw Object.assign(new SearchError(missing), { gone: true });
  }

  /** A file of the index as `read` makes it. */
  file(name, read) {
    if (!this.kept.has(name)) {
      const those = this.fetch(`${name}.bin`).then(async ({ body }) => {
        const plain = body.pipeThrough(new DecompressionStream("deflate-raw"));
        return read(new Uint8Array(await new Response(plain).arrayBuffer()));
      });
      this.kept.set(name, those);
      those.catch(() => this.kept.delete(name));
    }
    return this.kept.get(name);
  }

  /** The file that names all others. `fresh`: not from the browser's cache. */
  manifest(fresh = false) {
    if (fresh) this.kept.clear();
    if (fresh || !this.known) {
      this.known = this.readManifest(fresh);
      this.known.catch(() => { this.known = undefined; });
    }
    return this.known;
  }

  async readManifest(fresh) {
    const all = await (await this.fetch("index.json", fresh ? { cache: "reload" } : {})).json();
    if (all.form !== FORM) throw new SearchError("The site has changed. Load this page again.");
    const [spelling, blocks] = [all.spelling, all.blocks].map(names);
    this.rows = all.rows ?? [];
    return { ...all, shards: listing(all.shards), parted: all.shards.parted, spelling, blocks };
  }

  /** Names of the shards for terms from `word` to `end`, at most so many. */
  async shardNames(index, word, end = word, most = 1) {
    const place = ({ from }, value) => Math.max(0, lower(from, value + "\0") - 1);
    let those = index.shards;
    if (index.parted)
      those = await this.file(those.names[place(those, word)], (u) => listing(json(u)));
    const first = place(those, word);
    return those.names.slice(first, Math.min(place(those, end) + 1, first + most));
  }

  /** @returns {Promise<Shard>} */
  shard(name) {
    return this.file(name, readShard);
  }

  /** The papers that say a very common word in their text alone. */
  tail(name) {
    return this.file(name, (u) => columns(u, 0, [number(u, 0)]));
  }

  /** The words of a spelling file, each behind a letter that says how common it is. */
  lines(name) {
    return this.file(name, (u) => text(u).split("\n"));
  }

  /** What is shown of a paper: id, title, authors, date, organisation, topics, code. */
  async row(index, doc) {
    const [id, title, ...rest] = this.rows[doc] ?? await this.rowOfBlock(index, doc);
    const told = () => title.toLowerCase().replace(/[^a-z\d]+/g, "-").replace(/^-/, "");
    return [typeof id === "number" ? told().slice(0, id) : id, title, ...rest];
  }

  /** At first bytes count, so few papers come together; later requests may. */
  async rowOfBlock(index, doc) {
    const { group, per, blocks } = index;
    const path = (size) => `${blocks[Math.floor(doc / group)]}/${size}-${Math.floor(doc / size)}`;
    const has = (size) => this.kept.has(path(size));
    const size = has(group) || (this.wide?.() && !has(per)) ? group : per;
    return (await this.file(path(size), json)).map((column) => column[doc % size]);
  }
}
