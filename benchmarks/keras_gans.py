"""Two GANs of Keras's examples, trained as they are there. `python -m benchmarks.keras_gans NAME DATA MINUTES SEED OUT`

`keras-dcgan`: keras.io/examples/generative/dcgan_overriding_train_step, also in Keras's guide to custom training steps;
but on the training pictures alone: the example takes the test pictures too. `keras-wgan-gp`:
keras.io/examples/generative/wgan_gp, with its three updates of the critic on one batch and its normally distributed
place between real and generated pictures. The clock starts with the first step, compiling included. Writes 10,000
unpicked samples as `python -m ganlib sample` does, and prints the number of steps.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf
from keras import Sequential, layers, losses, optimizers

from benchmarks.bare_loop import batches_of
from ganlib.data.images import load_images

NUM_SAMPLES, LATENT_DIM = 10_000, 128  # both examples draw from 128 numbers


@dataclass(frozen=True, kw_only=True)
class Example:
    """What is trained: `train_step` takes a batch of pictures between −1 (where `is_signed`, else 0) and 1."""

    generator: keras.Model
    train_step: Callable[[tf.Tensor], None]
    batch_size: int
    is_signed: bool


def dcgan() -> Example:
    discriminator = Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(64, 3, strides=2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(128, 3, strides=2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.GlobalMaxPooling2D(),
            layers.Dense(1),
        ]
    )
    generator = Sequential(
        [
            layers.Input((LATENT_DIM,)),
            layers.Dense(7 * 7 * 128),
            layers.LeakyReLU(0.2),
            layers.Reshape((7, 7, 128)),
            layers.Conv2DTranspose(128, 4, strides=2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.Conv2DTranspose(128, 4, strides=2, padding="same"),
            layers.LeakyReLU(0.2),
            layers.Conv2D(1, 7, padding="same", activation="sigmoid"),
        ]
    )
    g_optimizer, d_optimizer = optimizers.Adam(3e-4), optimizers.Adam(3e-4)
    cross_entropy = losses.BinaryCrossentropy(from_logits=True)

    @tf.function
    def train_step(real_images: tf.Tensor) -> None:
        count = tf.shape(real_images)[0]
        is_fake = tf.concat([tf.ones((count, 1)), tf.zeros((count, 1))], axis=0)
        images = tf.concat([generator(tf.random.normal((count, LATENT_DIM))), real_images], axis=0)
        with tf.GradientTape() as tape:
            d_loss = cross_entropy(is_fake + 0.05 * tf.random.uniform(tf.shape(is_fake)), discriminator(images))
        _update(d_optimizer, discriminator, tape, d_loss)
        with tf.GradientTape() as tape:
            fake_logits = discriminator(generator(tf.random.normal((count, LATENT_DIM))))
            g_loss = cross_entropy(tf.zeros_like(fake_logits), fake_logits)
        _update(g_optimizer, generator, tape, g_loss)

    return Example(generator=generator, train_step=train_step, batch_size=64, is_signed=False)


def wgan_gp() -> Example:
    critic = Sequential([layers.Input((28, 28, 1)), layers.ZeroPadding2D(2)])
    for filters, rate in ((64, 0.0), (128, 0.3), (256, 0.3), (512, 0.0)):
        critic.add(layers.Conv2D(filters, 5, strides=2, padding="same"))
        critic.add(layers.LeakyReLU(0.2))
        critic.add(layers.Dropout(rate))
    for layer in (layers.Flatten(), layers.Dropout(0.2), layers.Dense(1)):
        critic.add(layer)
    generator = Sequential(
        [
            layers.Input((LATENT_DIM,)),
            layers.Dense(4 * 4 * 256, use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(0.2),
            layers.Reshape((4, 4, 256)),
        ]
    )
    for filters, activation in (
        (128, layers.LeakyReLU(0.2)),
        (64, layers.LeakyReLU(0.2)),
        (1, layers.Activation("tanh")),
    ):
        generator.add(layers.UpSampling2D())
        generator.add(layers.Conv2D(filters, 3, padding="same", use_bias=False))
        generator.add(layers.BatchNormalization())
        generator.add(activation)
    generator.add(layers.Cropping2D(2))
    g_optimizer, d_optimizer = (optimizers.Adam(2e-4, beta_1=0.5, beta_2=0.9) for _ in range(2))

    def gradient_penalty(real_images: tf.Tensor, fake_images: tf.Tensor) -> tf.Tensor:
        share = tf.random.normal((tf.shape(real_images)[0], 1, 1, 1))
        between = real_images + share * (fake_images - real_images)
        with tf.GradientTape() as tape:
            tape.watch(between)
            logits = critic(between, training=True)
        lengths = tf.sqrt(tf.reduce_sum(tf.square(tape.gradient(logits, between)), axis=[1, 2, 3]))
        return tf.reduce_mean(tf.square(lengths - 1.0))

    @tf.function
    def train_step(real_images: tf.Tensor) -> None:
        count = tf.shape(real_images)[0]
        for _ in range(3):
            with tf.GradientTape() as tape:
                fake_images = generator(tf.random.normal((count, LATENT_DIM)), training=True)
                fake_logits, real_logits = critic(fake_images, training=True), critic(real_images, training=True)
                d_loss = tf.reduce_mean(fake_logits) - tf.reduce_mean(real_logits)
                d_loss += 10.0 * gradient_penalty(real_images, fake_images)
            _update(d_optimizer, critic, tape, d_loss)
        with tf.GradientTape() as tape:
            fake_images = generator(tf.random.normal((count, LATENT_DIM)), training=True)
            g_loss = -tf.reduce_mean(critic(fake_images, training=True))
        _update(g_optimizer, generator, tape, g_loss)

    return Example(generator=generator, train_step=train_step, batch_size=512, is_signed=True)


EXAMPLES = {"keras-dcgan": dcgan, "keras-wgan-gp": wgan_gp}


def _update(optimizer: keras.Optimizer, player: keras.Model, tape: tf.GradientTape, loss: tf.Tensor) -> None:
    optimizer.apply(tape.gradient(loss, player.trainable_variables), player.trainable_variables)


def _samples(example: Example) -> np.ndarray:
    """uint8 `[10000, 28, 28, 1]`."""
    latents = np.random.default_rng(1).standard_normal((NUM_SAMPLES, LATENT_DIM)).astype("float32")
    images = example.generator.predict(latents, batch_size=500, verbose=0)
    return np.round(255.0 * np.clip(0.5 * (images + 1.0) if example.is_signed else images, 0.0, 1.0)).astype("uint8")


def main(name: str, dataset: str, minutes: float, seed: int, archive: str) -> int:
    keras.utils.set_random_seed(seed)
    example = EXAMPLES[name]()
    images = load_images(dataset)[0].astype("float32") / 255.0
    batches = batches_of(2.0 * images - 1.0 if example.is_signed else images, example.batch_size)
    steps, end = 0, time.perf_counter() + 60.0 * minutes
    for batch in batches:
        if time.perf_counter() >= end:
            break
        example.train_step(batch)
        steps += 1
    np.savez_compressed(archive, x=_samples(example))
    return steps


if __name__ == "__main__":
    name, dataset, minutes, seed, archive = sys.argv[1:]
    print(main(name, dataset, float(minutes), int(seed), archive))
