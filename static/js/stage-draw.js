// What stage.js has to show: rectangle, point, line and strokes over the picture, as they stand in the form's fields.
export const field = (view, name) => view.form.querySelector(`[data-place="${name}"]`);
export const get = (view, name) => Number(field(view, name)?.value ?? 0);

// The ends of what is drawn: whoever takes one pulls it, and the other one stays.
export function ends(view) {
  if (view.kind === "line") return [[get(view, "x1"), get(view, "y1")], [get(view, "x2"), get(view, "y2")]];
  const [left, top] = [get(view, "left"), get(view, "top")];
  const [right, bottom] = [left + get(view, "width"), top + get(view, "height")];
  return [[left, top], [right, top], [left, bottom], [right, bottom]];
}

export function draw(view) {
  const { canvas, kind } = view;
  const image = view.stage.querySelector("[data-picture]");
  canvas.width = image.clientWidth;
  canvas.height = image.clientHeight;
  const pen = canvas.getContext("2d");
  const x = (percent) => (percent / 100) * canvas.width;
  const y = (percent) => (percent / 100) * canvas.height;
  pen.lineWidth = 2;
  pen.strokeStyle = "#0b6275";
  if (kind === "box") {
    const box = [x(get(view, "left")), y(get(view, "top")), x(get(view, "width")), y(get(view, "height"))];
    pen.fillStyle = "rgb(15 24 28 / 45%)";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.clearRect(...box);
    pen.strokeRect(...box);
    handles(view, pen, x, y);
  } else if (kind === "line") {
    pen.beginPath();
    pen.moveTo(x(get(view, "x1")), y(get(view, "y1")));
    pen.lineTo(x(get(view, "x2")), y(get(view, "y2")));
    pen.stroke();
    handles(view, pen, x, y);
  } else {
    if (kind === "brush") drawStrokes(view, pen, x, y);
    const radius = (get(view, kind === "brush" ? "brush" : "radius") / 100) * Math.max(canvas.width, canvas.height);
    pen.beginPath();
    pen.arc(x(get(view, "x")), y(get(view, "y")), Math.max(3, radius || 6), 0, 2 * Math.PI);
    pen.stroke();
  }
}

function handles(view, pen, x, y) {
  pen.fillStyle = "#ffffff";
  for (const [px, py] of ends(view)) {
    pen.fillRect(x(px) - 5, y(py) - 5, 10, 10);
    pen.strokeRect(x(px) - 5, y(py) - 5, 10, 10);
  }
}

function drawStrokes(view, pen, x, y) {
  const strokes = view.strokes.value ? view.strokes.value.split(";") : [];
  for (const text of strokes) {
    const [wish, radius, ...points] = text.split(" ");
    pen.save();
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = wish === "keep" ? "rgb(27 107 66 / 55%)" : "rgb(169 42 42 / 55%)";
    pen.lineWidth = Math.max(2, (Number(radius) / 5000) * Math.max(view.canvas.width, view.canvas.height));
    pen.beginPath();
    points.forEach((point, number) => {
      const [px, py] = point.split(",").map((one) => Number(one) / 100);
      if (number) pen.lineTo(x(px), y(py));
      else pen.moveTo(x(px), y(py));
    });
    if (points.length === 1) pen.lineTo(...points[0].split(",").map((one, axis) => (axis ? y : x)(Number(one) / 100)));
    pen.stroke();
    pen.restore();
  }
}
