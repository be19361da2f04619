"""A studio to measure: its server, a run that trains, and what their processes use."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from ganlib.config.presets import preset
from ganlib.runner.local import LocalEngine
from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.store.status import RunState

ROOT = Path(__file__).parents[1]
SERVER, BROWSER = "timed_streamlit", "chrom"  # in the command lines of their processes


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


def train(engine: LocalEngine) -> Run:
    """A `quick-gan` that trains, past its first steps."""
    run = engine.start(preset("quick-gan").with_settings({"minutes": 30}))
    while run.status().step < 20:
        time.sleep(0.5)
    return run


def stop(run: Run) -> None:
    """End it and wait."""
    run.request(layout.STOP)
    while run.status().state is RunState.RUNNING:
        time.sleep(0.2)


def processor_seconds(word: str) -> float:
    """Used so far by the processes below this one that have `word` in their command line."""
    return sum(sum(process.cpu_times()[:2]) for process in _processes(word))


def memory_in_use(word: str) -> float:
    """MiB that such processes hold (resident)."""
    return sum(process.memory_info().rss for process in _processes(word)) / 2**20


def _processes(word: str) -> list[psutil.Process]:
    found = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if word in " ".join(process.cmdline()):
                found.append(process)
    return found
