"""A GAN preset's networks in a bare alternating loop. `python -m benchmarks.bare_gan PRESET SECONDS WARM_UP`

Same networks (in layers that Keras has), losses, penalties, optimizers and batch as the preset, in the form in which
the papers' own code has them (Goodfellow et al. 2014, algorithm 1; R3GAN's trainer; Keras's WGAN-GP example): updates
of the discriminator, each on pictures of its own, then one of the generator on new ones. It neither averages the
generator nor draws, logs or saves.
"""

import sys

import keras
import tensorflow as tf

from benchmarks.bare_loop import adam, batches_of, mnist, print_speed, seconds_and_warm_up
from ganlib.config.gan import GanConfig
from ganlib.config.presets import preset
from ganlib.nets.batch_norm import in_plain_layers
from ganlib.nets.registry import GAN_NETWORKS
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES


def main(name: str, seconds: float, warm_up: float) -> None:
    config = preset(name)
    settings, batch_size = config.model, config.data.batch_size
    assert isinstance(settings, GanConfig)
    networks, loss = GAN_NETWORKS[settings.architecture], ADVERSARIAL_LOSSES[settings.loss]
    builders = (networks.generator, networks.discriminator)
    g, d = (in_plain_layers(build(settings, (28, 28, 1))) for build in builders)
    g_optimizer, d_optimizer = adam(settings.g_optimizer), adam(settings.d_optimizer)
    batches = batches_of(mnist().astype("float32") / 255.0, batch_size * settings.d_steps_per_g_step)

    def draw() -> tf.Tensor:
        return g(tf.random.normal((batch_size, settings.latent_dim)), training=True)

    def look(images: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """D(x) and ‖∇ₓD(x)‖²; what nothing uses of it TensorFlow leaves out of the compiled step."""
        with tf.GradientTape() as tape:
            tape.watch(images)
            logits = d(images, training=True)
        return logits, tf.reduce_sum(tf.square(tape.gradient(logits, images)), axis=[1, 2, 3])

    def d_objective(real_images: tf.Tensor, fake_images: tf.Tensor) -> tf.Tensor:
        (real_logits, real_slopes), (fake_logits, fake_slopes) = look(real_images), look(fake_images)
        objective = loss.discriminator(real_logits, fake_logits)
        if settings.r1_weight:
            objective += 0.5 * settings.r1_weight * tf.reduce_mean(real_slopes)
        if settings.r2_weight:
            objective += 0.5 * settings.r2_weight * tf.reduce_mean(fake_slopes)
        if settings.gradient_penalty_weight:
            share = tf.random.uniform((batch_size, 1, 1, 1))
            _, slopes = look(fake_images + share * (real_images - fake_images))
            lengths = tf.sqrt(slopes + 1e-12)
            objective += settings.gradient_penalty_weight * tf.reduce_mean(tf.square(lengths - 1.0))
        return objective

    def update(optimizer: keras.Optimizer, player: keras.Model, tape: tf.GradientTape, objective: tf.Tensor) -> None:
        optimizer.apply(tape.gradient(objective, player.trainable_variables), player.trainable_variables)

    @tf.function
    def train_step(real_batch: tf.Tensor) -> None:
        for real_images in tf.split(real_batch, settings.d_steps_per_g_step):
            fake_images = draw()
            with tf.GradientTape() as tape:
                objective = d_objective(real_images, fake_images)
            update(d_optimizer, d, tape, objective)
        with tf.GradientTape() as tape:
            objective = loss.generator(d(real_images, training=True), d(draw(), training=True))
        update(g_optimizer, g, tape, objective)

    print_speed(train_step, batches, seconds, warm_up)


if __name__ == "__main__":
    main(sys.argv[1], *seconds_and_warm_up())
