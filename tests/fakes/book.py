"""What a worker writes into a run's folder while it trains, believable and without training."""

import math
import random
import time
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from ganlib.config.gan import GanConfig
from ganlib.config.vae import VaeConfig
from ganlib.store import layout
from ganlib.store.checkpoints import Moment, write_checkpoint
from ganlib.store.files import append_line
from ganlib.store.images import grid, write_picture
from ganlib.store.records import Record
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status
from tests.fakes.scores import fake_scores

TILE = 28  # pixels
_BINS = 20


class Book:
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
