// Counts a time down by the reader's own steady clock, and says politely when ten and two minutes are left.
function clockText(left) {
  const pad = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  return hours ? `${hours}:${pad(minutes)}:${pad(left % 60)}` : `${minutes}:${pad(left % 60)}`;
}

for (const box of document.querySelectorAll("[data-timer]")) {
  const end = performance.now() + Number(box.dataset.timer) * 1000;
  const text = box.querySelector("[data-timer-text]");
  const says = box.querySelector("[data-timer-says]");
  const marks = [[120, box.dataset.two], [600, box.dataset.ten]];
  let before = Number(box.dataset.timer);
  let ticking = 0;

  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    text.textContent = left ? clockText(left) : box.dataset.over;
    box.classList.toggle("hot", left < 600);
    if (says) {
      const passed = marks.find(([limit]) => before > limit && left <= limit && left > 0);
      if (passed) says.textContent = passed[1];
      if (!left && before) says.textContent = box.dataset.over;
    }
    before = left;
    if (!left) clearInterval(ticking);
  };
  ticking = setInterval(tick, 1000);
  tick();
}
