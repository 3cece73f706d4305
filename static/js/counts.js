// Live counts under a field: characters (code points) or UTF-8 bytes of what has been typed, and of how many.
const encoder = new TextEncoder();

export function measure(text, unit) {
  return unit === "bytes" ? encoder.encode(text).length : [...text].length;
}

for (const count of document.querySelectorAll("[data-count-for]")) {
  const control = document.getElementById(count.dataset.countFor);
  if (!control) continue;
  const limit = Number(count.dataset.max);
  const show = () => {
    const used = measure(control.value, count.dataset.unit);
    count.textContent = count.dataset.text.replace("{used}", used).replace("{max}", limit);
    count.classList.toggle("over", used > limit);
  };
  control.addEventListener("input", show);
  show();
}
