// @ts-check
/**
 * The preview's part of a page: put in as the page is served, never written into the site.
 *
 * The page is told its whole state whenever anything changed, and again when it comes back into
 * view, so nothing is lost with a message: what it sees, it compares with what it should see.
 */

/**
 * @typedef {{place: string, path: string, line: number | null, column: number | null,
 *   what: string, hint: string, source: string, warning: boolean}} Problem
 * @typedef {{session: string, number: string, content: string, styles: string[],
 *   files: string[], mark: string, marks: Record<string, string>, problems: Problem[],
 *   more: number, fault: string, warnings: number}} State
 */

const EDITOR = "/_preview/";
const OURS = "script[data-broadsheet-preview]";
const SHEETS = 'link[rel~="stylesheet"]:not([data-going])';
const POLICY = 'meta[http-equiv="content-security-policy" i]';

const tag = /** @type {HTMLScriptElement} */ (document.querySelector(OURS));
const seen = tag.dataset; // what the page was served as

/** @type {EventSource | null} */
let news = null;
let leaving = false;
let renewing = false;
let dismissed = ""; // the mistakes the editor has put away

/** An element with text; text is never read as HTML.
 * @param {string} name @param {string} [words] @param {string} [kind] */
function element(name, words = "", kind = "") {
  const made = document.createElement(name);
  made.textContent = words;
  if (kind) made.className = kind;
  return made;
}

const host = element("broadsheet-preview");
const shade = host.attachShadow({ mode: "open" });
const style = document.createElement("link");
style.rel = "stylesheet";
style.href = `${EDITOR}preview.css`;
const panel = element("section", "", "panel");
panel.setAttribute("role", "alert");
panel.hidden = true;
const pill = /** @type {HTMLAnchorElement} */ (element("a", "", "pill"));
pill.href = EDITOR;
shade.append(style, panel, pill);
document.documentElement.append(host);

/** Listen while someone looks: a browser keeps only six connections to a host. */
function listen() {
  if (news || document.hidden || leaving) return;
  const asked = new URLSearchParams({ page: location.pathname, since: seen.number ?? "0" });
  news = new EventSource(`${EDITOR}events?${asked}`);
  news.addEventListener("state", (event) => show(JSON.parse(event.data)));
}

function stop() {
  news?.close();
  news = null;
}

/** @param {State} state */
function show(state) {
  if (leaving) return;
  if (state.session !== seen.session || fetched(state.files)) return reload();
  if (state.content !== seen.content) return void renew();
  restyle(state.styles);
  badge(state.marks);
  tell(state);
  pill.textContent = [state.mark, plural(state.warnings, "warning"), "Preview"]
    .filter(Boolean)
    .join(" · ");
}

/** Load the page again, which keeps the place on it. */
function reload() {
  leaving = true;
  stop();
  location.reload();
}

/** Put the page as it is now in place of what is shown: no flash, and less time than a reload.
 * Should the preview have gone, all stays as it is until it is back. */
async function renew() {
  if (renewing) return;
  renewing = true;
  const answer = await fetch(location.href).catch(() => null);
  const text = await answer?.text().catch(() => null);
  renewing = false;
  if (!text) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const told = /** @type {HTMLElement | null} */ (fresh.querySelector(OURS));
  if (!told || !isQuiet(document) || !isQuiet(fresh) || frame(document) !== frame(fresh)) {
    return reload();
  }
  put(fresh);
  Object.assign(seen, told.dataset);
  stop();
  listen(); // and hear whether it changed once more meanwhile
}

/** Whether scripts leave what changes of a page alone: its <main>, and all of a page without one.
 * Only loading a page again runs its scripts, and so one with a form or script there is.
 * @param {Document} page */
function isQuiet(page) {
  const main = page.querySelector("main");
  const busy = `script:not(${OURS}, [type="application/ld+json"])`;
  if (page.querySelector('meta[http-equiv="refresh" i]')) return false;
  return main ? !main.querySelector(`${busy}, form`) : !page.querySelector(busy);
}

/** What of a page cannot be put in place of another's: its policy, how many stylesheets it has,
 * and of one with scripts what they may have taken hold of, which is all around <main>.
 * @param {Document} page */
function frame(page) {
  const policies = [...page.querySelectorAll(POLICY)].map((meta) => meta.getAttribute("content"));
  const around = hasScripts(page) ? withoutMain(page) : "";
  return JSON.stringify([policies, page.querySelectorAll(SHEETS).length, around]);
}

/** @param {Document} page */
function hasScripts(page) {
  return Boolean(page.querySelector(`script:not(${OURS}, [type="application/ld+json"])`));
}

