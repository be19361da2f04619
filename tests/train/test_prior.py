"""A run with a fitted prior: what draws from what, and what is kept."""

from collections.abc import Callable
from dataclasses import replace

import keras
import numpy as np
import pytest
from PIL import Image

from ganlib import sampling
from ganlib.store import layout
from ganlib.store.images import grid
from ganlib.store.prior import ClassMixtures, GaussianMixture, read_prior
from ganlib.store.records import RecordReader
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from ganlib.train import prior
from ganlib.train.loop import run_training
from ganlib.train.prior import Effort, Prior
from ganlib.train.requests import Requests
from ganlib.train.seeding import fixed_chances, fixed_latents
from ganlib.train.trainee import Labels, Trainee

FITTED = {"prior": "gaussian_mixture"}


def train(run: Run) -> bool:
    return run_training(run.path, Requests(run.path))


@pytest.mark.usefixtures("with_onnx")
def test_the_finished_model_has_its_prior_and_the_last_grid_is_drawn_from_it(make_run: Callable[..., Run]) -> None:
    run = make_run("conv-vae", num_samples=4, seed=3, **FITTED)
    assert train(run)
    mixture = read_prior(run.path / layout.MODEL)
    assert isinstance(mixture, GaussianMixture)
    assert len(mixture.weights) == 3
    latents = mixture.latents(fixed_latents(3, 4, 2), fixed_chances(3, 4))
    expected = grid(sampling.decode(run.path / layout.MODEL, latents))
    found = np.asarray(Image.open(run.pictures()[2]))
    assert np.abs(found.astype(int) - expected[..., 0]).max() <= 1


def test_a_stopped_run_has_its_prior_too_and_a_paused_one_has_none(make_run: Callable[..., Run]) -> None:
    run = make_run("conv-vae", num_steps=1_000, **FITTED)
    run.request(layout.PAUSE)
    assert train(run)
    assert not (run.path / layout.MODEL).exists()
    run.clear_requests()
    run.request(layout.STOP)
    assert train(run)
    assert run.status().state is RunState.STOPPED
    assert read_prior(run.path / layout.MODEL) is not None


def test_without_a_fitted_prior_nothing_is_kept_and_noise_is_the_code(make_run: Callable[..., Run]) -> None:
    run = make_run("conv-vae", prior="standard_normal")
    assert train(run)
    assert not (run.path / layout.MODEL / layout.PRIOR).exists()


