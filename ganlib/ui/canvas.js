// A sheet to draw on: each stroke leaves clouds of points, at some distance from each other.
// It tells the server the places of all clouds when the hand is lifted.

const SIDE = 320; // pixels on the screen
const NEAREST = 0.1; // of two clouds, in units of the plane
const sheets = new WeakMap(); // element → the strokes on it

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const canvas = parentElement.querySelector("canvas");
  const clear = parentElement.querySelector(".clear");
  const left = parentElement.querySelector(".left");
  const sheet = sheets.get(canvas) ?? { name: undefined, centres: [] };
  sheets.set(canvas, sheet);
  if (sheet.name !== data.name) {
    sheet.name = data.name;
    sheet.centres = data.centres;
  }
  clear.textContent = data.clear;
  canvas.setAttribute("aria-label", data.alt);
  const pen = canvas.getContext("2d");
  const scale = window.devicePixelRatio || 1;
  canvas.width = canvas.height = SIDE * scale;
  canvas.style.width = canvas.style.height = `${SIDE}px`;
  pen.setTransform(scale, 0, 0, scale, 0, 0);

  const paint = () => {
    const style = getComputedStyle(canvas);
    pen.fillStyle = style.getPropertyValue("--st-secondary-background-color").trim() || "#f4f4f2";
    pen.fillRect(0, 0, SIDE, SIDE);
    pen.fillStyle = data.colour;
    const radius = ((2 * data.sigma) / (2 * data.extent)) * SIDE;
    for (const [x, y] of sheet.centres) {
      pen.globalAlpha = 0.55;
      pen.beginPath();
      pen.arc(...toScreen(x, y, data.extent), radius, 0, 2 * Math.PI);
      pen.fill();
    }
    pen.globalAlpha = 1;
    left.textContent = data.left.replace("{number}", data.most - sheet.centres.length);
  };

  const add = (event) => {
    const box = canvas.getBoundingClientRect();
    const x = ((2 * (event.clientX - box.left)) / box.width - 1) * data.extent;
    const y = (1 - (2 * (event.clientY - box.top)) / box.height) * data.extent;
    const isNear = sheet.centres.some(([a, b]) => Math.hypot(a - x, b - y) < NEAREST);
    const isOnSheet = Math.max(Math.abs(x), Math.abs(y)) <= data.extent;
    if (isNear || !isOnSheet || sheet.centres.length >= data.most) return;
    sheet.centres = [...sheet.centres, [x, y]];
    paint();
  };

  canvas.onpointerdown = (event) => {
    canvas.setPointerCapture(event.pointerId);
    sheet.before = sheet.centres.length;
    add(event);
  };
  canvas.onpointermove = (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) add(event);
  };
  canvas.onpointerup = () => {
    if (sheet.centres.length > (sheet.before ?? 0)) setTriggerValue("drawn", sheet.centres);
  };
  clear.onclick = () => {
    sheet.centres = [];
    paint();
  };
  paint();
}

function toScreen(x, y, extent) {
  return [((x / extent + 1) / 2) * SIDE, ((1 - y / extent) / 2) * SIDE];
}
