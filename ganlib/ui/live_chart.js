// Draws a Plotly figure and redraws it in place: zoom, hidden legend entries and scroll survive every update.
// The library is loaded once, from this server, when the first chart comes; this text stays small because it travels
// with the page.

const charts = new WeakMap(); // element → what it shows

export default function (component) {
  const { parentElement, data } = component;
  const box = parentElement.querySelector(".chart");
  const words = parentElement.querySelector(".failure");
  const chart = charts.get(box) ?? { isDrawing: false };
  charts.set(box, chart);
  chart.data = data;
  chart.isGone = false;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", data.alt);
  box.style.height = `${data.height}px`;

  const draw = async () => {
    if (chart.isDrawing) return; // the drawing that is under way takes the newest data
    chart.isDrawing = true;
    try {
      await import(new URL(data.script, document.baseURI).href);
      let drawn;
      while (drawn !== chart.data && !chart.isGone) {
        drawn = chart.data;
        await redraw(box, drawn);
      }
      words.textContent = "";
    } catch (error) {
      console.warn("chart not drawn:", error);
      words.textContent = data.failure;
    } finally {
      chart.isDrawing = false;
    }
    if (!chart.observer && !chart.isGone) {
      chart.observer = new ResizeObserver(() => {
        if (box.clientWidth && Math.abs(box.clientWidth - (chart.width ?? 0)) > 1) {
          chart.width = box.clientWidth;
          globalThis.Plotly?.Plots.resize(box);
        }
      });
      chart.observer.observe(box);
    }
  };
  draw();

  return () => {
    chart.isGone = true;
    chart.observer?.disconnect();
    chart.observer = undefined;
    globalThis.Plotly?.purge(box);
  };
}

function redraw(box, data) {
  const style = getComputedStyle(box);
  const theme = (name) => style.getPropertyValue(`--st-${name}`).trim();
  let { figure } = data;
  if (isDark(theme("background-color"))) {
    let text = JSON.stringify(figure);
    for (const [light, dark] of Object.entries(data.dark)) text = text.replaceAll(light, dark);
    figure = JSON.parse(text);
  }
  const layout = structuredClone(figure.layout);
  const text = theme("text-color") || style.color;
  layout.font = { family: theme("font") || style.fontFamily, color: text, size: 13 };
  layout.height = data.height;
  layout.autosize = true;
  layout.hoverlabel = { bgcolor: theme("background-color"), font: { color: text } };
  const grid = theme("border-color") || "rgba(128,128,128,0.3)";
  for (const name of Object.keys(layout)) {
    if (/^[xy]axis/.test(name)) Object.assign(layout[name], { gridcolor: grid, linecolor: grid, tickcolor: grid });
  }
  const config = {
    displaylogo: false,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "sendChartToCloud"], // nothing leaves this machine
    toImageButtonOptions: { scale: 2 },
  };
  return globalThis.Plotly.react(box, figure.data, layout, config);
}

function isDark(colour) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = colour || "#fff";
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
