"""Two levels of codes: densities written out plainly, and a model whose likelihood is known."""

import math

import keras
import numpy as np
import pytest
import tensorflow as tf
from scipy import stats

from ganlib.config.vae import VaeConfig
from ganlib.models.hierarchical_vae import HierarchicalVae
from ganlib.nets import two_levels
from ganlib.nets.conditional import conditional_encoder, conditional_sampler
from ganlib.nets.registry import PICTURE_VAE_NETWORKS
from ganlib.objectives.divergence import kl_to_standard_normal
from ganlib.objectives.reconstruction import bernoulli_loss

SHAPE = (8, 8, 1)  # maps of 2 × 2
IMAGES = np.random.default_rng(0).integers(0, 2, (6, *SHAPE)).astype(np.float32)
LABELS = np.eye(3, dtype=np.float32)[np.arange(6) % 3]


def make(is_told: bool = False, **settings: float) -> HierarchicalVae:
    keras.utils.set_random_seed(1)
    config = VaeConfig(
        architecture="conv",
        objective="hierarchical",
        latent_dim=3,
        lower_maps=2,
        encoder_filters=4,
        decoder_filters=4,
        conditional=is_told,
    )
    encoder = two_levels.build_encoder(PICTURE_VAE_NETWORKS["conv"], config, SHAPE)
    decoder = two_levels.build_decoder(PICTURE_VAE_NETWORKS["conv"], config, SHAPE)
    if is_told:
        encoder, decoder = conditional_encoder(encoder, 3), conditional_sampler(decoder, 3, 3)
    else:
        _stir(encoder)
        _stir(decoder)
    model = HierarchicalVae(encoder, decoder, reconstruction_loss=bernoulli_loss, seed=5, **settings)
    model.compile(optimizer=keras.optimizers.Adam(1e-2))
    return model


def _stir(network: keras.Model) -> None:
    """Layers that begin at zero hide what they do."""
    for name in ("lower_log_var", "prior_deviation"):
        if any(layer.name == name for layer in network.layers):
            kernel, bias = network.get_layer(name).get_weights()
            chance = np.random.default_rng(2)
            network.get_layer(name).set_weights(
                [chance.normal(0, 0.5, kernel.shape), chance.normal(0, 0.5, bias.shape)]
            )


def test_a_divergence_is_the_same_when_the_lower_level_is_counted_from_its_prior() -> None:
    chance = np.random.default_rng(0)
    (q_mean, p_mean), (q_deviation, p_deviation) = chance.normal(size=(2, 5)), chance.uniform(0.3, 2.0, (2, 5))
    shifted, scaled = (q_mean - p_mean) / p_deviation, q_deviation / p_deviation
    found = kl_to_standard_normal(shifted[None], 2.0 * np.log(scaled)[None])
    closed = np.log(p_deviation / q_deviation) + (q_deviation**2 + (q_mean - p_mean) ** 2) / (2 * p_deviation**2) - 0.5
    np.testing.assert_allclose(found, closed, rtol=1e-6)
    q, p = stats.norm(q_mean, q_deviation), stats.norm(p_mean, p_deviation)
    z = q.rvs((400_000, 5), random_state=chance)
    np.testing.assert_allclose(found, (q.logpdf(z) - p.logpdf(z)).mean(axis=0), atol=0.02)


def test_the_loss_is_the_elbo_of_two_levels_written_with_their_own_densities() -> None:
    """z₁ and z₂ themselves instead of noise: what the paper says, from the same networks."""
    model = make(beta=2.0)
    noise = np.asarray(keras.random.normal((6, 11), seed=keras.random.SeedGenerator(5)))
    lower_noise, upper_noise = noise[:, :8], noise[:, 8:]
    z_mean, z_log_var = (np.asarray(each) for each in model.encoder([IMAGES, upper_noise]))
    z2_mean, z2_deviation = z_mean[:, 8:], np.exp(0.5 * z_log_var[:, 8:])
    z2 = z2_mean + z2_deviation * upper_noise
    decoder = model.decoder
    top_down = keras.Model(
        decoder.input,
        [
            decoder.get_layer("prior_mean").output,
            keras.ops.softplus(decoder.get_layer("prior_deviation").output),
        ],
    )
    p_mean, p_deviation = (
        np.reshape(each, (6, 8)) for each in top_down(np.concatenate([np.zeros((6, 8)), z2], axis=1))
    )
    q_mean, q_deviation = p_mean + p_deviation * z_mean[:, :8], p_deviation * np.exp(0.5 * z_log_var[:, :8])
    z1 = q_mean + q_deviation * lower_noise
    images = model.decoder(np.concatenate([(z1 - p_mean) / p_deviation, z2], axis=1).astype(np.float32))

    def kl(mean: np.ndarray, deviation: np.ndarray, of_mean: np.ndarray, of_deviation: np.ndarray) -> float:
        terms = np.log(of_deviation / deviation) + (deviation**2 + (mean - of_mean) ** 2) / (2 * of_deviation**2) - 0.5
        return float(terms.sum(axis=1).mean())

    upper = kl(z2_mean, z2_deviation, np.zeros((6, 3)), np.ones((6, 3)))
    lower = kl(q_mean, q_deviation, p_mean, p_deviation)
    reconstruction = float(tf.reduce_mean(bernoulli_loss(IMAGES, images)))
    total, terms = model.losses(tf.constant(IMAGES))
    assert float(terms["loss/kl_upper"]) == pytest.approx(upper, rel=1e-4)
    assert float(terms["loss/kl_lower"]) == pytest.approx(lower, rel=1e-4)
    assert float(terms["loss/kl"]) == pytest.approx(upper + lower, rel=1e-4)
    assert float(terms["loss/reconstruction"]) == pytest.approx(reconstruction, rel=1e-4)
    assert float(total) == pytest.approx(reconstruction + 2.0 * (upper + lower), rel=1e-4)


