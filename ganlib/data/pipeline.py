"""The one tf.data pipeline: pictures in memory → shuffled, endless, scaled batches, from any of them onwards."""

import numpy as np
import tensorflow as tf


def make_batches(
    images: np.ndarray,
    batch_size: int,
    seed: int,
    first_batch: int = 0,
    labels: np.ndarray | None = None,
    with_mirrored: bool = False,
) -> tf.data.Dataset:
    """Endless batches of `images`, each epoch in an order of its own.

    The order is a function of the seed and the epoch alone, so that a run that goes on at some batch sees what it
    would have seen. Positions are shuffled, not pictures: a batch is one gather.

    Args:
        images: uint8 `[n, height, width, channels]`, or float32, which stay as they are.
        first_batch: how many batches were seen before.
        labels: one-hot `[n, classes]`, where they are wanted beside the pictures.
        with_mirrored: an epoch has 2n pictures: each also as in a mirror.

    Returns:
        float32 `[batch_size, height, width, channels]`, bytes as [0, 1]; where there are labels, pairs of that and
        `[batch_size, classes]`.
    """
    in_memory = tf.constant(images)
    labels_in_memory = None if labels is None else tf.constant(labels)
    count = len(images) * (2 if with_mirrored else 1)
    first_epoch, first_position = divmod(first_batch * batch_size, count)

    def order_of(epoch: tf.Tensor) -> tf.Tensor:
        positions = tf.range(count, dtype=tf.int64)
        return tf.random.experimental.stateless_shuffle(positions, seed=tf.stack([tf.cast(seed, tf.int64), epoch]))

    def pictures_at(positions: tf.Tensor) -> tf.Tensor | tuple[tf.Tensor, tf.Tensor]:
        is_mirrored, positions = positions >= len(images), positions % len(images)
        pictures = tf.gather(in_memory, positions)
        if with_mirrored:
            pictures = tf.where(is_mirrored[:, None, None, None], pictures[:, :, ::-1], pictures)
        if pictures.dtype == tf.uint8:
            pictures = tf.cast(pictures, tf.float32) / 255.0
        return pictures if labels_in_memory is None else (pictures, tf.gather(labels_in_memory, positions))

    options = tf.data.Options()
    options.autotune.enabled = False  # nothing here is left to tune, and its thread may hold up the end for a minute
    return (
        tf.data.Dataset.counter(first_epoch)
        .map(order_of)
        .unbatch()
        .skip(first_position)
        .batch(batch_size, drop_remainder=True)
        .map(pictures_at, num_parallel_calls=1, deterministic=True)
        .prefetch(2)
        .with_options(options)
    )
