"""Known answers for two distributions of a number."""

import math

import numpy as np
import pytest

from ganlib.theory.densities import PLACES, REAL, Bumps, best_discriminator, distances


def test_a_density_has_the_mass_one() -> None:
    assert np.trapezoid(REAL.density(), PLACES) == pytest.approx(1.0, abs=1e-9)


def test_nothing_lies_between_a_distribution_and_itself() -> None:
    found = distances(REAL, Bumps(REAL.centres, REAL.width))
    assert vars(found) == pytest.approx(dict.fromkeys(vars(found), 0.0), abs=1e-12)
    np.testing.assert_allclose(best_discriminator(REAL, REAL), 0.5)


def test_normal_distributions_have_their_textbook_distances() -> None:
    one, other = Bumps((-0.5,), 0.6), Bumps((1.0,), 0.9)
    found = distances(one, other)
    for kl, p, q in ((found.kl_from_real, one, other), (found.kl_from_fake, other, one)):
        shift = p.centres[0] - q.centres[0]
        assert kl == pytest.approx(math.log(q.width / p.width) + (p.width**2 + shift**2) / (2 * q.width**2) - 0.5)
    assert distances(one, Bumps((1.0,), 0.6)).wasserstein == pytest.approx(1.5, abs=1e-4), "the shift"


def test_the_jensen_shannon_divergence_stays_at_its_highest_while_the_wasserstein_distance_still_falls() -> None:
    far, nearer = (distances(REAL, Bumps((middle,), 0.2)) for middle in (6.0, 5.0))
    assert far.jensen_shannon == pytest.approx(math.log(2.0), abs=1e-5)
    assert nearer.jensen_shannon == pytest.approx(math.log(2.0), abs=1e-5)
    assert far.wasserstein - nearer.wasserstein == pytest.approx(1.0, abs=1e-3)


def test_which_way_round_tells_what_is_missing_from_what_is_wrong() -> None:
    missing, wrong = distances(REAL, Bumps((1.5,), 0.5)), distances(REAL, Bumps((0.0,), 1.6))
    assert missing.kl_from_real > 5.0 * missing.kl_from_fake
    assert missing.kl_from_fake == pytest.approx(math.log(2.0), abs=0.01), "all it draws is twice as likely as real"
    assert wrong.kl_from_real < wrong.kl_from_fake


def test_the_best_discriminator_is_the_share_of_real_ones_at_each_place() -> None:
    fake = Bumps((0.5,), 1.0)
    judged = best_discriminator(REAL, fake)
    at = int(np.searchsorted(PLACES, 1.0))
    real, drawn = REAL.density()[at], fake.density()[at]
    assert judged[at] == pytest.approx(real / (real + drawn))
    assert np.isfinite(best_discriminator(REAL, Bumps((6.0,), 0.15))).all()
