"""The data sets in the plane, drawn anew each time, always alike. A point is a picture of one pixel (docs/adr/0017)."""

import numpy as np

from ganlib.config.dots import DOTS

NUM_TRAIN, NUM_TEST = 100_000, 10_000
_SEED = 0


def load_dots(dataset: str) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Training and test points: float32 `[n, 1, 1, 2]`, and which Gaussian each came from `[n]`."""
    dots = DOTS[dataset]
    chance = np.random.default_rng(_SEED)
    labels = chance.integers(len(dots.centres), size=NUM_TRAIN + NUM_TEST)
    points = np.array(dots.centres)[labels] + dots.sigma * chance.standard_normal((len(labels), 2))
    points = points.astype(np.float32).reshape(-1, 1, 1, 2)
    return (points[:NUM_TRAIN], labels[:NUM_TRAIN]), (points[NUM_TRAIN:], labels[NUM_TRAIN:])
