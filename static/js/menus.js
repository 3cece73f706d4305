// Menus (<details data-menu>): one open at a time, closed by Escape or by a click elsewhere; toasts can be dismissed.
const menus = [...document.querySelectorAll("details[data-menu]")];

for (const menu of menus) {
  menu.addEventListener("toggle", () => {
    if (menu.open) for (const other of menus) if (other !== menu) other.open = false;
  });
}

document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  const toast = event.target.closest("[data-dismiss]")?.closest("[data-toast]");
  if (toast) toast.remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// In a rail that scrolls, sideways or down, the present page is in view.
const present = document.querySelector(".rail [aria-current]");
const strip = present?.closest("ul");
if (strip) {
  const [own, frame] = [present, strip].map((one) => one.getBoundingClientRect());
  strip.scrollLeft += own.left + own.width / 2 - frame.left - frame.width / 2;
  strip.scrollTop += own.top + own.height / 2 - frame.top - frame.height / 2;
}
