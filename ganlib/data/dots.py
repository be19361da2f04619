"""The data sets of points, drawn anew each time, always alike. A point is a picture of one pixel (docs/adr/0017)."""

import numpy as np

from ganlib.config.drawn import dots_of
from ganlib.theory.points import draw_points

NUM_TRAIN, NUM_TEST = 100_000, 10_000
_SEED = 0


def load_dots(dataset: str) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Training and test points: float32 `[n, 1, 1, dimensions]`, and which Gaussian each came from `[n]`."""
    dots = dots_of(dataset)
    assert dots is not None, f"got {dataset}, expected a data set of points"
    points, labels = draw_points(dots, NUM_TRAIN + NUM_TEST, np.random.default_rng(_SEED))
    points = points[:, None, None]
    return (points[:NUM_TRAIN], labels[:NUM_TRAIN]), (points[NUM_TRAIN:], labels[NUM_TRAIN:])
