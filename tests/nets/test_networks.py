"""Every network: shapes, ranges, sizes, plain layers only."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnxruntime
import pytest
import tensorflow as tf

from ganlib.config.gan import GAN_ARCHITECTURES, PICTURE_ARCHITECTURES, POINT_ARCHITECTURES, GanConfig
from ganlib.config.levels import code_size
from ganlib.config.presets import PRESETS
from ganlib.config.vae import PICTURE_VAE_ARCHITECTURES, POINT_VAE_ARCHITECTURES, VAE_ARCHITECTURES, VaeConfig
from ganlib.nets import one_level, two_levels
from ganlib.nets.batch_norm import in_plain_layers
from ganlib.nets.layers import depth_to_space, fourier_features
from ganlib.nets.registry import GAN_NETWORKS, PICTURE_VAE_NETWORKS, VAE_NETWORKS
from ganlib.train.export import _export_onnx

SHAPES = [(28, 28, 1), *((side, side, 3) for side in (16, 32, 48, 64, 96, 100, 128)), (48, 128, 1)]


def latents(network: keras.Model) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((3, *network.input_shape[1:]), dtype=np.float32)


def assert_draws_pictures(network: keras.Model, shape: tuple[int, int, int]) -> None:
    images = network(latents(network), training=False).numpy()
    assert images.shape == (3, *shape)
    assert images.dtype == np.float32
    assert images.min() >= 0.0
    assert images.max() <= 1.0


def assert_is_plain_keras(network: keras.Model) -> None:
    for layer in in_plain_layers(network).layers:
        assert type(layer).__module__.startswith("keras.")
        assert not isinstance(layer, keras.layers.Lambda)


def test_every_architecture_of_the_config_exists() -> None:
    assert set(GAN_NETWORKS) == set(GAN_ARCHITECTURES)
    assert set(VAE_NETWORKS) == set(VAE_ARCHITECTURES)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("key", PICTURE_ARCHITECTURES)
def test_gan_networks_fit_together(key: str, shape: tuple[int, int, int]) -> None:
    config = GanConfig(architecture=key, latent_dim=7, generator_filters=8, discriminator_filters=4)
    generator = GAN_NETWORKS[key].generator(config, shape)
    discriminator = GAN_NETWORKS[key].discriminator(config, shape)
    assert_draws_pictures(generator, shape)
    assert discriminator(generator(latents(generator))).shape == (3, 1)
    for network in (generator, discriminator):
        assert_is_plain_keras(network)


@pytest.mark.parametrize("key", POINT_ARCHITECTURES)
def test_networks_of_points_reach_the_whole_plane(key: str) -> None:
    config = GanConfig(architecture=key, latent_dim=7)
    generator = GAN_NETWORKS[key].generator(config, (1, 1, 2))
    discriminator = GAN_NETWORKS[key].discriminator(config, (1, 1, 2))
    points = assert_reaches_the_whole_plane(generator)
    assert discriminator(points).shape == (500, 1)
    for network in (generator, discriminator):
        assert_is_plain_keras(network)


@pytest.mark.parametrize("key", POINT_VAE_ARCHITECTURES)
def test_networks_of_a_vae_of_points_reach_the_whole_plane(key: str) -> None:
    config = VaeConfig(architecture=key, latent_dim=7)
    encoder = one_level.build_encoder(VAE_NETWORKS[key], config, (1, 1, 2))
    decoder = one_level.build_decoder(VAE_NETWORKS[key], config, (1, 1, 2))
    z_mean, z_log_var = encoder(assert_reaches_the_whole_plane(decoder))
    assert z_mean.shape == z_log_var.shape == (500, 7)
    for network in (encoder, decoder):
        assert_is_plain_keras(network)


def test_a_sharp_generator_of_points_jumps_from_place_to_place_with_the_same_cloud_around_each() -> None:
    config = GanConfig(architecture="fourier_mlp", latent_dim=6)
    generator = GAN_NETWORKS["fourier_mlp"].generator(config, (1, 1, 2))

    def points(z: np.ndarray) -> np.ndarray:
        return generator(z).numpy().reshape(-1, 2)

    z = np.random.default_rng(0).standard_normal((64, 6), dtype=np.float32)
    stretched, flipped, moved = z.copy(), z.copy(), z.copy()
    stretched[:, 2:] *= 10.0
    flipped[:, 2] *= -1.0
    moved[:, :2] += 1.0
    np.testing.assert_array_equal(points(stretched), points(z))
    assert (np.linalg.norm(points(flipped) - points(z), axis=1) > 1e-3).all()
    shifts = points(moved) - points(z)
    np.testing.assert_allclose(shifts, np.broadcast_to(shifts[:1], shifts.shape), atol=1e-5)
    assert np.linalg.norm(shifts[0]) > 1e-3


@pytest.mark.parametrize("latent_dim", [1, 2, 3])
@pytest.mark.parametrize("conditional", [False, True])
def test_a_sharp_generator_of_points_makes_do_with_few_numbers(latent_dim: int, conditional: bool) -> None:
    config = GanConfig(architecture="fourier_mlp", latent_dim=latent_dim, conditional=conditional)
    generator = GAN_NETWORKS["fourier_mlp"].generator(config, (1, 1, 2))
    points = generator(latents(generator)).numpy()
    assert len(np.unique(points.reshape(3, 2), axis=0)) >= 2


def assert_reaches_the_whole_plane(network: keras.Model) -> np.ndarray:
    normals = np.random.default_rng(0).standard_normal((500, 7), dtype=np.float32)
    points = network(100.0 * normals).numpy()
    assert points.shape == (500, 1, 1, 2)
    assert (points.min(axis=0) < -1.0).all()
    assert (points.max(axis=0) > 1.0).all()
    return points


def test_fourier_features_are_the_numbers_and_their_waves_an_octave_apart() -> None:
    numbers = keras.Input((2,), dtype="bfloat16")
    found = keras.Model(numbers, fourier_features(numbers, 3))(np.array([[0.0, 0.5]], np.float32))
    assert found.dtype == "float32"
    expected = [wave(factor * x) for factor in (1, 2, 4) for wave in (np.sin, np.cos) for x in (0.0, 0.5)]
    np.testing.assert_allclose(found, [[0.0, 0.5, *expected]], atol=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("key", PICTURE_VAE_ARCHITECTURES)
def test_vae_networks_fit_together(key: str, shape: tuple[int, int, int]) -> None:
    config = VaeConfig(architecture=key, latent_dim=5, encoder_filters=4, decoder_filters=8)
    encoder = one_level.build_encoder(VAE_NETWORKS[key], config, shape)
    decoder = one_level.build_decoder(VAE_NETWORKS[key], config, shape)
    assert_draws_pictures(decoder, shape)
    z_mean, z_log_var = encoder(np.zeros((3, *shape), np.float32))
    assert z_mean.shape == z_log_var.shape == (3, 5)
    for network in (encoder, decoder):
        assert_is_plain_keras(network)


@pytest.mark.parametrize("shape", [SHAPES[0], SHAPES[-1]])
@pytest.mark.parametrize("key", PICTURE_VAE_ARCHITECTURES)
def test_networks_of_two_levels_fit_together(key: str, shape: tuple[int, int, int]) -> None:
    config = VaeConfig(
        architecture=key, objective="hierarchical", latent_dim=5, lower_maps=3, encoder_filters=4, decoder_filters=8
    )
    encoder = two_levels.build_encoder(PICTURE_VAE_NETWORKS[key], config, shape)
    decoder = two_levels.build_decoder(PICTURE_VAE_NETWORKS[key], config, shape)
    assert_draws_pictures(decoder, shape)
    z_mean, z_log_var = encoder([np.zeros((3, *shape), np.float32), np.zeros((3, 5), np.float32)])
    assert z_mean.shape == z_log_var.shape == (3, decoder.input_shape[-1]) == (3, code_size(config, shape))
    for network in (encoder, decoder):
        assert_is_plain_keras(network)


@pytest.mark.parametrize("key", PICTURE_ARCHITECTURES)
def test_no_discriminator_mixes_the_pictures_of_a_batch(key: str) -> None:
    """Penalties and the generator's gradient rely on it."""
    config = GanConfig(architecture=key, generator_filters=8, discriminator_filters=4, dropout=0.0)
    discriminator = GAN_NETWORKS[key].discriminator(config, (28, 28, 1))
    images = tf.random.stateless_uniform([4, 28, 28, 1], seed=[1, 2])
    together = discriminator(images, training=True).numpy()
    alone = np.concatenate([discriminator(images[i : i + 1], training=True).numpy() for i in range(4)])
    np.testing.assert_allclose(together, alone, atol=1e-5)


