// The help beside the editor: searched while somebody types, and its examples put into the text.
import { whenTyped } from "./typed.js";

const box = document.querySelector("[data-author-help]");
const text = document.getElementById("f-text");
const WAIT = 350;
let timer = 0;
let asked = null;

async function search() {
  asked?.abort();
  asked = new AbortController();
  const address = new URL(box.dataset.authorHelp, location.href);
  for (const name of ["help", "help_kind"]) address.searchParams.set(name, box.querySelector(`[name=${name}]`).value);
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: asked.signal });
    if (!answer.ok) return;
    const { html, words } = await answer.json();
    box.querySelector("[data-author-entries]").innerHTML = html;
    box.querySelector("[data-author-found]").textContent = words;
  } catch (error) {
    // Without an answer the entries stay as they were.
    if (error.name !== "AbortError") clearTimeout(timer);
  }
}

// The example goes to a line of its own, indented like the line in which the caret stands.
function put(example) {
  text.focus();
  const at = text.selectionEnd;
  const start = text.value.lastIndexOf("\n", at - 1) + 1;
  const found = text.value.indexOf("\n", at);
  const end = found < 0 ? text.value.length : found;
  const line = text.value.slice(start, end);
  const indent = /^ */.exec(line)[0];
  text.setSelectionRange(end, end);
  document.execCommand("insertText", false, line.trim() ? `\n${indent}${example}` : `${indent.slice(line.length)}${example}`);
}

if (box) {
  whenTyped(box, (event) => {
    event.stopPropagation(); // searching is no change of the text
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.name !== "help") return;
    event.preventDefault();
    search();
  });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-author-insert]");
    if (button) put(button.dataset.authorInsert);
    if (event.target.closest("button[value=help]")) {
      event.preventDefault();
      search();
    }
  });
}
