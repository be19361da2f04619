"""Points against the mixture of Gaussians that they should come from: what was found, and how well.

The protocol of Srivastava et al. 2017 (VEEGAN), arXiv:1705.07761, section 5.1, in the numbers of the authors of PacGAN
(Lin et al. 2018, arXiv:1712.04086, section 4.1).
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from ganlib.config.dots import Dots

_FAR = 3.0  # standard deviations: a point within them is of high quality; of true points 1 − e^(−4.5) = 98.9 % are
_CELLS = 40  # along each side, of the histograms that are compared


@dataclass(frozen=True, kw_only=True)
class ModesFound:
    """How a set of points lies about the centres.

    Attributes:
        counts: high-quality points of each mode.
        high_quality: their share of all points.
        spread: typical distance of a mode's points from its centre, over what it should be; 1 is right. The mean over
            modes of the root mean square, NaN where no mode has two points.
    """

    counts: tuple[int, ...]
    high_quality: float
    spread: float

    @property
    def missing(self) -> tuple[int, ...]:
        """Modes with no high-quality point."""
        return tuple(mode for mode, count in enumerate(self.counts) if count == 0)

    @property
    def reverse_kl(self) -> float:
        """KL(modes of the high-quality points ‖ uniform) in nats; log of their number where there is no such point."""
        return kl_to_uniform(np.array(self.counts))


def find_modes(points: np.ndarray, dots: Dots) -> ModesFound:
    """Assign each of `[n, dimensions]` to its nearest centre."""
    distances, nearest = _to_nearest(points, dots)
    is_good = distances < _FAR * dots.sigma
    counts = np.bincount(nearest[is_good], minlength=len(dots.centres))
    squares = np.bincount(nearest[is_good], weights=distances[is_good] ** 2, minlength=len(dots.centres))
    with_some = counts >= 2
    # Of a Gaussian cut off at three σ, the mean square distance is a little below dimensions · σ².
    expected = dots.dimensions * dots.sigma**2 * _kept_of_square(_FAR, dots.dimensions)
    spreads = np.sqrt(squares[with_some] / counts[with_some] / expected)
    return ModesFound(
        counts=tuple(int(count) for count in counts),
        high_quality=float(is_good.mean()),
        spread=float(spreads.mean()) if with_some.any() else float("nan"),
    )


def nearest_modes(points: np.ndarray, dots: Dots) -> np.ndarray:
    """The mode that each of `[n, dimensions]` is nearest to, `[n]`."""
    return _to_nearest(points, dots)[1]


def kl_to_uniform(counts: np.ndarray) -> float:
    """Σ p log (p / uniform) of the shares p, in nats; the largest that there is, log n, where all counts are zero.

    Args:
        counts: or shares, of each of n kinds.
    """
    if counts.sum() == 0:
        return float(np.log(len(counts)))
    shares = counts[counts > 0] / counts.sum()
    return float((shares * np.log(shares * len(counts))).sum())


def histogram_divergence(real: np.ndarray, fake: np.ndarray, dots: Dots) -> float:
    """Jensen–Shannon divergence between histograms of two sets of points `[n, dimensions]`, in nats: 0 … log 2.

    Each cell of a grid of 40 × 40 over the extent counts, or each of 40 parts of a line; points outside fall into the
    cells of the edge. Two sets from the same source are above zero too, the more so the fewer they are: compare with
    the floor.
    """
    p, q = _histogram(real, dots), _histogram(fake, dots)
    middle = 0.5 * (p + q)
    return float(0.5 * (_kl(p, middle) + _kl(q, middle)))


def _kl(p: np.ndarray, q: np.ndarray) -> float:
    """Σ p log p/q; q is above zero wherever p is."""
    some = p > 0.0
    return float((p[some] * np.log(p[some] / q[some])).sum())


def _histogram(points: np.ndarray, dots: Dots) -> np.ndarray:
    edges = np.linspace(-dots.extent, dots.extent, _CELLS + 1)
    inside = np.clip(points, -dots.extent, dots.extent)
    counts, _ = np.histogramdd(inside, bins=[edges] * dots.dimensions)
    return counts / len(points)


def _kept_of_square(radius: float, dimensions: int) -> float:
    """E[r² | r < radius] / E[r²] of a standard Gaussian: where r² is χ² with d degrees of freedom, r² times its density
    is d times that with d + 2.
    """
    return float(chi2.cdf(radius**2, dimensions + 2) / chi2.cdf(radius**2, dimensions))


def _to_nearest(points: np.ndarray, dots: Dots) -> tuple[np.ndarray, np.ndarray]:
    """Distance to the nearest centre, and which one it is, each `[n]`."""
    distances = np.linalg.norm(points[:, None, :] - np.array(dots.centres)[None], axis=2)
    nearest = distances.argmin(axis=1)
    return distances[np.arange(len(points)), nearest], nearest
