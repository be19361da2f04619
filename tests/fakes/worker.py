"""A worker without TensorFlow, with the same arguments as `python -m ganlib.train`.

As a process (`GAN_STUDIO_WORKER="python -m tests.fakes.worker"`, from the repository root) it takes `RUN_DIR`,
`--standby` or `--measure FILE`, and these knobs from the environment:

- GAN_STUDIO_FAKE_STEPS: how many steps make the whole budget (default 20)
- GAN_STUDIO_FAKE_STEP_MS: how long a step takes (default 5)
- GAN_STUDIO_FAKE_CHECKPOINT_STEPS: save a checkpoint so often, not only at the end
- GAN_STUDIO_FAKE_FAIL: fail half-way with this failure key
- GAN_STUDIO_FAKE_KILL: the step at which it kills itself with SIGKILL
- GAN_STUDIO_FAKE_EXIT: exit with this code before the run has left phase “starting”
- GAN_STUDIO_FAKE_IGNORE_STOP: set to 1, it does not look for stop requests
- GAN_STUDIO_FAKE_MEASURE_SECONDS: how long measuring takes (default 0.2)
"""

import math
import os
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ganlib.config.presets import PRESETS
from ganlib.store import layout
from ganlib.store.files import replace_bytes
from ganlib.store.history import cut_history
from ganlib.store.runs import Run
from ganlib.store.speed import write_speed
from ganlib.store.status import RunState
from tests.fakes.book import Book


def _heartbeats(run: Run, every_seconds: float = 1.0) -> Iterator[None]:
    """Touch the heartbeat at the first look and then every so often."""
    last = -math.inf
    while True:
        if time.monotonic() - last >= every_seconds:
            (run.path / layout.HEARTBEAT).touch()
            last = time.monotonic()
        yield


def train(run: Run) -> int:
    """What the real worker does, without learning anything."""
    exit_code = os.environ.get("GAN_STUDIO_FAKE_EXIT")
    if exit_code:
        print("fake worker: cannot start", file=sys.stderr)
        return int(exit_code)
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda signum, frame: asked.append(signum))
    steps = int(os.environ.get("GAN_STUDIO_FAKE_STEPS", "20"))
    step_seconds = float(os.environ.get("GAN_STUDIO_FAKE_STEP_MS", "5")) / 1000
    failure = os.environ.get("GAN_STUDIO_FAKE_FAIL", "")
    save_every = int(os.environ.get("GAN_STUDIO_FAKE_CHECKPOINT_STEPS", str(steps)))
    kill_at = int(os.environ.get("GAN_STUDIO_FAKE_KILL", "-1"))
    ignores_stop = os.environ.get("GAN_STUDIO_FAKE_IGNORE_STOP") == "1"

    book, heartbeat = Book(run, steps, max(step_seconds, 1e-4)), _heartbeats(run)
    print(f"fake worker: {run.run_id}", flush=True)
    for phase in ("loading_data", "building", "compiling"):
        next(heartbeat)
        replace(book.status(0), phase=phase, seconds_left=None, steps_per_second=None).write(run.path)
    book.real()
    checkpoints = run.checkpoints()
    first = step = checkpoints[0].step if checkpoints else 0
    cut_history(run.path, first)
    state = RunState.COMPLETED
    for step in range(first + 1, steps + 1):
        next(heartbeat)
        if step == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        book.step(step)
        book.status(step).write(run.path)
        if step % save_every == 0:
            book.checkpoint(step)
        if failure and step >= steps / 2:
            book.event("failed", step, failure)
            replace(
                book.status(step), state=RunState.FAILED, phase="", failure=failure, detail="fake", ended_at=time.time()
            ).write(run.path)
            return 1
        if (asked or run.is_requested(layout.STOP)) and not ignores_stop:
            state = RunState.STOPPED
            break
        if run.is_requested(layout.PAUSE):
            state = RunState.PAUSED
            break
        time.sleep(step_seconds)
    book.checkpoint(step)
    if state is RunState.PAUSED:
        replace(book.status(step), state=state, phase="", seconds_left=None, ended_at=time.time()).write(run.path)
        return 0
    replace(book.status(step), phase="saving").write(run.path)
    (run.path / layout.MODEL).mkdir(exist_ok=True)
    replace_bytes(run.path / layout.MODEL / "about.json", b"{}")
    book.event(state.value, step)
    replace(book.status(step), state=state, phase="", seconds_left=None, ended_at=time.time()).write(run.path)
    return 0


def measure(file: Path) -> int:
    time.sleep(float(os.environ.get("GAN_STUDIO_FAKE_MEASURE_SECONDS", "0.2")))
    write_speed(file, dict.fromkeys(PRESETS, 10.0))
    return 0


def main(arguments: list[str]) -> int:
    match arguments:
        case ["--standby"]:
            line = sys.stdin.buffer.readline()
            return train(Run(Path(os.fsdecode(line).rstrip("\n")))) if line else 0
        case ["--measure", file]:
            return measure(Path(file))
        case [run_dir]:
            return train(Run(Path(run_dir)))
    print("usage: worker.py RUN_DIR | --standby | --measure FILE", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
