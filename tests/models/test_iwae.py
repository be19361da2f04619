"""The training step with several codes for each picture."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.metrics.likelihood import likelihood_bounds
from ganlib.models.iwae import Iwae
from ganlib.objectives.reconstruction import bernoulli_loss

IMAGES = np.random.default_rng(0).integers(0, 2, (8, 4, 4, 1)).astype(np.float32)


def make_iwae(importance_samples: int) -> Iwae:
    keras.utils.set_random_seed(1)
    images, latents = keras.Input((4, 4, 1)), keras.Input((2,))
    x = keras.layers.Flatten()(images)
    encoder = keras.Model(images, [keras.layers.Dense(2)(x), keras.layers.Dense(2)(x)])
    x = keras.layers.Dense(16, activation="sigmoid")(latents)
    decoder = keras.Model(latents, keras.layers.Reshape((4, 4, 1))(x))
    iwae = Iwae(encoder, decoder, importance_samples=importance_samples, reconstruction_loss=bernoulli_loss, seed=3)
    iwae.compile(optimizer=keras.optimizers.Adam(1e-2))
    return iwae


def mean_losses(iwae: Iwae, draws: int = 600) -> dict[str, float]:
    """Averages over many choices of codes."""
    found = [iwae.losses(tf.constant(IMAGES)) for _ in range(draws)]
    terms = {key: float(np.mean([terms[key] for _, terms in found])) for key in found[0][1]}
    return {"loss/total": float(np.mean([total for total, _ in found])), **terms}


@pytest.mark.parametrize("importance_samples", [1, 5, 20])
def test_it_is_the_bound_that_is_measured_afterwards(importance_samples: int) -> None:
    """One written in NumPy, with other codes."""
    iwae = make_iwae(importance_samples)
    posterior = [np.asarray(each) for each in iwae.posterior(IMAGES)]
    decode = lambda latents: np.asarray(iwae.decoder(latents))  # noqa: E731
    bounds = [likelihood_bounds(IMAGES, *posterior, decode, importance_samples, seed) for seed in range(600)]
    found = mean_losses(iwae)
    assert found["loss/total"] == pytest.approx(-np.mean([each.iwae for each in bounds]), abs=0.2)
    assert found["loss/reconstruction"] == pytest.approx(np.mean([each.reconstruction for each in bounds]), abs=0.2)
    assert found["loss/kl"] == pytest.approx(bounds[0].kl, abs=0.2), "with none of the chance of the codes"


def test_more_codes_come_closer() -> None:
    found = [mean_losses(make_iwae(count), draws=200)["loss/total"] for count in (1, 5, 50)]
    assert found[0] > found[1] + 0.1
    assert found[1] > found[2] + 0.02


def test_training_lowers_the_loss() -> None:
    iwae = make_iwae(5)
    before = mean_losses(iwae, draws=20)["loss/total"]
    iwae.fit(tf.data.Dataset.from_tensors(IMAGES).repeat(), steps_per_epoch=60, shuffle=False, verbose=0)
    assert mean_losses(iwae, draws=20)["loss/total"] < before - 0.1
