// Orders: while somebody packs, fetch the carriers' prices for the box as it is; and let a list be sent again after a download.
import { whenTyped } from "./typed.js";

const form = document.querySelector("[data-pack]");
const lanes = document.querySelector("[data-lanes]");
const WAIT = 500;
let timer = 0;
let asked = null;

async function price() {
  asked?.abort();
  asked = new AbortController();
  const open = [...lanes.querySelectorAll("details")].map((one) => one.open);
  try {
    const answer = await fetch(form.dataset.pack, { method: "POST", body: new FormData(form), signal: asked.signal });
    if (!answer.ok) return;
    lanes.innerHTML = await answer.text();
    lanes.querySelectorAll("details").forEach((one, place) => { one.open = open[place] ?? false; });
  } catch {
    // Without an answer the prices stay as they were; handing over reckons anew.
  }
}

if (form) whenTyped(form, (event) => {
  const name = event.target.name ?? "";
  if (!name.startsWith("pack.") && name !== "together") return;
  clearTimeout(timer);
  timer = setTimeout(price, WAIT);
});

document.querySelector("[data-orders]")?.addEventListener("submit", (event) => {
  if (!event.submitter?.hasAttribute("data-download")) return;
  // The page stays where it is, so its other buttons must go on working.
  setTimeout(() => {
    delete event.target.dataset.sent;
    event.submitter.removeAttribute("aria-busy");
  }, 1000);
});
