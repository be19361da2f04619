// Draws a Plotly figure and redraws it in place: zoom, hidden legend entries and scroll survive every update.
// What is the same as before, or out of sight, is not drawn: the trainer needs the processor more.
// The library is loaded once, from this server, when the first chart comes; this text stays small because it travels
// with the page.

const charts = new WeakMap(); // element → what it shows
const NEARLY_IN_SIGHT = "200px"; // above or below the screen

export default function (component) {
  const { parentElement, data } = component;
  const box = parentElement.querySelector(".chart");
  const words = parentElement.querySelector(".failure");
  const chart = charts.get(box) ?? { isDrawing: false, isInSight: true };
  charts.set(box, chart);
  chart.data = data;
  chart.isGone = false;
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", data.alt);
  box.style.height = `${data.height}px`;

  const draw = async () => {
    if (chart.isDrawing) return; // the drawing that is under way takes the newest data
    if (chart.drawn && (document.hidden || !chart.isInSight)) return; // the observer comes back to it
    chart.isDrawing = true;
    try {
      await import(new URL(data.script, document.baseURI).href);
      while (chart.drawn !== wanted(box, chart.data) && !chart.isGone) {
        chart.drawn = wanted(box, chart.data);
        await redraw(box, chart.data);
      }
      words.textContent = "";
    } catch (error) {
      console.warn("chart not drawn:", error);
      words.textContent = data.failure;
    } finally {
      chart.isDrawing = false;
    }
    if (!chart.stopObserving && !chart.isGone) chart.stopObserving = observe(box, chart);
  };
  chart.draw = draw;
  draw();

  return () => {
    chart.isGone = true;
    chart.drawn = undefined;
    chart.stopObserving?.();
    chart.stopObserving = undefined;
    globalThis.Plotly?.purge(box);
  };
}

function observe(box, chart) {
  const size = new ResizeObserver(() => {
    if (box.clientWidth && Math.abs(box.clientWidth - (chart.width ?? 0)) > 1) {
      chart.width = box.clientWidth;
      globalThis.Plotly?.Plots.resize(box);
    }
  });
  const sight = new IntersectionObserver(
    (changes) => {
      chart.isInSight = changes.at(-1).isIntersecting;
      chart.draw();
    },
    { rootMargin: NEARLY_IN_SIGHT },
  );
  const seeAgain = () => chart.draw();
  size.observe(box);
  sight.observe(box);
  document.addEventListener("visibilitychange", seeAgain);
  return () => {
    size.disconnect();
    sight.disconnect();
    document.removeEventListener("visibilitychange", seeAgain);
  };
}

function themeOf(box) {
  const style = getComputedStyle(box);
  const theme = (name) => style.getPropertyValue(`--st-${name}`).trim();
  return {
    background: theme("background-color"),
    text: theme("text-color") || style.color,
    font: theme("font") || style.fontFamily,
    grid: theme("border-color") || "rgba(128,128,128,0.3)",
  };
}

function wanted(box, data) {
  return JSON.stringify([data.figure, data.height, themeOf(box)]);
}

function redraw(box, data) {
  const { background, text, font, grid } = themeOf(box);
  let { figure } = data;
  if (isDark(background)) {
    for (const [light, dark] of Object.entries(data.dark)) figure = figure.replaceAll(light, dark);
  }
  const { data: traces, layout } = JSON.parse(figure);
  layout.font = { family: font, color: text, size: 13 };
  layout.height = data.height;
  layout.autosize = true;
  layout.hoverlabel = { bgcolor: background, font: { color: text } };
  for (const name of Object.keys(layout)) {
    if (/^[xy]axis/.test(name)) Object.assign(layout[name], { gridcolor: grid, linecolor: grid, tickcolor: grid });
  }
  const config = {
    displaylogo: false,
    modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "sendChartToCloud"], // nothing leaves this machine
    toImageButtonOptions: { scale: 2 },
  };
  return globalThis.Plotly.react(box, traces, layout, config);
}

function isDark(colour) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = colour || "#fff";
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
