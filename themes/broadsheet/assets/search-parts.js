// What the box and the page of the search are put together from. Words of papers become text
// nodes and nothing else: no part of them is ever read as HTML.

import { SearchError } from "./search-engine.js";

/** @typedef {import("./search-engine.js").Snippet} Snippet */
/** @typedef {ReturnType<typeof import("./search-engine.js").openSearch>} Search */

const PAUSE = 70; // milliseconds without a key before the engine is asked
const HUSH = 700; // and before a screen reader is told
const FIELDS = { "tl;dr": "In short", organisation: "From", authors: "By" };

/** Gives an element attributes. */
export function set(element, attributes) {
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  return element;
}

/** An element. Strings among what is inside become text. */
export function make(name, attributes, ...inside) {
  const made = set(document.createElement(name), attributes);
  made.append(...inside);
  return made;
}

/** `text` with the ranges that match as marks. */
export function marked(text, marks) {
  const pieces = [];
  let at = 0;
  for (const [from, to] of marks) {
    pieces.push(text.slice(at, from), make("mark", {}, text.slice(from, to)));
    at = to;
  }
  return [...pieces, text.slice(at)];
}

/** How many papers an answer has found. @param {import("./search-engine.js").Answer} answer */
export const counted = ({ total, more }, all = "") =>
  `${more ? "More than " : all}${total.toLocaleString("en")} ${total === 1 ? "paper" : "papers"}`;

/** Words of a paper, with the name of the field they stand in. @param {Snippet} said */
export function snippet({ field, text, marks }, name) {
  const label = FIELDS[field] ?? field[0].toUpperCase() + field.slice(1);
  return make(name, { class: "snippet", dir: "auto" },
    make("span", { class: "field" }, label), " ", ...marked(text, marks));
}

/** What a reader is told of an error: its own words, when they were written for readers. */
export const excuse = (error) =>
  error instanceof SearchError ? error.message : "The search does not work in this browser.";

/**
 * Questions of which only the latest is answered: `tell` hears its answer, with the signal that
 * ends when another is asked, and `fail` its error.
 */
export function asking(search, tell, fail) {
  let timer;
  let under = new AbortController();
  function drop() {
    clearTimeout(timer);
    under.abort();
    under = new AbortController();
  }
  function ask(text, options, pause = PAUSE) {
    drop();
    const { signal } = under;
    const current = (then) => (value) => signal.aborted || then(value, signal);
    timer = setTimeout(() => {
      search.answer(text, { ...options, signal }).then(current(tell), current(fail));
    }, pause);
  }
  return { ask, drop };
}

/** Says the last of many things in a live region, when no more have come for a while. */
export function telling(region) {
  let timer;
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (region.textContent = text), HUSH);
  };
}
