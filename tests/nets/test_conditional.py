"""Networks that are told the class."""

from pathlib import Path

import keras
import numpy as np
import pytest

from ganlib.nets.batch_norm import in_plain_layers
from ganlib.nets.conditional import conditional_discriminator, conditional_encoder, conditional_sampler

CHANCE = np.random.default_rng(0)
LATENTS, IMAGES = CHANCE.standard_normal((4, 3), np.float32), CHANCE.random((4, 2, 2, 1), np.float32)
LABELS = np.eye(5, dtype=np.float32)[[0, 4, 2, 4]]


@pytest.fixture
def generator() -> keras.Model:
    joined = keras.Input((6,), name="latents")
    plain = keras.Model(joined, keras.layers.Reshape((2, 3, 1))(joined), name="generator")
    return conditional_sampler(plain, latent_dim=3, num_classes=5)


@pytest.fixture
def plain_discriminator() -> keras.Model:
    images = keras.Input((2, 2, 1), name="images")
    features = keras.layers.Dense(3, activation="tanh")(keras.layers.Flatten()(images))
    return keras.Model(images, keras.layers.Dense(1)(features), name="discriminator")


def test_the_generator_sees_z_and_the_embedding_of_the_class_beside_it(generator: keras.Model) -> None:
    seen = np.asarray(generator([LATENTS, LABELS])).reshape(4, 6)
    np.testing.assert_array_equal(seen[:, :3], LATENTS)
    embedding = generator.get_layer("embedding").get_weights()[0]
    np.testing.assert_array_equal(seen[:, 3:], embedding[[0, 4, 2, 4]])


def test_the_encoder_sees_the_picture_and_the_embedding_of_the_class_as_one_more_channel() -> None:
    joined = keras.Input((2, 3, 3), name="images")
    plain = keras.Model(joined, [keras.layers.Flatten()(joined), keras.layers.Identity()(joined)], name="encoder")
    images = CHANCE.random((4, 2, 3, 2), np.float32)
    told = conditional_encoder(plain, num_classes=5)
    assert [one.shape[1:] for one in told.inputs] == [(2, 3, 2), (5,)]
    _, seen = told([images, LABELS])
    np.testing.assert_array_equal(seen[..., :2], images)
    embedding = told.get_layer("embedding").get_weights()[0]
    np.testing.assert_array_equal(seen[..., 2], embedding[[0, 4, 2, 4]].reshape(4, 2, 3))
    assert 0.1 < embedding.std() < 0.6


def test_the_discriminator_adds_the_projection_on_the_class(plain_discriminator: keras.Model) -> None:
    features = keras.Model(plain_discriminator.inputs[0], plain_discriminator.layers[-1].input)
    told = conditional_discriminator(plain_discriminator, num_classes=5)
    class_vectors = told.get_layer("class_vector").get_weights()[0]
    projection = np.sum(class_vectors[[0, 4, 2, 4]] * np.asarray(features(IMAGES)), axis=1, keepdims=True)
    expected = np.asarray(plain_discriminator(IMAGES)) + projection
    np.testing.assert_allclose(np.asarray(told([IMAGES, LABELS])), expected, atol=1e-6)


def test_a_saved_one_opens_in_plain_keras(generator: keras.Model, tmp_path: Path) -> None:
    in_plain_layers(generator).save(tmp_path / "generator.keras")
    opened = keras.models.load_model(tmp_path / "generator.keras", safe_mode=True)
    np.testing.assert_array_equal(opened([LATENTS, LABELS]), generator([LATENTS, LABELS]))
