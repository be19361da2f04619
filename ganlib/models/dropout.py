"""Dropout that is the same in several looks."""

from collections.abc import Callable

import keras
import tensorflow as tf


def with_same_dropout(network: keras.Model, look: Callable[..., tf.Tensor]) -> Callable[..., tf.Tensor]:
    """`look`, at each call of which `network` drops what it would drop now.

    What a network drops follows from numbers among its non-trainable ones: they are set back before each call. After
    the last one they have moved on as after one look.
    """
    chances = [(variable, tf.identity(variable.value)) for variable in network.non_trainable_variables]

    def look_again(images: tf.Tensor, training: bool) -> tf.Tensor:
        for variable, chance in chances:
            variable.assign(chance)
        return look(images, training=training)

    return look_again
