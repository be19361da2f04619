"""How quick the studio feels, in a real browser. `python -m benchmarks.studio` (needs Chromium)

- First useful paint: from the request to the page's heading, cold browser cache, against an empty Streamlit app
  (`st.title` alone) on the same machine in turn; median of the ratios.
- Start → first sample grid on the page, with the worker standing by.
- A live tick: how long the server works on one live part (`benchmarks/timed_streamlit.py`), all of the Train page's
  open but "For the curious", while a real GAN trains.
- Training speed with the page open against no browser at all, in turn.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.report import provenance, table
from ganlib.config.presets import preset
from ganlib.runner.local import LocalEngine
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState
from tests.e2e.find_browser import installed

ROOT = Path(__file__).parents[1]
EMPTY_APP = 'import streamlit as st\n\nst.title("Empty")\n'
PAINTS, STARTS, SPEED_PAIRS, WATCH_SECONDS = 7, 3, 2, 60
GRID = "img[alt^='Generated pictures']"


@contextmanager
def server(script: Path, runs: Path) -> Iterator[str]:
    """A Streamlit server of its own, up and idle."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "GAN_STUDIO_RUNS": str(runs),
        "GAN_STUDIO_TICKS": str(runs.with_name("ticks")),
        "PYTHONPATH": str(ROOT),
        "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
    }
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "benchmarks.timed_streamlit",
            "run",
            script,
            "--server.port",
            str(port),
            "--server.headless",
            "true",
        ],
        cwd=script.parent,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://localhost:{port}"
    try:
        while not _answers(url):
            time.sleep(0.1)
        yield url
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1):
            return True
    except OSError:
        return False


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
    _stop(next(iter(store)))
    return seconds


def steps_per_second(run: Run, seconds: float, page: Page | None) -> float:
    """How fast `run` trains over the next `seconds`; a given page's events are served meanwhile."""
    before = run.status()
    if page:
        page.wait_for_timeout(1000 * seconds)
    else:
        time.sleep(seconds)
    after = run.status()
    return (after.step - before.step) / (after.seconds - before.seconds)


def _train(store: RunStore, engine: LocalEngine) -> Run:
    run = store.create(preset("quick-gan").with_settings({"minutes": 30}))
    engine.advance()
    while run.status().step < 20:
        time.sleep(0.5)
    return run


def _stop(run: Run) -> None:
    run.request(layout.STOP)
    while run.status().state is RunState.RUNNING:
        time.sleep(0.2)


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
            run = _train(store, engine)
            alone, watched = [], []
            for _ in range(SPEED_PAIRS):
                page.goto("about:blank")
                alone.append(steps_per_second(run, WATCH_SECONDS, None))
                watching = browser.new_page(locale="en-US")
                watching.goto(f"{studio}/?run={run.run_id}")
                watching.locator(GRID).wait_for(timeout=60_000)
                watched.append(steps_per_second(run, WATCH_SECONDS, watching))
                watching.close()
            _stop(run)
            tick_ms = sorted(float(line) for line in (folder / "ticks").read_text().splitlines())
    ratios = [ours / theirs for ours, theirs in paints]
    rows = [
        ["first useful paint, studio", f"{statistics.median(ours for ours, _ in paints):.2f} s"],
        ["first useful paint, empty app", f"{statistics.median(theirs for _, theirs in paints):.2f} s"],
        ["ratio, median of pairs", f"{statistics.median(ratios):.2f}"],
        ["Start → first grid, worker standing by", f"{statistics.median(starts):.1f} s ({max(starts):.1f} at most)"],
        [f"live tick, p50 of {len(tick_ms)}", f"{statistics.median(tick_ms):.0f} ms"],
        ["live tick, p95", f"{tick_ms[int(0.95 * (len(tick_ms) - 1))]:.0f} ms"],
        ["training with the page open / without a browser", f"{sum(watched) / sum(alone):.2f}"],
    ]
    print(f"{provenance()}\n")
    print(table(["what", "measured"], rows))


if __name__ == "__main__":
    main()
