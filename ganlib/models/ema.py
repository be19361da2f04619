"""A running average of a network's weights, which draws steadier pictures than the network itself."""

import keras
import tensorflow as tf


def copy_network(network: keras.Model) -> keras.Model:
    """The same network with weights of its own, equal to begin with."""
    copy = keras.models.clone_model(network)
    copy.set_weights(network.get_weights())
    copy.trainable = False
    return copy


def ramped_decay(step: tf.Tensor, half_life: float) -> tf.Tensor:
    """β = 0.5^(1 / (half_life · step)): what is kept of the average at this step.

    The half-life is a share of the steps so far, so the average forgets the early weights in short and in long runs
    alike. Karras et al. 2020, arXiv:2006.06676, ramp the half-life likewise (5 % of the pictures seen).

    Args:
        step: updates done, this one included; never zero.
    """
    return tf.pow(0.5, 1.0 / (half_life * tf.cast(step, tf.float32)))


def update_average(average: keras.Model, network: keras.Model, decay: tf.Tensor) -> None:
    """θ̄ ← β·θ̄ + (1 − β)·θ, the moving statistics of batch normalisation included."""
    for averaged, variable in zip(average.variables, network.variables, strict=True):
        if averaged.dtype.startswith("float"):
            averaged.assign(variable + decay * (averaged - variable))
