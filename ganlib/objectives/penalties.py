"""Gradient penalties: functions of the discriminator's slope at real pictures, at fake ones, between or around them."""

from collections.abc import Callable

import tensorflow as tf

STEP_ASIDE = 0.005  # σ of finite differences, of pixels in [0, 1]: Seaweed-APT's 0.01 in [−1, 1] (docs/adr/0005)


def logits_and_slopes(discriminator: Callable[..., tf.Tensor], images: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """D(x) and ∇ₓD(x) for each picture, in one pass.

    It is the gradient of the *sum* of the logits: each picture's own slope only while no layer mixes the pictures of a
    batch, else the slope of all that the batch is told along one picture (docs/adr/0016).

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


def logits_and_pull_back(
    discriminator: Callable[..., tf.Tensor], images: tf.Tensor
) -> tuple[tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
    """D(x), and what makes ∂L/∂x of ∂L/∂D(x), whether or not a layer mixes the pictures of a batch.

    Args:
        images: `[batch, height, width, channels]`.
    """
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(images)
        logits = discriminator(images, training=True)
    return logits, lambda pull: tape.gradient(logits, images, output_gradients=pull)


def slopes_along(
    discriminator: Callable[..., tf.Tensor], images: tf.Tensor, logits: tf.Tensor, noise: tf.Tensor
) -> tf.Tensor:
    """ε·∇D(x) ≈ (D(x + σε) − D(x)) / σ: a finite difference, which is pushed down without a second derivative.

    Lin et al. 2025 (Seaweed-APT), arXiv:2501.08316, who penalise ‖D(x) − D(x + σε)‖². As E (ε·∇D)² = ‖∇D‖², dividing by
    σ makes the zero-centred penalty of these the same on average as that of the whole slopes, and as strong; for one
    picture it scatters by √2 times its mean. Only where no layer mixes the pictures of a batch (docs/adr/0022).

    Args:
        discriminator: must see x + σε as it saw x: with the same dropout, too.
        images: x `[batch, height, width, channels]`.
        logits: D(x) `[batch, 1]`.
        noise: ε ~ N(0, I), in the shape of `images`.

    Returns:
        `[batch, 1, 1, 1]`: of each slope one number, not one for each pixel.
    """
    aside = discriminator(images + STEP_ASIDE * noise, training=True)
    return (aside - logits)[:, :, tf.newaxis, tf.newaxis] / STEP_ASIDE


def zero_centred_penalty(slopes: tf.Tensor) -> tf.Tensor:
    """E ‖∇ₓD(x)‖²: R1 at real pictures, R2 at fake ones.

    Mescheder, Geiger & Nowozin 2018, arXiv:1801.04406, equation 9. Squared, so no root that could see zero.
    """
    return tf.reduce_mean(_squared_lengths(slopes))


def one_centred_penalty(slopes: tf.Tensor) -> tf.Tensor:
    """E (‖∇ₓD(x)‖ − 1)², from both sides. Gulrajani et al. 2017 (WGAN-GP), arXiv:1704.00028, equation 3.

    The constant keeps the root from zero, where its gradient is infinite.
    """
    return tf.reduce_mean(tf.square(tf.sqrt(_squared_lengths(slopes) + 1e-12) - 1.0))


def pictures_between(real_images: tf.Tensor, fake_images: tf.Tensor, share: tf.Tensor) -> tf.Tensor:
    """x̂ = ε·x + (1 − ε)·G(z): where WGAN-GP looks at the slope. Gulrajani et al. 2017, arXiv:1704.00028, algorithm 1.

    Args:
        share: ε ~ U[0, 1], one for each pair: `[batch, 1, 1, 1]`.
    """
    return fake_images + share * (real_images - fake_images)


def pictures_around(real_images: tf.Tensor, noise: tf.Tensor) -> tf.Tensor:
    """x + ½·s·ε: where DRAGAN looks at the slope. Kodali et al. 2017, arXiv:1705.07215.

    s is the standard deviation of each picture's own pixels; a point is one pixel, and s is that of the batch. The
    noise is Gaussian as in the paper; in the authors' program it is uniform and never darkens, s belongs to the whole
    batch, and a random share of the noise is taken.

    Args:
        noise: ε ~ N(0, I), in the shape of `real_images`.
    """
    axes = [0, 1, 2, 3] if real_images.shape[1:3] == (1, 1) else [1, 2, 3]
    return real_images + 0.5 * tf.math.reduce_std(real_images, axis=axes, keepdims=True) * noise


def _squared_lengths(slopes: tf.Tensor) -> tf.Tensor:
    return tf.reduce_sum(tf.square(slopes), axis=[1, 2, 3])


# What is logged as `penalty/<key>`, of slopes at …
PENALTIES: dict[str, Callable[[tf.Tensor], tf.Tensor]] = {
    "r1": zero_centred_penalty,  # real pictures
    "r2": zero_centred_penalty,  # fake ones
    "gradient": one_centred_penalty,  # pictures between real and fake
    "dragan": one_centred_penalty,  # pictures around real ones
}
