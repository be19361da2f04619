"""One step on several devices (tf.distribute): what each replica must do so that together they are one.

Each replica has its share of the batch. Keras's optimizers add the replicas' gradients up, and its SeedGenerator is in
the same state in each of them. On one device nothing here changes anything.
"""

import keras
import tensorflow as tf


def averaged(gradients: list[tf.Tensor]) -> list[tf.Tensor]:
    """What to give an optimizer so that the sum over the replicas is the gradient of the whole batch's mean."""
    num_replicas = tf.distribute.get_strategy().num_replicas_in_sync
    return gradients if num_replicas == 1 else [gradient / num_replicas for gradient in gradients]


def normal_rows(count: int | tf.Tensor, size: int, seed_generator: keras.random.SeedGenerator) -> tf.Tensor:
    """N(0, I) `[count, size]`: the rows that one device drawing for the whole batch would give to this replica."""
    num_replicas = tf.distribute.get_strategy().num_replicas_in_sync
    rows = keras.random.normal((num_replicas * count, size), seed=seed_generator)
    if num_replicas == 1:
        return rows
    replica = tf.cast(tf.distribute.get_replica_context().replica_id_in_sync_group, tf.int32)
    return rows[replica * count : (replica + 1) * count]
