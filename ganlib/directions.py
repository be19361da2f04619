"""In which directions of a latent space the pictures change most, by asking a finished model alone."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Draw = Callable[[Floats], Floats]  # latents `[n, latent_dim]` → what is drawn of them, `[n, …]`

_STEP = 0.05  # of a standard deviation: what a difference quotient looks at
_MOST_PICTURES = 1_500  # that are drawn to find the directions
_MOST_PLACES, _FEWEST_PLACES = 16, 3


def principal_directions(draw: Draw, latents: Floats, count: int) -> Floats:
    """The directions in which what is drawn changes most on average, the first the most: `[count, latent_dim]`.

    With J = ∂G/∂z at a place z, ‖J v‖² is how fast the pictures change along v; the directions are the eigenvectors of
    E[JᵀJ] with the largest eigenvalues, each as long as a standard deviation of the latents along it is there. JᵀJ is
    the metric that the space of pictures lends to that of latents (Arvanitidis et al. 2018, arXiv:1710.11379, section
    2); directions from singular vectors of J are due to Ramesh et al. 2018, arXiv:1812.01161. Where there are no more
    than two latents, they are the axes: those one can draw a map of.

    Args:
        latents: such as the model draws from, `[n, latent_dim]`: for their spread, and some of them as places.
    """
    size = latents.shape[1]
    scale = spread(latents)[1]
    if size <= 2:
        return np.diag(scale)[:count]
    places = min(_MOST_PLACES, max(_FEWEST_PLACES, _MOST_PICTURES // (size + 1)), len(latents))
    metric = np.zeros((size, size))
    for place in latents[:places]:
        _, slopes = jacobian(draw, place, scale)
        metric += slopes @ slopes.T
    _, vectors = np.linalg.eigh(metric)
    strongest = vectors[:, ::-1].T[:count]
    signs = np.sign(strongest[np.arange(len(strongest)), np.abs(strongest).argmax(axis=1)])  # eigenvectors have none
    return np.float32(strongest * signs[:, None] * scale)


def spread(latents: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each latent; one that does not vary has 1."""
    deviation = latents.std(axis=0)
    return latents.mean(axis=0), np.where(deviation > 0.0, deviation, np.float32(1.0))


def jacobian(draw: Draw, place: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """What is drawn of one latent `[latent_dim]`, flat, and how it changes with each of its numbers, in units of
    `scale`: `[values]` and `[latent_dim, values]`. By forward differences: one picture more than there are latents.
    """
    moved = np.concatenate([place[None], place + _STEP * np.diag(scale)])
    drawn = draw(np.float32(moved)).reshape(len(moved), -1)
    return drawn[0], (drawn[1:] - drawn[0]) / np.float32(_STEP)
