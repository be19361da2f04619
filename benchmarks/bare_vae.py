"""A VAE preset's networks in a bare loop. `python -m benchmarks.bare_vae PRESET SECONDS WARM_UP`

Same networks (in layers that Keras has), loss, optimizer and batch as the preset, in the form of Keras's VAE example
(keras.io/examples/generative/vae) with its training step called from a Python loop; pixels are drawn black or white
first where the preset asks for it. It neither averages the decoder nor draws, logs or saves.
"""

import sys

import tensorflow as tf

from benchmarks.bare_loop import adam, batches_of, mnist, print_speed, seconds_and_warm_up
from ganlib.config.presets import preset
from ganlib.config.vae import VaeConfig
from ganlib.nets.batch_norm import in_plain_layers
from ganlib.nets.one_level import build_decoder, build_encoder
from ganlib.nets.registry import VAE_NETWORKS
from ganlib.objectives.divergence import kl_to_standard_normal
from ganlib.objectives.reconstruction import RECONSTRUCTION_LOSSES


def main(name: str, seconds: float, warm_up: float) -> None:
    config = preset(name)
    settings = config.model
    assert isinstance(settings, VaeConfig)
    networks = VAE_NETWORKS[settings.architecture]
    encoder, decoder = (
        in_plain_layers(build(networks, settings, (28, 28, 1))) for build in (build_encoder, build_decoder)
    )
    optimizer, reconstruction_loss = adam(settings.optimizer), RECONSTRUCTION_LOSSES[settings.likelihood]
    weights = encoder.trainable_variables + decoder.trainable_variables

    @tf.function
    def train_step(images: tf.Tensor) -> None:
        if settings.is_binarised:
            images = tf.cast(tf.random.uniform(tf.shape(images)) < images, tf.float32)
        with tf.GradientTape() as tape:
            z_mean, z_log_var = encoder(images, training=True)
            latents = z_mean + tf.exp(0.5 * z_log_var) * tf.random.normal(tf.shape(z_mean))
            reconstructions = decoder(latents, training=True)
            loss = tf.reduce_mean(reconstruction_loss(images, reconstructions))
            loss += settings.beta * tf.reduce_sum(kl_to_standard_normal(z_mean, z_log_var))
        optimizer.apply(tape.gradient(loss, weights), weights)

    batches = batches_of(mnist().astype("float32") / 255.0, config.data.batch_size)
    print_speed(train_step, batches, seconds, warm_up)


if __name__ == "__main__":
    main(sys.argv[1], *seconds_and_warm_up())
