// What a search can be narrowed by: boxes to tick, with the papers each would leave. Fetched when
// they are first to be seen.

import { make } from "./search-parts.js";

const FEW = 8; // values of a kind that are shown before all are asked for
const MANY = 200; // and then: who looks for one of thousands types its name
const KINDS = { topic: "Topic", year: "Year", org: "Organisation", code: "Code" };

/** @typedef {Record<keyof typeof KINDS, string[]>} Chosen */
/** @typedef {import("./search-engine.js").FacetValue} FacetValue */

export class Facets {
  /**
   * @param {HTMLElement} place
   * @param {(kind: string, ids: string[]) => void} choose called when a box is ticked
   */
  constructor(place, choose) {
    this.place = place;
    this.choose = choose;
    this.rows = new Map(); // kind and id → a label, the same at each drawing: it keeps its box
    this.whole = new Set(); // kinds of which all values are shown
  }

  /**
   * @param {Record<string, FacetValue[]>} facets
   * @param {Chosen} chosen what the reader ticked; more may be chosen by words such as year:2024
   */
  show(facets, chosen) {
    this.facets = facets;
    this.chosen = chosen;
    const focused = document.activeElement;
    const kinds = Object.keys(KINDS).filter((kind) => facets[kind].length);
    this.place.replaceChildren(...kinds.map((kind) => this.kind(kind, facets[kind])));
    if (this.place.contains(focused)) focused.focus({ preventScroll: true });
  }

  kind(kind, values) {
    const whole = this.whole.has(kind);
    const shown = values.filter((value, n) => n < (whole ? MANY : FEW) || value.chosen);
    const rows = shown.map((value) => this.row(kind, value));
    if (!whole && rows.length < values.length) rows.push(this.rest(kind, values.length));
    return make("fieldset", {}, make("legend", { class: "label" }, KINDS[kind]), ...rows);
  }

  row(kind, { id, name, count, chosen }) {
    const label = this.known(kind, id, name);
    const [box, , number] = label.children;
    box.checked = chosen;
    // What is typed in words, such as year:2024, is taken out where it was typed.
    const ticked = kind === "code" ? this.chosen.code.length : this.chosen[kind].includes(id);
    box.disabled = chosen && !ticked;
    number.textContent = count.toLocaleString("en");
    return label;
  }

  known(kind, id, name) {
    const key = `${kind} ${id}`;
    if (!this.rows.has(key)) {
      const box = make("input", { type: "checkbox", name: kind, value: id });
      box.addEventListener("change", () => this.tick(kind, id, box.checked));
      const words = make("span", { dir: "auto" }, name);
      this.rows.set(key, make("label", {}, box, words, make("span", { class: "number" })));
    }
    return this.rows.get(key);
  }

  tick(kind, id, ticked) {
    const others = kind === "code" ? [] : this.chosen[kind].filter((other) => other !== id);
    this.choose(kind, ticked ? [...others, id] : others);
  }

  /** The button that shows the other values, and goes to the first of them. */
  rest(kind, count) {
    const name = count > MANY ? `The first ${MANY}` : `All ${count}`;
    const button = make("button", { type: "button" }, name);
    button.addEventListener("click", () => {
      this.whole.add(kind);
      this.show(this.facets, this.chosen);
      this.place.querySelectorAll(`input[name=${kind}]`)[FEW].focus();
    });
    return button;
  }
}
