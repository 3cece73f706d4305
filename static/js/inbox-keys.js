// Keys of the inbox: j and k go on and back, r to the answer, / to the search, ? shows them all, Ctrl+Enter sends.
// Single letters work outside fields only, and can be switched off in the list of keys (kept in this browser).
import { singleKeys } from "./single-keys.js";

const isOn = singleKeys("inbox-single-keys");
const help = document.getElementById("keys");

// From one conversation to the next by its link, in the list by moving the focus.
function go(step) {
  const link = document.querySelector(`a[data-key="${step > 0 ? "j" : "k"}"]`);
  if (link) {
    link.click();
    return;
  }
  const rows = [...document.querySelectorAll("a[data-thread]")];
  if (!rows.length) return;
  const place = rows.indexOf(document.activeElement);
  const next = place < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, place + step));
  rows[next].focus();
}

const DEEDS = {
  j: () => go(1),
  k: () => go(-1),
  r: () => document.querySelector("[data-reply]")?.focus(),
  "/": () => document.querySelector("[data-key-search]")?.focus(),
  "?": () => help?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches?.("[data-reply]")) {
    event.preventDefault();
    target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help?.open || !isOn()) return;
  if (target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
  const deed = Object.hasOwn(DEEDS, event.key) ? DEEDS[event.key] : null;
  if (!deed) return;
  event.preventDefault();
  deed();
});