def test_with_the_true_posterior_the_elbo_is_the_likelihood() -> None:
    """z₂ ~ N(0, 1), z₁ ~ N(a·z₂, b²), x ~ N(z₁, s²): log p(x) = log N(x; 0, a² + b² + s²)."""
    a, b, s, x = 0.8, 0.6, 0.5, 1.3
    rest = b**2 + s**2
    share = b**2 / rest  # of what x is above a·z₂ that lies in z₁

    def linear(kernel: list[float], bias: float = 0.0) -> keras.layers.Layer:
        return keras.layers.Dense(
            1,
            kernel_initializer=lambda shape, dtype: tf.constant(kernel, dtype, shape),
            bias_initializer=keras.initializers.Constant(bias),
        )

    images, noise, latents = keras.Input((1, 1, 1)), keras.Input((1,)), keras.Input((2,))
    seen = keras.layers.Flatten()(images)
    upper_mean = linear([a / (a**2 + rest)])(seen)
    z2 = linear([1.0, math.sqrt(rest / (a**2 + rest))])(keras.layers.Concatenate()([upper_mean, noise]))
    lower_mean = linear([share / b, -a * share / b])(keras.layers.Concatenate()([seen, z2]))
    log_vars = [linear([0.0], math.log(v))(seen) for v in (s**2 / rest, rest / (a**2 + rest))]
    encoder = keras.Model(
        [images, noise],
        [keras.layers.Concatenate()([lower_mean, upper_mean]), keras.layers.Concatenate()(log_vars)],
    )
    decoder = keras.Model(latents, keras.layers.Reshape((1, 1, 1))(linear([b, a])(latents)))

    def gaussian(images: tf.Tensor, copies: tf.Tensor) -> tf.Tensor:
        squares = tf.reduce_sum(tf.square(images - copies), axis=[1, 2, 3])
        return 0.5 * squares / s**2 + 0.5 * math.log(2.0 * math.pi * s**2)

    model = HierarchicalVae(encoder, decoder, reconstruction_loss=gaussian, seed=0)
    total, _ = model.losses(tf.fill([200_000, 1, 1, 1], x))
    assert -float(total) == pytest.approx(stats.norm(0.0, math.sqrt(a**2 + rest)).logpdf(x), abs=0.01)


def test_the_lower_levels_posterior_hangs_on_the_upper_levels_draw_and_not_the_other_way_round() -> None:
    model = make(ema_half_life=0.04)
    images = tf.constant(IMAGES)
    calm = model.posterior(images)
    other_lower, other_upper = np.zeros((2, 6, 11), np.float32)
    other_lower[:, :8], other_upper[:, 8:] = 1.0, 1.0
    for one, other in zip(calm, model.posterior(images, None, tf.constant(other_lower)), strict=True):
        np.testing.assert_array_equal(one, other)
    mean, _ = model.posterior(images, None, tf.constant(other_upper))
    np.testing.assert_allclose(mean[:, 8:], calm[0][:, 8:], rtol=1e-6)
    assert not np.allclose(mean[:, :8], calm[0][:, :8], atol=1e-4)


def test_numbers_of_both_levels_show_in_the_picture() -> None:
    model = make()
    z = np.random.default_rng(3).standard_normal((1, 11)).astype(np.float32)
    picture = np.asarray(model.decoder(z))
    for number in (0, 7, 8, 10):
        moved = z.copy()
        moved[0, number] += 2.0
        assert not np.allclose(picture, model.decoder(moved), atol=1e-4)


@pytest.mark.parametrize("is_told", [False, True])
def test_training_lowers_the_loss(is_told: bool) -> None:
    model = make(is_told)
    data = (tf.constant(IMAGES), tf.constant(LABELS)) if is_told else tf.constant(IMAGES)
    before = float(model.train_step(data)["loss/total"])
    model.fit(tf.data.Dataset.from_tensors(data).repeat(), steps_per_epoch=80, shuffle=False, verbose=0)
    assert float(model.train_step(data)["loss/total"]) < before - 2.0


def test_the_class_decides_on_code_and_picture() -> None:
    model = make(is_told=True, ema_half_life=0.04)
    model.train_step((tf.constant(IMAGES), tf.constant(LABELS)))
    same_picture = tf.repeat(tf.constant(IMAGES[:1]), 3, axis=0)
    assert len(np.unique(model.posterior(same_picture, tf.eye(3))[0], axis=0)) == 3
    assert len(np.unique(model.sampler([tf.zeros([3, 11]), tf.eye(3)]), axis=0)) == 3


def test_free_bits_are_for_every_number_of_both_levels() -> None:
    model = make(free_bits=10.0)
    total, terms = model.losses(tf.constant(IMAGES))
    assert float(total) == pytest.approx(float(terms["loss/reconstruction"]) + 11 * 10.0, rel=1e-5)