def trainee(means: np.ndarray, deviations: np.ndarray) -> Trainee:
    def posterior(images: np.ndarray, labels: Labels, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return means[: len(images), None], deviations[: len(images), None]

    networks = {"model": None, "optimizers": {}, "compile": lambda: None, "learned": {}, "saved": {}}
    return Trainee(**networks, sampler="", latent_dim=2, posterior=posterior, is_prior_fitted=True)  # type: ignore[arg-type]


IMAGES = np.zeros((400, 4, 4, 1), np.uint8)
NOISE, CHANCES = (
    np.random.default_rng(0).standard_normal((4_000, 2), np.float32),
    np.random.default_rng(1).random(4_000),
)


def test_it_follows_codes_drawn_from_the_posterior_not_their_means() -> None:
    source = Prior(trainee(np.zeros((400, 2), np.float32), np.full((400, 2), 3.0, np.float32)), IMAGES, seed=0)
    latents = source.latents(NOISE, CHANCES, Effort(400, 1))
    assert latents.std(axis=0) == pytest.approx([3.0, 3.0], rel=0.1)
    np.testing.assert_array_equal(latents, source.latents(NOISE, CHANCES, Effort(400, 1)))


def test_once_settled_it_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    means = np.ones((400, 2), np.float32)
    source = Prior(trainee(means, np.ones_like(means)), IMAGES, seed=0)
    settled = source.settle(step=5)
    assert settled is not None
    means[:] = 100.0
    np.testing.assert_array_equal(source.latents(NOISE, CHANCES, Effort(400, 1)), settled.latents(NOISE, CHANCES))


def test_told_the_class_it_has_a_prior_for_each() -> None:
    labels = np.eye(3, dtype=np.float32)[np.arange(400) % 3]

    def posterior(images: np.ndarray, labels: Labels, noise: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        assert labels is not None
        return 10.0 * labels[:, None, :2], np.ones((len(images), 1, 2), np.float32)

    source = Prior(replace(trainee(NOISE, NOISE), posterior=posterior), IMAGES, seed=0, train_labels=labels)
    wanted = np.eye(3, dtype=np.float32)[np.arange(4_000) % 3]
    for effort in (Effort(300, 1), Effort(100, 3)):  # the second has too few for a covariance of each class
        latents = source.latents(NOISE, CHANCES, effort, wanted)
        for label, centre in enumerate([[10.0, 0.0], [0.0, 10.0], [0.0, 0.0]]):
            assert latents[wanted[:, label] == 1.0].mean(axis=0) == pytest.approx(centre, abs=0.5)
            assert latents[wanted[:, label] == 1.0].std(axis=0) == pytest.approx([1.0, 1.0], abs=0.25)


@pytest.mark.usefixtures("with_onnx")
def test_a_conditional_model_has_a_prior_for_each_class_and_draws_the_class_asked_for(
    make_run: Callable[..., Run],
) -> None:
    run = make_run("conv-vae", num_samples=20, seed=3, conditional=True, **FITTED)
    assert train(run)
    mixtures = read_prior(run.path / layout.MODEL)
    assert isinstance(mixtures, ClassMixtures)
    assert mixtures.num_classes == 10
    labels = np.eye(10, dtype=np.float32)[np.arange(20) % 10]
    latents = mixtures.latents(fixed_latents(3, 20, 2), fixed_chances(3, 20), labels)
    found = np.asarray(Image.open(run.pictures()[2])).astype(int)
    assert found.shape == (2 * 29 - 1, 10 * 29 - 1), "a column for each class"
    expected = grid(sampling.decode(run.path / layout.MODEL, latents), 10)
    assert np.abs(found - expected[..., 0]).max() <= 1
    model = keras.saving.load_model(run.path / layout.MODEL / "decoder.keras")
    sevens = mixtures.latents(*_chance_of_sampling(), np.repeat(labels[7:8], 5, axis=0))
    expected = sampling.to_pixels(np.asarray(model([sevens, np.repeat(labels[7:8], 5, axis=0)])))
    assert np.abs(sampling.sample(run.path / layout.MODEL, 5, seed=1, label=7).astype(int) - expected).max() <= 1
    encoder = keras.saving.load_model(run.path / layout.MODEL / "encoder.keras")
    assert [one.shape for one in encoder.inputs] == [(None, 28, 28, 1), (None, 10)]


def _chance_of_sampling() -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(1)
    return chance.standard_normal((5, 2), dtype=np.float32), chance.random(5)


def test_codes_that_are_no_numbers_make_latents_that_are_none() -> None:
    source = Prior(trainee(np.full((400, 2), np.nan, np.float32), np.ones((400, 2), np.float32)), IMAGES, seed=0)
    assert np.isnan(source.latents(NOISE, CHANCES, Effort(400, 1))).all()
    with pytest.raises(prior.NotFiniteError, match="codes"):
        source.settle(step=5)


def test_a_regularised_autoencoder_always_has_one_and_its_encoder_gives_codes_alone(
    make_run: Callable[..., Run],
) -> None:
    run = make_run("conv-vae", objective="rae", prior="standard_normal")
    assert train(run)
    assert read_prior(run.path / layout.MODEL) is not None
    encoder = keras.saving.load_model(run.path / layout.MODEL / "encoder.keras")
    assert encoder.output_shape == (None, 2)


def test_the_kl_term_is_warmed_up_by_the_budget(make_run: Callable[..., Run]) -> None:
    run = make_run("conv-vae", num_steps=4, kl_warmup=0.5, beta=2.0)
    assert train(run)
    rows = RecordReader(run.path / layout.SCALARS).read()[1:]
    factors = [(row["loss/total"] - row["loss/reconstruction"]) / (2.0 * row["loss/kl"]) for row in rows]
    assert factors == pytest.approx(
        [0.0, 0.5, 1.0, 1.0], abs=0.05
    )  # the KL term is small, and the loss has seven digits
