"""Distances between two sets of features as wholes: Fréchet distance and kernel distance."""

from dataclasses import dataclass

import numpy as np

_SUBSETS, _SUBSET_SIZE = 25, 1_000


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """A set of features as the Gaussian that fits it.

    Attributes:
        mean: μ `[d]`.
        factor: R `[min(n, d), d]` with Σ = RᵀR, the unbiased covariance.
    """

    mean: np.ndarray
    factor: np.ndarray


def features_to_statistics(features: np.ndarray) -> Statistics:
    """Fit a Gaussian to features `[n, d]`, n ≥ 2."""
    count, size = features.shape
    if count < 2:
        raise ValueError(f"got {count} row of features, expected at least 2: one has no covariance")
    rows = features.astype(np.float64)
    mean = rows.mean(axis=0)
    factor = (rows - mean) / np.sqrt(count - 1)  # count ≥ 2
    return Statistics(mean=mean, factor=np.linalg.qr(factor, mode="r") if count > size else factor)


def frechet_distance(real: Statistics, fake: Statistics) -> float:
    """‖μ₁ − μ₂‖² + Tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½). Heusel et al. 2017, arXiv:1706.08500, equation 6.

    With Σᵢ = RᵢᵀRᵢ, Tr (Σ₁Σ₂)^½ is the nuclear norm of R₁R₂ᵀ: no matrix square root, and right for singular Σ, that is
    for fewer samples than dimensions, too. Not below zero but for rounding. Its bias falls with the number of samples
    and depends on the model (Chong & Forsyth 2019, arXiv:1911.07023): compare equal numbers only.
    """
    cross = np.linalg.svd(real.factor @ fake.factor.T, compute_uv=False).sum()
    traces = np.square(real.factor).sum() + np.square(fake.factor).sum()
    return float(np.square(real.mean - fake.mean).sum() + traces - 2.0 * cross)


def kernel_distance(
    real: np.ndarray, fake: np.ndarray, seed: int = 0, subsets: int = _SUBSETS, subset_size: int = _SUBSET_SIZE
) -> tuple[float, float]:
    """KID: the unbiased squared MMD with k(x, y) = (x·y/d + 1)³. Bińkowski et al. 2018, arXiv:1801.01401, section 4.

    Differs from the paper in the subsets' number and size. May be below zero: it is unbiased, and its true value is 0
    for equal distributions.

    Args:
        real, fake: features `[n, d]` and `[m, d]`; two rows each at least.
        subset_size: rows of each set in one subset, drawn without replacement; fewer where a set is smaller.

    Returns:
        Mean and standard deviation over the subsets. The subsets overlap: the spread is no confidence interval.
    """
    chance = np.random.default_rng(seed)
    size = min(subset_size, len(real), len(fake))
    values = [
        _squared_mmd(
            real[chance.choice(len(real), size, replace=False)], fake[chance.choice(len(fake), size, replace=False)]
        )
        for _ in range(subsets)
    ]
    return float(np.mean(values)), float(np.std(values))


def _squared_mmd(real: np.ndarray, fake: np.ndarray) -> float:
    """Mean kernel between different rows within each set, less twice that across. Equal sizes."""
    count, size = real.shape

    def kernel(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        base = x @ y.T / np.float32(size) + np.float32(1.0)
        return base * base * base

    def between_different(x: np.ndarray) -> float:
        values = kernel(x, x)
        return float((values.sum(dtype=np.float64) - np.trace(values, dtype=np.float64)) / (count * (count - 1)))

    return between_different(real) + between_different(fake) - 2.0 * float(kernel(real, fake).mean(dtype=np.float64))
