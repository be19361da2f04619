"""Pictures per second of every network at every size, in the training step of the quick presets.

All of one family are built first, then take short turns on the same MNIST batches, round after round, so that each
meets the same noise of a shared machine. The ratio to the lean network of medium size is taken round by round and its
median counts. `python -m benchmarks.architectures [ROUNDS]`
"""

import statistics
import sys
import time
from itertools import product

import tensorflow as tf

from benchmarks.report import provenance, table
from ganlib.catalog.choices import ARCHITECTURES
from ganlib.config.datasets import image_shape
from ganlib.config.presets import preset
from ganlib.config.run import RunConfig
from ganlib.config.size import memory_of, parameters_of
from ganlib.config.widths import SIZES, WIDTHS, at_size
from ganlib.data.images import load_images
from ganlib.data.pipeline import make_batches
from ganlib.train.build import build
from ganlib.train.seeding import seed_everything

STEPS_PER_TURN = 4
REFERENCE = ("lean", "medium")

Step = tf.types.experimental.PolymorphicFunction


def first_step(config: RunConfig, batch: tf.Tensor) -> Step:
    """The training step of this run, traced and taken once."""
    trainee = build(config, image_shape(config.data.dataset))
    trainee.compile()
    step = tf.function(trainee.model.train_step)
    step(batch)
    return step


def seconds_per_step(step: Step, batches: list[tf.Tensor]) -> float:
    began = time.perf_counter()
    for batch in batches:
        logs = step(batch)
    next(iter(logs.values())).numpy()  # wait for the last one
    return (time.perf_counter() - began) / len(batches)


def measure(family: str, rounds: int) -> list[list[str]]:
    start = preset(f"quick-{family}")
    seed_everything(start.training.seed)
    images, _ = load_images(start.data.dataset)
    dataset = make_batches(images, start.data.batch_size, start.training.seed)
    batches = list(dataset.take(STEPS_PER_TURN))
    configs = {
        (architecture, size): at_size(start.with_settings({"architecture": architecture}), size)
        for architecture, size in product(WIDTHS[family], SIZES)
    }
    steps = {key: first_step(config, batches[0]) for key, config in configs.items()}
    seconds: dict[tuple[str, str], list[float]] = {key: [] for key in steps}
    for _ in range(rounds):
        for key, step in steps.items():
            seconds[key].append(seconds_per_step(step, batches))
    rows = []
    for key, config in configs.items():
        ratios = [lean / own for lean, own in zip(seconds[REFERENCE], seconds[key], strict=True)]
        rows.append(
            [
                f"{family.upper()}, {ARCHITECTURES[key[0]].title}",
                key[1],
                f"{sum(parameters_of(config).values()):,}",
                f"{memory_of(config) / 2**20:,.0f} MiB",
                f"{start.data.batch_size / statistics.median(seconds[key]):,.0f}",
                f"{statistics.median(ratios):.2f}",
            ]
        )
    return rows


def main(rounds: int) -> None:
    tf.get_logger().setLevel("ERROR")  # many steps are traced here, on purpose
    rows = [row for family in WIDTHS for row in measure(family, rounds)]
    print(f"{provenance()}; median of {rounds} rounds of {STEPS_PER_TURN} steps\n")
    print(table(["network", "size", "parameters", "memory foretold", "images/s", "to lean, medium"], rows))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
