"""The judge of stacks: a thousand kinds, counted as the papers do."""

import numpy as np
import pytest

from ganlib.data.images import load_images, load_labels
from ganlib.metrics.judge import Measured, StackJudge

N = 3_000


@pytest.fixture(scope="module")
def stacks() -> np.ndarray:
    return load_images("stacked_mnist")[0]


@pytest.fixture(scope="module")
def judge(stacks: np.ndarray) -> StackJudge:
    return StackJudge("stacked_mnist", stacks[:N], stacks[N : 2 * N])


def scores_of(judge: StackJudge, images: np.ndarray) -> dict[str, Measured]:
    return {one.metric: one for one in judge.measure(images) if one.network == "mnist-classifier"}


def test_real_stacks_show_as_many_kinds_as_chance_allows(judge: StackJudge, stacks: np.ndarray) -> None:
    """Of 1,000 equally frequent kinds, 3,000 draws hit 1,000 (1 − 0.999^3000) = 950."""
    found = scores_of(judge, stacks[2 * N : 3 * N])
    assert found["kinds_found"].value == pytest.approx(0.95, abs=0.02)
    assert found["kinds_found"].floor == pytest.approx(0.95, abs=0.02)
    assert found["kinds_kl"].value == pytest.approx(found["kinds_kl"].floor, abs=0.03)
    assert found["kinds_kl"].num_samples == N
    assert found["frechet_distance"].value < 1.5 * found["frechet_distance"].floor


def test_one_kind_again_and_again_is_as_uneven_as_can_be(judge: StackJudge, stacks: np.ndarray) -> None:
    found = scores_of(judge, np.repeat(stacks[:1], N, axis=0))
    assert found["kinds_found"].value == pytest.approx(0.001)
    assert found["kinds_kl"].value == pytest.approx(np.log(1000))


def test_a_digit_that_never_comes_in_red_costs_a_tenth_of_the_kinds(judge: StackJudge, stacks: np.ndarray) -> None:
    without = stacks[2 * N :]
    labels = load_labels("stacked_mnist")[0][2 * N :].argmax(axis=1)
    found = scores_of(judge, without[labels // 100 != 7][:N])
    assert found["kinds_found"].value == pytest.approx(0.9 * (1 - (1 - 1 / 900) ** N), abs=0.02)
    assert found["kinds_kl"].value - found["kinds_kl"].floor == pytest.approx(np.log(10 / 9), abs=0.05)
