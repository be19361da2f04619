"""The training step with several codes for each picture."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.metrics.likelihood import likelihood_bounds
from ganlib.models.iwae import Iwae
from ganlib.nets.conditional import conditional_encoder, conditional_sampler, with_labels
from ganlib.objectives.reconstruction import bernoulli_loss

IMAGES = np.random.default_rng(0).integers(0, 2, (8, 4, 4, 1)).astype(np.float32)
LABELS = np.eye(3, dtype=np.float32)[np.arange(8) % 3]
COPIES = 20  # of each picture at once: as many choices of codes in fewer steps


def make_iwae(importance_samples: int, is_told: bool = False) -> Iwae:
    keras.utils.set_random_seed(1)
    images, latents = keras.Input((4, 4, 1 + is_told)), keras.Input((2 + 2 * is_told,))
    x = keras.layers.Flatten()(images)
    encoder = keras.Model(images, [keras.layers.Dense(2)(x), keras.layers.Dense(2)(x)])
    x = keras.layers.Dense(16, activation="sigmoid")(latents)
    decoder = keras.Model(latents, keras.layers.Reshape((4, 4, 1))(x))
    if is_told:
        encoder, decoder = conditional_encoder(encoder, 3), conditional_sampler(decoder, 2, 3)
    iwae = Iwae(encoder, decoder, importance_samples=importance_samples, reconstruction_loss=bernoulli_loss, seed=3)
    iwae.compile(optimizer=keras.optimizers.Adam(1e-2))
    return iwae


def copies(rows: np.ndarray) -> np.ndarray:
    return np.repeat(rows, COPIES, axis=0)


def mean_losses(iwae: Iwae, draws: int = 600, labels: np.ndarray | None = None) -> dict[str, float]:
    """Averages over many choices of codes."""
    told = None if labels is None else tf.constant(copies(labels))
    losses = tf.function(iwae.losses)
    found = [losses(tf.constant(copies(IMAGES)), told) for _ in range(draws // COPIES)]
    terms = {key: float(np.mean([terms[key] for _, terms in found])) for key in found[0][1]}
    return {"loss/total": float(np.mean([total for total, _ in found])), **terms}


@pytest.mark.parametrize(("importance_samples", "labels"), [(1, None), (5, None), (20, None), (5, LABELS)])
def test_it_is_the_bound_that_is_measured_afterwards(importance_samples: int, labels: np.ndarray | None) -> None:
    """One written in NumPy, with other codes; given the class where the networks are told it."""
    iwae = make_iwae(importance_samples, labels is not None)

    def posterior(images: np.ndarray, labels: np.ndarray | None, _: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        means, deviations = iwae.posterior(images, labels)
        return np.asarray(means)[:, None], np.asarray(deviations)[:, None]

    decode = lambda latents, labels: np.asarray(iwae.decoder(with_labels(latents, labels)))  # noqa: E731
    images, classes = copies(IMAGES), None if labels is None else copies(labels)
    bounds = [
        likelihood_bounds(images, posterior, decode, 2, importance_samples, seed, classes)
        for seed in range(600 // COPIES)
    ]
    found = mean_losses(iwae, labels=labels)
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
