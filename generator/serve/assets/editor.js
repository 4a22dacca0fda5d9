// @ts-check
/** Keeps the editor's page in step with the preview. */

const seen = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-number]")).dataset;

/** @type {EventSource | null} */
let news = null;

function listen() {
  if (news || document.hidden) return;
  news = new EventSource(`events?${new URLSearchParams({ since: seen.number ?? "0" })}`);
  news.addEventListener("state", (event) => {
    const state = JSON.parse(event.data);
    if (state.session !== seen.session || state.number !== seen.number) location.reload();
  });
}

function stop() {
  news?.close();
  news = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);
listen();
