"""Copies of training pictures: how far generated pictures are from the nearest one, beside unseen real pictures."""

import numpy as np

from ganlib.metrics.neighbours import nearest


def nearest_distance(features: np.ndarray, train_features: np.ndarray) -> float:
    """The median distance from features `[n, d]` to the nearest of the training features `[m, d]`.

    By itself the number says nothing: hold it against the same number for real pictures that were not trained on.
    Generated pictures that are much nearer to the training pictures than those are copies. The median, because a few
    odd pictures lie far from everything. Feature space rather than pixels, so that a copy moved by a pixel counts.
    """
    _, distances = nearest(features, train_features)
    return float(np.median(distances))
