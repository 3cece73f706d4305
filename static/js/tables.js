// Tables: heads marked data-sortable become buttons that sort the rows; data-all ticks every data-row box of its table.
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

function keyOf(row, column) {
  const cell = row.cells[column];
  return cell?.dataset.sort ?? cell?.innerText.trim() ?? "";
}

function sortBy(head) {
  const table = head.closest("table");
  const body = table.tBodies[0];
  const column = head.cellIndex;
  const down = head.getAttribute("aria-sort") === "ascending";
  const rows = [...body.rows].map((row, place) => ({ row, place, key: keyOf(row, column) }));
  const numeric = rows.every(({ key }) => key === "" || !Number.isNaN(Number(key)));
  rows.sort((a, b) => {
    // Rows without a value stay at the end in both directions.
    if ((a.key === "") !== (b.key === "")) return a.key === "" ? 1 : -1;
    const order = numeric ? Number(a.key) - Number(b.key) : collator.compare(a.key, b.key);
    return (down ? -order : order) || a.place - b.place;
  });
  body.append(...rows.map(({ row }) => row));
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
}

for (const head of document.querySelectorAll("th[data-sortable]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sort";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => sortBy(head));
}

document.addEventListener("change", (event) => {
  const table = event.target.closest?.("table");
  if (event.target.matches("[data-all]")) {
    for (const box of table.querySelectorAll("[data-row]")) {
      box.checked = event.target.checked;
      box.closest("tr").setAttribute("aria-selected", box.checked);
    }
  } else if (event.target.matches("[data-row]")) {
    event.target.closest("tr").setAttribute("aria-selected", event.target.checked);
  }
});
