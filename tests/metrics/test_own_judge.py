"""The judge of a person's own pictures: no labels, any size, and only as many samples as there are pictures."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter
from sklearn.datasets import load_sample_images

from ganlib.data.images import load_images
from ganlib.metrics.features import FeatureNetwork, OfAnySize, kinds_for, load_network
from ganlib.metrics.judge import Measured, OwnJudge

N, HELD_OUT = 450, 50
NAME = "own-500x28x28x1-0123456789ab"


@pytest.fixture(scope="module")
def digits() -> np.ndarray:
    return load_images("mnist")[0]


@pytest.fixture(scope="module")
def judge(digits: np.ndarray) -> OwnJudge:
    return OwnJudge(NAME, digits[:N], digits[N : N + HELD_OUT])


def scores_of(judge: OwnJudge, images: np.ndarray, is_full: bool = False) -> dict[str, Measured]:
    return {one.metric: one for one in judge.measure(images, is_full)}


def test_only_the_encoder_looks_at_them_at_the_size_that_it_knows() -> None:
    assert kinds_for(NAME) == ("encoder",)
    network, photos = load_network(NAME, "encoder"), load_network("cifar10", "encoder")
    assert isinstance(network, OfAnySize)
    assert isinstance(photos, FeatureNetwork)
    assert (network.name, network.version) == ("cifar10-encoder", photos.version)
    small = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 1), dtype=np.uint8)
    seen = photos(np.repeat(small, 3, axis=-1)).features
    np.testing.assert_array_equal(network(small).features, seen)
    larger = np.repeat(np.repeat(small, 2, axis=1), 2, axis=2)  # of which averages of neighbours are `small`, nearly
    whole, of_quarters = np.split(network(larger).features, 2, axis=1)
    assert np.corrcoef(whole.ravel(), seen.ravel())[0, 1] > 0.9
    quarters = [larger[:, top : top + 32, left : left + 32] for top in (0, 32) for left in (0, 32)]
    expected = np.mean([network(quarter).features for quarter in quarters], axis=0)
    np.testing.assert_allclose(of_quarters, expected, rtol=1e-4, atol=1e-4)


def test_as_many_samples_as_training_pictures(judge: OwnJudge) -> None:
    assert (judge.quick_samples, judge.full_samples) == (N, N)


def test_other_real_pictures_score_like_the_floor(judge: OwnJudge, digits: np.ndarray) -> None:
    found = scores_of(judge, digits[1_000 : 1_000 + N], is_full=True)
    assert found.keys() == {
        *("frechet_distance", "precision", "recall", "density", "coverage", "kid_mean", "kid_std", "nearest_distance")
    }
    assert {one.network for one in found.values()} == {"cifar10-encoder"}
    assert found["frechet_distance"].value < 2 * found["frechet_distance"].floor
    assert found["coverage"].value == pytest.approx(found["coverage"].floor, abs=0.15)
    assert found["coverage"].num_samples == HELD_OUT
    assert found["nearest_distance"].value == pytest.approx(found["nearest_distance"].floor, rel=0.2)


def test_copies_one_picture_and_noise_are_told_apart(judge: OwnJudge, digits: np.ndarray) -> None:
    copies = scores_of(judge, digits[:N], is_full=True)["nearest_distance"]
    assert copies.value == pytest.approx(0.0, abs=1e-3)
    assert copies.floor > 0.2
    same = scores_of(judge, np.repeat(digits[:1], N, axis=0))
    assert same["recall"].value == 0.0
    assert same["frechet_distance"].value > 5 * same["frechet_distance"].floor
    noise = scores_of(judge, np.random.default_rng(0).integers(0, 256, (N, 28, 28, 1), dtype=np.uint8))
    assert noise["precision"].value == 0.0


@pytest.mark.parametrize("side", [32, 64])
def test_real_photos_are_told_from_blurred_and_noisy_ones(side: int) -> None:
    photos = load_sample_images().images  # two of scikit-learn's, cut to pieces
    corners = [(top, left) for top in range(0, 427 - side, 16) for left in range(0, 640 - side, 16)]
    pieces = np.stack([photo[top : top + side, left : left + side] for photo in photos for top, left in corners])
    pieces = pieces[np.random.default_rng(0).permutation(len(pieces))]
    train, test, others = pieces[:300], pieces[300:450], pieces[450:750]
    judge = OwnJudge(f"own-450x{side}x{side}x3-0123456789ab", train, test)
    noise = np.random.default_rng(1).normal(0.0, 20.0, others.shape)
    real = scores_of(judge, others)
    blurred = scores_of(judge, gaussian_filter(others, (0, 1, 1, 0)))
    noisy = scores_of(judge, np.clip(others + noise, 0, 255).astype(np.uint8))
    for damaged in (blurred, noisy):
        assert damaged["frechet_distance"].value > 2.5 * real["frechet_distance"].value
        assert damaged["precision"].value < real["precision"].value - 0.08
        assert damaged["coverage"].value < real["coverage"].value - 0.2
