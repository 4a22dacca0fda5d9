// The box in the header: a combobox whose list holds the first papers and the way to all.
// The pattern is that of w3.org/WAI/ARIA/apg/patterns/combobox: the focus stays in the box.

import { openSearch } from "./search-engine.js";
import { asking, counted, excuse, make, marked, set, snippet, telling } from "./search-parts.js";

const SHOWN = 6;

/** @param {HTMLFormElement} form */
export function draw(form) {
  const input = form.elements.q, said = make("p");
  const list = make("div", { role: "listbox", id: "hits", "aria-label": "Papers found" });
  const panel = make("div", { class: "hits", hidden: "" }, said, list);
  const options = list.children, tell = telling(form.querySelector("output"));
  const { ask, drop } = asking(openSearch(form.dataset.index), show, fail);
  let text, at; // what is asked; the option that arrows have reached, -1: none

  function read() {
    text = input.value.trim();
    choose(-1); // what was chosen answered other words
    if (text) ask(text, { count: SHOWN });
    else close();
  }

  /** @param {import("./search-engine.js").Answer} answer */
  function show(answer) {
    const { total, hits, suggestion } = answer, made = hits.map(option);
    if (total) made.push(way(text, counted(answer, "All ")));
    else if (suggestion) made.push(way(suggestion, "Did you mean ", make("b", {}, suggestion), "?"));
    const nothing = `Nothing found for “${text}”`;
    open(made, total ? "" : nothing, total ? counted(answer) : nothing);
  }

  function fail(error) {
    open([], excuse(error), excuse(error));
  }

  /** What leads to the page of the search. */
  function way(words, ...inside) {
    const href = `${form.action}?q=${encodeURIComponent(words)}`;
    return make("a", { href, class: "way" }, ...inside);
  }

  function open(made, words, told) {
    made.forEach((one, number) =>
      set(one, { role: "option", id: `hit-${number}`, tabindex: -1 }));
    said.textContent = words;
    said.hidden = !words;
    list.replaceChildren(...made);
    reveal(true);
    tell(told);
  }

  function reveal(shown) {
    list.hidden = !shown || !options.length;
    panel.hidden = !shown;
    set(input, { "aria-expanded": !list.hidden });
    choose(-1);
  }

  function close() {
    drop();
    reveal(false);
    tell("");
  }

  function choose(number) {
    const chosen = options[number];
    at = number;
    for (const one of options) set(one, { "aria-selected": one === chosen });
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) set(input, { "aria-activedescendant": chosen.id });
    else input.removeAttribute("aria-activedescendant");
  }

  /** One option on; beyond the last, and before the first, is the box itself. */
  function step(by) {
    const count = options.length + 1;
    if (count === 1 || !text) return false;
    if (panel.hidden) reveal(true);
    choose(((at + 1 + by + count) % count) - 1);
    return true;
  }

  function follow() {
    options[at]?.click();
    return at >= 0; // else the form leads to the page of the search
  }

  /** First the list closes, then the box is cleared. */
  function leave() {
    if (panel.hidden) input.value = "";
    close();
    return true;
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const act = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Enter: follow,
      Escape: leave }[event.key];
    if (act && !event.isComposing && act()) event.preventDefault();
  }

  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": "hits" });
  form.append(panel);
  close();
  input.addEventListener("input", read);
  input.addEventListener("keydown", onKey);
  // The box keeps the focus while something of its list is pressed.
  panel.addEventListener("mousedown", (event) => event.preventDefault());
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
  read(); // what was typed while this file was on its way
}

function option(hit) {
  const facts = [hit.authors, hit.year].filter(Boolean).join(" · ");
  return make("a", { href: hit.url },
    make("b", { dir: "auto" }, ...marked(hit.title, hit.marks)),
    !hit.marks.length && hit.snippet ? snippet(hit.snippet, "span") : "",
    facts && make("span", { class: "meta", dir: "auto" }, facts));
}
