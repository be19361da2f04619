"""An autoencoder of two pictures, −1 and 1, whose codes are noisy: the best that its decoder can do."""

from math import erf, sqrt

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

CODES: Numbers = np.linspace(-4.0, 4.0, 801)
BLURRED = 0.5  # a copy nearer to 0 than that is neither picture


def best_copies(noise: float) -> Numbers:
    """E[x | z] at `CODES`, where z = x + σ·ε, ε ~ N(0, 1), x = ±1 with even chances.

    The smallest squared error (a Gaussian likelihood) asks for it: p(1 | z) − p(−1 | z) = tanh(z/σ²).
    """
    return np.tanh(CODES / noise**2)


def code_densities(noise: float) -> tuple[Numbers, Numbers]:
    """p(z | x) at `CODES`, for the pictures −1 and 1."""
    of = [np.exp(-0.5 * ((CODES - x) / noise) ** 2) / (noise * np.sqrt(2.0 * np.pi)) for x in (-1.0, 1.0)]
    return of[0], of[1]


def information(noise: float) -> float:
    """Nats that a code tells of its picture, I(x; z): log 2 where all is known.

    The KL term of a VAE, averaged over the pictures, cannot be less than that.
    """
    places = np.linspace(-1.0 - 12.0 * noise, 1.0 + 12.0 * noise, 4_001)  # of the picture 1; the other is its mirror
    log_of = [-0.5 * ((places - x) / noise) ** 2 for x in (1.0, -1.0)]
    weights = np.exp(log_of[0])
    log_share = log_of[0] - np.logaddexp(*log_of)  # log p(1 | z)
    return max(0.0, float(np.log(2.0) + (weights * log_share).sum() / weights.sum()))


def blurred_share(noise: float) -> float:
    """How many of the copies are `BLURRED`: |E[x | z]| < 1/2, so |z| < σ²·artanh(1/2)."""
    edge = noise**2 * np.arctanh(BLURRED)
    return _phi((edge - 1.0) / noise) - _phi((-edge - 1.0) / noise)


def _phi(value: float) -> float:
    """The distribution function of N(0, 1)."""
    return 0.5 * (1.0 + erf(value / sqrt(2.0)))
