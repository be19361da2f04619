"""Measures how many steps per second this machine trains, for each preset."""

import statistics
import time
from pathlib import Path

import keras

from ganlib.config.presets import PRESETS
from ganlib.config.run import RunConfig
from ganlib.data.images import load_images, load_labels
from ganlib.data.pipeline import make_batches
from ganlib.store.speed import read_speed, write_speed
from ganlib.train.build import build, images_per_step
from ganlib.train.seeding import seed_everything

_LOOKS = 6  # the first compiles and does not count


class _StepTimes(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self._began = 0.0

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        self._began = time.perf_counter()

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        self.seconds.append(time.perf_counter() - self._began)


def measure(file: Path) -> None:
    """Fill `file` preset by preset; what it already holds for this machine is kept."""
    speeds = read_speed(file)
    for key, config in PRESETS.items():
        if key not in speeds:
            speeds[key] = measure_preset(config)
            write_speed(file, speeds)


def measure_preset(config: RunConfig) -> float:
    """Steps per second after compiling, on the preset's own data."""
    seed_everything(config.training.seed)
    train_images, _ = load_images(config.data.dataset)
    trainee = build(config, train_images.shape[1:])
    trainee.compile()
    times = _StepTimes()
    labels = load_labels(config.data.dataset)[0] if config.is_conditional else None
    batches = make_batches(train_images, images_per_step(config), config.training.seed, labels=labels)
    steps = config.training.steps_per_execution
    trainee.model.fit(batches, steps_per_epoch=_LOOKS * steps, shuffle=False, verbose=0, callbacks=[times])
    keras.backend.clear_session()  # the next preset starts with free memory
    return steps / statistics.median(times.seconds[1:])
