// What results are limited to, as it is typed or chosen, and what each limit would leave. Fetched
// when first needed.

import { lower, planes, text } from "./search-files.js";
import { common } from "./search-terms.js";
import { fold, plainWords, words } from "./search-words.js";

const AUTHOR = 16; // in a posting's byte of flags
const KINDS = ["topic", "year", "org", "author"];
const TOPIC = 1, YEAR = 2, ORG = 4, CODE = 8, BY = 16; // what a paper fails of the filters

/**
 * What was typed, taken apart: words, quoted phrases, and `topic:` and the like.
 * @returns {{understood: Record<string, any>, plain: string[], phrases: string[]}}
 */
export function parse(typed) {
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
 * Who has which topics, organisation and code; what facets are counted from. `sets` are of topics,
 * `orgOf` counts from 1.
 * @typedef {{topic: [string, string][], org: [string, string][], sets: number[][],
 *   setOf: Uint32Array, orgOf: Uint32Array, codeOf: Uint8Array}} Table
 * @returns {Promise<Table>}
 */
const table = (files, index) => files.file(index.facets, (u) => {
  const n = index.papers, code = u.indexOf(10) + 1, org = code + n;
  const { topics, sets, orgs } = JSON.parse(text(u.subarray(0, code)));
  const orgOf = planes(u, org, n), setOf = planes(u, org + 3 * n, n);
  return { topic: topics, org: orgs, sets, setOf, orgOf, codeOf: u.subarray(code, org) };
});

/** The ids of the values a reader means: one by its id or name, else those with the words. */
function valuesMeant(values, said) {
  const exact = values.filter(([id, name]) => said === id || said === fold(name));
  const has = ([, name]) => ` ${plainWords(name)}`.includes(` ${plainWords(said)}`);
  const those = exact.length ? exact : values.filter(has);
  return those.length ? those.map(([id]) => id) : [said];
}

/** The years a reader means by "2024", "2023-2025", "2023-" or "-2020". */
function yearsMeant(index, said) {
  const [from, to = from] = said.split(/[-–]|\.\./);
  return index.years.map(([year]) => year).filter((year) => year >= from && year <= (to || "9999"));
}

/** What was typed as `topic:` and the like, as ids of facets. */
function meant(index, facets, typed) {
  const found = { ...typed };
  for (const kind of ["topic", "org"])
    found[kind] &&= typed[kind].flatMap((said) => valuesMeant(facets[kind], said));
  found.year &&= typed.year.flatMap((said) => yearsMeant(index, said));
  return found;
}

const places = (values, ids) =>
  ids?.length && new Set(ids.map((id) => values.findIndex((one) => one[0] === id)));

/** The papers by somebody of one of the names. */
async function papersBy(terms, names) {
  const all = names.map(async (name) => {
    const those = common(await Promise.all(words(fold(name)).map((word) => terms.exactly(word))), 1);
    return those ? Array.from(those.ids).filter((_, i) => those.flags[i] & AUTHOR) : [];
  });
  return new Set((await Promise.all(all)).flat());
}

/**
 * What a paper fails of the filters: a bit for each kind, 0 when it passes.
 * @returns {Promise<(doc: number) => number>}
 */
async function failing(index, facets, terms, { topic, year, org, author, code }) {
  const topics = places(facets?.topic, topic), orgs = places(facets?.org, org);
  const spans = year?.map((label) => {
    const at = index.years.findIndex((one) => one[0] === label);
    return at < 0 ? [1, 0] : [index.years[at][1], index.years[at + 1]?.[1] ?? index.papers];
  });
  const by = author?.length && await papersBy(terms, author);
  const under = topics && facets.sets.map((set) => set.some((one) => topics.has(one)));
  const within = (doc) => spans.some(([from, to]) => doc >= from && doc < to);
  return (doc) => (under && !under[facets.setOf[doc]] && TOPIC)
    | (spans?.length && !within(doc) && YEAR)
    | (orgs && !orgs.has(facets.orgOf[doc] - 1) && ORG)
    | (code && !facets.codeOf[doc] && CODE) | (by && !by.has(doc) && BY);
}

/** For each facet value the papers it would leave, whatever else of its kind is chosen. */
function counted(index, facets, docs, fails, filters) {
  const topics = new Uint32Array(facets.topic.length), sets = new Uint32Array(facets.sets.length);
  const orgs = new Uint32Array(facets.org.length + 1), years = new Uint32Array(index.years.length);
  const starts = index.years.map(([, at]) => at);
  let code = 0;
  for (const doc of docs) {
    const bits = fails(doc);
    if (!(bits & ~TOPIC)) sets[facets.setOf[doc]]++;
    if (!(bits & ~YEAR)) years[lower(starts, doc + 1) - 1]++;
    if (!(bits & ~ORG)) orgs[facets.orgOf[doc]]++;
    if (!(bits & ~CODE)) code += facets.codeOf[doc];
  }
  facets.sets.forEach((set, n) => set.forEach((one) => { topics[one] += sets[n]; }));
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

/**
 * What was typed as filters, what papers fail of these and of the `filters` chosen, and the
 * facets of those that match, if `wanted`.
 */
export async function narrowed(terms, typed, filters, wanted) {
  const { files, index } = terms, asks = (kind) => filters[kind]?.length || typed[kind];
  const needed = wanted || asks("topic") || asks("org") || filters.code || typed.code;
  const facets = needed ? await table(files, index) : null;
  const understood = meant(index, facets, typed);
  const all = { code: filters.code || understood.code };
  for (const kind of KINDS) {
    const those = [...(filters[kind] || []), ...(understood[kind] || [])];
    all[kind] = those.length ? those : undefined;
  }
  const fails = await failing(index, facets, terms, all);
  const count = (docs) => wanted ? counted(index, facets, docs, fails, all) : null;
  return { understood, fails, count };
}
