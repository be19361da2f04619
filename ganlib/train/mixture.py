"""Fits a mixture of Gaussians to points."""

import warnings

import numpy as np

from ganlib.store.prior import GaussianMixture

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

    count, size = points.shape
    if count < 2 or not np.isfinite(points).all():
        raise ValueError(f"got {count} points, expected at least two, all finite")
    points = points.astype(np.float64)
    centre, scale = points.mean(axis=0), points.std(axis=0)
    scale[scale == 0.0] = 1.0  # a dimension in which nothing varies
    components = max(1, min(most_components, count // (_POINTS_PER_DIMENSION * size)))
    fit = Fit(components, reg_covar=_LEAST_VARIANCE, init_params="k-means++", random_state=seed)
    with warnings.catch_warnings(category=ConvergenceWarning, action="ignore"):  # a hundred rounds are enough
        fit.fit((points - centre) / scale)
    factors = np.linalg.cholesky(fit.covariances_)
    return GaussianMixture(weights=fit.weights_, means=centre + fit.means_ * scale, factors=factors * scale[:, None])
