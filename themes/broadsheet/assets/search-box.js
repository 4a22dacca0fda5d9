// The box in the header: a combobox whose list holds the first papers and the way to all.
// The pattern is that of w3.org/WAI/ARIA/apg/patterns/combobox: the focus stays in the box.

import { openSearch } from "./search-engine.js";
import { asking, counted, excuse, make, marked, set, snippet, telling } from "./search-parts.js";

const SHOWN = 6;

/** @param {HTMLFormElement} form */
export function draw(form) {
  new Box(form, openSearch(form.dataset.index)).listen();
}

class Box {
  constructor(form, search) {
    this.form = form;
    this.input = form.elements.q;
    this.said = make("p");
    this.list = make("div", { role: "listbox", id: "hits", "aria-label": "Papers found" });
    this.panel = make("div", { class: "hits", hidden: "" }, this.said, this.list);
    this.tell = telling(form.querySelector("output"));
    this.asking = asking(search, (answer) => this.show(answer), (error) => this.fail(error));
    this.at = -1; // the option that arrows have reached; -1: none
  }

  listen() {
    const { form, input, panel } = this;
    set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": "hits" });
    form.append(panel);
    this.close();
    input.addEventListener("input", () => this.read());
    input.addEventListener("keydown", (event) => this.onKey(event));
    // The box keeps the focus while something of its list is pressed.
    panel.addEventListener("mousedown", (event) => event.preventDefault());
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || this.close());
    this.read(); // what was typed while this file was on its way
  }

  read() {
    this.text = this.input.value.trim();
    this.choose(-1); // what was chosen answered other words
    if (this.text) this.asking.ask(this.text, { count: SHOWN });
    else this.close();
  }

  /** @param {import("./search-engine.js").Answer} answer */
  show({ total, hits, suggestion }) {
    const options = hits.map((hit) => this.hit(hit));
    if (total) options.push(this.way(this.text, `All ${counted(total)}`));
    else if (suggestion)
      options.push(this.way(suggestion, "Did you mean ", make("b", {}, suggestion), "?"));
    const nothing = `Nothing found for “${this.text}”`;
    this.open(options, total ? "" : nothing, total ? counted(total) : nothing);
  }

  fail(error) {
    const said = excuse(error);
    this.open([], said, said);
  }

  hit(hit) {
    const facts = [hit.authors, hit.year].filter(Boolean).join(" · ");
    return make("a", { href: hit.url },
      make("b", { dir: "auto" }, ...marked(hit.title, hit.marks)),
      hit.snippet && !hit.marks.length ? snippet(hit.snippet, "span") : "",
      facts && make("span", { class: "meta", dir: "auto" }, facts));
  }

  /** What leads to the page of the search. */
  way(text, ...inside) {
    const href = `${this.form.action}?q=${encodeURIComponent(text)}`;
    return make("a", { href, class: "way" }, ...inside);
  }

  open(options, said, told) {
    options.forEach((option, number) =>
      set(option, { role: "option", id: `hit-${number}`, tabindex: -1 }));
    this.said.textContent = said;
    this.said.hidden = !said;
    this.list.replaceChildren(...options);
    this.reveal();
    this.tell(told);
  }

  reveal(shown = true) {
    const options = shown && this.list.children.length > 0;
    this.list.hidden = !options;
    this.panel.hidden = !shown;
    set(this.input, { "aria-expanded": options });
    this.choose(-1);
  }

  close() {
    this.asking.drop();
    this.reveal(false);
    this.tell("");
  }

  choose(number) {
    const chosen = this.list.children[number];
    this.at = number;
    for (const option of this.list.children) set(option, { "aria-selected": option === chosen });
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) set(this.input, { "aria-activedescendant": chosen.id });
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const act = { ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1),
      Enter: () => this.follow(), Escape: () => this.leave() }[event.key];
    if (act && !event.isComposing && act()) event.preventDefault();
  }

  /** One option on; beyond the last, and before the first, is the box itself. */
  step(by) {
    const count = this.list.children.length;
    if (!count || !this.text) return false;
    if (this.panel.hidden) this.reveal();
    this.choose(((this.at + 1 + by + count + 1) % (count + 1)) - 1);
    return true;
  }

  follow() {
    this.list.children[this.at]?.click();
    return this.at >= 0; // else the form leads to the page of the search
  }

  /** First the list closes, then the box is cleared. */
  leave() {
    if (this.panel.hidden) this.input.value = "";
    this.close();
    return true;
  }
}
