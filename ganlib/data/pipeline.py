"""The one tf.data pipeline: pictures in memory → shuffled, endless, scaled batches."""

import numpy as np
import tensorflow as tf


def make_batches(images: np.ndarray, batch_size: int, seed: int) -> tf.data.Dataset:
    """Endless batches of `images`, each epoch in a new order that `seed` decides.

    Positions are shuffled, not pictures: the buffer stays small and a batch is one gather.

    Args:
        images: uint8 `[n, height, width, channels]`.

    Returns:
        float32 `[batch_size, height, width, channels]` in [0, 1].
    """
    in_memory = tf.constant(images)

    def pictures_at(positions: tf.Tensor) -> tf.Tensor:
        return tf.cast(tf.gather(in_memory, positions), tf.float32) / 255.0

    return (
        tf.data.Dataset.range(len(images))
        .shuffle(len(images), seed=seed, reshuffle_each_iteration=True)
        .repeat()
        .batch(batch_size, drop_remainder=True)
        .map(pictures_at, num_parallel_calls=1, deterministic=True)
        .prefetch(2)
    )
