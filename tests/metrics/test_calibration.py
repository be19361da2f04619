"""From logits to the chance at which a sample is kept."""

import numpy as np
import pytest

from ganlib.metrics.calibration import fit_acceptance, keep_all

CHANCE = np.random.default_rng(0)
FAKE, REAL = CHANCE.normal(0.0, 1.0, 20_000), CHANCE.normal(1.0, 1.0, 20_000)  # log ratio: x − 1/2
HALF_SURE = 0.5  # of the log ratio, as a discriminator that a penalty holds back tells it


@pytest.mark.parametrize("rejected_share", [0.0, 0.25, 0.75])
def test_the_wanted_share_is_rejected(rejected_share: float) -> None:
    acceptance = fit_acceptance(HALF_SURE * REAL, HALF_SURE * FAKE, rejected_share)
    assert 1.0 - acceptance(HALF_SURE * FAKE).mean() == pytest.approx(rejected_share, abs=1e-6)


def test_the_slope_makes_the_true_ratio_of_the_logits() -> None:
    acceptance = fit_acceptance(HALF_SURE * REAL, HALF_SURE * FAKE, 0.5)
    assert acceptance.slope * HALF_SURE == pytest.approx(1.0, abs=0.05)


def test_kept_fakes_come_nearer_to_real() -> None:
    means = []
    for rejected_share in (0.25, 0.5, 0.75):
        acceptance = fit_acceptance(REAL, FAKE, rejected_share)
        means.append(FAKE[CHANCE.random(len(FAKE)) < acceptance(FAKE)].mean())
    assert means == sorted(means)
    assert means[0] > 0.2
    assert 0.6 < means[-1] < REAL.mean()


def test_only_differences_of_logits_count() -> None:
    """A relativistic discriminator knows no more."""
    there = fit_acceptance(REAL, FAKE, 0.25)(FAKE)
    np.testing.assert_allclose(fit_acceptance(REAL + 100.0, FAKE + 100.0, 0.25)(FAKE + 100.0), there, atol=1e-3)


def test_only_differences_within_a_class_count() -> None:
    """Nor does a relativistic one that is told the class and compares within it."""
    labels = np.eye(3)[np.arange(len(FAKE)) % 2]  # of the third class there is none
    ever = labels @ np.array([0.0, 20.0, 0.0])
    acceptance = fit_acceptance(REAL + ever, FAKE + ever, 0.25, labels)
    assert acceptance.slope == pytest.approx(1.0, abs=0.05)
    kept = acceptance(FAKE + ever, labels)
    np.testing.assert_allclose(kept, fit_acceptance(REAL, FAKE, 0.25)(FAKE), atol=0.02)
    assert kept.mean() == pytest.approx(0.75, abs=1e-6)
    assert fit_acceptance(FAKE, REAL, 0.25, labels) == keep_all(3)


def test_everything_is_kept_by_a_discriminator_that_knows_nothing() -> None:
    for real, fake in ((FAKE, REAL), (np.full(10, np.nan), FAKE), (np.zeros(10), np.zeros(10))):
        acceptance = fit_acceptance(real, fake, 0.25)
        assert acceptance == keep_all()
        assert acceptance(np.array([-1e6, 0.0, 1e6])).tolist() == [1.0, 1.0, 1.0]


def test_real_and_fake_that_never_overlap_still_make_a_share() -> None:
    acceptance = fit_acceptance(FAKE + 1e4, FAKE, 0.25)
    assert np.isfinite([acceptance.slope, *acceptance.offsets]).all()
    assert acceptance(FAKE).mean() == pytest.approx(0.75, abs=1e-3)


@pytest.mark.parametrize("unit", [1e-3, 0.03, 1e3])
def test_the_unit_of_the_logits_does_not_matter(unit: float) -> None:
    few = slice(1_000)  # as at a look in training
    there = fit_acceptance(REAL[few], FAKE[few], 0.65)(FAKE)
    np.testing.assert_allclose(fit_acceptance(unit * REAL[few], unit * FAKE[few], 0.65)(unit * FAKE), there, atol=1e-3)
