// A sheet of pictures to walk on. Nothing is asked of the server while the pointer moves: the pictures are all here.
// A click, or Enter, tells it which one is to be the middle of the next sheet.

const SHARP = 960; // pixels that a sheet has at least
const pads = new WeakMap(); // canvas → the sheet on it and where the pointer is

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const sheet = parentElement.querySelector(".sheet");
  const view = parentElement.querySelector(".view");
  const words = parentElement.querySelector(".place");
  const middle = { column: (data.columns - 1) / 2, row: (data.rows - 1) / 2 };
  const pad = pads.get(sheet) ?? {};
  pads.set(sheet, pad);
  sheet.setAttribute("aria-label", data.alt);
  view.setAttribute("aria-label", data.view);

  const left = (cell) => cell.column * (data.width + data.gap);
  const top = (cell) => cell.row * (data.height + data.gap);

  const paint = () => {
    if (!pad.image.complete || !pad.image.width) return;
    const factor = Math.max(1, Math.ceil(SHARP / pad.image.width));
    sheet.width = pad.image.width * factor;
    sheet.height = pad.image.height * factor;
    const pen = sheet.getContext("2d");
    pen.imageSmoothingEnabled = false;
    pen.drawImage(pad.image, 0, 0, sheet.width, sheet.height);
    pen.strokeStyle = getComputedStyle(sheet).getPropertyValue("--st-primary-color").trim() || "#ff4b4b";
    for (const [cell, thickness] of [[middle, 2], [pad.cursor, 4]]) {
      pen.lineWidth = thickness;
      pen.strokeRect(left(cell) * factor, top(cell) * factor, data.width * factor, data.height * factor);
    }
    view.width = data.width * 10;
    view.height = data.height * 10;
    const large = view.getContext("2d");
    large.imageSmoothingEnabled = false;
    const part = [left(pad.cursor), top(pad.cursor), data.width, data.height];
    large.drawImage(pad.image, ...part, 0, 0, view.width, view.height);
    words.textContent = isMiddle() ? data.here : data.place
      .replace("{right}", steps(pad.cursor.column - middle.column, middle.column))
      .replace("{up}", steps(middle.row - pad.cursor.row, middle.row));
  };

  const isMiddle = () => pad.cursor.column === middle.column && pad.cursor.row === middle.row;
  const steps = (count, most) => (most ? (count / most) * data.reach : 0).toFixed(1).replace("-", "−");

  const under = (event) => {
    const box = sheet.getBoundingClientRect();
    const inside = (share, count) => Math.min(count - 1, Math.max(0, Math.floor(share * count)));
    return {
      column: inside((event.clientX - box.left) / box.width, data.columns),
      row: inside((event.clientY - box.top) / box.height, data.rows),
    };
  };

  const point = (cell) => {
    pad.cursor = cell;
    paint();
  };

  const go = () => {
    if (!isMiddle()) setTriggerValue("chosen", { identity: data.identity, ...pad.cursor });
  };

  const isOutOfSight = () => {
    const box = sheet.getBoundingClientRect();
    return box.bottom < 0 || box.top > window.innerHeight;
  };

  const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  sheet.onpointermove = (event) => point(under(event));
  sheet.onpointerleave = () => point(middle);
  sheet.onclick = (event) => {
    point(under(event));
    go();
  };
  sheet.onkeydown = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return; // Back, and what else the browser makes of them
    if (event.key in KEYS) {
      const [right, down] = KEYS[event.key];
      point({
        column: Math.min(data.columns - 1, Math.max(0, pad.cursor.column + right)),
        row: Math.min(data.rows - 1, Math.max(0, pad.cursor.row + down)),
      });
    } else if (event.key === "Enter" || event.key === " ") go();
    else if (event.key === "Home") point(middle);
    else return;
    event.preventDefault();
  };

  if (pad.identity !== data.identity) {
    const image = new Image();
    image.onload = () => {
      if (pad.identity && isOutOfSight()) sheet.scrollIntoView({ block: "center" }); // a button far below has led here
      Object.assign(pad, { identity: data.identity, cursor: middle, image });
      paint();
    };
    image.src = data.sheet;
  } else paint();
}
