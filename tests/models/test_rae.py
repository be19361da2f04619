"""The regularised autoencoder's training step."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.rae import Rae
from ganlib.objectives.reconstruction import bernoulli_loss

IMAGES = tf.constant(np.random.default_rng(0).random((8, 4, 4, 1), dtype=np.float32))


def make_rae(**settings: float) -> Rae:
    keras.utils.set_random_seed(1)
    images, latents = keras.Input((4, 4, 1)), keras.Input((2,))
    encoder = keras.Model(images, keras.layers.Dense(2)(keras.layers.Flatten()(images)))
    x = keras.layers.Dense(16, activation="sigmoid")(latents)
    rae = Rae(
        encoder,
        keras.Model(latents, keras.layers.Reshape((4, 4, 1))(x)),
        reconstruction_loss=bernoulli_loss,
        **settings,
    )
    rae.compile(optimizer=keras.optimizers.Adam(1e-2))
    return rae


def test_the_total_is_the_reconstruction_and_both_weighted_penalties() -> None:
    report = make_rae(beta=3.0, decoder_penalty_weight=0.5).train_step(IMAGES)
    terms = [float(report[key]) for key in ("loss/reconstruction", "penalty/codes", "penalty/decoder")]
    assert float(report["loss/total"]) == pytest.approx(terms[0] + 3.0 * terms[1] + 0.5 * terms[2], rel=1e-6)


def test_the_code_is_certain() -> None:
    rae = make_rae()
    codes, deviations = rae.posterior(IMAGES)
    np.testing.assert_allclose(codes, rae.encoder(IMAGES))
    assert not deviations.numpy().any()


def test_penalties_make_codes_and_decoder_small() -> None:
    def sizes(**settings: float) -> tuple[float, float]:
        rae = make_rae(**settings)
        rae.fit(tf.data.Dataset.from_tensors(IMAGES).repeat(), steps_per_epoch=60, shuffle=False, verbose=0)
        report = rae.train_step(IMAGES)
        return float(report["penalty/codes"]), float(report["penalty/decoder"])

    free = sizes(beta=0.0)
    assert sizes(beta=10.0)[0] < 0.5 * free[0]
    assert sizes(beta=0.0, decoder_penalty_weight=1.0)[1] < 0.5 * free[1]
