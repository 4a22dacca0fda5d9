// The text of papers, read from their pages: quotations, and phrases. Fetched when first needed.

import { FEW } from "./search-rank.js";
import { fold, marks, plainWords } from "./search-words.js";

const BEFORE = 40, LONG = 240, NEAR = 180; // letters

/** Field and text of all that a paper's page says of it. */
async function page(files, url, signal) {
  const html = await (await files.fetch(url, { signal })).text();
  const parts = new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-quote]");
  return [...parts].map((part) =>
    [part.getAttribute("data-quote"), part.textContent.replace(/\s+/g, " ").trim()]);
}

/**
 * The stretch of a paper's page that has most of the words.
 * @returns {Promise<import("./search-engine.js").Snippet | null>}
 */
export async function quote(files, url, said, signal) {
  let found = null, most = 0;
  for (const [field, whole] of await page(files, url, signal)) {
    const all = marks(whole, said);
    for (const [from] of all) {
      const near = all.filter(([a, b]) => a >= from && b <= from + NEAR);
      const different = new Set(near.map(([a, b]) => fold(whole.slice(a, b)))).size;
      if (different <= most) continue;
      most = different;
      const begin = from < BEFORE + 20 ? 0 : whole.lastIndexOf(" ", from - BEFORE) + 1;
      const stop = whole.indexOf(" ", begin + LONG), end = stop < 0 ? whole.length : stop;
      const lead = begin ? "… " : "", shift = lead.length - begin;
      found = {
        field, text: lead + whole.slice(begin, end) + (stop < 0 ? "" : " …"),
        marks: all.filter(([a, b]) => a >= begin && b <= end).map(([a, b]) => [a + shift, b + shift]),
      };
    }
  }
  return found;
}

/** Those of `docs` that have the phrases, in what is shown of them or on their page. */
export async function withPhrases(files, hit, docs, phrases, enough, signal) {
  const found = [];
  const hasAll = (texts) => phrases.every((phrase) =>
    texts.some((one) => ` ${plainWords(one)} `.includes(phrase)));
  for (let i = 0; i < docs.length && found.length < enough; i += FEW) {
    const good = await Promise.all(docs.slice(i, i + FEW).map(async (doc) => {
      const { title, authors, org, url } = await hit(doc), facts = [title, authors, org];
      if (hasAll(facts)) return true;
      return hasAll([...facts, ...(await page(files, url, signal)).map((part) => part[1])]);
    }));
    found.push(...docs.slice(i, i + FEW).filter((_, n) => good[n]));
  }
  return found;
}
