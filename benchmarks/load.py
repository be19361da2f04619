"""One training run and many who watch it. `python -m benchmarks.load [VISITORS …]` or `… load --soak MINUTES`

Every visitor is a WebSocket session of its own with Streamlit's protobuf (`benchmarks/visitor.py`): it opens the same
live page, asks for news when the page's clock tells it to, and fetches each new picture. Drawing is left out: the
visitors' browsers are on other computers. All of them are one process here, on the same cores as server and trainer;
what it uses itself is printed, because training loses that too.

Training speed is measured in turn, without visitors before and after each crowd. The soak lets ten visitors watch a
run of the fake worker, fifty steps and a picture every second, and fits a line to the server's memory, the first
quarter left out. The rows that the server keeps reach their limit within the hour: what grows after it is a leak.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.report import provenance, table
from benchmarks.served import ROOT, SERVER, memory_in_use, processor_seconds, server, stop, train
from benchmarks.visitor import Visitor
from ganlib.runner.local import LocalEngine
from ganlib.store.runs import Run, RunStore

CROWDS = (1, 10, 30, 100)
SETTLE_SECONDS, WATCH_SECONDS = 15, 60
SOAK_VISITORS, WARM_UP_SHARE, SECONDS_BETWEEN_SAMPLES = 10, 0.25, 5.0


@dataclass
class Crowd:
    """What so many visitors met, and what they cost."""

    visitors: list[Visitor]
    steps_per_second: float = 0.0
    memory_mib: float = 0.0
    server: float = 0.0  # per cent of a core
    clients: float = 0.0

    @property
    def update_ms(self) -> list[float]:
        return sorted(ms for visitor in self.visitors for ms in visitor.update_ms)

    @property
    def errors(self) -> list[str]:
        return [error for visitor in self.visitors for error in visitor.errors]


async def watch(run: Run, url: str, count: int) -> Crowd:
    """`count` visitors come one after the other within a few seconds, stay, and go."""
    before = memory_in_use(SERVER)
    crowd = Crowd([Visitor(url, run.run_id) for _ in range(count)])
    tasks = []
    for visitor in crowd.visitors:
        tasks.append(asyncio.create_task(visitor.watch()))
        await asyncio.sleep(min(0.5, 10.0 / count))
    await asyncio.sleep(SETTLE_SECONDS)
    for visitor in crowd.visitors:
        visitor.update_ms.clear()
    began, status = time.perf_counter(), run.status()
    serving, here = processor_seconds(SERVER), time.process_time()
    await asyncio.sleep(WATCH_SECONDS)
    per_cent, now = 100.0 / (time.perf_counter() - began), run.status()
    crowd.server = per_cent * (processor_seconds(SERVER) - serving)
    crowd.clients = per_cent * (time.process_time() - here)
    crowd.memory_mib = memory_in_use(SERVER) - before
    crowd.steps_per_second = (now.step - status.step) / (now.seconds - status.seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return crowd


def alone(run: Run, seconds: float = WATCH_SECONDS / 2) -> float:
    """Steps per second while nobody watches; those who have just gone may still be tidied up."""
    time.sleep(3)
    before = run.status()
    time.sleep(seconds)
    after = run.status()
    return (after.step - before.step) / (after.seconds - before.seconds)


def _row(crowd: Crowd, speed_alone: float) -> list[str]:
    times, count = crowd.update_ms, len(crowd.visitors)
    return [
        str(count),
        f"{len(times) / WATCH_SECONDS:.1f}",
        f"{statistics.median(times):.0f} ms",
        f"{times[int(0.95 * (len(times) - 1))]:.0f} ms",
        str(len(crowd.errors)),
        f"{crowd.memory_mib / count:.1f} MiB",
        f"{crowd.server:.0f} %",
        f"{crowd.clients:.0f} %",
        f"{crowd.steps_per_second / speed_alone:.2f}",
    ]


def crowds(counts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = RunStore(Path(name) / "runs")
        with server(ROOT / "app.py", store.root) as url:
            run = train(LocalEngine(store))
            asyncio.run(watch(run, url, 1))  # the first page loads what all pages need
            rows, before = [], alone(run)
            for count in counts:
                crowd = asyncio.run(watch(run, url, count))
                after = alone(run)
                rows.append(_row(crowd, (before + after) / 2))
                before = after
                print(rows[-1], crowd.errors[:3], file=sys.stderr)
            stop(run)
    print(f"{provenance()}; {WATCH_SECONDS} s each\n")
    header = ["visitors", "updates/s", "update p50", "p95", "errors", "server memory per visitor"]
    print(table([*header, "server, of a core", "visitors, of a core", "training speed"], rows))


def soak(minutes: float) -> None:
    """Does the server's memory grow while pictures, curves and status are refreshed?"""
    worker = f"{sys.executable} -m tests.fakes.worker"
    os.environ |= {"GAN_STUDIO_WORKER": worker, "GAN_STUDIO_FAKE_STEPS": "1000000", "GAN_STUDIO_FAKE_STEP_MS": "20"}
    with tempfile.TemporaryDirectory() as name:
        store = RunStore(Path(name) / "runs")
        with server(ROOT / "app.py", store.root) as url:
            run = train(LocalEngine(store))
            seconds, memory, crowd = asyncio.run(_sample_memory(run, url, 60.0 * minutes))
            stop(run)
    kept = seconds >= WARM_UP_SHARE * seconds[-1]
    per_hour = 3600.0 * np.polyfit(seconds[kept], memory[kept], deg=1)[0]
    print(f"{provenance()}; {SOAK_VISITORS} visitors, {minutes:g} min, {len(crowd.update_ms):,} updates\n")
    rows = [
        ["server memory when the visitors had come", f"{memory[0]:.1f} MiB"],
        [f"after {WARM_UP_SHARE * minutes:g} min", f"{memory[kept][0]:.1f} MiB"],
        [f"after {minutes:g} min", f"{memory[-1]:.1f} MiB"],
        ["growth, line fitted after the first quarter", f"{per_hour:+.1f} MiB/h"],
        ["errors", str(len(crowd.errors))],
    ]
    for error in crowd.errors[:5]:
        print(error, file=sys.stderr)
    print(table(["what", "measured"], rows))


async def _sample_memory(run: Run, url: str, seconds: float) -> tuple[np.ndarray, np.ndarray, Crowd]:
    crowd = Crowd([Visitor(url, run.run_id) for _ in range(SOAK_VISITORS)])
    tasks = [asyncio.create_task(visitor.watch()) for visitor in crowd.visitors]
    await asyncio.sleep(SETTLE_SECONDS)
    began, samples = time.perf_counter(), []
    while (passed := time.perf_counter() - began) < seconds:
        samples.append((passed, memory_in_use(SERVER)))
        await asyncio.sleep(SECONDS_BETWEEN_SAMPLES)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    times, memory = np.array(samples).T
    return times, memory, crowd


if __name__ == "__main__":
    if sys.argv[1:2] == ["--soak"]:
        soak(float(sys.argv[2]))
    else:
        crowds([int(text) for text in sys.argv[1:]] or list(CROWDS))
