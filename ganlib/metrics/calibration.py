"""From a discriminator's logits to the chance at which a sample is kept."""

from dataclasses import dataclass

import numpy as np

_ROUNDS = 60  # of halving an interval: far below what a float32 can tell


@dataclass(frozen=True)
class Acceptance:
    """p(kept) = σ(slope · logit + offset), with an offset for each class where there are classes."""

    slope: float
    offsets: tuple[float, ...]

    def __call__(self, logits: np.ndarray, labels: np.ndarray | None = None) -> np.ndarray:
        """Of logits `[n]`, with their one-hot labels `[n, classes]`."""
        offsets = np.asarray(self.offsets)
        return _sigmoid(self.slope * logits + (offsets if labels is None else labels @ offsets))


def keep_all(num_classes: int = 1) -> Acceptance:
    """What a discriminator that knows nothing rejects: nothing."""
    return Acceptance(0.0, (100.0,) * num_classes)


def fit_acceptance(
    real_logits: np.ndarray, fake_logits: np.ndarray, rejected_share: float, labels: np.ndarray | None = None
) -> Acceptance:
    """The practical scheme of Azadi et al. 2019, arXiv:1810.06758, without its term for the largest logit.

    A logistic regression of real against fake makes a density ratio of the logits first: w(x) = exp(slope · D(x) + b),
    as Turner et al. 2019, arXiv:1811.11357, calibrate theirs. Then p(kept) = w/(w + C): the samples follow the real
    distribution wherever w is small beside C, and C is chosen by the share, as γ is there.

    A relativistic discriminator that is told the class compares within it, and knows the logits of each class only up
    to a constant of its own: they are taken from the mean of that class's fakes.

    Args:
        real_logits, fake_logits: `[n]` and `[m]`; only their differences count.
        rejected_share: of the fakes, on average.
        labels: one-hot `[n, classes]`, of real and of fake ones alike; then n = m.

    Returns:
        `keep_all()` if the logits are no numbers, or do not rise from fake to real.
    """
    from sklearn.linear_model import LogisticRegression  # here: most runs never need it, and it takes a second

    real_logits, fake_logits = real_logits.astype(np.float64), fake_logits.astype(np.float64)
    if not np.isfinite(real_logits).all() or not np.isfinite(fake_logits).all():
        return keep_all(1 if labels is None else labels.shape[1])
    centres = np.zeros(1)
    if labels is not None:
        centres = labels.T @ fake_logits / np.maximum(labels.sum(axis=0), 1.0)
        real_logits, fake_logits = real_logits - labels @ centres, fake_logits - labels @ centres
    is_real = np.arange(len(real_logits) + len(fake_logits)) < len(real_logits)
    logits = np.concatenate([real_logits, fake_logits])[:, None]
    unit = float(logits.std()) or 1.0  # the regression's own penalty must not depend on how large logits are
    slope = float(LogisticRegression().fit(logits / unit, is_real).coef_[0, 0]) / unit
    if slope <= 0.0:
        return keep_all(len(centres))
    scaled = slope * fake_logits
    low, high = -scaled.max() - 50.0, -scaled.min() + 50.0
    for _ in range(_ROUNDS):
        offset = (low + high) / 2.0
        is_too_strict = _sigmoid(scaled + offset).mean() < 1.0 - rejected_share
        low, high = (offset, high) if is_too_strict else (low, offset)
    return Acceptance(slope, tuple((offset - slope * centres).tolist()))


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return 0.5 * (1.0 + np.tanh(0.5 * values))  # no exponential that overflows
