// The answer to a buyer: entries and templates are put in at the cursor, and a draft is kept in this browser.
import "./phrases.js";
import { whenTyped } from "./typed.js";

const field = document.querySelector("[data-reply]");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button || !field) return;
  event.preventDefault();
  const text = button.dataset.text ?? document.getElementById(button.dataset.insert)?.textContent ?? "";
  const before = field.value.slice(0, field.selectionStart);
  const space = before && !/\s$/u.test(before) ? " " : "";
  field.focus();
  field.setRangeText(space + text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// A draft belongs to so many answers: once one more was sent, it is no draft any more.
const form = field?.form;
if (form?.dataset.draft) {
  const name = `draft:${form.dataset.draft}`;
  const answers = form.dataset.answers;
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(name));
    if (kept && kept.answers !== answers) {
      localStorage.removeItem(name);
      kept = null;
    }
    localStorage.setItem("draft:", "");
    localStorage.removeItem("draft:");
    form.removeAttribute("data-keep"); // nothing is lost by leaving
  } catch {
    kept = null;
  }
  if (kept?.text && !field.value) {
    field.value = kept.text;
    form.querySelector("[data-draft-note]").hidden = false;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  whenTyped(field, () => {
    try {
      if (field.value) localStorage.setItem(name, JSON.stringify({ answers, text: field.value }));
      else localStorage.removeItem(name);
    } catch {
      form.setAttribute("data-keep", "");
    }
  });
}
