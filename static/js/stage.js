// Drawing on the picture: a rectangle (crop, cut out), a point (white balance, dust), a line, and strokes of a brush. What
// is drawn goes into the form's number fields, in per cent, and what is typed there is drawn. Arrow keys move what is
// drawn, Shift makes the steps larger, Space paints.
import { draw, ends, field, get } from "./stage-draw.js";

const STEP = 0.5;
const NEAR = 4;
const BOXES = new Set(["crop", "cutout"]);
const POINTS = new Set(["balance", "heal"]);

export function attach(studio) {
  const stage = studio.querySelector("[data-stage]");
  const form = studio.querySelector("[data-studio-form]");
  const tool = studio.dataset.tool;
  if (!stage || !form) return;
  const strokes = form.querySelector("[data-strokes]");
  const kind = BOXES.has(tool) ? (strokes ? "brush" : "box") : POINTS.has(tool) ? "point" : tool === "line" ? "line" : "";
  const angle = form.querySelector("[data-angle]");
  if (angle) angle.addEventListener("input", () => turn(stage, Number(angle.value)));
  if (!kind) return;
  const canvas = document.createElement("canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", form.closest("section")?.querySelector("h2")?.textContent ?? "");
  stage.append(canvas);
  const view = { stage, form, canvas, kind, strokes, start: null, stroke: null };
  new ResizeObserver(() => draw(view)).observe(stage);
  for (const field of form.querySelectorAll("[data-place]")) field.addEventListener("input", () => draw(view));
  canvas.addEventListener("pointerdown", (event) => begin(view, event));
  canvas.addEventListener("pointermove", (event) => move(view, event));
  canvas.addEventListener("pointerup", () => end(view));
  canvas.addEventListener("pointercancel", () => end(view));
  canvas.addEventListener("keydown", (event) => press(view, event));
  form.querySelector("[data-forget]")?.addEventListener("click", () => {
    strokes.value = "";
    draw(view);
  });
  draw(view);
}

function turn(stage, degrees) {
  const image = stage.querySelector("[data-picture]");
  const canvas = stage.querySelector("canvas") ?? stage.appendChild(document.createElement("canvas"));
  canvas.width = image.clientWidth;
  canvas.height = image.clientHeight;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.save();
  pen.translate(canvas.width / 2, canvas.height / 2);
  pen.rotate((degrees * Math.PI) / 180);
  pen.drawImage(image, -canvas.width / 2, -canvas.height / 2, canvas.width, canvas.height);
  pen.restore();
  pen.strokeStyle = "rgb(11 98 117 / 55%)";
  pen.beginPath();
  for (let part = 1; part < 8; part += 1) {
    pen.moveTo((canvas.width * part) / 8, 0);
    pen.lineTo((canvas.width * part) / 8, canvas.height);
    pen.moveTo(0, (canvas.height * part) / 8);
    pen.lineTo(canvas.width, (canvas.height * part) / 8);
  }
  pen.stroke();
}

const limit = (value, low, high) => Math.min(high, Math.max(low, value));
const rounded = (value) => String(Math.round(value * 100) / 100);

function set(view, values) {
  for (const [name, value] of Object.entries(values)) {
    const one = field(view, name);
    if (one) one.value = rounded(value);
  }
  draw(view);
}

function place(view, event) {
  const box = view.canvas.getBoundingClientRect();
  return { x: limit(((event.clientX - box.left) / box.width) * 100, 0, 100), y: limit(((event.clientY - box.top) / box.height) * 100, 0, 100) };
}

function begin(view, event) {
  view.canvas.setPointerCapture(event.pointerId);
  const now = place(view, event);
  view.start = view.kind === "brush" || view.kind === "point" ? now : (opposite(view, now) ?? now);
  if (view.kind === "brush") view.stroke = [];
  move(view, event);
}

function opposite(view, now) {
  const all = ends(view);
  const taken = all.findIndex(([x, y]) => Math.hypot(x - now.x, y - now.y) < NEAR);
  if (taken < 0) return null;
  const [x, y] = all[all.length - 1 - taken];
  return { x, y };
}

function move(view, event) {
  if (!view.start) return;
  const now = place(view, event);
  const { start } = view;
  if (view.kind === "box") {
    set(view, { left: Math.min(start.x, now.x), top: Math.min(start.y, now.y), width: Math.max(1, Math.abs(now.x - start.x)), height: Math.max(1, Math.abs(now.y - start.y)) });
  } else if (view.kind === "line") {
    set(view, { x1: start.x, y1: start.y, x2: now.x, y2: now.y });
  } else {
    if (view.stroke) view.stroke.push(now);
    set(view, now);
  }
}

function end(view) {
  if (view.stroke?.length) addStroke(view, view.stroke);
  view.start = null;
  view.stroke = null;
}

// The form in which a recipe keeps strokes: "keep 150 5000,4000 5010,4020;drop …", all in ten-thousandths.
function addStroke(view, points) {
  const wish = view.form.querySelector('[name="brush"]:checked')?.value ?? "keep";
  const whole = (value) => Math.round(value * 100);
  const thin = points.filter((_, number) => number % Math.ceil(points.length / 60) === 0 || number === points.length - 1);
  const text = `${wish} ${whole(get(view, "brush"))} ${thin.map((one) => `${whole(one.x)},${whole(one.y)}`).join(" ")}`;
  view.strokes.value = view.strokes.value ? `${view.strokes.value};${text}` : text;
  draw(view);
}

function press(view, event) {
  const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (event.key === " " && view.kind === "brush") {
    addStroke(view, [{ x: get(view, "x"), y: get(view, "y") }]);
  } else if (by) {
    const far = STEP * (event.shiftKey ? 5 : 1);
    const [across, down] = view.kind === "box" ? (event.altKey ? ["width", "height"] : ["left", "top"]) : view.kind === "line" ? (event.altKey ? ["x2", "y2"] : ["x1", "y1"]) : ["x", "y"];
    set(view, { [across]: limit(get(view, across) + by[0] * far, 0, 100), [down]: limit(get(view, down) + by[1] * far, 0, 100) });
  } else {
    return;
  }
  event.preventDefault();
}
