// The page of the search. What is asked stands in its address: while one types the address
// follows, and what is asked for good (Enter, a filter, an order, a paper opened) is a step that
// the back button takes back.

import { card, quoteLater } from "./search-card.js";
import { openSearch } from "./search-engine.js";
import { asking, counted, excuse, make, telling } from "./search-parts.js";

const FIRST = 10; // papers shown at first
const MORE = 20;
const KINDS = ["topic", "year", "org", "code"]; // of filters
const PARTS =
  "narrow clear found tally sort advice cards more help otherwise".split(" "); // ids in search.html

const nothingChosen = () => Object.fromEntries(KINDS.map((kind) => [kind, []]));

/** @param {HTMLFormElement} form */
export function draw(form) {
  new SearchPage(form, openSearch(form.dataset.index)).listen();
}

class SearchPage {
  constructor(form, search) {
    this.form = form;
    this.input = form.elements.q;
    for (const id of PARTS) this[id] = document.getElementById(id);
    this.details = this.narrow.querySelector("details");
    this.asking = asking(
      search, (answer, signal) => this.show(answer, signal), (error) => this.fail(error));
    this.tell = telling(form.querySelector("output"));
    this.title = document.title;
  }

  listen() {
    const { input, form } = this;
    const main = form.closest("main");
    input.addEventListener("input", () => this.change({ text: input.value }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.decide({ text: input.value });
      if (matchMedia("(pointer: coarse)").matches) input.blur(); // its keyboard covers the papers
    });
    this.sort.addEventListener("change", () => this.decide({ sort: this.sort.value }));
    this.more.addEventListener("click", () => this.showMore());
    main.addEventListener("click", (event) => this.onClick(event));
    main.addEventListener("keydown", (event) => this.onKey(event));
    this.listenToWindow();
    main.classList.add("ready");
    const typed = input.value; // while this file was on its way
    this.visit();
    if (!typed) return;
    input.value = typed;
    this.change({ text: typed });
  }

  listenToWindow() {
    const wide = matchMedia("(min-width: 62rem)");
    const unfold = () => (this.details.open = wide.matches);
    unfold();
    wide.addEventListener("change", unfold);
    this.details.addEventListener("toggle", () => this.details.open && this.ask(0));
    history.scrollRestoration = "manual"; // the papers are not there yet when a browser tries
    addEventListener("pagehide", () => history.replaceState({ top: scrollY }, ""));
    addEventListener("popstate", () => {
      if (this.address(this.read()) !== this.kept) this.visit();
    });
  }

  /** What an address asks for. */
  read(query = location.search) {
    const asked = new URLSearchParams(query);
    const filters = nothingChosen();
    for (const kind in filters) filters[kind] = asked.getAll(kind);
    const shown = Math.max(FIRST, Math.min(1000, Number(asked.get("shown")) || 0));
    const sort = asked.get("sort") === "newest" ? "newest" : "best";
    return { text: asked.get("q") ?? "", filters, sort, shown };
  }

  /** The address that asks for it, with the same words for the same. */
  address({ text, filters, sort, shown }) {
    const asked = new URLSearchParams(text.trim() && { q: text.trim() });
    for (const kind in filters) for (const id of [...filters[kind]].sort()) asked.append(kind, id);
    if (sort === "newest") asked.set("sort", sort);
    if (shown > FIRST) asked.set("shown", shown);
    return location.pathname + (`${asked}` && `?${asked}`);
  }

  /** Show what the address asks for, where one stood on it before. */
  visit() {
    this.asked = this.read();
    this.kept = this.address(this.asked);
    this.top = history.state?.top;
    this.input.value = this.asked.text;
    if (this.found.hidden && this.asks()) this.settle(true, "Searching…", "");
    this.ask(0);
  }

  /** Ask for something else, for now. */
  change(wanted, pause) {
    Object.assign(this.asked, { shown: FIRST }, wanted);
    this.ask(pause);
  }

  /** Ask for it for good. */
  decide(wanted) {
    this.change(wanted, 0);
    this.input.value = this.asked.text;
    this.keep();
  }

  /** A step for the back button, from what was last asked for good. */
  keep() {
    const now = this.address(this.asked);
    if (now === this.kept) return;
    history.replaceState({ top: scrollY }, "", this.kept);
    history.pushState(null, "", now);
    this.kept = now;
  }

  ask(pause) {
    if (!this.asks()) return this.showHelp();
    const { text, filters, sort, shown } = this.asked;
    const chosen = Object.fromEntries(Object.entries(filters).filter(([, ids]) => ids.length));
    if (chosen.code) chosen.code = true;
    const facets = this.details.open; // folded away, on a phone, they cost nothing
    if (facets) this.boxes ??= this.fetchBoxes();
    this.asking.ask(text, { filters: chosen, sort, start: 0, count: shown, facets }, pause);
  }