/** What stands around a page's <main>, and its scripts. @param {Document} page */
function withoutMain(page) {
  const body = /** @type {HTMLElement} */ (page.body.cloneNode(true));
  for (const one of body.querySelectorAll(OURS)) one.remove();
  body.querySelector("main")?.replaceChildren();
  const scripts = [...page.head.querySelectorAll(`script[src]:not(${OURS})`)];
  return [body.innerHTML, ...scripts.map((one) => one.getAttribute("src"))].join("\n");
}

/** Show another page in place of this one, at the same place. @param {Document} fresh */
function put(fresh) {
  const { scrollX, scrollY } = window;
  const stays = `${SHEETS}, ${OURS}, ${POLICY}, script[src]`;
  for (const old of [...document.head.children]) if (!old.matches(stays)) old.remove();
  for (const one of [...fresh.head.children]) if (!one.matches(stays)) document.head.append(one);
  for (const name of ["lang", "dir"]) {
    const value = fresh.documentElement.getAttribute(name);
    if (value !== null) document.documentElement.setAttribute(name, value);
  }
  restyle([...fresh.querySelectorAll(SHEETS)].map((link) => link.getAttribute("href") ?? ""));
  const [main, next] = [document, fresh].map((page) => page.querySelector("main"));
  if (main && next && hasScripts(fresh)) main.replaceWith(next);
  else document.body.replaceWith(document.adoptNode(fresh.body));
  scrollTo({ left: scrollX, top: scrollY, behavior: "instant" });
}

/** Whether the page has fetched any of these. @param {string[]} files */
function fetched(files) {
  if (!files.length) return false;
  const known = new Set(files);
  return performance
    .getEntriesByType("resource")
    .some((entry) => known.has(decodeURI(new URL(entry.name).pathname)));
}

/** Put other stylesheets in, each in place of the one before once it is there.
 * @param {string[]} hrefs */
function restyle(hrefs) {
  const links = document.querySelectorAll(SHEETS);
  links.forEach((link, number) => {
    const href = hrefs[number];
    if (!href || link.getAttribute("href") === href) return;
    const fresh = /** @type {HTMLLinkElement} */ (link.cloneNode());
    fresh.href = href;
    link.setAttribute("data-going", "");
    fresh.addEventListener("load", () => link.remove());
    fresh.addEventListener("error", () => link.remove());
    link.after(fresh);
  });
}

/** Mark links to what is not out yet. @param {Record<string, string>} marks */
function badge(marks) {
  document.querySelectorAll("broadsheet-mark").forEach((old) => old.remove());
  for (const link of document.querySelectorAll("main a[href]")) {
    const mark = marks[link.getAttribute("href") ?? ""];
    const place = link.closest("li") ?? link.parentElement;
    if (!mark || place?.querySelector(".draft, broadsheet-mark")) continue;
    link.after(element("broadsheet-mark", ` [${mark}]`));
  }
}

/** Show the mistakes of the last build over the page, or take them away. @param {State} state */
function tell(state) {
  const key = JSON.stringify([state.problems, state.fault]);
  panel.hidden = !(state.problems.length || state.fault) || key === dismissed;
  if (panel.hidden) return;
  const count = state.problems.length + state.more;
  const heading = element("h2", state.fault ? "Broadsheet failed" : plural(count, "mistake"));
  const close = element("button", "Hide");
  close.addEventListener("click", () => hide(key));
  panel.onkeydown = (event) => {
    if (event.key === "Escape") hide(key);
  };
  const said = element("p", "This is the last good page; it changes once all is mended.");
  const list = element("ol");
  list.append(...state.problems.map(item));
  panel.replaceChildren(close, heading, said, list);
  if (state.fault) panel.append(element("pre", state.fault));
  if (state.more) panel.append(element("p", `and ${state.more} more, all on the editor’s page`));
}

/** @param {string} key */
function hide(key) {
  dismissed = key;
  panel.hidden = true;
}

/** @param {Problem} problem */
function item(problem) {
  const made = element("li");
  const place = /** @type {HTMLAnchorElement} */ (element("a", problem.place, "place"));
  if (problem.path.includes("/")) {
    const path = problem.path.split("/").map(encodeURIComponent).join("/");
    place.href = `${EDITOR}source/${path}${problem.line ? `#L${problem.line}` : ""}`;
  }
  if (problem.place) made.append(place);
  made.append(element("strong", problem.what));
  if (problem.source) {
    const caret = problem.column ? `\n${" ".repeat(problem.column - 1)}^` : "";
    made.append(element("pre", problem.source + caret));
  }
  if (problem.hint) made.append(element("p", problem.hint, "hint"));
  return made;
}

/** @param {number} count @param {string} name */
function plural(count, name) {
  return count ? `${count} ${name}${count === 1 ? "" : "s"}` : "";
}

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);
listen();
