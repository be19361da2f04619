"""The best copies that noisy codes allow."""

import math

import numpy as np
import pytest

from ganlib.theory.noisy_code import BLURRED, CODES, best_copies, blurred_share, code_densities, information

NOISES = [0.2, 0.7, 1.0, 2.5]


@pytest.mark.parametrize("noise", NOISES)
def test_the_best_copy_is_the_average_of_the_pictures_that_a_code_may_stand_for(noise: float) -> None:
    minus, plus = code_densities(noise)
    np.testing.assert_allclose(best_copies(noise), (plus - minus) / (plus + minus), atol=1e-9)


@pytest.mark.parametrize("noise", NOISES)
def test_share_and_information_are_what_drawing_many_gives(noise: float) -> None:
    chance = np.random.default_rng(0)
    pictures = chance.choice([-1.0, 1.0], 400_000)
    codes = pictures + noise * chance.standard_normal(len(pictures))
    copies = np.tanh(codes / noise**2)
    assert blurred_share(noise) == pytest.approx((np.abs(copies) < BLURRED).mean(), abs=0.005)
    likely = 0.5 * (1.0 + pictures * copies)  # p of the true picture, given its code
    assert information(noise) == pytest.approx(math.log(2.0) + np.log(likely).mean(), abs=0.005)


def test_clean_codes_tell_all_and_drowned_ones_nothing() -> None:
    assert information(0.05) == pytest.approx(math.log(2.0))
    assert information(50.0) == pytest.approx(0.0, abs=1e-3)
    assert blurred_share(0.05) == pytest.approx(0.0, abs=1e-9)
    assert len(CODES) == len(best_copies(1.0))
