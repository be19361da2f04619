// A sheet to draw a picture on. When the hand is lifted the server is told how light each pixel is: the mean of a square
// of finer ones.

const SHARP = 280; // pixels across that the sheet has at least
const PEN = 1 / 12; // of the sheet
const sheets = new WeakSet(); // canvases that are being drawn on: what is on them stays

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const canvas = parentElement.querySelector("canvas");
  const clear = parentElement.querySelector(".clear");
  clear.textContent = data.clear;
  canvas.setAttribute("aria-label", data.alt);
  const square = Math.ceil(SHARP / data.width);
  const pen = canvas.getContext("2d", { willReadFrequently: true });

  const blank = () => {
    pen.fillStyle = "black";
    pen.fillRect(0, 0, canvas.width, canvas.height);
  };

  const begin = () => {
    canvas.width = data.width * square;
    canvas.height = data.height * square;
    blank();
    const ink = atob(data.ink);
    for (let pixel = 0; pixel < ink.length; pixel++) {
      const light = ink.charCodeAt(pixel);
      pen.fillStyle = `rgb(${light}, ${light}, ${light})`;
      pen.fillRect((pixel % data.width) * square, Math.floor(pixel / data.width) * square, square, square);
    }
  };

  const tell = () => {
    const fine = pen.getImageData(0, 0, canvas.width, canvas.height).data;
    const light = new Float64Array(data.width * data.height);
    for (let y = 0; y < canvas.height; y++)
      for (let x = 0; x < canvas.width; x++)
        light[Math.floor(y / square) * data.width + Math.floor(x / square)] += fine[4 * (y * canvas.width + x)];
    const ink = Array.from(light, (sum) => String.fromCharCode(Math.round(sum / square ** 2))).join("");
    setTriggerValue("drawn", { ink: btoa(ink) });
  };

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * canvas.width,
      ((event.clientY - box.top) / box.height) * canvas.height,
    ];
  };

  const isNew = !sheets.has(canvas) || canvas.width !== data.width * square;
  sheets.add(canvas);
  if (isNew) begin();

  canvas.onpointerdown = (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    Object.assign(pen, { strokeStyle: "white", lineWidth: canvas.width * PEN, lineCap: "round", lineJoin: "round" });
    pen.beginPath();
    pen.moveTo(...place(event));
    pen.lineTo(...place(event));
    pen.stroke();
  };
  canvas.onpointermove = (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(event));
    pen.stroke();
  };
  canvas.onpointerup = (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) tell();
  };
  clear.onclick = () => {
    blank();
    tell();
  };
}
