"""The VAE's training step."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.vae import Vae
from ganlib.nets.conditional import conditional_encoder, conditional_sampler
from ganlib.objectives.reconstruction import bernoulli_loss

IMAGES = tf.constant(np.random.default_rng(0).random((8, 4, 4, 1), dtype=np.float32))


def make_vae(**settings: Any) -> Vae:
    keras.utils.set_random_seed(1)
    images, latents = keras.Input((4, 4, 1)), keras.Input((2,))
    x = keras.layers.Flatten()(images)
    encoder = keras.Model(images, [keras.layers.Dense(2)(x), keras.layers.Dense(2)(x)])
    x = keras.layers.Dense(16, activation="sigmoid")(latents)
    decoder = keras.Model(latents, keras.layers.Reshape((4, 4, 1))(x))
    vae = Vae(encoder, decoder, **{"reconstruction_loss": bernoulli_loss, "seed": 3} | settings)
    vae.compile(optimizer=keras.optimizers.Adam(1e-2))
    return vae


def test_the_total_is_the_reconstruction_plus_beta_times_the_kl_term() -> None:
    report = make_vae(beta=4.0).train_step(IMAGES)
    expected = float(report["loss/reconstruction"]) + 4.0 * float(report["loss/kl"])
    assert float(report["loss/total"]) == pytest.approx(expected, rel=1e-6)


def test_a_cold_kl_term_counts_for_nothing_and_free_bits_are_the_least_it_counts() -> None:
    vae = make_vae(beta=2.0)
    vae.kl_factor.assign(0.0)
    report = vae.train_step(IMAGES)
    assert float(report["loss/total"]) == pytest.approx(float(report["loss/reconstruction"]))
    report = make_vae(beta=2.0, free_bits=50.0).train_step(IMAGES)
    expected = float(report["loss/reconstruction"]) + 2.0 * 50.0 * 2
    assert float(report["loss/total"]) == pytest.approx(expected, rel=1e-6)
    assert float(report["loss/kl"]) < 50.0, "what is logged is the true one"


def test_how_warm_the_kl_term_is_is_no_part_of_the_state() -> None:
    assert "kl_factor" not in {variable.name for variable in make_vae().variables}


def test_the_posterior_is_a_mean_and_a_standard_deviation() -> None:
    vae = make_vae()
    z_mean, z_log_var = vae.encoder(IMAGES)
    found_mean, deviations = vae.posterior(IMAGES)
    np.testing.assert_allclose(found_mean, z_mean)
    np.testing.assert_allclose(deviations, np.exp(z_log_var / 2), rtol=1e-5)


def test_training_lowers_the_loss() -> None:
    vae = make_vae()
    before = float(vae.train_step(IMAGES)["loss/total"])
    vae.fit(tf.data.Dataset.from_tensors(IMAGES).repeat(), steps_per_epoch=60, shuffle=False, verbose=0)
    assert float(vae.train_step(IMAGES)["loss/total"]) < before


def test_latents_follow_the_encoders_mean_and_variance() -> None:
    vae = make_vae()
    z_mean = tf.fill([20_000, 2], 1.5)
    latents = vae._sample_latents(z_mean, tf.fill([20_000, 2], float(np.log(0.25)))).numpy()
    assert latents.mean() == pytest.approx(1.5, abs=0.02)
    assert latents.std() == pytest.approx(0.5, abs=0.02)


def test_both_networks_are_averaged() -> None:
    vae = make_vae(ema_half_life=0.04)
    vae.train_step(IMAGES)
    assert vae.sampler is vae.decoder_ema
    assert vae.observer is vae.encoder_ema
    for average, network in ((vae.decoder_ema, vae.decoder), (vae.encoder_ema, vae.encoder)):
        for averaged, weights in zip(average.get_weights(), network.get_weights(), strict=True):
            np.testing.assert_allclose(averaged, weights, atol=1e-5)  # the first step replaces the initial weights


LABELS = tf.constant(np.eye(3, dtype=np.float32)[np.arange(8) % 3])


def make_conditional_vae() -> Vae:
    keras.utils.set_random_seed(1)
    images, latents = keras.Input((4, 4, 2)), keras.Input((4,))
    x = keras.layers.Flatten()(images)
    encoder = keras.Model(images, [keras.layers.Dense(2)(x), keras.layers.Dense(2)(x)])
    x = keras.layers.Dense(16, activation="sigmoid")(latents)
    decoder = keras.Model(latents, keras.layers.Reshape((4, 4, 1))(x))
    told = conditional_encoder(encoder, 3), conditional_sampler(decoder, 2, 3)
    vae = Vae(*told, reconstruction_loss=bernoulli_loss, ema_half_life=0.04, seed=3)
    vae.compile(optimizer=keras.optimizers.Adam(1e-2))
    return vae


def test_the_class_decides_with_the_picture_on_the_code_and_with_the_code_on_the_picture() -> None:
    vae = make_conditional_vae()
    assert vae.latent_dim == 2
    same_picture = tf.repeat(IMAGES[:1], 3, axis=0)
    z_mean, _ = vae.posterior(same_picture, tf.eye(3))
    assert len(np.unique(z_mean, axis=0)) == 3
    assert len(np.unique(vae.sampler([tf.zeros([3, 2]), tf.eye(3)]), axis=0)) == 3


def test_what_only_the_class_tells_the_decoder_learns_from_the_class() -> None:
    """Every picture is all of one grey, which is its class: the code is needed for nothing, and falls silent."""
    vae = make_conditional_vae()
    grey = tf.reshape(tf.argmax(LABELS, axis=1) / 2, [8, 1, 1, 1])
    pictures = tf.cast(tf.broadcast_to(grey, [8, 4, 4, 1]), tf.float32)
    vae.fit(tf.data.Dataset.from_tensors((pictures, LABELS)).repeat(), steps_per_epoch=600, shuffle=False, verbose=0)
    drawn = vae.sampler([tf.zeros([3, 2]), tf.eye(3)])
    assert np.mean(drawn, axis=(1, 2, 3)) == pytest.approx([0.0, 0.5, 1.0], abs=0.1)
    assert float(vae.train_step((pictures, LABELS))["loss/kl"]) < 0.2


def test_black_and_white_pictures_are_drawn_anew_at_each_step_with_grey_as_the_chance_of_white() -> None:
    seen: list[np.ndarray] = []

    def reconstruction_loss(images: tf.Tensor, reconstructions: tf.Tensor) -> tf.Tensor:
        seen.append(images.numpy())
        return bernoulli_loss(images, reconstructions)

    vae = make_vae(reconstruction_loss=reconstruction_loss, binarised=True)
    many = np.repeat(IMAGES, 200, axis=0)
    for _ in range(2):
        vae.train_step(many)
    assert set(np.unique(seen)) == {0.0, 1.0}
    assert (seen[0] != seen[1]).any()
    drawn = np.reshape(seen, (2, len(IMAGES), 200, *IMAGES.shape[1:]))
    np.testing.assert_allclose(drawn.mean(axis=(0, 2)), IMAGES, atol=0.13)  # five standard errors of a fair coin
