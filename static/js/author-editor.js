// The editor of a scenario's file: numbers beside the lines, faults at their line while somebody types, and the place kept
// over a save. Without script the page has all of it but the typing.
import { whenTyped } from "./typed.js";

const form = document.getElementById("author-form");
const text = document.getElementById("f-text");
const gutter = form.querySelector("[data-author-gutter]");
const paper = gutter.parentElement;
const list = form.querySelector("[data-author-faults]");
const words = form.querySelector("[data-author-words]");
const WAIT = 700;
const PLACE = `author-place:${location.pathname}`;
let timer = 0;
let asked = null;
let faulty = new Set([...list.querySelectorAll("[data-line]")].map((link) => Number(link.dataset.line)));

function drawNumbers() {
  const count = text.value.split("\n").length;
  while (gutter.children.length > count) gutter.lastElementChild.remove();
  while (gutter.children.length < count) {
    const number = document.createElement("span");
    number.textContent = String(gutter.children.length + 1);
    number.id = `line-${number.textContent}`;
    gutter.append(number);
  }
  [...gutter.children].forEach((number, place) => number.classList.toggle("bad", faulty.has(place + 1)));
  gutter.scrollTop = text.scrollTop;
}

function startOf(line) {
  let at = 0;
  for (let n = 1; n < line; n += 1) {
    const next = text.value.indexOf("\n", at);
    if (next < 0) return at;
    at = next + 1;
  }
  return at;
}

// Puts the caret at a place, marks the rest of its line, and brings it into the middle of the window.
function goTo(line, column) {
  const start = startOf(line);
  const end = text.value.indexOf("\n", start);
  text.focus();
  text.setSelectionRange(Math.min(start + column - 1, end < 0 ? text.value.length : end), end < 0 ? text.value.length : end);
  const height = parseFloat(getComputedStyle(text).lineHeight);
  text.scrollTop = Math.max(0, (line - 1) * height - text.clientHeight / 2);
}

function showFaults(faults, sentence) {
  faulty = new Set(faults.map((fault) => fault.line));
  const items = faults.map((fault) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const says = document.createElement("span");
    link.href = `#line-${fault.line}`;
    link.dataset.line = fault.line;
    link.dataset.column = fault.column;
    link.textContent = fault.place;
    says.dir = "auto";
    says.textContent = fault.text;
    item.append(link, " ", says);
    return item;
  });
  if (!items.length) {
    const item = document.createElement("li");
    item.className = "soft";
    item.textContent = list.dataset.none;
    items.push(item);
  }
  list.replaceChildren(...items);
  if (words.textContent !== sentence) words.textContent = sentence;
  words.classList.toggle("has-faults", faults.length > 0);
  if (faults.length) text.setAttribute("aria-invalid", "true");
  else text.removeAttribute("aria-invalid");
  drawNumbers();
}

async function check() {
  asked?.abort();
  asked = new AbortController();
  const typed = new FormData();
  for (const name of ["csrf_token", "path", "text"]) typed.set(name, form.elements.namedItem(name).value);
  try {
    const answer = await fetch(form.dataset.check, { method: "POST", body: typed, headers: { Accept: "application/json" }, signal: asked.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    showFaults(found.faults, found.words);
  } catch (error) {
    if (error.name !== "AbortError") words.textContent = form.dataset.lost;
  }
}

list.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link) return;
  event.preventDefault();
  goTo(Number(link.dataset.line), Number(link.dataset.column));
});

whenTyped(text, () => {
  drawNumbers();
  clearTimeout(timer);
  timer = setTimeout(check, WAIT);
});
text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });

// Enter keeps the indentation of the line, and goes on with it after a colon; the Tab key is left alone.
text.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-author-save]"));
    return;
  }
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.altKey || event.shiftKey) return;
  const before = text.value.slice(0, text.selectionStart);
  const indent = /^ */.exec(before.slice(before.lastIndexOf("\n") + 1))[0] + (/:$/.test(before) ? "  " : "");
  if (!indent) return;
  event.preventDefault();
  document.execCommand("insertText", false, `\n${indent}`); // keeps what can be taken back
});

form.addEventListener("submit", () => {
  clearTimeout(timer);
  asked?.abort();
  try {
    sessionStorage.setItem(PLACE, JSON.stringify([text.selectionStart, text.scrollTop, scrollY]));
  } catch {
    // Without storage the page begins at its top again.
  }
});

function comeBack() {
  const wanted = /^#line-(\d+)$/.exec(location.hash);
  if (wanted) {
    goTo(Number(wanted[1]), 1);
    return;
  }
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    sessionStorage.removeItem(PLACE);
    if (!kept) return;
    text.setSelectionRange(kept[0], kept[0]);
    text.scrollTop = kept[1];
    scrollTo(0, kept[2]);
  } catch {
    // Nothing was kept.
  }
}

paper.classList.add("scrolls");
drawNumbers();
comeBack();
// What came back from the server unsaved must not be lost by leaving the page.
if (form.hasAttribute("data-unsaved")) text.dispatchEvent(new Event("input", { bubbles: true }));
