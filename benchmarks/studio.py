"""How quick the studio feels, in a real browser. `python -m benchmarks.studio` (needs Chromium)

- First useful paint: from the request to the page's heading, cold browser cache, against an empty Streamlit app
  (`st.title` alone) on the same machine in turn; median of the ratios.
- Start → first sample grid on the page, with the worker standing by.
- A live tick: how long the server works on one live part (`benchmarks/timed_streamlit.py`), all of the Train page's
  open but "For the curious", while a real GAN trains.
- Training speed with the page open against no browser at all, in short turns (alone, watched, alone, watched …), so
  that both meet the same noise of a shared machine: median of the ratios, pair by pair. And what watching costs: the
  processor time of browser and server in those turns.
"""

import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.report import provenance, table
from benchmarks.served import BROWSER, ROOT, SERVER, processor_seconds, server, stop, train
from ganlib.runner.local import LocalEngine
from ganlib.store.runs import Run, RunStore
from tests.e2e.find_browser import installed

EMPTY_APP = 'import streamlit as st\n\nst.title("Empty")\n'
PAINTS, STARTS, PAIRS, TURN_SECONDS, SETTLE_SECONDS = 7, 3, 8, 30, 5
GRID = "img[alt^='Generated pictures']"


def first_paint(browser: Browser, url: str) -> float:
    """Seconds from the request to the first heading, with nothing in the browser's cache."""
    with browser.new_context() as context:
        page = context.new_page()
        began = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.locator("h1").first.wait_for()
        return time.perf_counter() - began


def start_to_first_grid(page: Page, url: str, store: RunStore) -> float:
    """Seconds from the click to the grid, a worker standing by; the run is stopped afterwards."""
    page.goto(url)
    page.get_by_role("heading", name="Quick GAN").wait_for()
    time.sleep(20)  # the app's upkeep starts a standby three seconds after it finds a free slot; then TensorFlow loads
    began = time.perf_counter()
    page.get_by_role("button", name="Start").first.click()
    page.locator(GRID).wait_for(timeout=60_000)
    seconds = time.perf_counter() - began
    stop(next(iter(store)))
    return seconds


@dataclass(frozen=True)
class Turn:
    """How fast a run trained for a while, and what it cost to watch it, in per cent of one processor core."""

    steps_per_second: float
    browser: float
    server: float


def turn(run: Run, page: Page) -> Turn:
    """Let the machine settle, then measure; the page's events are served meanwhile."""
    page.wait_for_timeout(1000 * SETTLE_SECONDS)
    began, status = time.perf_counter(), run.status()
    browser, answering = processor_seconds(BROWSER), processor_seconds(SERVER)
    page.wait_for_timeout(1000 * TURN_SECONDS)
    per_cent, now = 100.0 / (time.perf_counter() - began), run.status()
    return Turn(
        (now.step - status.step) / (now.seconds - status.seconds),
        per_cent * (processor_seconds(BROWSER) - browser),
        per_cent * (processor_seconds(SERVER) - answering),
    )


def watch_in_turns(run: Run, browser: Browser, url: str) -> tuple[list[Turn], list[Turn]]:
    """Turns without a page, and as many with the page of the run."""
    alone, watched = [], []
    for _ in range(PAIRS):
        with browser.new_context(locale="en-US") as context:
            page = context.new_page()
            alone.append(turn(run, page))
            page.goto(f"{url}/?run={run.run_id}")
            page.locator(GRID).wait_for(timeout=60_000)
            watched.append(turn(run, page))
    return alone, watched


def main() -> None:
    os.environ["GAN_STUDIO_STANDBY"] = "1"
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "empty.py").write_text(EMPTY_APP)
        store = RunStore(folder / "runs")
        engine = LocalEngine(store)
        browser = playwright.chromium.launch(
            executable_path=installed(), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        with server(folder / "empty.py", store.root) as empty, server(ROOT / "app.py", store.root) as studio:
            time.sleep(30)  # the studio's standby has loaded TensorFlow by then
            paints = [(first_paint(browser, studio), first_paint(browser, empty)) for _ in range(PAINTS)][1:]
            page = browser.new_page(locale="en-US")
            starts = [start_to_first_grid(page, studio, store) for _ in range(STARTS)]
            run = train(engine)
            page.close()
            alone, watched = watch_in_turns(run, browser, studio)
            stop(run)
            tick_ms = sorted(float(line) for line in (folder / "ticks").read_text().splitlines())
    ratios = [ours / theirs for ours, theirs in paints]
    speeds = [
        with_page.steps_per_second / without.steps_per_second for without, with_page in zip(alone, watched, strict=True)
    ]
    rows = [
        ["first useful paint, studio", f"{statistics.median(ours for ours, _ in paints):.2f} s"],
        ["first useful paint, empty app", f"{statistics.median(theirs for _, theirs in paints):.2f} s"],
        ["ratio, median of pairs", f"{statistics.median(ratios):.2f}"],
        ["Start → first grid, worker standing by", f"{statistics.median(starts):.1f} s ({max(starts):.1f} at most)"],
        [f"live tick, p50 of {len(tick_ms)}", f"{statistics.median(tick_ms):.0f} ms"],
        ["live tick, p95", f"{tick_ms[int(0.95 * (len(tick_ms) - 1))]:.0f} ms"],
        [
            f"training with the page open / without a browser, median of {PAIRS} pairs",
            f"{statistics.median(speeds):.2f} ({min(speeds):.2f}–{max(speeds):.2f})",
        ],
        ["processor while watching, browser", f"{statistics.mean(one.browser for one in watched):.1f} % of a core"],
        ["processor while watching, server", f"{statistics.mean(one.server for one in watched):.1f} % of a core"],
    ]
    print(f"{provenance()}\n")
    print(table(["what", "measured"], rows))


if __name__ == "__main__":
    main()
