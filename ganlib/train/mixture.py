"""Fits a mixture of Gaussians to points, or one to the points of each class."""

import warnings
from dataclasses import replace

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

    A class with too few of them to know its covariance (twenty for each dimension) has one Gaussian around its mean,
    with the covariance that the points of all classes have around their means; one with none has the mean of all.

    Args:
        points: `[n, d]`, n ≥ 2.
        labels: one-hot `[n, classes]`.
        most_components: of each mixture.

    Raises:
        ValueError: a point is not finite, or there are too few.
    """
    _check(points)
    classes, enough = labels.argmax(axis=1), _POINTS_PER_DIMENSION * points.shape[1]
    groups = [points[classes == label].astype(np.float64) for label in range(labels.shape[1])]
    means = np.stack([(group if len(group) else points).mean(axis=0) for group in groups])
    shared = fit_mixture(points - means[classes], seed, most_components=1)
    return ClassMixtures(
        mixtures=tuple(
            fit_mixture(group, seed, most_components) if len(group) >= enough else replace(shared, means=mean[None])
            for group, mean in zip(groups, means, strict=True)
        )
    )


def _check(points: np.ndarray) -> None:
    if len(points) < 2 or not np.isfinite(points).all():
        raise ValueError(f"got {len(points)} points, expected at least two, all finite")
