"""The bound by a fresh discriminator: sets whose divergence is known, every kind of data, and no trace left behind."""

import math
import random
import time
from collections.abc import Callable

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.config.dots import DOTS
from ganlib.data.dots import load_dots
from ganlib.data.images import load_images
from ganlib.train import fresh_judge
from ganlib.train.fresh_judge import Effort, divergence_bound, measure

BRIEF = Effort(steps=2, looks=2)


def never() -> bool:
    return False


def gaussian(count: int, seed: int, centre: float = 0.0, sigma: float = 1.0) -> np.ndarray:
    """Points N((centre, 0), σ²I): float32 `[count, 1, 1, 2]`."""
    points = sigma * np.random.default_rng(seed).standard_normal((count, 1, 1, 2)) + (centre, 0.0)
    return points.astype(np.float32)


def divergence_of_gaussians(centre: float, sigma: float) -> float:
    """JSD(N(0, I) ‖ N((centre, 0), σ²I)) in the plane, by summing over a fine net of squares."""
    ticks = np.linspace(-12.0, 12.0, 1201)
    x, y = np.meshgrid(ticks, ticks)
    p = np.exp(-0.5 * (x**2 + y**2)) / (2.0 * math.pi)
    q = np.exp(-0.5 * ((x - centre) ** 2 + y**2) / sigma**2) / (2.0 * math.pi * sigma**2)
    middle = 0.5 * (p + q)
    terms = 0.5 * (p * np.log(p / middle) + q * np.log(np.maximum(q, 1e-300) / middle))
    return float(terms.sum() * (ticks[1] - ticks[0]) ** 2)


def test_the_yardstick_itself_is_right() -> None:
    assert divergence_of_gaussians(0.0, 1.0) == pytest.approx(0.0, abs=1e-9)
    assert divergence_of_gaussians(10.0, 0.5) == pytest.approx(math.log(2.0), abs=1e-3)


def test_what_comes_from_one_source_cannot_be_told_apart() -> None:
    assert abs(divergence_bound(gaussian(4_000, seed=1), gaussian(4_000, seed=2))) < 0.01


def test_what_has_nothing_in_common_is_always_told_apart() -> None:
    bound = divergence_bound(gaussian(1_000, seed=1, centre=20.0), gaussian(1_000, seed=2))
    assert math.log(2.0) - 0.01 < bound <= math.log(2.0)


@pytest.mark.parametrize(("centre", "sigma"), [(2.0, 1.0), (0.0, 0.4)])
def test_of_two_gaussians_it_comes_close_to_the_true_divergence(centre: float, sigma: float) -> None:
    bound = divergence_bound(gaussian(6_000, 1, centre, sigma), gaussian(6_000, seed=2))
    truth = divergence_of_gaussians(centre, sigma)
    assert truth - 0.04 < bound < truth + 0.02  # judged on 1,800 of each: chance of 0.01 or so


def test_clouds_that_are_drawn_too_small_are_noticed() -> None:
    _, (real, _) = load_dots("ring")
    centres = np.array(DOTS["ring"].centres)[np.random.default_rng(1).integers(8, size=len(real))]
    fake = gaussian(len(real), 2, sigma=0.6 * DOTS["ring"].sigma) + centres.reshape(-1, 1, 1, 2).astype(np.float32)
    truth = divergence_of_gaussians(0.0, 0.6)  # the clouds are far from each other: that of one cloud
    assert 0.5 * truth < divergence_bound(fake, real) < truth + 0.02


def test_digits_are_told_from_noise_and_hardly_from_other_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh_judge, "EFFORT", Effort(steps=20, looks=3))
    train_images, test_images = load_images("mnist")
    noise = np.random.default_rng(0).integers(0, 256, (400, 28, 28, 1), dtype=np.uint8)
    (found,) = measure("mnist", noise, train_images, test_images, never)
    assert found.value > 0.65
    assert abs(found.floor) < 0.1
    assert (found.num_samples, found.network, found.version) == (400, "mnist-fresh-discriminator", 1)


@pytest.mark.parametrize("shape", [(32, 32, 3), (100, 128, 3)])
def test_pictures_of_any_size_can_be_few(shape: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh_judge, "EFFORT", BRIEF)
    fake_images, real_images = np.random.default_rng(0).integers(0, 256, (2, 9, *shape), dtype=np.uint8)
    assert math.isfinite(divergence_bound(fake_images, real_images))


def test_neither_chance_nor_precision_of_the_run_reaches_it_and_it_takes_from_neither(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fresh_judge, "EFFORT", BRIEF)
    bounds: list[float] = []

    def bound() -> None:
        bounds.append(divergence_bound(gaussian(300, seed=1, centre=1.0), gaussian(300, seed=2)))

    def draws_after(seed: int, look: Callable[[], object]) -> list[float]:
        keras.utils.set_random_seed(seed)
        look()
        of_keras = keras.random.uniform(()), keras.initializers.GlorotUniform()((1, 1))[0, 0]
        return [random.random(), np.random.random(), float(tf.random.uniform(())), *map(float, of_keras)]

    try:
        for seed, precision in ((3, "float32"), (4, "mixed_bfloat16")):
            keras.config.set_dtype_policy(precision)
            assert draws_after(seed, bound) == draws_after(seed, lambda: None)
            assert keras.config.dtype_policy().name == precision
    finally:
        keras.config.set_dtype_policy("float32")
    assert bounds[0] == pytest.approx(bounds[1], abs=1e-5)


def test_broken_off_it_ends_at_once_and_says_nothing() -> None:
    asked: list[None] = []

    def after_three_steps() -> bool:
        asked.append(None)
        return len(asked) > 3

    points = gaussian(2_000, seed=1)
    assert list(measure("ring", points, points, points, after_three_steps)) == []
    assert len(asked) == 5, "the fourth step is the last, of the first discriminator; then nothing more begins"


def test_it_ends_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh_judge, "EFFORT", Effort(steps=1_000_000, looks=1_000, seconds=0.3))
    began = time.perf_counter()
    bound = divergence_bound(gaussian(300, seed=1, centre=20.0), gaussian(300, seed=2))
    assert time.perf_counter() - began < 60.0
    assert 0.0 < bound <= math.log(2.0)
