"""From a discriminator's logits to the chance at which a sample is kept."""

from dataclasses import dataclass

import numpy as np

_ROUNDS = 60  # of halving an interval: far below what a float32 can tell


@dataclass(frozen=True)
class Acceptance:
    """p(kept) = σ(slope · logit + offset)."""

    slope: float
    offset: float

    def __call__(self, logits: np.ndarray) -> np.ndarray:
        return _sigmoid(self.slope * logits + self.offset)


KEEP_ALL = Acceptance(0.0, 100.0)


def fit_acceptance(real_logits: np.ndarray, fake_logits: np.ndarray, rejected_share: float) -> Acceptance:
    """The practical scheme of Azadi et al. 2019, arXiv:1810.06758, without its term for the largest logit.

    A logistic regression of real against fake makes a density ratio of the logits first: w(x) = exp(slope · D(x) + b),
    as Turner et al. 2019, arXiv:1811.11357, calibrate theirs. Then p(kept) = w/(w + C): the samples follow the real
    distribution wherever w is small beside C, and C is chosen by the share, as γ is there.

    Args:
        real_logits, fake_logits: `[n]` and `[m]`; only their differences count.
        rejected_share: of the fakes, on average.

    Returns:
        `KEEP_ALL` if the logits are no numbers, or do not rise from fake to real.
    """
    from sklearn.linear_model import LogisticRegression  # here: most runs never need it, and it takes a second

    logits = np.concatenate([real_logits, fake_logits]).astype(np.float64)
    if not np.isfinite(logits).all():
        return KEEP_ALL
    is_real = np.arange(len(logits)) < len(real_logits)
    slope = float(LogisticRegression().fit(logits[:, None], is_real).coef_[0, 0])
    if slope <= 0.0:
        return KEEP_ALL
    scaled = slope * fake_logits.astype(np.float64)
    low, high = -scaled.max() - 50.0, -scaled.min() + 50.0
    for _ in range(_ROUNDS):
        offset = (low + high) / 2.0
        is_too_strict = _sigmoid(scaled + offset).mean() < 1.0 - rejected_share
        low, high = (offset, high) if is_too_strict else (low, offset)
    return Acceptance(slope, offset)


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return 0.5 * (1.0 + np.tanh(0.5 * values))  # no exponential that overflows
