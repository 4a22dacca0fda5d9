// A paper in the list of the search's page, with the same facts as a card of any other list.

import { make, marked, snippet } from "./search-parts.js";

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const LONG = 240; // letters of a title from which it is cut
const PAUSE = 300; // milliseconds without a key before papers are opened for a quotation

/** Neither the title nor a fact of the card shows why the paper was found. */
const unexplained = (hit) => !hit.marks.length && !hit.snippet;

/** "2024-07-08" → "8 Jul 2024", as much as there is. */
export function shortDate(date) {
  const [year, month, day] = date.split("-").map(Number);
  return [day, month && MONTHS.slice(3 * month - 3, 3 * month), year].filter(Boolean).join(" ");
}

/**
 * @param {import("./search-engine.js").Hit} hit
 * @param {URL} root the front page, which addresses begin with
 */
export function card(hit, root) {
  const topic = ({ id, name }) => make("a", { href: new URL(`topics/${id}/`, root) }, name);
  const facts = [
    hit.date && make("time", { datetime: hit.date }, shortDate(hit.date)),
    hit.authors && make("span", {}, make("bdi", {}, hit.authors)),
    hit.org && make("span", {}, make("bdi", {}, hit.org)),
    ...hit.topics.map((one) => make("span", {}, topic(one))),
    hit.code && make("span", {}, "code"),
  ];
  const heading = make("h3", { dir: "auto" },
    make("a", { href: hit.url }, ...marked(hit.title, hit.marks)));
  heading.classList.toggle("long", hit.title.length > LONG);
  const shown = facts.filter(Boolean).flatMap((fact) => [fact, " "]);
  return make("li", {}, heading, said(hit), make("p", { class: "meta" }, ...shown));
}

/** Why it was found: nothing when the title says so, room where a quotation is to come. */
function said(hit) {
  if (unexplained(hit)) return make("p", { class: "snippet coming" });
  return !hit.marks.length && hit.snippet ? snippet(hit.snippet, "p") : "";
}

/**
 * Quotes from the page of each paper that is not explained otherwise, once the reader pauses.
 * @param {Element[]} items the cards of `hits`
 * @param {AbortSignal} signal
 */
export function quoteLater(hits, items, signal) {
  async function quote(hit, place) {
    const words = await hit.quote(signal).catch(() => null);
    if (!signal.aborted) place.replaceWith(words ? snippet(words, "p") : "");
  }
  const places = items.map((item) => item.querySelector(".coming"));
  setTimeout(() => {
    if (!signal.aborted) hits.forEach((hit, n) => places[n] && quote(hit, places[n]));
  }, PAUSE);
}
