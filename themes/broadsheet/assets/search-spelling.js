// The words that one typed wrong may stand for, and what a beginning that many words share may
// become. Fetched when a word is first not found, or has only begun.

import { path, text } from "./search-files.js";
import { FEW } from "./search-rank.js";
import { papersOf } from "./search-terms.js";
import { plainWords } from "./search-words.js";

const LONGEST = 40; // letters of a word that is compared
const OFTEN = 0.01, VERY_OFTEN = 0.04; // shares of papers that a word has which is one by itself
const ENDING = 0.75; // what one that goes on is worth beside the word itself
const NAMED = 28; // title or author, in a posting's byte of flags
const TOGETHER = 32; // files in a folder: SPELLING_TOGETHER of generator/render/search/index.py
const MANY = 20_000; // papers: LARGE of generator/render/search/shards.py
const SURE = 1.5; // slips; one with fewer is hardly another than the word meant
const MOST_NEAREST = 3; // words that one is taken for: each may need a file
const nearest = new WeakMap(); // of an index, what it finds: a word typed stays while others follow
const rows = [0, 1, 2].map(() => new Uint8Array(LONGEST + 1));

/**
 * Letters to change, add, drop or swap between `a` and each beginning of `b`, by its length; null
 * where all are more than `most`. The next call overwrites it.
 */
function distances(a, b, most) {
  let [before, row, next] = rows;
  for (let j = 0; j <= b.length; j++) row[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const sign = a.charCodeAt(i - 1), last = i > 1 ? a.charCodeAt(i - 2) : -1;
    let least = next[0] = i, previous = -1;
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let d = row[j - 1];
      if (sign !== other) {
        if (row[j] < d) d = row[j];
        if (next[j - 1] < d) d = next[j - 1];
        d++;
        if (sign === previous && last === other && before[j - 2] < d) d = before[j - 2] + 1;
      }
      next[j] = d;
      if (d < least) least = d;
      previous = other;
    }
    if (least > most) return null;
    [before, row, next] = [row, next, before];
  }
  return row;
}

const spellingPath = ({ spelling }, n) =>
  path(spelling.folders, Math.floor(n / TOGETHER), n % TOGETHER);

/** The paths of all spelling files. */
export const spellingPaths = (index) =>
  Array.from({ length: index.spelling.files }, (_, n) => spellingPath(index, n));

/**
 * The words of the file that has a key, by FNV-1a over its letters, each behind a letter that says
 * how common it is.
 */
function linesOf(files, index, key) {
  let mixed = 2166136261;
  for (const sign of key) mixed = Math.imul(mixed ^ sign.codePointAt(0), 16777619) >>> 0;
  const place = mixed % index.spelling.files;
  return files.file(spellingPath(index, place), (u) => text(u).split("\n"));
}

const beginning = (word) => word.slice(0, 2) + "<";

/**
 * Adds what a beginning finds that very many words share: alone the newest papers that name such
 * a word; beside other words nothing, but those that name just these letters go first.
 */
export async function brief(terms, g, alone) {
  const { word } = g, letters = word.length;
  // Alone two letters are hardly ever a common word, and only as such would they be looked up.
  const [newest, exact] = await Promise.all([
    alone && newestNaming(terms, g), letters > (alone ? 2 : 1) && terms.exactly(word),
  ]);
  const unsure = alone && (!newest.df || (letters === 2 && newest.whole >= FEW));
  const one = unsure && !exact ? await terms.exactly(word) : exact;
  const share = one && !/^\p{L}$/u.test(word) ? one.df / terms.index.papers : 0;
  g.begun = g.brief = alone || share <= VERY_OFTEN;
  if (share > (alone ? OFTEN : VERY_OFTEN)) return g.lists.push(one);
  if (newest?.df) {
    g.lists.push(newest);
    g.more = true;
  }
  if (one && (!newest?.df || letters > 2)) g.lists.push(alone ? one : {
    ...one, ids: one.ids.filter((_, i) => one.flags[i] & NAMED),
    flags: one.flags.filter((f) => f & NAMED), tail: "",
  });
}

