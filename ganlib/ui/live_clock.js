// The clock of a page's live parts: asks the server for what is due, and again only after its answer.
// A page that nobody sees does not ask; it catches up when it is looked at again.

const ANSWER_LOST_SECONDS = 30;

const clocks = new WeakMap(); // element → stops its timer

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  clocks.get(parentElement)?.();
  let timer;

  const tick = () => {
    document.removeEventListener("visibilitychange", tick);
    if (document.hidden) {
      document.addEventListener("visibilitychange", tick);
      return;
    }
    setTriggerValue("tick", data.beat);
    timer = setTimeout(tick, 1000 * Math.max(ANSWER_LOST_SECONDS, 2 * data.seconds));
  };
  timer = setTimeout(tick, 1000 * data.seconds);

  const stop = () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", tick);
  };
  clocks.set(parentElement, stop);
  return stop;
}
