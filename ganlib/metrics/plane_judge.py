"""Scores points against the mixture of Gaussians that they should come from, each beside its floor from real points."""

from collections.abc import Iterator

import numpy as np

from ganlib.config.drawn import dots_of, short_name
from ganlib.metrics.judge import Measured
from ganlib.metrics.modes import find_modes, histogram_divergence, nearest_modes

_VERSION = 1  # of what is measured here


class PlaneJudge:
    """As `Judge` for pictures, and cheaper: no network is asked, for the truth is known.

    Args:
        train_points, test_points: float32 `[n, 1, 1, 2]`, of points on a line `[n, 1, 1, 1]`.
        test_labels: the modes of the latter, one-hot; only for generated points for which modes were asked.
    """

    quick_samples, full_samples = 2_500, 10_000  # 2,500 as in the papers

    def __init__(
        self,
        dataset: str,
        train_points: np.ndarray,
        test_points: np.ndarray,
        test_labels: np.ndarray | None = None,
    ) -> None:
        dots = dots_of(dataset)
        assert dots is not None
        self._dots = dots
        self._name = f"{short_name(dataset)}-plane"
        self._train, self._test = train_points[:, 0, 0], test_points[:, 0, 0]
        self._test_labels = test_labels

    def measure(
        self, fake_points: np.ndarray, is_full: bool = False, labels: np.ndarray | None = None
    ) -> Iterator[Measured]:
        """Score float32 points, shaped like those of training.

        Args:
            is_full: nothing here takes long; all is measured in any case.
            labels: the modes that were asked for, one-hot; None: none were.
        """
        fake = fake_points[:, 0, 0]
        real = self._train[: len(fake)]
        found, floor = find_modes(fake, self._dots), find_modes(real, self._dots)
        num_modes, shares = len(found.counts), np.array(found.counts) / max(1, sum(found.counts))
        yield self._measured(
            "modes_found",
            (num_modes - len(found.missing)) / num_modes,
            (num_modes - len(floor.missing)) / num_modes,
            len(fake),
            shares=tuple(float(share) for share in shares),
            missing=found.missing,
        )
        yield self._measured("high_quality", found.high_quality, floor.high_quality, len(fake))
        yield self._measured("reverse_kl", found.reverse_kl, floor.reverse_kl, len(fake))
        if self._dots.is_separated and np.isfinite(found.spread):
            yield self._measured("mode_spread", found.spread, floor.spread, len(fake))
        divergence = histogram_divergence(self._test, fake, self._dots)
        yield self._measured(
            "histogram_divergence", divergence, histogram_divergence(self._test, real, self._dots), len(fake)
        )
        if labels is not None and self._test_labels is not None:
            agreements = self._agreement(fake, labels), self._agreement(self._test, self._test_labels)
            yield self._measured("class_agreement", *agreements, len(fake))

    def prepare(self, count: int) -> None:
        """Nothing is slow the first time."""

    def _agreement(self, points: np.ndarray, labels: np.ndarray) -> float:
        """How often a point lies nearest to its own mode; where modes overlap, not even a real one always does."""
        return float((nearest_modes(points, self._dots) == labels.argmax(axis=1)).mean())

    def _measured(
        self,
        metric: str,
        value: float,
        floor: float,
        count: int,
        shares: tuple[float, ...] = (),
        missing: tuple[int, ...] = (),
    ) -> Measured:
        return Measured(
            metric=metric,
            value=value,
            floor=floor,
            num_samples=count,
            network=self._name,
            version=_VERSION,
            shares=shares,
            missing=missing,
        )
