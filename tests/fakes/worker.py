"""A worker without TensorFlow: believable run folders for tests, by the same arguments as `python -m ganlib.train`.

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

As a library, `write_run` writes a finished (or failed, running, lost, waiting) run at once.
"""

import math
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import psutil
from PIL import Image, ImageDraw

from ganlib.config.gan import GanConfig
from ganlib.config.presets import PRESETS
from ganlib.config.run import RunConfig
from ganlib.config.vae import VaeConfig
from ganlib.store import layout
from ganlib.store.checkpoints import Moment, write_checkpoint
from ganlib.store.files import append_line, replace_bytes
from ganlib.store.history import cut_history
from ganlib.store.images import grid, write_picture
from ganlib.store.records import Record
from ganlib.store.runs import Run, RunStore
from ganlib.store.speed import write_speed
from ganlib.store.status import RunState, Status
from tests.fakes.scores import fake_scores

TILE = 28  # pixels
_BINS = 20
_DEAD_PID = 2**22 + 1  # above every process id that Linux gives


def write_run(
    store: RunStore,
    config: RunConfig,
    *,
    state: RunState = RunState.COMPLETED,
    steps: int = 200,
    name: str = "",
    failure: str = "",
    with_model: bool = False,
) -> Run:
    """Write a whole run at once.

    Args:
        state: RUNNING belongs to the calling process and so counts as alive; LOST is running with nobody there.
        steps: how far it got.
        failure: why, when `state` is FAILED.
        with_model: also a tiny `model/` that onnxruntime can draw from.
    """
    run = store.create(config, name=name)
    if state is RunState.QUEUED:
        return run
    book = _Book(run, total_steps=steps if state is RunState.COMPLETED else 2 * steps, step_seconds=0.05)
    book.real()
    for step in range(1, steps + 1):
        book.step(step)
    (run.path / layout.WORKER_LOG).write_text(f"fake worker: {steps} steps\n")
    if with_model:
        from tests.fakes.model import write_model

        write_model(run.path / layout.MODEL, config)
    if state is RunState.COMPLETED:
        book.scores(steps, num_samples=10_000)
    book.checkpoint(steps)
    now = time.time()
    status = replace(book.status(steps), started_at=now - steps * book.step_seconds)
    if state is RunState.LOST:
        _lose(run, status, now)
        return run
    if state is RunState.RUNNING:
        (run.path / layout.HEARTBEAT).touch()
        status = replace(status, state=state, pid=os.getpid(), process_started=psutil.Process().create_time())
    else:
        status = replace(status, state=state, phase="", seconds_left=None, ended_at=now, failure=failure)
    if failure:
        status = replace(status, detail=f"fake failure: {failure}")
    status.write(run.path)
    return run


def _lose(run: Run, status: Status, now: float) -> None:
    heartbeat = run.path / layout.HEARTBEAT
    heartbeat.touch()
    os.utime(heartbeat, (now - 3600, now - 3600))
    begun = now - 7200
    replace(status, state=RunState.RUNNING, pid=_DEAD_PID, started_at=begun, process_started=begun).write(run.path)


