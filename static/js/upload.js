// Uploads one picture after the other, with progress; each is accepted or refused by itself. Without this script the form
// sends all of them at once.
const form = document.querySelector("[data-upload]");
const bar = form?.querySelector("[data-upload-progress]");
const count = form?.querySelector("[data-upload-count]");
const said = form?.querySelector("[data-upload-said]");

function sendOne(file, told) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append("picture", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => event.lengthComputable && told(event.loaded / event.total));
    request.addEventListener("load", () => resolve(JSON.parse(request.responseText)));
    request.addEventListener("error", reject);
    request.send(body);
  });
}

function tell(text, ok) {
  const line = document.createElement("p");
  line.className = ok ? "small" : "fault";
  line.textContent = text;
  said.append(line);
}

async function showWhatCame() {
  const answer = await fetch(form.action, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#own .picture-grid");
  const place = document.querySelector("#own .picture-grid, #own > p.soft");
  if (fresh && place) place.replaceWith(document.importNode(fresh, true));
}

form?.addEventListener("submit", async (event) => {
  const files = [...form.elements.picture.files];
  if (event.defaultPrevented || files.length < 1) return;
  event.preventDefault();
  bar.hidden = false;
  said.replaceChildren();
  let done = 0;
  try {
    for (const file of files) {
      const answer = await sendOne(file, (share) => { bar.value = (100 * (done + share)) / files.length; });
      for (const one of answer.pictures ?? answer.errors) tell(one.message, one.ok);
      done += 1;
      bar.value = (100 * done) / files.length;
      count.textContent = count.dataset.text.replace("{done}", done).replace("{all}", files.length);
    }
    await showWhatCame();
  } catch {
    window.location.reload();
    return;
  }
  form.reset();
  delete form.dataset.sent;
  form.querySelector("button[aria-busy]")?.removeAttribute("aria-busy");
});
