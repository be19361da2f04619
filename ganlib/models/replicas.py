"""One step on several devices (tf.distribute): what each replica must do so that together they are one.

Each replica has its share of the batch. Keras's optimizers add the replicas' gradients up, and its SeedGenerator is in
the same state in each of them. On one device nothing here changes anything.
"""

from collections.abc import Callable

import keras
import tensorflow as tf


def averaged(gradients: list[tf.Tensor]) -> list[tf.Tensor]:
    """What to give an optimizer so that the sum over the replicas is the gradient of the whole batch's mean."""
    num_replicas = tf.distribute.get_strategy().num_replicas_in_sync
    return gradients if num_replicas == 1 else [gradient / num_replicas for gradient in gradients]


def mean_of_replicas(value: tf.Tensor) -> tf.Tensor:
    """The mean over the replicas, the same in each: for what all of them must decide alike."""
    if tf.distribute.get_strategy().num_replicas_in_sync == 1:
        return value
    return tf.distribute.get_replica_context().all_reduce(tf.distribute.ReduceOp.MEAN, value)


def normal_rows(shape: tuple[int | tf.Tensor, ...], seed_generator: keras.random.SeedGenerator) -> tf.Tensor:
    """N(0, I) `shape`: the rows that one device drawing for the whole batch would give to this replica."""
    return _rows(keras.random.normal, shape, seed_generator)


def normal_like(images: tf.Tensor, seed_generator: keras.random.SeedGenerator) -> tf.Tensor:
    """N(0, I) in the shape of `images`, of which only the batch may be known late: likewise."""
    return normal_rows((tf.shape(images)[0], *images.shape[1:]), seed_generator)


def uniform_rows(shape: tuple[int | tf.Tensor, ...], seed_generator: keras.random.SeedGenerator) -> tf.Tensor:
    """U[0, 1) `shape`: likewise."""
    return _rows(keras.random.uniform, shape, seed_generator)


def _rows(
    draw: Callable[..., tf.Tensor], shape: tuple[int | tf.Tensor, ...], seed_generator: keras.random.SeedGenerator
) -> tf.Tensor:
    count, *rest = shape
    num_replicas = tf.distribute.get_strategy().num_replicas_in_sync
    rows = draw((num_replicas * count, *rest), seed=seed_generator)
    if num_replicas == 1:
        return rows
    replica = tf.cast(tf.distribute.get_replica_context().replica_id_in_sync_group, tf.int32)
    return rows[replica * count : (replica + 1) * count]


def sum_of_replicas(value: tf.Tensor) -> tf.Tensor:
    """The sum over the replicas, the same in each."""
    return mean_of_replicas(value) * tf.distribute.get_strategy().num_replicas_in_sync


def rows_of_all(values: tf.Tensor, chances: tf.Tensor) -> tf.Tensor:
    """Rows at random places of the whole batch, the same in each replica: `[k, d]`.

    Args:
        values: this replica's rows `[n, d]`.
        chances: U[0, 1) `[k]`, the same in each replica.
    """
    count = tf.shape(values)[0]
    num_replicas = tf.distribute.get_strategy().num_replicas_in_sync
    total = num_replicas * count
    places = tf.minimum(tf.cast(chances * tf.cast(total, chances.dtype), tf.int32), total - 1)
    if num_replicas == 1:
        return tf.gather(values, places)
    replica = tf.cast(tf.distribute.get_replica_context().replica_id_in_sync_group, tf.int32)
    own = places - replica * count
    is_own = tf.logical_and(own >= 0, own < count)
    found = tf.gather(values, tf.clip_by_value(own, 0, count - 1))
    return sum_of_replicas(tf.where(is_own[:, tf.newaxis], found, tf.zeros_like(found)))
