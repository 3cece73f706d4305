// Keys of the marking desk: digits choose levels, n and p walk, c goes to the comment, Ctrl+Enter saves, ? shows them all.
// Single keys work outside fields only, and can be switched off in the list of keys (kept in this browser).
import { singleKeys } from "./single-keys.js";

const isOn = singleKeys("marking-single-keys");
const help = document.getElementById("keys");
const form = document.querySelector("[data-marking]");

const criteria = () => [...(form?.querySelectorAll("[data-criterion]") ?? [])];
const isChosen = (one) => one.querySelector("input:checked") !== null;

// The criterion that has the focus, else the first one without a level.
function inHand() {
  const all = criteria();
  return all.find((one) => one.contains(document.activeElement)) ?? all.find((one) => !isChosen(one)) ?? null;
}

function choose(number) {
  const criterion = inHand();
  const level = criterion?.querySelectorAll("input")[number - 1];
  if (!level) return;
  level.checked = true;
  level.dispatchEvent(new Event("change", { bubbles: true }));
  const all = criteria();
  const next = all.slice(all.indexOf(criterion) + 1).find((one) => !isChosen(one)) ?? all.find((one) => !isChosen(one));
  if (next) next.querySelector("input").focus();
  else form.querySelector("textarea").focus();
}

const follow = (key) => document.querySelector(`a[data-key="${key}"]`)?.click();

const DEEDS = {
  n: () => follow("n"),
  p: () => follow("p"),
  c: () => form?.querySelector("textarea").focus(),
  "?": () => help?.showModal(),
};

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form && !help?.open) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[name=do]"));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help?.open || !isOn()) return;
  if (target.closest?.("input:not([type=radio]), textarea, select, [contenteditable], dialog")) return;
  if (/^[1-9]$/.test(event.key)) {
    event.preventDefault();
    choose(Number(event.key));
    return;
  }
  const deed = Object.hasOwn(DEEDS, event.key) ? DEEDS[event.key] : null;
  if (!deed) return;
  event.preventDefault();
  deed();
});

// An own earlier comment is added to what stands there.
for (const button of document.querySelectorAll("[data-comment]")) {
  button.addEventListener("click", () => {
    const field = form.querySelector("textarea");
    const said = field.value.trim();
    field.value = said ? `${said}\n${button.dataset.comment}` : button.dataset.comment;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