@pytest.mark.parametrize(("shape", "sizes"), [((28, 28, 1), (918_673, 836_961)), ((32, 32, 3), (1_166_643, 837_985))])
def test_the_lean_networks_still_fit_the_checkpoints_that_exist(shape: tuple[int, int, int], sizes: tuple) -> None:
    config, networks = PRESETS["quick-gan"].model, GAN_NETWORKS["lean"]
    generator, discriminator = networks.generator(config, shape), networks.discriminator(config, shape)
    assert tuple(sum(np.prod(v.shape) for v in n.trainable_variables) for n in (generator, discriminator)) == sizes
    assert not [layer for layer in generator.layers if isinstance(layer, keras.layers.Cropping2D)]


def drawing_networks() -> Iterator[Any]:
    """How to build one of each architecture for 36 × 36 pixels in colour."""
    shape = (36, 36, 3)
    for key in PICTURE_ARCHITECTURES:
        gan = GanConfig(architecture=key, latent_dim=7, generator_filters=8)
        yield pytest.param(partial(GAN_NETWORKS[key].generator, gan, shape), id=key)
    for key in PICTURE_VAE_ARCHITECTURES:
        vae = VaeConfig(architecture=key, latent_dim=7, decoder_filters=8)
        yield pytest.param(partial(one_level.build_decoder, VAE_NETWORKS[key], vae, shape), id=f"vae-{key}")


