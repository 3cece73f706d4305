// A form with data-preview="id" shows what it would do while somebody types: the page is asked with do=<data-preview-do>,
// which saves nothing, and the part with that id is taken over. Without script the form has a button for it.
import { whenTyped } from "./typed.js";

const WAIT = 500;

function watch(form) {
  let timer = 0;
  let asked = null;

  async function show() {
    asked?.abort();
    asked = new AbortController();
    const typed = new FormData(form);
    typed.set("do", form.dataset.previewDo);
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed, headers: { Accept: "text/html" }, signal: asked.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(form.dataset.preview);
      const old = document.getElementById(form.dataset.preview);
      if (fresh && old) old.replaceChildren(...fresh.childNodes);
    } catch (error) {
      // Without an answer the page stays as it was; saving checks everything again.
      if (error.name !== "AbortError") clearTimeout(timer);
    }
  }

  whenTyped(form, () => {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  });
}

for (const form of document.querySelectorAll("form[data-preview]")) watch(form);
