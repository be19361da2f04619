"""How alike pictures are, pixel by pixel: those of one kind (variety that no count of classes sees), and of a set."""

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.spatial.distance import pdist

_SIGMA, _RADIUS = 1.5, 5  # of the window, in pixels: 11 × 11
_K1, _K2 = 0.01, 0.03


def structural_similarity(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """SSIM of each pair of pictures, float64 `[n]`: 1 for the same picture, near 0 for two that share nothing.

    Wang et al. 2004, "Image Quality Assessment: From Error Visibility to Structural Similarity", equation 13, with
    that paper's window; averaged over channels and over the places where the window fits in.

    Args:
        first, second: uint8 `[n, height, width, channels]`, at least 11 pixels high and wide.
    """
    x, y = first / 255.0, second / 255.0
    mean_x, mean_y = _window(x), _window(y)
    variances = _window(x * x) + _window(y * y) - mean_x**2 - mean_y**2
    covariance = _window(x * y) - mean_x * mean_y
    luminance = (2.0 * mean_x * mean_y + _K1**2) / (mean_x**2 + mean_y**2 + _K1**2)
    structure = (2.0 * covariance + _K2**2) / (variances + _K2**2)
    return (luminance * structure).mean(axis=(1, 2, 3))


def pairs_of_one_kind(kinds: np.ndarray, most: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Places of the first and of the second of each pair: random pairs of the same kind, no picture in two of them.

    Args:
        kinds: integers `[n]`, of which at least two are equal.
        most: pairs; classes are then shortened alike.
    """
    chance = np.random.default_rng(seed)
    order = chance.permutation(len(kinds))
    groups = [order[kinds[order] == kind] for kind in np.unique(kinds)]
    pairs = np.concatenate([group[: len(group) // 2 * 2].reshape(-1, 2) for group in groups])
    first, second = chance.permutation(pairs)[:most].T
    return first, second


def _window(images: np.ndarray) -> np.ndarray:
    """Local means, where the whole window lies inside the picture."""
    smooth = gaussian_filter(images, sigma=(0.0, _SIGMA, _SIGMA, 0.0), radius=(0, _RADIUS, _RADIUS, 0))
    return smooth[:, _RADIUS:-_RADIUS, _RADIUS:-_RADIUS]


def mean_distance(images: np.ndarray) -> float:
    """The mean distance between two different pictures of the set; 0 for fewer than two."""
    return float(pdist(images.reshape(len(images), -1)).mean()) if len(images) > 1 else 0.0
