"""TensorFlow's DCGAN tutorial as a bare loop, nothing around it. `python -m benchmarks.bare_dcgan SECONDS WARM_UP`

Same network, loss, optimizers and batch as the preset `tutorial-dcgan`, as the tutorial itself writes it: one
tf.function with two tapes, called from a Python loop (tensorflow.org/tutorials/generative/dcgan).
"""

import tensorflow as tf
from keras import Sequential, layers, losses, optimizers

from benchmarks.bare_loop import batches_of, mnist, print_speed, seconds_and_warm_up

BATCH_SIZE, LATENT_DIM = 256, 100


def generator() -> Sequential:
    return Sequential(
        [
            layers.Input((LATENT_DIM,)),
            layers.Dense(7 * 7 * 256, use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(),
            layers.Reshape((7, 7, 256)),
            layers.Conv2DTranspose(128, 5, strides=1, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(),
            layers.Conv2DTranspose(64, 5, strides=2, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.LeakyReLU(),
            layers.Conv2DTranspose(1, 5, strides=2, padding="same", use_bias=False, activation="tanh"),
        ]
    )


def discriminator() -> Sequential:
    return Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(64, 5, strides=2, padding="same"),
            layers.LeakyReLU(),
            layers.Dropout(0.3),
            layers.Conv2D(128, 5, strides=2, padding="same"),
            layers.LeakyReLU(),
            layers.Dropout(0.3),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )


def main(seconds: float, warm_up: float) -> None:
    batches = batches_of((mnist().astype("float32") - 127.5) / 127.5, BATCH_SIZE)
    g, d = generator(), discriminator()
    g_optimizer, d_optimizer = optimizers.Adam(1e-4), optimizers.Adam(1e-4)
    cross_entropy = losses.BinaryCrossentropy(from_logits=True)

    @tf.function
    def train_step(real_images: tf.Tensor) -> None:
        latents = tf.random.normal((BATCH_SIZE, LATENT_DIM))
        with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
            fake_images = g(latents, training=True)
            real_logits = d(real_images, training=True)
            fake_logits = d(fake_images, training=True)
            g_loss = cross_entropy(tf.ones_like(fake_logits), fake_logits)
            d_loss = cross_entropy(tf.ones_like(real_logits), real_logits) + cross_entropy(
                tf.zeros_like(fake_logits), fake_logits
            )
        g_optimizer.apply(g_tape.gradient(g_loss, g.trainable_variables), g.trainable_variables)
        d_optimizer.apply(d_tape.gradient(d_loss, d.trainable_variables), d.trainable_variables)

    print_speed(train_step, batches, seconds, warm_up)


if __name__ == "__main__":
    main(*seconds_and_warm_up())
