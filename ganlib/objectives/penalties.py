"""Penalties: how steep a discriminator is at real (R1) and fake (R2) pictures; how large codes and weights are."""

import keras
import tensorflow as tf


def logits_and_slopes(discriminator: keras.Model, images: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """D(x) and ∇ₓD(x) for each picture, in one pass.

    The gradient of the *sum* of the logits is each picture's own slope only while no layer mixes the pictures of a
    batch: a discriminator with batch normalisation must not come here.

    Args:
        images: `[batch, height, width, channels]`.

    Returns:
        Logits `[batch, 1]` and slopes in the shape of `images`.
    """
    with tf.GradientTape() as tape:
        tape.watch(images)
        logits = discriminator(images, training=True)
        total = tf.reduce_sum(logits)
    return logits, tape.gradient(total, images)


def gradient_penalty(slopes: tf.Tensor) -> tf.Tensor:
    """E ‖∇ₓD(x)‖²: R1 at real pictures, R2 at fake ones; the weight γ/2 is the caller's.

    Mescheder, Geiger & Nowozin 2018, arXiv:1801.04406, equation 9. Squared, so no root that could see zero.
    """
    return tf.reduce_mean(tf.reduce_sum(tf.square(slopes), axis=[1, 2, 3]))


def code_penalty(codes: tf.Tensor) -> tf.Tensor:
    """½ E ‖z‖²: keeps the codes `[batch, latent_dim]` together. Ghosh et al. 2020, arXiv:1903.12436, section 3.1."""
    return 0.5 * tf.reduce_mean(tf.reduce_sum(tf.square(codes), axis=-1))


def weight_penalty(network: keras.Model) -> tf.Tensor:
    """‖θ‖² of a network's kernels, offsets and normalisation aside. Ghosh et al. 2020, section 3.1 (RAE-L2)."""
    kernels = [variable for variable in network.trainable_variables if len(variable.shape) > 1]
    return tf.add_n([tf.reduce_sum(tf.square(kernel)) for kernel in kernels])
