// The slider of a shop that is looked at as it was: while it moves, the page of that moment takes the place of this one.
// Without script the slider is a field of a form with a button.
import { whenTyped } from "./typed.js";

const PAUSE = 150;
const PARTS = [".runbar", ".rail", "#main"];
let waiting = 0;
let asked = 0;

function addressOf(form) {
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)).toString();
  return address;
}

function words(slider) {
  const text = slider.dataset.text.replace("{n}", slider.value);
  slider.setAttribute("aria-valuetext", text);
  const shown = slider.form.querySelector("output bdi");
  if (shown) shown.textContent = slider.value;
}

// The slider itself stays where it is, or it would slip out of the hand that moves it.
function take(page, bar) {
  for (const part of PARTS) {
    const fresh = page.querySelector(part);
    const old = document.querySelector(part);
    if (fresh && old) old.replaceWith(fresh);
  }
  for (const part of [".moment-words", ".moment-steps"]) {
    const fresh = page.querySelector(part);
    const old = bar.querySelector(part);
    if (fresh && old) old.innerHTML = fresh.innerHTML;
  }
  document.title = page.title;
}

async function go(slider, bar) {
  const number = ++asked;
  const address = addressOf(slider.form);
  bar.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (number !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (number !== asked) return;
    if (!answer.ok || !page.querySelector("[data-moments]")) {
      location.assign(address);
      return;
    }
    take(page, bar);
    history.replaceState(null, "", answer.url);
  } catch {
    location.assign(address);
  } finally {
    if (number === asked) bar.removeAttribute("aria-busy");
  }
}

const bar = document.querySelector("[data-moments]");
const slider = bar?.querySelector('input[type="range"]');
if (slider) {
  bar.classList.add("is-live");
  words(slider);
  whenTyped(slider, () => {
    words(slider);
    clearTimeout(waiting);
    waiting = setTimeout(() => go(slider, bar), PAUSE);
  });
}
