// A paper in the list of the search's page, with the same facts as a card of any other list.

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const LONG = 240; // letters of a title from which it is cut

/** "2024-07-08" → "8 Jul 2024", as much as there is. */
export function shortDate(date) {
  const [year, month, day] = date.split("-").map(Number);
  return [day, month && MONTHS.slice(3 * month - 3, 3 * month), year].filter(Boolean).join(" ");
}

/**
 * @param {import("./search-engine.js").Hit} hit
 * @param {URL} root the front page, which addresses begin with
 * @param {typeof import("./search-parts.js")} parts
 */
export function card(hit, root, { make, marked, snippet }) {
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
  return make("li", {}, heading, snippet(hit, "p"), make("p", { class: "meta" }, ...shown));
}
