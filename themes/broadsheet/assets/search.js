// The beginning of every search: `/` goes to the box, and the rest is fetched at its first use,
// so that a page on which nobody searches costs no more than this file. The form says where the
// rest is: data-index is the folder of the index, data-draw the module that draws and all it
// imports, data-begin="at once" a page that does not wait for its first use.

const form = document.querySelector("form[role=search]");
const TYPED_IN = "textarea, select, input:not([type=checkbox]), [contenteditable]";
let begun;

async function load() {
  const [{ draw }] = await Promise.all(form.dataset.draw.split(" ").map((url) => import(url)));
  draw(form);
}

/** Once; again at the next use when it failed, as it does without a connection. */
function begin() {
  begun ??= load().catch(() => {
    begun = undefined;
  });
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const held = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (event.key !== "/" || held || event.target.closest?.(TYPED_IN)) return;
  event.preventDefault();
  form.elements.q.focus();
  form.elements.q.select();
}

if (form) {
  document.addEventListener("keydown", onKey);
  form.addEventListener("focusin", begin);
  if (form.dataset.begin || form.contains(document.activeElement)) begin();
}
