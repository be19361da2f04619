"""Fits a mixture of Gaussians to points, or one to the points of each class."""

import warnings

import numpy as np

from ganlib.store.prior import ClassMixtures, GaussianMixture

MOST_COMPONENTS = 10  # as in Ghosh et al. 2020
_POINTS_PER_DIMENSION = 20  # that a component must have, so that its covariance is known
_LEAST_VARIANCE = 1e-6  # added to each variance, of points that are scaled to variance 1: no factor is singular


def fit_mixture(points: np.ndarray, seed: int, most_components: int = MOST_COMPONENTS) -> GaussianMixture:
    """The mixture, with full covariances, under which `points` are likely; by scikit-learn's EM.

    It has as many components as the points can tell apart: each needs twenty points for each dimension.

    Args:
        points: `[n, d]`, n ≥ 2.
        most_components: or fewer.

    Raises:
        ValueError: a point is not finite, or there are too few.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture as Fit  # here: most runs never need it, and it takes a second

    _check(points)
    count, size = points.shape
    points = points.astype(np.float64)
    centre, scale = points.mean(axis=0), points.std(axis=0)
    scale[scale == 0.0] = 1.0  # a dimension in which nothing varies
    components = max(1, min(most_components, count // (_POINTS_PER_DIMENSION * size)))
    fit = Fit(components, reg_covar=_LEAST_VARIANCE, init_params="k-means++", random_state=seed)
    with warnings.catch_warnings(category=ConvergenceWarning, action="ignore"):  # a hundred rounds are enough
        fit.fit((points - centre) / scale)
    factors = np.linalg.cholesky(fit.covariances_)
    return GaussianMixture(weights=fit.weights_, means=centre + fit.means_ * scale, factors=factors * scale[:, None])


def fit_each_class(
    points: np.ndarray, labels: np.ndarray, seed: int, most_components: int = MOST_COMPONENTS
) -> ClassMixtures:
    """A mixture for each class, fitted to its points.

    A class with too few of them to know its covariance (twenty for each dimension) has one Gaussian around its mean.
    Its covariance is (n·S_y + d·S) / (n + d): of its own n points, and of those of all classes around their means, as
    if d of them were its own (Friedman 1989, regularised discriminant analysis; the weight is ours). A class with no
    points has the mean of all.

    Args:
        points: `[n, d]`, n ≥ 2.
        labels: one-hot `[n, classes]`.
        most_components: of each mixture.

    Raises:
        ValueError: a point is not finite, or there are too few.
    """
    _check(points)
    points, classes, size = points.astype(np.float64), labels.argmax(axis=1), points.shape[1]
    groups = [points[classes == label] for label in range(labels.shape[1])]
    means = [(group if len(group) else points).mean(axis=0) for group in groups]
    shared = _scatter(points - np.stack(means)[classes]) / len(points)
    floor = np.diag(_LEAST_VARIANCE * np.where(points.var(axis=0) > 0.0, points.var(axis=0), 1.0))

    def around(mean: np.ndarray, group: np.ndarray) -> GaussianMixture:
        covariance = (_scatter(group - mean) + size * shared) / (len(group) + size) + floor
        return GaussianMixture(weights=np.ones(1), means=mean[None], factors=np.linalg.cholesky(covariance)[None])

    return ClassMixtures(
        mixtures=tuple(
            fit_mixture(group, seed, most_components)
            if len(group) >= _POINTS_PER_DIMENSION * size
            else around(mean, group)
            for mean, group in zip(means, groups, strict=True)
        )
    )


def _scatter(residuals: np.ndarray) -> np.ndarray:
    """Σ r rᵀ, over the rows."""
    return np.asarray(residuals.T @ residuals)


def _check(points: np.ndarray) -> None:
    if len(points) < 2 or not np.isfinite(points).all():
        raise ValueError(f"got {len(points)} points, expected at least two, all finite")
