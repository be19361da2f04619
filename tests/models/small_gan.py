"""A GAN of a few weights, to hold against the algebra."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np

from ganlib.models.gan import Gan
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES

IMAGES = np.random.default_rng(0).random((4, 4, 4, 1), dtype=np.float32)


def make_gan(
    loss: str = "non_saturating",
    channels: int = 1,
    wrap: Callable = lambda network: network,
    side: int = 4,
    kind: type[Gan] = Gan,
    **settings: Any,
) -> Gan:
    """One of `side` × `side` grey pictures, whose discriminator sees pictures, or packs, of so many channels."""
    keras.utils.set_random_seed(1)
    latents, images = keras.Input((3,)), keras.Input((side, side, channels))
    x = keras.layers.Dense(side * side, activation="sigmoid")(latents)
    generator = keras.Model(latents, keras.layers.Reshape((side, side, 1))(x))
    x = keras.layers.Conv2D(5, 3, activation="tanh")(images)  # curved, so that a penalty has a gradient
    discriminator = keras.Model(images, keras.layers.Dense(1)(keras.layers.Flatten()(x)))
    gan = kind(generator, wrap(discriminator), loss=ADVERSARIAL_LOSSES[loss], seed=5, **settings)
    gan.compile(g_optimizer=keras.optimizers.SGD(1.0), d_optimizer=keras.optimizers.SGD(1.0))
    return gan
