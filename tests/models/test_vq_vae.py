"""The VQ-VAE's training step against equation 3 written out plainly."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.vq_vae import VqVae
from ganlib.nets.code_prior import build_prior
from ganlib.nets.codebook import build_codebook
from ganlib.objectives.reconstruction import RECONSTRUCTION_LOSSES

IMAGES = np.random.default_rng(0).random((6, 4, 4, 1), dtype=np.float32)
LABELS = np.eye(3, dtype=np.float32)[np.arange(6) % 3]
CODES = 5


def make_vq_vae(num_classes: int = 0, rate: float = 0.1, likelihood: str = "bernoulli", **settings: Any) -> VqVae:
    keras.utils.set_random_seed(1)
    images, vectors = keras.Input((4, 4, 1)), keras.Input((2, 2, 3))
    encoder = keras.Model(images, keras.layers.Conv2D(3, 2, strides=2)(images))
    decoder = keras.Model(vectors, keras.layers.Conv2DTranspose(1, 2, strides=2, activation="sigmoid")(vectors))
    codebook, prior = build_codebook(CODES, 3, (2, 2)), build_prior(CODES, 3, 16, (2, 2), num_classes)
    loss = RECONSTRUCTION_LOSSES[likelihood]
    model = VqVae(encoder, decoder, codebook, prior, reconstruction_loss=loss, seed=5, **settings)
    model.compile(optimizer=keras.optimizers.SGD(rate))
    return model


def settled(**settings: Any) -> VqVae:
    """One whose codes are all alive, so that none begins anew."""
    model = make_vq_vae(**settings)
    model.quantiser.counts.assign(np.full(CODES, 10.0))
    model.quantiser.sums.assign(10.0 * np.asarray(model.quantiser.vectors))
    return model


def weights(model: VqVae) -> dict[str, list[np.ndarray]]:
    names = ("encoder", "decoder", "prior")
    return {name: [variable.numpy() for variable in getattr(model, name).trainable_variables] for name in names}


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.allclose(a, b, atol=1e-7) for a, b in zip(one, other, strict=True))


def test_one_step_does_what_equation_3_says() -> None:
    model, images = settled(commitment_weight=0.4), tf.constant(IMAGES)
    book = np.asarray(model.quantiser.vectors)
    found = np.asarray(model.encoder(images))
    tokens = ((found[..., None, :] - book) ** 2).sum(axis=-1).argmin(axis=-1).astype(np.int32)
    chosen = tf.constant(book[tokens])
    with tf.GradientTape(persistent=True) as tape:
        vectors = model.encoder(images)
        tape.watch(chosen)
        reconstruction = tf.reduce_mean(model.reconstruction_loss(images, model.decoder(chosen)))
        commitment = tf.reduce_mean(tf.reduce_sum((vectors - tf.constant(book[tokens])) ** 2, axis=[1, 2, 3]))
        choices = keras.losses.sparse_categorical_crossentropy(tokens, model.prior(chosen), from_logits=True)
        prior = tf.reduce_mean(tf.reduce_sum(choices, axis=[1, 2]))
        # Straight through: what the copy says of the chosen vectors is said to the encoder's own.
        through = tf.reduce_sum(vectors * tf.stop_gradient(tape.gradient(reconstruction, chosen)))
        of_encoder = through + 0.4 * commitment
    objectives = {"encoder": of_encoder, "decoder": reconstruction, "prior": prior}
    expected = {
        name: [
            variable.numpy() - 0.1 * tf.convert_to_tensor(tape.gradient(loss, variable)).numpy()
            for variable in getattr(model, name).trainable_variables
        ]
        for name, loss in objectives.items()
    }

    report = model.train_step(images)

    for name, arrays in weights(model).items():
        for array, wanted in zip(arrays, expected[name], strict=True):
            np.testing.assert_allclose(array, wanted, atol=1e-5, err_msg=name)
    logged = {"loss/reconstruction": reconstruction, "penalty/commitment": commitment, "loss/prior": prior}
    logged["loss/total"] = reconstruction + 0.4 * commitment + prior
    for key, value in logged.items():
        assert float(report[key]) == pytest.approx(float(value), rel=1e-5), key
    means = 0.99 * 10.0 * book
    counts = np.full(CODES, 9.9)
    for code in range(CODES):
        means[code] += 0.01 * found[tokens == code].sum(axis=0)
        counts[code] += 0.01 * (tokens == code).sum()
    np.testing.assert_allclose(model.quantiser.vectors, means / counts[:, None], rtol=1e-4)


def test_encoder_and_decoder_hear_nothing_of_the_prior_nor_the_prior_of_copies() -> None:
    one, other = settled(), settled()
    for variable in other.prior.trainable_variables:
        variable.assign(2.0 * variable)
    start = weights(other)["prior"]
    for model in (one, other):
        model.train_step(tf.constant(IMAGES))
    assert same(weights(one)["encoder"], weights(other)["encoder"])
    assert same(weights(one)["decoder"], weights(other)["decoder"])
    assert not same(weights(other)["prior"], start)


@pytest.mark.parametrize("num_classes", [0, 3])
def test_training_makes_copies_and_foresight_better(num_classes: int) -> None:
    model = make_vq_vae(num_classes, likelihood="gaussian")
    model.compile(optimizer=keras.optimizers.Adam(1e-2))
    data = (tf.constant(IMAGES), tf.constant(LABELS)) if num_classes else tf.constant(IMAGES)
    batches = tf.data.Dataset.from_tensors(data).repeat()
    model.fit(batches, steps_per_epoch=5, shuffle=False, verbose=0)
    before = model.train_step(data)
    model.fit(batches, steps_per_epoch=300, shuffle=False, verbose=0)
    after = model.train_step(data)
    for key in ("loss/reconstruction", "loss/prior"):
        assert float(after[key]) < float(before[key]), key
    assert float(after["codebook/perplexity"]) > 3.0


def test_a_copy_is_made_of_codes_alone() -> None:
    model = settled()
    tokens = model.tokens(tf.constant(IMAGES))
    assert tokens.shape == (6, 2, 2)
    np.testing.assert_array_equal(model.copies(tf.constant(IMAGES)), model.decoder(model.codebook(tokens)))


def test_all_networks_are_averaged_and_no_weight_is_kept_twice() -> None:
    model = make_vq_vae(ema_half_life=0.04)
    for _ in range(3):
        model.train_step(tf.constant(IMAGES))
    networks = (model.encoder, model.decoder, model.codebook, model.prior)
    averages = (model.encoder_ema, model.decoder_ema, model.codebook_ema, model.prior_ema)
    for network, average in zip(networks, averages, strict=True):
        assert average is not None
        assert not same(network.get_weights(), average.get_weights())
    others = 2 + 2  # steps done and the seed; counts and sums of the codebook
    assert len(model.variables) == 2 * sum(len(network.variables) for network in networks) + others
    assert len({id(variable) for variable in model.variables}) == len(model.variables)