  asks() {
    return this.asked.text.trim() || this.count();
  }

  /** How many filters are set. */
  count() {
    return Object.values(this.asked.filters).flat().length;
  }

  showHelp() {
    this.asking.drop();
    this.settle(false, "", "");
  }

  fail(error) {
    this.cards.replaceChildren();
    this.more.hidden = true;
    this.advice.textContent = excuse(error);
    this.settle(true, "The search cannot answer", this.advice.textContent);
    this.sort.hidden = this.narrow.hidden = true;
    this.otherwise.hidden = false;
  }

  /** @param {import("./search-engine.js").Answer} answer */
  show(answer, signal) {
    const { total, more, hits, facets, suggestion } = answer;
    const rest = more ? MORE : Math.min(MORE, total - hits.length);
    const root = new URL("..", this.form.action);
    const items = hits.map((hit) => card(hit, root));
    this.cards.replaceChildren(...items);
    quoteLater(hits, items, signal);
    this.advice.replaceChildren(...(total ? [] : this.waysOut(suggestion)));
    this.more.hidden = !rest;
    this.more.textContent = `Show ${rest} more`;
    if (facets) this.showFacets(facets, signal);
    const tally = total ? counted(answer) : "No paper found";
    this.settle(true, tally, tally);
    this.sort.hidden = total < 2;
    this.comeBack();
  }

  async fetchBoxes() {
    try {
      const { Facets } = await import("./search-facets.js");
      return new Facets(this.details.lastElementChild, (kind, ids) =>
        this.decide({ filters: { ...this.asked.filters, [kind]: ids } }));
    } catch {
      this.boxes = undefined; // the next question tries again
    }
  }

  async showFacets(facets, signal) {
    const boxes = await this.boxes;
    if (!signal.aborted) boxes?.show(facets, this.asked.filters);
  }

  /** What is alike for every answer, and for none. */
  settle(found, tally, told) {
    const { text, sort } = this.asked;
    const count = this.count();
    this.help.hidden = found;
    this.found.hidden = this.narrow.hidden = !found;
    this.otherwise.hidden = true;
    this.tally.textContent = tally;
    this.sort.value = sort;
    this.narrow.querySelector("span").textContent = count ? `${count} chosen` : "";
    this.clear.hidden = !count;
    this.clear.href = this.unfiltered();
    document.title = text.trim() ? `${text.trim()} – ${this.title}` : this.title;
    history.replaceState(history.state, "", this.address(this.asked));
    this.tell(told);
  }

  /** Where the reader was on this page before, or goes on: the first new paper, the count. */
  comeBack() {
    if (this.top) scrollTo(0, this.top);
    if (this.next >= 0) (this.links()[this.next] ?? this.tally).focus();
    this.top = this.next = undefined;
  }

  showMore() {
    this.keep();
    this.next = this.links().length;
    this.asked.shown = this.next + MORE;
    this.kept = this.address(this.asked); // the same papers and more: not a step of its own
    this.ask(0);
  }

  /** When nothing is found: another spelling, fewer filters, fewer words. */
  waysOut(suggestion) {
    const say = (...words) => make("p", {}, ...words);
    const spelled = this.address({ ...this.asked, shown: FIRST, text: suggestion ?? "" });
    return [
      suggestion && say("Did you mean ", make("a", { href: spelled }, suggestion), "?"),
      this.count() && say(make("a", { href: this.unfiltered() }, "Search without filters")),
      say("Fewer or shorter words find more."),
    ].filter(Boolean);
  }

  unfiltered() {
    return this.address({ ...this.asked, shown: FIRST, filters: nothingChosen() });
  }

  links() {
    return [...this.cards.querySelectorAll("h3 a")];
  }

  /** Links to this page are asked for without leaving it; to leave it keeps what was asked. */
  onClick(event) {
    const link = event.target.closest("a");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!link || elsewhere) return;
    if (link.pathname !== location.pathname) return this.keep();
    event.preventDefault();
    this.next = Infinity; // the link goes, and with it the focus: to the count of papers
    this.decide(this.read(link.search));
  }

  /** Arrows go from the box through the papers and back; Escape goes to the box, and clears it. */
  onKey(event) {
    const { input } = this;
    const stops = [input, ...this.links()];
    const at = stops.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || at < 0) return;
    if (step && stops[at + step]) stops[at + step].focus();
    else if (event.key === "Escape" && at) input.focus();
    else if (event.key === "Escape") this.empty();
    else return;
    event.preventDefault();
  }

  empty() {
    this.input.value = "";
    this.change({ text: "" });
  }
}