class _Book:
    """Writes what a worker writes while it trains."""

    def __init__(self, run: Run, total_steps: int, step_seconds: float) -> None:
        self.run, self.total_steps, self.step_seconds = run, total_steps, step_seconds
        self.config = run.config()
        self.random = random.Random(self.config.training.seed)
        self.started = run.status()
        (run.path / layout.SAMPLES).mkdir(exist_ok=True)
        self.event("started", detail="CPU")

    def status(self, step: int) -> Status:
        left = self.total_steps - step
        model = {"gan": {"generator": 123_456, "discriminator": 234_567}, "vae": {"encoder": 98_765, "decoder": 87_654}}
        return replace(
            self.started,
            state=RunState.RUNNING,
            phase="training",
            device="CPU",
            step=step,
            images_seen=step * self.config.data.batch_size,
            seconds=step * self.step_seconds,
            steps_per_second=1 / self.step_seconds,
            progress=min(1.0, step / self.total_steps),
            seconds_left=left * self.step_seconds,
            parameters=model[self.config.family],
        )

    def checkpoint(self, step: int) -> None:
        moment = Moment(step=step, seconds=step * self.step_seconds, images=step * self.config.data.batch_size)
        write_checkpoint(self.run.path, moment, lambda folder: (folder / "weights").write_bytes(b"fake"))

    def event(self, kind: str, step: int = 0, detail: str = "") -> None:
        self._append(layout.EVENTS, {"time": time.time(), "step": step, "kind": kind, "detail": detail})

    def real(self) -> None:
        rings = _rings(self.config.training.num_samples, 1.0, seed=0)
        write_picture(self.run.path / layout.SAMPLES / layout.REAL_SAMPLES, grid(rings))

    def step(self, step: int) -> None:
        """Scalars each step, pictures and histograms as the config says; step 0 comes with the first."""
        if step == 1:
            self._look(0, {"step": 0, "seconds": 0.0, "images": 0})
        is_sample_time = step % self.config.training.sample_every_steps == 0 or step == self.total_steps
        row = self._common(step) | self._losses(step)
        if is_sample_time:
            self._look(step, row)
        else:
            self._append(layout.SCALARS, row)

    def _look(self, step: int, row: Record) -> None:
        folder, count = self.run.path / layout.SAMPLES, self.config.training.num_samples
        quality = 1 - math.exp(-step / 60)
        write_picture(folder / layout.sample_name(step), grid(_rings(count, quality, seed=1)))
        if isinstance(self.config.model, VaeConfig):
            columns = math.ceil(math.sqrt(count))
            originals, copies = _rings(columns, 1.0, seed=0), _rings(columns, quality, seed=0)
            picture = grid(np.concatenate([originals, copies]), columns=columns)  # originals above their copies
            write_picture(folder / layout.reconstructions_name(step), picture)
        if not isinstance(self.config.model, VaeConfig) or self.config.model.has_discriminator:
            self._append(layout.HISTOGRAMS, self._histogram(step))
        self._append(layout.SCALARS, row | {"samples/diversity": 0.9 * (1 - math.exp(-step / 40))})
        if step:
            self.scores(step, num_samples=2_000)

    def scores(self, step: int, num_samples: int) -> None:
        for score in fake_scores(self.config, step, step * self.step_seconds, num_samples):
            self._append(layout.METRICS, score.to_record())

    def _common(self, step: int) -> Record:
        return {
            "step": step,
            "seconds": step * self.step_seconds,
            "images": step * self.config.data.batch_size,
            "time/step_ms": 1000 * self.step_seconds * self.random.uniform(0.9, 1.1),
        }

    def _losses(self, step: int) -> Record:
        if isinstance(self.config.model, GanConfig):
            return self._gan(step)
        if self.config.model.has_codebook:
            return self._vq_vae(step)
        return self._vae_gan(step) if self.config.model.has_discriminator else self._vae(step)

    def _vq_vae(self, step: int) -> Record:
        row = self._vae(step)
        codes = {"loss/prior": row.pop("loss/kl"), "penalty/commitment": 20.0, "codebook/perplexity": 50.0}
        return row | codes

    def _vae_gan(self, step: int) -> Record:
        autoencoder, game = self._vae(step), self._gan(step)
        row = {"loss/features": autoencoder["loss/reconstruction"], "probability/copies": game["probability/fake"]}
        row |= {key: autoencoder[key] for key in ("loss/kl", "grad_norm/vae", "learning_rate/vae")}
        keys = ("loss/g", "loss/d", "probability/real", "probability/fake", "grad_norm/d", "learning_rate/d")
        return row | {key: game[key] for key in keys}

    def _gan(self, step: int) -> Record:
        noise = self.random.gauss
        real, fake = 1.2 + noise(0, 0.2), -1.0 + noise(0, 0.2)
        return {
            "loss/g": 0.9 + 1.2 * math.exp(-step / 50) + noise(0, 0.08),
            "loss/d": 0.6 + 0.5 * math.exp(-step / 30) + noise(0, 0.05),
            "logits/real_mean": real,
            "logits/fake_mean": fake,
            "probability/real": 1 / (1 + math.exp(-real)),
            "probability/fake": 1 / (1 + math.exp(-fake)),
            "grad_norm/g": 0.4 + abs(noise(0, 0.1)),
            "grad_norm/d": 0.8 + abs(noise(0, 0.2)),
            "learning_rate/g": 0.002,
            "learning_rate/d": 0.002,
        }

    def _vae(self, step: int) -> Record:
        reconstruction = 110 + 400 * math.exp(-step / 40) + self.random.gauss(0, 3)
        kl = 24 * (1 - math.exp(-step / 30)) + self.random.gauss(0, 0.3)
        levels = {"loss/kl_upper": 0.7 * kl, "loss/kl_lower": 0.3 * kl}
        return (levels if getattr(self.config.model, "has_levels", False) else {}) | {
            "loss/total": reconstruction + kl,
            "loss/reconstruction": reconstruction,
            "loss/kl": kl,
            "grad_norm/vae": 20 + abs(self.random.gauss(0, 4)),
            "learning_rate/vae": 0.002,
        }

    def _histogram(self, step: int) -> Record:
        def bins(middle: float) -> list[int]:
            counts = [0] * _BINS
            for _ in range(self.config.data.batch_size):
                counts[min(_BINS - 1, max(0, int(self.random.gauss(middle, 0.15) * _BINS)))] += 1
            return counts

        return {"step": step, "seconds": step * self.step_seconds, "real": bins(0.75), "fake": bins(0.3)}

    def _append(self, name: str, record: Record) -> None:
        with open(self.run.path / name, "ab") as file:
            append_line(file, record)


def _rings(count: int, quality: float, seed: int) -> npt.NDArray[np.uint8]:
    """Rings that come out of the noise as `quality` goes from 0 to 1: `[count, TILE, TILE, 1]`."""
    chance = random.Random(seed)
    rings = np.stack([_ring(chance, light=int(255 * (0.25 + 0.75 * quality))) for _ in range(count)])
    noise = np.random.default_rng(seed).integers(0, 256, rings.shape)
    return (quality * rings + (1 - quality) * noise).astype(np.uint8)


def _ring(chance: random.Random, light: int) -> npt.NDArray[np.uint8]:
    tile = Image.new("L", (TILE, TILE))
    radius, x, y = chance.uniform(5, 11), TILE / 2 + chance.uniform(-2, 2), TILE / 2 + chance.uniform(-2, 2)
    ImageDraw.Draw(tile).ellipse((x - radius, y - radius, x + radius, y + radius), outline=light, width=3)
    return np.asarray(tile)[..., np.newaxis]


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

    book, heartbeat = _Book(run, steps, max(step_seconds, 1e-4)), _heartbeats(run)
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