/** Of the newest papers those that have a word that begins so in the title or as author. */
async function newestNaming({ files, index }, { word }) {
  const ids = [];
  let whole = 0; // papers that have just these letters as a word
  const name = [...word].slice(0, 2).join("")
    .replace(/[^a-z\d]/gu, (sign) => "_" + sign.codePointAt(0).toString(16));
  const those = files.file(`${index.blocks.slice(-8)}/${name}`, (u) => JSON.parse(text(u)));
  for (const [doc, ...row] of await those) {
    const [, title, authors] = files.rows[doc] = row;
    const said = ` ${plainWords(`${title} ${authors}`)} `;
    if (said.includes(" " + word)) ids.push(doc);
    if (said.includes(` ${word} `)) whole++;
  }
  return { ids, flags: ids.map(() => NAMED), df: ids.length, whole, weight: ENDING, variant: true };
}

/**
 * The words spelled nearest to `word`, their slips, and how common they are: 2 ** level papers.
 * `open`: the word may go on, so its end is not there yet.
 * @returns {Promise<[string, number, number][]>}
 */
function spelled(files, index, word, most, open) {
  const key = `${word} ${most} ${open}`;
  if (!nearest.has(index)) nearest.set(index, new Map());
  const known = nearest.get(index);
  if (!known.has(key)) {
    const those = lookedFor(files, index, word, most, open);
    known.set(key, those);
    those.catch(() => known.delete(key));
  }
  return known.get(key);
}

async function lookedFor(files, index, word, most, open) {
  const begin = beginning(word), end = ">" + word.slice(-3), found = new Map();
  const look = async (...keys) => {
    const lists = await Promise.all(keys.map((key) => linesOf(files, index, key)));
    lists.forEach((lines, n) => addNear(found, lines, word, most, open && keys[n] === begin));
  };
  // What one that may go on ends with tells little: looked at where its beginning finds no other.
  // Of very many papers some other nearly always begins so.
  const first = open && index.papers < MANY;
  await (first ? look(begin) : look(begin, end));
  if (first && ![...found.values()].some(([typos]) => typos < SURE)) await look(end);
  const those = [...found].map(([other, [typos, level]]) => [other, typos, level])
    .sort((a, b) => a[1] - b[1] || b[2] - a[2]).slice(0, MOST_NEAREST);
  return those.filter(([, typos]) => typos <= those[0][1] + 0.5);
}

/** Adds words to those `found`, with their slips and how common they are. */
function addNear(found, lines, word, most, mayGoOn) {
  for (const line of lines) {
    const other = line.slice(1), begins = mayGoOn && other.length > word.length;
    if (!begins && Math.abs(other.length - word.length) > most) continue;
    const row = distances(word, other.slice(0, word.length + most), most);
    if (!row) continue;
    let typos = other.length <= word.length + most ? row[other.length] : most + 1;
    if (begins && typos > most)
      typos = 0.4 + Math.min(...row.subarray(word.length - 1, word.length + 2));
    if (typos && typos < most + 0.5) found.set(other, [typos, line.charCodeAt(0) - 96]);
  }
}

/** Adds to a word those that it may be a slip for. */
export async function correct(terms, g) {
  const { word, open, lists } = g, worth = papersOf(lists) ? 0.5 : 0.8;
  const near = await spelled(terms.files, terms.index, word, word.length > 8 ? 2 : 1, open);
  const those = await Promise.all(near.map(([other, typos]) =>
    terms.exactly(other, worth / (typos < 1.5 ? 1 : 1.6))));
  lists.push(...those.filter(Boolean));
}

/** What was typed with the words nearest to those that no paper has; null without such. */
export async function suggestion(files, index, typed, groups) {
  let better = typed;
  for (const { word, lists } of groups) {
    if (word.length < 4 || lists.some((one) => one.weight === 1)) continue;
    const [near] = await spelled(files, index, word, word.length > 8 ? 3 : 2, false);
    if (near) better = better.replace(new RegExp(word.replace(/[*+]/g, "\\$&"), "i"), near[0]);
  }
  return better === typed ? null : better;
}
