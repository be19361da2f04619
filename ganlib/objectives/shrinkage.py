"""Penalties on size: of codes, and of a network's weights."""

import keras
import tensorflow as tf


def code_penalty(codes: tf.Tensor) -> tf.Tensor:
    """½ E ‖z‖²: keeps the codes `[batch, latent_dim]` together. Ghosh et al. 2020, arXiv:1903.12436, section 3.1."""
    return 0.5 * tf.reduce_mean(tf.reduce_sum(tf.square(codes), axis=-1))


def weight_penalty(network: keras.Model) -> tf.Tensor:
    """‖θ‖² of a network's kernels, offsets and normalisation aside. Ghosh et al. 2020, section 3.1 (RAE-L2)."""
    kernels = [variable for variable in network.trainable_variables if len(variable.shape) > 1]
    return tf.add_n([tf.reduce_sum(tf.square(kernel)) for kernel in kernels])
