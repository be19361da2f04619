"""The game of a GAN on a net of cells: p_data and p_G cell by cell, the best discriminator, and what it is worth.

A cell is a part of a line, or a square of the plane, row by row from the top left. Points beyond the extent of a data
set belong to the cells of its edge. All arrays here are `[cells ** dimensions]` (`Dots.cells`, `Dots.dimensions`).
"""

from itertools import pairwise
from math import erf, inf, log, sqrt

import numpy as np
import numpy.typing as npt

from ganlib.config.dots import Dots

Numbers = npt.NDArray[np.float64]
_SMALLEST = 1e-7  # a probability below it counts as it: 1 − p of the next float32 below 1 is 6e-8


def middles(dots: Dots) -> npt.NDArray[np.float32]:
    """Where the cells are: `[cells ** dimensions, dimensions]`."""
    places = _places(dots)
    if dots.dimensions == 1:
        return places[:, None].astype(np.float32)
    across, up = np.meshgrid(places, places[::-1])
    return np.stack([across.ravel(), up.ravel()], axis=1).astype(np.float32)


def real_shares(dots: Dots) -> Numbers:
    """How much of p_data lies in each cell, exactly; the sum is 1."""
    sides = [
        np.array([_shares_of_a_side(middle, dots) for middle in coordinates])
        for coordinates in zip(*dots.centres, strict=True)
    ]
    if dots.dimensions == 1:
        return np.asarray(sides[0].mean(axis=0))
    across, up = sides
    return np.asarray((up[:, ::-1, None] * across[:, None, :]).mean(axis=0).ravel())


def counts(points: npt.NDArray[np.float32], dots: Dots) -> npt.NDArray[np.int64]:
    """How many of `[n, dimensions]` lie in each cell. A place that is no number lies in none."""
    points = points[np.isfinite(points).all(axis=1)]
    steps = np.floor((points / dots.extent + 1.0) / 2.0 * dots.cells)
    indices = np.clip(steps, 0, dots.cells - 1).astype(np.int64)
    flat = indices[:, 0] if dots.dimensions == 1 else (dots.cells - 1 - indices[:, 1]) * dots.cells + indices[:, 0]
    return np.bincount(flat, minlength=dots.cells**dots.dimensions)


def best_discriminator(real: Numbers, fake: Numbers) -> Numbers:
    """D*(x) = p_data(x) / (p_data(x) + p_G(x)) (Goodfellow et al. 2014, arXiv:1406.2661, eq. 2), where only the cell of
    x is seen. NaN where neither ever is.

    Args:
        real, fake: shares of all points in each cell.
    """
    both = real + fake
    best: Numbers = np.divide(real, both, out=np.full(len(both), np.nan), where=both > 0.0)
    return best


def jensen_shannon(real: Numbers, fake: Numbers) -> float:
    """JSD(p_data ‖ p_G) of the shares, in nats, 0 … log 2. It is `found` of the best discriminator."""
    return found(real, fake, best_discriminator(real, fake))


def found(real: Numbers, fake: Numbers, belief: Numbers) -> float:
    """How much of JSD(p_data ‖ p_G) a discriminator has found: (V(D, G) + log 4) / 2, in nats.

    V(D, G) = E log D(x) + E log(1 − D(G(z))) (Goodfellow et al. 2014, eq. 1). Its maximum over D is
    −log 4 + 2·JSD (theorem 1), so no discriminator that sees cells finds more; below zero it does worse than one that
    always says one half.

    Args:
        belief: D in each cell.
    """
    real_there, fake_there = real > 0.0, fake > 0.0
    about_real = (real[real_there] * np.log(_kept_off(belief[real_there]))).sum()
    about_fake = (fake[fake_there] * np.log(_kept_off(1.0 - belief[fake_there]))).sum()
    return float(0.5 * (about_real + about_fake + log(4.0)))


def _kept_off(probabilities: Numbers) -> Numbers:
    """Off zero, whose logarithm is infinite."""
    return np.maximum(probabilities, _SMALLEST)


def _places(dots: Dots) -> Numbers:
    return np.asarray((2.0 * (np.arange(dots.cells) + 0.5) / dots.cells - 1.0) * dots.extent)


def _shares_of_a_side(middle: float, dots: Dots) -> list[float]:
    """How much of N(middle, σ²) lies in each part of a side; what lies beyond its ends, in the first and the last."""
    inner = [dots.extent * (2.0 * part / dots.cells - 1.0) for part in range(1, dots.cells)]
    below = [0.5 * (1.0 + erf((edge - middle) / (dots.sigma * sqrt(2.0)))) for edge in (-inf, *inner, inf)]
    return [after - before for before, after in pairwise(below)]
