"""Who lies near whom among real and generated features: precision, recall, density, coverage.

Everything goes block by block, so that ten thousand against ten thousand needs tens of megabytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

PRECISION_NEIGHBOURS = 3
COVERAGE_NEIGHBOURS = 5
_BLOCK = 500  # rows at once


@dataclass(frozen=True, kw_only=True)
class Neighbourhood:
    """Shares of two sets of equal size that lie near each other; each is 0 … 1, but density may exceed 1.

    Attributes:
        precision: of the fakes, those in a ball around some real point: are they good?
        recall: of the real points, those in a ball around some fake: is everything there?
        density: how many real balls a fake lies in, as a share of what is to be expected.
        coverage: of the real balls, those with a fake inside.
    """

    precision: float
    recall: float
    density: float
    coverage: float


def neighbourhood(real: np.ndarray, fake: np.ndarray) -> Neighbourhood:
    """Compare features `[n, d]` and `[n, d]`; the number of rows decides the values, so it must be equal.

    The ball around a point reaches to its k-th nearest neighbour in its own set, itself not counted. Precision and
    recall with k = 3: Kynkäänniemi et al. 2019, arXiv:1904.06991, equations 1 and 2. Density and coverage with k = 5:
    Naeem et al. 2020, arXiv:2002.09797, equations 3 and 4.

    Raises:
        ValueError: the sets differ in size, or are too small to have neighbours.
    """
    if len(real) != len(fake) or len(real) <= COVERAGE_NEIGHBOURS:
        raise ValueError(f"got {len(real)} real and {len(fake)} fake rows, expected equally many, at least 6")
    centre = real.mean(axis=0)  # nearer to zero, squared distances lose fewer digits
    real, fake = real - centre, fake - centre
    real_small, real_large = _squared_radii(real, (PRECISION_NEIGHBOURS, COVERAGE_NEIGHBOURS))
    (fake_small,) = _squared_radii(fake, (PRECISION_NEIGHBOURS,))
    is_precise = np.zeros(len(fake), bool)
    is_recalled, is_covered = np.zeros(len(real), bool), np.zeros(len(real), bool)
    balls = 0
    for rows, distances in _squared_distances(real, fake):
        is_precise |= (distances < real_small[rows, None]).any(axis=0)
        is_recalled[rows] = (distances < fake_small[None, :]).any(axis=1)
        is_inside = distances < real_large[rows, None]
        is_covered[rows] = is_inside.any(axis=1)
        balls += int(is_inside.sum())
    return Neighbourhood(
        precision=float(is_precise.mean()),
        recall=float(is_recalled.mean()),
        density=balls / (COVERAGE_NEIGHBOURS * len(fake)),
        coverage=float(is_covered.mean()),
    )


def nearest(points: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each of `points` `[n, d]`: which of `others` `[m, d]` is nearest, and how far it is (Euclidean)."""
    centre = others.mean(axis=0)
    points, others = points - centre, others - centre
    found = np.empty(len(points), np.int64)
    for rows, distances in _squared_distances(points, others):
        found[rows] = distances.argmin(axis=1)
    # Measured anew: from the differences, so that an exact copy is at distance zero.
    return found, np.sqrt(np.square(points - others[found]).sum(axis=1))


def _squared_radii(points: np.ndarray, neighbours: tuple[int, ...]) -> list[np.ndarray]:
    """The squared distance of each point to its k-th nearest other point, for each k."""
    radii = [np.empty(len(points), np.float32) for _ in neighbours]
    for rows, distances in _squared_distances(points, points):
        distances[np.arange(len(distances)), np.arange(rows.start, rows.stop)] = np.inf  # no neighbour of itself
        distances.partition([k - 1 for k in neighbours], axis=1)
        for radius, k in zip(radii, neighbours, strict=True):
            radius[rows] = distances[:, k - 1]
    return radii


def _squared_distances(points: np.ndarray, others: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """float32 `[block, m]`, block after block of `points`, with the rows that it belongs to."""
    points, others = points.astype(np.float32), others.astype(np.float32)
    lengths = np.square(others).sum(axis=1)
    for start in range(0, len(points), _BLOCK):
        block = points[start : start + _BLOCK]
        distances = block @ others.T
        distances *= np.float32(-2.0)
        distances += lengths
        distances += np.square(block).sum(axis=1)[:, None]
        np.maximum(distances, 0.0, out=distances)  # rounding may push equal points below zero
        yield slice(start, start + len(block)), distances
