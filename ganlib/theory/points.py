"""Draws points from the data sets of which everything is known."""

import numpy as np
import numpy.typing as npt

from ganlib.config.dots import Dots


def draw_points(
    dots: Dots, count: int, chance: np.random.Generator
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Points of p_data `[count, dimensions]`, and which Gaussian each came from `[count]`."""
    labels = chance.integers(len(dots.centres), size=count)
    points = np.array(dots.centres)[labels] + dots.sigma * chance.standard_normal((count, dots.dimensions))
    return points.astype(np.float32), labels
