"""How far generated pictures are from test pictures, by a discriminator that is trained for this question alone.

docs/adr/0024 says why neither the run's own discriminator nor its loss will do.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from ganlib.config.drawn import short_name
from ganlib.data.pipeline import make_batches
from ganlib.metrics.judge import Measured
from ganlib.nets.fresh_discriminator import build_fresh_discriminator
from ganlib.train.break_off import BreakOff

NETWORK, _VERSION = "fresh-discriminator", 1
_SEED = 0  # the same beginning and the same real pictures in every run, so that figures compare
_WATCHED, _JUDGED = 0.1, 0.3  # shares of the pictures: to stop by, and to judge by; it learns from the rest
_BATCH = 128  # pictures at once, real and generated together
_LEARNING_RATE = 2e-3  # of Adam


@dataclass(frozen=True)
class Effort:
    """How long a discriminator learns.

    Attributes:
        steps: at least, from one look at the pictures to stop by to the next; or once through all that it learns from.
        looks: at most.
        patience: looks without progress until it stops.
        progress: nats; less is none.
        seconds: of the processors' time, after which it stops in any case, and the bound is lower than it might be. Not
            by the clock: others at work on the machine must not change what is measured.
    """

    steps: int = 50
    looks: int = 10
    patience: int = 2
    progress: float = 1e-3
    seconds: float = 60.0


EFFORT = Effort()


def measure(
    dataset: str,
    fake_images: np.ndarray,
    train_images: np.ndarray,
    test_images: np.ndarray,
    is_broken_off: Callable[[], bool],
) -> Iterator[Measured]:
    """The bound for generated pictures, and as its floor that for real training pictures; nothing if broken off.

    As many pictures of each kind as there are of the scarcest, three at least.

    Args:
        fake_images, train_images, test_images: uint8 `[n, height, width, channels]`; points float32
            `[n, 1, 1, dimensions]`.
        is_broken_off: asked at every step.
    """
    count = min(len(fake_images), len(train_images), len(test_images))
    chance = np.random.default_rng(_SEED)
    real_images, others = (images[chance.permutation(len(images))[:count]] for images in (test_images, train_images))
    bounds = []
    for images in (fake_images[:count], others):
        bounds.append(divergence_bound(images, real_images, is_broken_off))
        if is_broken_off():
            return
    yield Measured(
        metric="jensen_shannon_bound",
        value=bounds[0],
        floor=bounds[1],
        num_samples=count,
        network=f"{short_name(dataset)}-{NETWORK}",
        version=_VERSION,
    )


def divergence_bound(
    fake_images: np.ndarray, real_images: np.ndarray, is_broken_off: Callable[[], bool] = lambda: False
) -> float:
    """ln 2 − CE ≤ JSD(p_data ‖ p_g), in nats; of no meaning if broken off.

    CE = −½ E log D(x) − ½ E log(1 − D(G(z))) on pictures that the discriminator D has not learned from. The best of all
    has CE = ln 2 − JSD, every other one more: Goodfellow et al. 2014, arXiv:1406.2661, section 4.1, theorem 1. A D that
    is surer than it is right has more than ln 2, and chance is at work too: so the bound may come out below zero.

    Args:
        fake_images, real_images: `[n, height, width, channels]`, as many of each.
    """
    learnt, watched, judged = _parts(fake_images, real_images)
    discriminator = build_fresh_discriminator(fake_images.shape[1:], _SEED)
    discriminator.compile(
        keras.optimizers.Adam(_LEARNING_RATE),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        jit_compile=False,
    )
    pictures, is_real = learnt
    patience = keras.callbacks.EarlyStopping(
        patience=EFFORT.patience, min_delta=EFFORT.progress, restore_best_weights=True
    )
    discriminator.fit(
        make_batches(pictures, _BATCH, _SEED, labels=is_real),
        steps_per_epoch=max(EFFORT.steps, len(pictures) // _BATCH),
        epochs=EFFORT.looks,
        validation_data=_once_through(*watched),
        callbacks=[BreakOff(is_broken_off, EFFORT.seconds), patience],
        shuffle=False,
        verbose=0,
    )
    return math.log(2.0) - float(discriminator.evaluate(_once_through(*judged), verbose=0))


_Part = tuple[np.ndarray, np.ndarray]  # pictures; 1 for each real and 0 for each generated one, float32 `[n, 1]`


def _parts(fake_images: np.ndarray, real_images: np.ndarray) -> tuple[_Part, _Part, _Part]:
    """To learn from, to stop by, to judge by: real and generated pictures, as many of each."""
    count = len(real_images)
    judged, watched = (max(1, round(share * count)) for share in (_JUDGED, _WATCHED))

    def part(place: slice) -> _Part:
        pictures = np.concatenate([real_images[place], fake_images[place]])
        is_real = np.arange(len(pictures)) < len(pictures) // 2
        return pictures, is_real.astype(np.float32)[:, np.newaxis]

    return part(slice(judged + watched, None)), part(slice(judged, judged + watched)), part(slice(judged))


def _once_through(images: np.ndarray, is_real: np.ndarray) -> tf.data.Dataset:
    """Batches as `make_batches` scales them, in their order."""
    scale = 1.0 / 255.0 if images.dtype == np.uint8 else 1.0
    batches = tf.data.Dataset.from_tensor_slices((images, is_real)).batch(_BATCH)
    return batches.map(lambda pictures, labels: (scale * tf.cast(pictures, tf.float32), labels))
