"""What the bare loops share: the pictures as examples feed them, and a clock. Nothing of the product runs beside."""

import json
import sys
import time
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from ganlib.config.optimizer import OptimizerConfig
from ganlib.data.images import load_images

SHUFFLED = 60_000  # pictures: the whole training set, as the tutorials do


def batches_of(images: np.ndarray, batch_size: int) -> tf.data.Dataset:
    """Endless shuffled batches of float pictures, the way Keras's and TensorFlow's examples write it."""
    dataset = tf.data.Dataset.from_tensor_slices(images).shuffle(SHUFFLED, seed=1).repeat()
    return dataset.batch(batch_size).prefetch(tf.data.AUTOTUNE)


def mnist() -> np.ndarray:
    """The training digits, uint8 `[60000, 28, 28, 1]`."""
    return load_images("mnist")[0]


def adam(settings: OptimizerConfig) -> keras.optimizers.Adam:
    """Keras's own; the product has the same in one operation (`ganlib/models/fused_adam.py`)."""
    assert settings.method == "adam"
    return keras.optimizers.Adam(settings.learning_rate, beta_1=settings.beta_1, beta_2=settings.beta_2)


def print_speed(train_step: Callable[..., None], batches: tf.data.Dataset, seconds: float, warm_up: float) -> None:
    """Train for so many seconds, and print the steps per second of those after the warm-up as JSON."""
    began = time.perf_counter()
    iterator = iter(batches)  # held to the end: it may take seconds to go
    for batch in iterator:
        now = time.perf_counter()
        if now - began < warm_up:
            first, steps = now, 0
        elif now - began >= seconds:
            break
        train_step(batch)
        steps += 1
    tf.test.experimental.sync_devices()  # a GPU runs behind the loop that feeds it
    print(json.dumps({"steps_per_second": steps / (time.perf_counter() - first)}))


def seconds_and_warm_up() -> tuple[float, float]:
    """The last two words of the command line."""
    return float(sys.argv[-2]), float(sys.argv[-1])
