"""Ways and maps through a latent space, by NumPy alone."""

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

Latents = npt.NDArray[np.float32]
_ALMOST_PARALLEL = 1e-3  # the sine below which an arc is no longer defined


def lines(begin: Latents, end: Latents, steps: int) -> Latents:
    """Straight from each row of `begin` to that of `end`, at even steps: `[n, d]` twice → `[n, steps, d]`."""
    share = _shares(steps)
    return (1.0 - share) * begin[:, None] + share * end[:, None]


def arcs(begin: Latents, end: Latents, steps: int) -> Latents:
    """As `lines`, but along a great arc: sin((1 − t)ω)/sin ω · a + sin(tω)/sin ω · b, where ω is the angle between.

    Halfway between two draws from N(0, I) in many dimensions a straight line is nearer to zero than such draws ever
    are; an arc is as far from it as its ends (White 2016, arXiv:1609.04468).
    """
    share = _shares(steps)
    lengths = np.linalg.norm(begin, axis=1) * np.linalg.norm(end, axis=1)
    cosine = (begin * end).sum(axis=1) / np.maximum(lengths, 1e-12)
    angle = np.arccos(np.clip(cosine, -1.0, 1.0))[:, None, None]
    sine = np.sin(angle)
    along = np.sin((1.0 - share) * angle) * begin[:, None] + np.sin(share * angle) * end[:, None]
    return np.where(sine > _ALMOST_PARALLEL, along / np.maximum(sine, _ALMOST_PARALLEL), lines(begin, end, steps))


def line(count: int) -> Latents:
    """N(0, 1) as `count` quantiles from left to right, `[count, 1]`: each as probable as any other."""
    return np.float32([[NormalDist().inv_cdf((place + 0.5) / count)] for place in range(count)])


def plane(side: int) -> Latents:
    """N(0, I) in two dimensions as a map, `[side · side, 2]`, row by row: the first number grows to the right, the
    second upwards. They are quantiles: each place is as probable as any other.
    """
    quantiles = line(side)[:, 0]
    right, up = np.meshgrid(quantiles, quantiles[::-1])
    return np.stack([right.ravel(), up.ravel()], axis=1)


def sheet(middle: Latents, right: Latents, up: Latents | None, reach: float, side: int) -> Latents:
    """The plane through `middle` along two directions, each `[d]`, at even steps: `[side · side, d]`, row by row.

    Args:
        up: None: there is one direction, and one row, `[side, d]`.
        reach: how far the outermost places are from the middle, in lengths of the directions.
    """
    steps = np.linspace(-reach, reach, side, dtype=np.float32)
    row = middle + steps[:, None] * right
    return row if up is None else (row[None] + steps[::-1, None, None] * up).reshape(side * side, -1)


def _shares(steps: int) -> Latents:
    return np.linspace(0.0, 1.0, steps, dtype=np.float32)[None, :, None]
