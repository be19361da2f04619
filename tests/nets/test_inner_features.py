"""What a discriminator sees, beside what it says."""

import keras
import numpy as np
import pytest

from ganlib.config.gan import GanConfig
from ganlib.config.vae import VaeConfig
from ganlib.nets.conditional import conditional_discriminator, with_labels
from ganlib.nets.inner_features import last_features, with_inner_features
from ganlib.nets.registry import GAN_NETWORKS


@pytest.mark.parametrize("is_told", [False, True])
def test_logits_are_the_discriminators_and_features_still_know_where_they_are(is_told: bool) -> None:
    config = VaeConfig(objective="vae_gan", encoder_filters=4).discriminator
    discriminator = GAN_NETWORKS[config.architecture].discriminator(config, (28, 28, 1))
    if is_told:
        discriminator = conditional_discriminator(discriminator, 3)
    judge = with_inner_features(discriminator)
    images = np.random.default_rng(0).random((3, 28, 28, 1), np.float32)
    inputs = with_labels(images, np.eye(3, dtype=np.float32) if is_told else None)
    logits, features = judge(inputs)
    np.testing.assert_array_equal(logits, discriminator(inputs))
    assert features.shape == (3, 4, 4, 16)
    assert [id(variable) for variable in judge.variables] == [id(variable) for variable in discriminator.variables]
    keras.backend.clear_session()


@pytest.mark.parametrize("architecture", GAN_NETWORKS)
def test_the_logit_is_a_weighted_sum_of_the_last_features(architecture: str) -> None:
    discriminator = GAN_NETWORKS[architecture].discriminator(GanConfig(architecture=architecture), (28, 28, 1))
    images = np.random.default_rng(0).random((3, 28, 28, 1), np.float32)
    features = last_features(discriminator).predict_on_batch(images)
    assert features.ndim == 2
    kernel, bias = discriminator.layers[-1].get_weights()
    np.testing.assert_allclose(features @ kernel + bias, discriminator.predict_on_batch(images), atol=1e-4)
    keras.backend.clear_session()
