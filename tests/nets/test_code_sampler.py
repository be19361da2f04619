"""The network that a VQ-VAE is drawn from, against ancestral sampling written out plainly."""

from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import pytest
from scipy.stats import norm

from ganlib.config.vae import VaeConfig
from ganlib.nets.batch_norm import in_plain_layers
from ganlib.nets.code_map import build_decoder
from ganlib.nets.code_prior import build_prior
from ganlib.nets.code_sampler import build_sampler
from ganlib.nets.codebook import build_codebook
from ganlib.nets.conditional import with_labels
from ganlib.nets.registry import VAE_NETWORKS

CODES, SHAPE = 6, (16, 20, 1)  # a map of 2 × 3
Z = np.random.default_rng(0).standard_normal((40, 6)).astype(np.float32)
LABELS = np.eye(3, dtype=np.float32)[np.arange(40) % 3]
Networks = tuple[keras.Model, keras.Model, keras.Model]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    keras.utils.set_random_seed(0)
    yield
    keras.backend.clear_session()


def networks(num_classes: int = 0) -> Networks:
    config = VaeConfig(objective="vq_vae", latent_dim=5, decoder_filters=8)
    prior = build_prior(CODES, 5, 16, (2, 3), num_classes)
    return prior, build_codebook(CODES, 5, (2, 3)), build_decoder(VAE_NETWORKS["lean"], config, SHAPE)


def plainly(parts: Networks, z: np.ndarray, labels: np.ndarray | None = None) -> np.ndarray:
    """The codes that ancestral sampling gives, by asking the whole prior anew at each place."""
    prior, codebook, _ = parts
    tokens = np.zeros((len(z), 2, 3), np.int32)
    for place in range(6):
        row, column = divmod(place, 3)
        logits = np.asarray(prior(with_labels(np.asarray(codebook(tokens)), labels)), np.float64)[:, row, column]
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        reached = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)
        chosen = (norm.cdf(z[:, place, None]) >= reached[:, :-1]).sum(axis=1)
        tokens[:, row, column] = chosen
    return tokens


@pytest.mark.parametrize("labels", [None, LABELS])
def test_it_draws_what_ancestral_sampling_draws(labels: np.ndarray | None) -> None:
    parts = networks(0 if labels is None else 3)
    tokens = plainly(parts, Z, labels)
    assert len(np.unique(tokens)) == CODES
    expected = parts[2](parts[1](tokens), training=False)
    found = build_sampler(*parts)(with_labels(Z, labels), training=False)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_the_codes_come_as_often_as_the_prior_says() -> None:
    parts = networks()
    z = np.random.default_rng(1).standard_normal((4_000, 6)).astype(np.float32)
    first = plainly(parts, z)[:, 0, 0]
    logits = np.asarray(parts[0](np.zeros((1, 2, 3, 5), np.float32)))[0, 0, 0]
    shares = np.exp(logits) / np.exp(logits).sum()
    np.testing.assert_allclose(np.bincount(first, minlength=CODES) / len(z), shares, atol=0.03)


def test_numbers_beyond_all_measure_find_the_first_and_the_last_code() -> None:
    parts = networks()
    low, high = (np.full((1, 6), size, np.float32) for size in (-50.0, 50.0))
    sampler = build_sampler(*parts)
    for z, code in ((low, 0), (high, CODES - 1)):
        expected = parts[2](parts[1](np.full((1, 2, 3), code, np.int32)), training=False)
        np.testing.assert_allclose(sampler(z, training=False), expected, atol=1e-5)


def test_it_has_the_weights_of_the_three_networks_and_no_others() -> None:
    parts = networks()
    of_parts = {id(weight) for network in parts for weight in network.weights}
    assert {id(weight) for weight in build_sampler(*parts).weights} == of_parts


@pytest.mark.slow
@pytest.mark.parametrize("labels", [None, LABELS])
def test_saved_it_opens_in_plain_keras_and_in_onnx(labels: np.ndarray | None, tmp_path: Path) -> None:
    import onnxruntime

    from ganlib.train.export import _export_onnx

    sampler = build_sampler(*networks(0 if labels is None else 3))
    expected = np.asarray(sampler(with_labels(Z, labels), training=False))
    in_plain_layers(sampler).save(tmp_path / "decoder.keras")
    opened = keras.models.load_model(tmp_path / "decoder.keras", compile=False)
    np.testing.assert_allclose(opened(with_labels(Z, labels), training=False), expected, atol=1e-6)
    _export_onnx(sampler, tmp_path / "decoder.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "decoder.onnx"))
    names = [one.name for one in session.get_inputs()]
    given = dict(zip(names, [Z] if labels is None else [Z, labels], strict=True))
    np.testing.assert_allclose(session.run(None, given)[0], expected, atol=1e-4)
