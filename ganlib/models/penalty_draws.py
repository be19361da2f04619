"""What the penalties of one update of the discriminator draw: pictures made for them, directions in which to look."""

from collections.abc import Container, Mapping

import keras
import tensorflow as tf

from ganlib.models.replicas import normal_like, uniform_rows
from ganlib.objectives.penalties import pictures_around, pictures_between


def other_images(
    penalties: Container[str],
    real_images: tf.Tensor,
    fake_images: tf.Tensor,
    seed_generator: keras.random.SeedGenerator,
) -> dict[str, tf.Tensor]:
    """Penalty that is on → pictures made for it alone."""
    made = {}
    if "gradient" in penalties:
        share = uniform_rows((tf.shape(real_images)[0], 1, 1, 1), seed_generator)
        made["gradient"] = pictures_between(real_images, fake_images, share)
    if "dragan" in penalties:
        made["dragan"] = pictures_around(real_images, normal_like(real_images, seed_generator))
    return made


def directions(
    penalties: Container[str], images: Mapping[str, tf.Tensor], seed_generator: keras.random.SeedGenerator
) -> dict[str, tf.Tensor]:
    """Penalty that is on → ε ~ N(0, I), in the shape of the pictures where it is taken as a finite difference."""
    return {key: normal_like(where, seed_generator) for key, where in images.items() if key in penalties}
