// The listing editor: while somebody types, ask the server what would be wrong and how good it would be, and show it.
import { whenTyped } from "./typed.js";

const form = document.getElementById("listing-form");
const bench = document.getElementById("bench");
const note = form?.querySelector("[data-checking]");
const WAIT = 600;
let timer = 0;
let asked = null;

function faultLine(text) {
  const line = document.createElement("p");
  const words = document.createElement("span");
  line.className = "fault";
  words.textContent = text;
  line.append(words);
  return line;
}

function showFaults(faults) {
  for (const box of form.querySelectorAll("[data-faults-for]")) {
    const name = box.dataset.faultsFor;
    const sentences = faults[name] ?? [];
    const shown = [...box.querySelectorAll(".fault span")].map((one) => one.textContent.trim());
    if (shown.join("\n") === sentences.join("\n")) continue;
    box.replaceChildren(...sentences.map(faultLine));
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLElement) {
      if (sentences.length) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
}

async function check() {
  asked?.abort();
  asked = new AbortController();
  const typed = new FormData(form);
  typed.delete("picture");
  if (note) note.textContent = note.dataset.working;
  try {
    const answer = await fetch(form.dataset.check, {
      method: "POST", body: typed, headers: { Accept: "application/json" }, signal: asked.signal,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { faults, bench: html } = await answer.json();
    showFaults(faults);
    if (html) {
      const open = [...bench.querySelectorAll("details")].map((one) => one.open);
      bench.innerHTML = html;
      bench.querySelectorAll("details").forEach((one, place) => { one.open = open[place] ?? false; });
    }
    if (note) note.textContent = note.dataset.ready;
  } catch (error) {
    // Without an answer the page stays as it was; saving checks everything again.
    if (error.name !== "AbortError" && note) note.textContent = "";
  }
}

if (form) {
  whenTyped(form, (event) => {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(check, WAIT);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); asked?.abort(); });
}
