// Forms: ask before something that cannot be undone (data-ask), no double sending, a warning before typed work is lost
// (data-keep), sending at a change (data-send-on-change), copying a text (data-copy), printing the page (data-print).
import { changedIn } from "./typed.js";

const changed = new Set();
for (const form of document.querySelectorAll("form[data-keep]")) if (changedIn(form).length) changed.add(form);

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.ask ?? form.dataset.ask;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  changed.delete(form);
  event.submitter?.setAttribute("aria-busy", "true");
});

// Coming back with the Back button finds the form ready to be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.hasAttribute("data-keep")) changed.add(form);
});

document.addEventListener("change", (event) => {
  if (event.target.form?.hasAttribute("data-send-on-change")) event.target.form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

window.addEventListener("beforeunload", (event) => {
  if (changed.size) event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const text = source ? source.innerText.trim() : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without permission, or without a secure page: select it, so that the keyboard can copy it.
    if (source) window.getSelection().selectAllChildren(source);
    return;
  }
  if (button.dataset.copied) {
    const before = button.lastChild.textContent;
    button.lastChild.textContent = button.dataset.copied;
    setTimeout(() => { button.lastChild.textContent = before; }, 2000);
  }
});

const wrong = document.querySelector('main [aria-invalid="true"]');
if (wrong) wrong.focus();
