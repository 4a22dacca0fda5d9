// Text → the words that the index knows; generator/render/search/words.py takes papers apart as
// this takes queries.

const WORD = /[\p{L}\p{N}]+/gu;
const NAME = /[\p{L}\p{N}]+(?:(?:[-‐‑+^*&'’]+|\.(?=\d))[\p{L}\p{N}]+)*(?:\^?[*+#]+)?/gu;
const HAN = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+/g;
const UNSEEN = /[\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const STOP = new Set(("a an the of for and in on with to by from via is are as at be or not we our " +
  "this that it its into using").split(" "));

/** Whether a word tells something of a paper. */
export const telling = (word) => !STOP.has(word);

/** Text without accents, strokes, capitals and unseen characters. */
export const fold = (text) => /^[\0-~]*$/.test(text) ? text.toLowerCase()
  : text.normalize("NFKD").replace(UNSEEN, "").normalize("NFKC").toLowerCase().replace(/ß/g, "ss")
    .replace(/[łøđħŧı]/g, (sign) => "lodhti"["łøđħŧı".indexOf(sign)]);

/** A name without the signs that hold its parts together. */
const joined = (name) => name.replace(/[-‐‑.^&'’]|[+*](?=[\p{L}\p{N}])/gu, "");

const pairs = (run) =>
  [...run].slice(1).map((sign, i) => [...run][i] + sign).concat(run[1] ? [] : run);

/** The words of folded text in order; Chinese and Japanese in pairs of characters. */
export const words = (text) =>
  (text.replace(/['’]s(?![\p{L}\p{N}])/gu, "").match(WORD) || []).join(" ")
    .replace(HAN, (run) => ` ${pairs(run).join(" ")} `).match(/\S+/g) || [];

/** The words of any text, with a space between. */
export const plainWords = (text) => words(fold(text)).join(" ");

export const stem = (word) => word.length < 5 ? word : word.replace(/(ies|ied)$/, "y")
  .replace(/(ings?|ed|ers?|es|s)$/, "").replace(/e$/, "");

/**
 * A folded word as typed → what to look up, each with other forms of it: "Q^*" is one thing,
 * "f-divergence" two, an identifier one.
 * @returns {{word: string, also: string[]}[]}
 */
export function asTerms(raw) {
  const parts = words(raw), [name = ""] = raw.match(NAME) || [], whole = joined(name);
  // Of arXiv, which has a DOI for each of its own too; a DOI; an older one of arXiv.
  const [id] = raw.match(/\d{4}\.\d{4,5}/) || raw.match(/10\.\d{4,}\/.+|[a-z.-]+\/\d{7}/) || [];
  if (id) return [{ word: (id.match(WORD) || []).join("").slice(-32), also: [] }];
  if (/[+*#]$/.test(whole)) return [{ word: whole, also: parts }];
  const also = parts.length !== 2 && whole !== parts[0] ? [whole] : []; // two are paired anyway
  return parts.map((word, i) => ({ word, also: i ? [] : also }));
}

/**
 * Where a text has one of the words of which `said` is true.
 * @returns {[number, number][]}
 */
export function marks(text, said) {
  const found = [];
  for (const { 0: name, index } of text.matchAll(NAME)) {
    const whole = joined(fold(name));
    if (said(whole)) {
      found.push([index, index + name.length]);
      continue;
    }
    if (/^[a-z]*$/i.test(name)) continue; // it has no parts
    for (const { 0: word, index: inside } of name.matchAll(WORD)) {
      const at = index + inside;
      if (said(fold(word))) found.push([at, at + word.length]);
      else if (word.search(HAN) >= 0)
        for (let i = 0; i + 1 < word.length; i++)
          if (said(word.slice(i, i + 2))) found.push([at + i, at + i + 2]);
    }
  }
  return found;
}
