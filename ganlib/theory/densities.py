"""Two distributions of a single number, the best discriminator between them, and how far apart they are."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

LEFT, RIGHT = -7.0, 7.0
PLACES: Numbers = np.linspace(LEFT, RIGHT, 1_401)
_SPACING = PLACES[1] - PLACES[0]


@dataclass(frozen=True)
class Bumps:
    """A mixture, in equal parts, of normal distributions of one width.

    Attributes:
        centres: inside the range of `PLACES`.
        width: the standard deviation, above zero.
    """

    centres: tuple[float, ...]
    width: float

    def log_density(self) -> Numbers:
        """log p at `PLACES`; finite however small p is."""
        offsets = (PLACES[:, None] - np.array(self.centres)) / self.width
        logs = -0.5 * offsets**2 - np.log(self.width * np.sqrt(2.0 * np.pi) * len(self.centres))
        return np.logaddexp.reduce(logs, axis=1)

    def density(self) -> Numbers:
        """p at `PLACES`."""
        return np.exp(self.log_density())


REAL = Bumps((-1.5, 1.5), 0.5)  # what plays the part of the real pictures


def best_discriminator(real: Bumps, fake: Bumps) -> Numbers:
    """D*(x) = p_data(x) / (p_data(x) + p_G(x)) at `PLACES` (Goodfellow et al. 2014, arXiv:1406.2661, eq. 2)."""
    log_ratio = real.log_density() - fake.log_density()
    return 0.5 * (1.0 + np.tanh(0.5 * log_ratio))


@dataclass(frozen=True, kw_only=True)
class Distances:
    """How far p_G is from p_data; all are 0 where both are the same.

    Attributes:
        jensen_shannon: in nats, at most log 2. The game of D* and G is worth −log 4 + 2 of it (Goodfellow et al. 2014,
            theorem 1).
        kl_from_real: KL(p_data ‖ p_G) in nats: large where something real is hardly ever drawn.
        kl_from_fake: KL(p_G ‖ p_data) in nats: large where something is drawn that is hardly ever real.
        wasserstein: how far the mass has to be moved on average (Arjovsky et al. 2017, arXiv:1701.07875, eq. 1).
    """

    jensen_shannon: float
    kl_from_real: float
    kl_from_fake: float
    wasserstein: float


def distances(real: Bumps, fake: Bumps) -> Distances:
    """By sums over `PLACES`."""
    log_real, log_fake = real.log_density(), fake.log_density()
    log_mean = np.logaddexp(log_real, log_fake) - np.log(2.0)
    moved = np.cumsum(np.exp(log_real) - np.exp(log_fake)) * _SPACING  # the difference of the distribution functions
    return Distances(
        jensen_shannon=0.5 * (_kl(log_real, log_mean) + _kl(log_fake, log_mean)),
        kl_from_real=_kl(log_real, log_fake),
        kl_from_fake=_kl(log_fake, log_real),
        wasserstein=float(np.abs(moved).sum() * _SPACING),
    )


def _kl(log_p: Numbers, log_q: Numbers) -> float:
    """∫ p log(p/q); rounding never takes it below zero."""
    return max(0.0, float((np.exp(log_p) * (log_p - log_q)).sum() * _SPACING))
