// A sheet to draw on: each stroke leaves clouds of points, at some distance from each other.
// It tells the server the places of all clouds when the hand is lifted. What the server answers about an earlier stroke
// is passed over: by then more may have been drawn.

const SIDE = 320; // pixels on the screen
const NEAREST = 0.1; // of two clouds, in units of the plane
const FAINT = 0.12, CLEAR = 0.55;
const sheets = new WeakMap(); // canvas → what is drawn on it, and what was told of it

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const canvas = parentElement.querySelector("canvas");
  const clear = parentElement.querySelector(".clear");
  const left = parentElement.querySelector(".left");
  const sheet = sheets.get(canvas) ?? { serial: data.serial, centres: [], before: [], pointer: null };
  sheets.set(canvas, sheet);
  const isNews = sheet.name !== data.name && data.serial === sheet.serial && sheet.pointer === null;
  if (isNews) Object.assign(sheet, { name: data.name, centres: data.centres, told: data.centres.length, before: [] });
  clear.textContent = data.clear;
  canvas.setAttribute("aria-label", data.alt);
  const pen = canvas.getContext("2d");
  const scale = window.devicePixelRatio || 1;
  canvas.width = canvas.height = SIDE * scale;
  canvas.style.width = canvas.style.height = `${SIDE}px`;
  pen.setTransform(scale, 0, 0, scale, 0, 0);

  const paint = () => {
    const style = getComputedStyle(canvas);
    pen.globalAlpha = 1;
    pen.fillStyle = style.getPropertyValue("--st-secondary-background-color").trim() || "#f4f4f2";
    pen.fillRect(0, 0, SIDE, SIDE);
    pen.fillStyle = data.colour;
    const radius = (data.sigma / data.extent) * SIDE;
    for (const [centres, alpha] of [[sheet.before, FAINT], [sheet.centres, CLEAR]]) {
      pen.globalAlpha = alpha;
      for (const [x, y] of centres) {
        pen.beginPath();
        pen.arc(((x / data.extent + 1) / 2) * SIDE, ((1 - y / data.extent) / 2) * SIDE, radius, 0, 2 * Math.PI);
        pen.fill();
      }
    }
    left.textContent = data.left.replace("{number}", data.most - sheet.centres.length);
  };

  const add = (event) => {
    const box = canvas.getBoundingClientRect();
    const x = ((2 * (event.clientX - box.left)) / box.width - 1) * data.extent;
    const y = (1 - (2 * (event.clientY - box.top)) / box.height) * data.extent;
    const isNear = sheet.centres.some(([a, b]) => Math.hypot(a - x, b - y) < NEAREST);
    const isOnSheet = Math.max(Math.abs(x), Math.abs(y)) <= data.extent - 2 * data.sigma;
    if (isNear || !isOnSheet || sheet.centres.length >= data.most) return;
    sheet.centres = [...sheet.centres, [x, y]];
    sheet.before = [];
    paint();
  };

  const tell = (event) => {
    if (event.pointerId !== sheet.pointer) return;
    sheet.pointer = null;
    if (!sheet.centres.length || sheet.centres.length === sheet.told) return;
    sheet.told = sheet.centres.length;
    sheet.serial += 1;
    setTriggerValue("drawn", { serial: sheet.serial, centres: sheet.centres });
  };

  canvas.onpointerdown = (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    sheet.pointer = event.pointerId;
    canvas.setPointerCapture(event.pointerId);
    add(event);
  };
  canvas.onpointermove = (event) => {
    if (event.pointerId === sheet.pointer) add(event);
  };
  canvas.onpointerup = canvas.onpointercancel = canvas.onlostpointercapture = tell;
  clear.onclick = () => {
    if (sheet.centres.length) sheet.before = sheet.centres; // faint: what counts until there is a new stroke
    sheet.centres = [];
    sheet.told = 0;
    paint();
  };
  paint();
}
