// The phrasebook: a field with data-filter="id" shows only the entries of that element that hold what was typed.
import { whenTyped } from "./typed.js";

function plain(text) {
  return text.toLocaleLowerCase().replace(/\s+/gu, " ").trim();
}

for (const field of document.querySelectorAll("[data-filter]")) {
  const book = document.getElementById(field.dataset.filter);
  if (!book) continue;
  const rows = [...book.querySelectorAll("[data-phrase]")].map((row) => {
    const texts = [...row.querySelectorAll("p")].map((one) => one.textContent);
    return { row, text: plain(texts.join("\n")) };
  });
  const none = document.querySelector("[data-filter-none]");
  whenTyped(field, () => {
    const wanted = plain(field.value);
    let found = 0;
    for (const { row, text } of rows) {
      row.hidden = !text.includes(wanted);
      if (!row.hidden) found += 1;
    }
    if (none) none.hidden = found > 0;
  });
}
