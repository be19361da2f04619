"""Fits a mixture of Gaussians to points by expectation maximisation (EM)."""

import numpy as np

from ganlib.store.prior import GaussianMixture

MOST_COMPONENTS = 10  # as in Ghosh et al. 2020
_POINTS_PER_DIMENSION = 20  # that a component must have, so that its covariance is known
_MOST_ROUNDS, _ENOUGH = 100, 1e-3  # EM ends when a round gains less than this, in nats per point
_GROUPING_ROUNDS = 10
_LEAST_VARIANCE = 1e-6  # added to each variance, of points that are scaled to variance 1: no factor is singular


def fit_mixture(points: np.ndarray, seed: int, most_components: int = MOST_COMPONENTS) -> GaussianMixture:
    """The mixture, with full covariances, under which `points` are likely.

    It has as many components as the points can tell apart: each needs twenty points for each dimension.
    Dempster, Laird & Rubin 1977; Bishop 2006, equations 9.22 to 9.28.

    Args:
        points: `[n, d]`, n ≥ 2.
        most_components: or fewer.

    Raises:
        ValueError: a point is not finite, or there are too few.
    """
    count, size = points.shape
    if count < 2 or not np.isfinite(points).all():
        raise ValueError(f"got {count} points, expected at least two, all finite")
    points = points.astype(np.float64)
    centre, scale = points.mean(axis=0), points.std(axis=0)
    scale[scale == 0.0] = 1.0  # a dimension in which nothing varies
    scaled = (points - centre) / scale
    components = max(1, min(most_components, count // (_POINTS_PER_DIMENSION * size)))
    shares = _grouped(scaled, components, np.random.default_rng(seed))
    before = -np.inf
    for _ in range(_MOST_ROUNDS):
        weights, means, factors = _most_likely(scaled, shares)
        shares, log_likelihood = _responsibilities(scaled, weights, means, factors)
        if log_likelihood - before < _ENOUGH:
            break
        before = log_likelihood
    return GaussianMixture(weights=weights, means=centre + means * scale, factors=factors * scale[:, None])


def _grouped(points: np.ndarray, components: int, chance: np.random.Generator) -> np.ndarray:
    """Where EM starts: each point belongs to one of the groups that k-means finds; 0 or 1, `[n, k]`.

    k-means++: Arthur & Vassilvitskii 2007: each further centre is a point, likely one that is far from the others.
    """
    centres = points[chance.integers(len(points))][None]
    while len(centres) < components:
        squared = _squared_distances(points, centres).min(axis=1)
        total = squared.sum()
        chosen = chance.choice(len(points), p=squared / total) if total > 0.0 else chance.integers(len(points))
        centres = np.concatenate([centres, points[chosen][None]])
    for _ in range(_GROUPING_ROUNDS):
        shares = np.eye(components)[_squared_distances(points, centres).argmin(axis=1)]
        sizes = shares.sum(axis=0)
        centres = np.where(sizes[:, None] > 0, shares.T @ points / np.maximum(sizes, 1.0)[:, None], centres)
    return shares


def _squared_distances(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """`[n, k]`."""
    return np.stack([np.square(points - centre).sum(axis=1) for centre in centres], axis=1)


def _most_likely(points: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """M step: weights `[k]`, means `[k, d]` and Cholesky factors `[k, d, d]` for given responsibilities `[n, k]`."""
    sizes = shares.sum(axis=0) + 10 * np.finfo(np.float64).eps  # an empty component stays, with next to no weight
    means = shares.T @ points / sizes[:, None]
    factors = np.empty((len(sizes), points.shape[1], points.shape[1]))
    for component, (size, mean) in enumerate(zip(sizes, means, strict=True)):
        offsets = points - mean
        covariance = (offsets * shares[:, component, None]).T @ offsets / size
        factors[component] = np.linalg.cholesky(covariance + _LEAST_VARIANCE * np.eye(len(mean)))
    return sizes / sizes.sum(), means, factors


def _responsibilities(
    points: np.ndarray, weights: np.ndarray, means: np.ndarray, factors: np.ndarray
) -> tuple[np.ndarray, float]:
    """E step: how likely each point comes from each component, `[n, k]`; and the mean log-likelihood, up to a constant.

    No logarithm sees zero: weights are above it, and so is the diagonal of a Cholesky factor.
    """
    logs = np.empty((len(points), len(weights)))
    for component, (weight, mean, factor) in enumerate(zip(weights, means, factors, strict=True)):
        whitened = (points - mean) @ np.linalg.inv(factor).T
        logs[:, component] = np.log(weight) - np.log(np.diag(factor)).sum() - 0.5 * np.square(whitened).sum(axis=1)
    highest = logs.max(axis=1, keepdims=True)
    shares = np.exp(logs - highest)
    sums = shares.sum(axis=1, keepdims=True)
    return shares / sums, float((highest + np.log(sums)).mean())
