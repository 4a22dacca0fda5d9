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

const FORM = 7;

export const text = (u) => new TextDecoder().decode(u);

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

const number = (u, at) => planes(u, at, 1)[0];

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

/** A term, of which a letter tells how much of the one before it begins with. */
const behind = (before, coded) => before.slice(0, coded.charCodeAt(0) - 64) + coded.slice(1);

/** @returns {Shard} */
function readShard(u) {
  const size = number(u, 0), counts = planes(u, 6 + size, number(u, 3));
  const tails = new Map(), df = [...counts];
  let before = "";
  const all = text(u.subarray(6, 6 + size)).split("\n").map((line, i) => {
    const [coded, tail, more] = line.split("\t");
    if (tail) {
      tails.set(i, tail);
      df[i] += +more;
    }
    return before = behind(before, coded);
  });
  return { words: all, df, tails, ...columns(u, 6 + size + 3 * counts.length, counts) };
}

/** The path of a file in one of the folders whose names stand in a row. */
export const path = (folders, n, name) => `${folders.substr(8 * n, 8)}/${name}`;

/** Where each shard starts, and its path. */
function listed({ from, folders }) {
  const starts = [], paths = [];
  let start = "";
  if (from) from.split(";").forEach((those, n) => those.split(",").forEach((coded, i) => {
    starts.push(start = behind(start, coded));
    paths.push(path(folders, n, i));
  }));
  return { starts, paths };
}

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
      const those = this.bytes(name).then(read);
      this.kept.set(name, those);
      those.catch(() => this.kept.delete(name));
    }
    return this.kept.get(name);
  }

  async bytes(name) {
    const { body } = await this.fetch(`${name}.bin`);
    const plain = body.pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(plain).arrayBuffer());
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
    this.rows = all.rows ?? [];
    return { ...all, ...listed(all.shards) };
  }

  /** Paths of the shards for terms from `word` to `end`, at most so many. */
  shardPaths({ starts, paths }, word, end = word, most = 1) {
    const place = (value) => Math.max(0, lower(starts, value + "\0") - 1), first = place(word);
    return paths.slice(first, Math.min(place(end) + 1, first + most));
  }

  /** @returns {Promise<Shard>} */
  shard(path) {
    return this.file(path, readShard);
  }

  /** The papers that say a very common word in their text alone. */
  tail(name) {
    return this.file(name, (u) => columns(u, 0, [number(u, 0)]));
  }

  /** What is shown of a paper: id, title, authors, date, organisation, topics, code. */
  async row(index, doc) {
    const row = this.rows[doc] ?? await this.rowOfBlock(index, doc), [id, title, ...rest] = row;
    const told = (name) => name.toLowerCase().replace(/[^a-z\d]+/g, "-").replace(/^-/, "");
    rest[3] = rest[3].map((one) => {
      const [name, id = told(name)] = one.split("\t");
      return { id, name };
    });
    return [id.at ? id : told(title).slice(0, id), title, ...rest];
  }

  /** At first bytes count, so few papers come together; later requests may. */
  async rowOfBlock(index, doc) {
    const { group, per, blocks } = index;
    const block = (size) => path(blocks, doc / group | 0, `${size}-${doc / size | 0}`);
    const has = (size) => this.kept.has(block(size));
    const size = has(group) || (this.wide?.() && !has(per)) ? group : per;
    const columns = await this.file(block(size), (u) => JSON.parse(text(u)));
    return columns.map((column) => column[doc % size]);
  }
}
