// The studio: sends a step and puts the answer in place of the page's own part, shows the original while asked to, and
// measures when the fold is opened. Drawing on the picture is in stage.js. Without this script every form works by itself.
import { attach } from "./stage.js";

const part = () => document.getElementById("studio");

function ready() {
  const studio = part();
  for (const hidden of studio.querySelectorAll("[data-with-script]")) hidden.hidden = false;
  attach(studio);
}

async function exchange(url, options) {
  const stage = part().querySelector("[data-stage]");
  stage.setAttribute("data-busy", "yes");
  stage.setAttribute("aria-busy", "true");
  const focused = document.activeElement?.name ? `[name="${document.activeElement.name}"]` : null;
  const value = document.activeElement?.tagName === "BUTTON" ? document.activeElement.value : null;
  const answer = await fetch(url, options);
  const text = await answer.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.getElementById("studio");
  if (!fresh) {
    window.location.assign(answer.url);
    return;
  }
  part().replaceWith(document.importNode(fresh, true));
  window.history.replaceState(null, "", answer.url.split("#")[0]);
  ready();
  const again = value ? part().querySelector(`button[name="do"][value="${value}"]`) : focused && part().querySelector(focused);
  const wrong = part().querySelector("[role=alert]");
  if (wrong) {
    wrong.tabIndex = -1;
    wrong.focus();
  } else {
    (again || part().querySelector("#tool button") || part().querySelector("[data-tool-link][aria-current]"))?.focus({ preventScroll: true });
  }
}

async function send(url, options) {
  try {
    await exchange(url, options);
  } catch {
    window.location.reload();
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !part()?.contains(form) || event.submitter?.value === "finish") return;
  event.preventDefault();
  delete form.dataset.sent;
  const body = new FormData(form, event.submitter);
  send(form.action, { method: "POST", body, credentials: "same-origin" });
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-tool-link]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    await send(link.href, { credentials: "same-origin" });
    part().querySelector("[data-tool-link][aria-current]")?.focus({ preventScroll: true });
    return;
  }
  const compare = event.target.closest("[data-compare]");
  if (compare) {
    event.preventDefault();
    const stage = part().querySelector("[data-stage]");
    const showing = compare.getAttribute("aria-pressed") !== "true";
    compare.setAttribute("aria-pressed", String(showing));
    const image = stage.querySelector("[data-picture]");
    image.removeAttribute("width");
    image.removeAttribute("height");
    image.src = showing ? stage.dataset.before : stage.dataset.after;
  }
});

// The link to the original is told as a switch, so the space bar works it as well.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches("[data-compare]")) return;
  event.preventDefault();
  event.target.click();
});

document.addEventListener("toggle", async (event) => {
  const fold = event.target;
  if (!fold.dataset?.measure || !fold.open || fold.dataset.done) return;
  fold.dataset.done = "yes";
  const place = fold.querySelector("[data-measured]");
  place.setAttribute("aria-busy", "true");
  const answer = await fetch(fold.dataset.measure, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.getElementById("measured");
  if (found) place.replaceChildren(document.importNode(found, true));
  place.removeAttribute("aria-busy");
}, true);

if (part()) ready();
