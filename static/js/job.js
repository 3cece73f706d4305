// Waits for a question to the coach: moves the bar, and opens the answer when it is there.
const box = document.querySelector("[data-job]");
const WAIT = 1000;

async function look() {
  try {
    const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { over, percent, text } = await answer.json();
    if (over) {
      location.reload();
      return;
    }
    box.querySelector(".meter-bar rect")?.setAttribute("width", String(percent));
    const words = box.querySelector("[data-job-text]");
    if (words && words.textContent !== text) words.textContent = text;
  } catch {
    // The server may be starting again; the next look will tell.
  }
  setTimeout(look, WAIT);
}

if (box) setTimeout(look, WAIT);
