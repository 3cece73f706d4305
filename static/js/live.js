// Keeps a board fresh: fetches its page again every few seconds and puts the marked parts (data-live-part) into this one.
// The order that the reader sorted by, and the place of the keyboard, stay as they are.
const board = document.querySelector("[data-live]");

function sortAgain(table) {
  const head = table?.querySelector("th[aria-sort]");
  const button = head?.querySelector("button.sort");
  if (!button) return;
  // The button sorts upwards unless the column already is; so it is told the opposite of what is wished.
  const down = head.getAttribute("aria-sort") === "descending";
  if (down) head.setAttribute("aria-sort", "ascending");
  else head.removeAttribute("aria-sort");
  button.click();
}

function putIn(part, fresh) {
  const held = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const table = part.querySelector("table");
  const body = fresh.querySelector("table")?.tBodies[0];
  if (table && body) {
    table.tBodies[0].innerHTML = body.innerHTML;
    sortAgain(table);
  } else {
    part.innerHTML = fresh.innerHTML;
  }
  if (held) part.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(board.dataset.live, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const fresh of page.querySelectorAll("[data-live-part]")) {
      const part = document.querySelector(`[data-live-part="${fresh.dataset.livePart}"]`);
      if (part) putIn(part, fresh);
    }
  } catch {
    // The network or the server is away for a moment; the next look will tell.
  }
}

if (board) {
  setInterval(look, Number(board.dataset.every) * 1000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
}