@pytest.mark.parametrize("build", list(drawing_networks()))
def test_a_saved_network_opens_in_plain_keras_and_in_onnx(build: Callable[[], keras.Model], tmp_path: Path) -> None:
    network = build()
    pictures = network(latents(network), training=False).numpy()
    published = in_plain_layers(network)
    published.save(tmp_path / "network.keras")
    _export_onnx(published, tmp_path / "network.onnx")
    reopened = keras.saving.load_model(tmp_path / "network.keras", safe_mode=True)
    np.testing.assert_allclose(reopened(latents(network), training=False), pictures, atol=1e-6)
    session = onnxruntime.InferenceSession(tmp_path / "network.onnx")
    (drawn,) = session.run(None, {session.get_inputs()[0].name: latents(network)})
    np.testing.assert_allclose(drawn, pictures, atol=1e-5)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_block_of_r3gan_begins_as_the_identity(shape: tuple[int, int, int]) -> None:
    generator = GAN_NETWORKS["r3gan"].generator(GanConfig(generator_filters=8), shape)
    zeros = [layer for layer in generator.layers if layer.weights and not np.any(layer.get_weights()[0])]
    assert len(zeros) == len([layer for layer in generator.layers if isinstance(layer, keras.layers.Add)])


def test_the_tutorial_network_has_the_tutorials_size() -> None:
    config = PRESETS["tutorial-dcgan"].model
    networks = GAN_NETWORKS["tutorial_dcgan"]
    assert networks.generator(config, (28, 28, 1)).count_params() == 2_330_944
    assert networks.discriminator(config, (28, 28, 1)).count_params() == 212_865


def test_the_article_network_has_the_articles_size() -> None:
    config = PRESETS["article-gan"].model
    networks = GAN_NETWORKS["article"]
    assert networks.generator(config, (28, 28, 1)).count_params() == 100 * 128 + 128 + 128 * 128 + 128 + 128 * 784 + 784
    assert networks.discriminator(config, (28, 28, 1)).count_params() == 544 + 32_832 + 3_137


def test_depth_to_space_agrees_with_tensorflow() -> None:
    maps = keras.Input((3, 5, 8))
    network = keras.Model(maps, depth_to_space(maps))
    values = np.random.default_rng(0).standard_normal((2, 3, 5, 8), dtype=np.float32)
    np.testing.assert_array_equal(network(values), tf.nn.depth_to_space(values, 2))
