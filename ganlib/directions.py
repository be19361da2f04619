"""In which directions of a latent space the pictures change most, by asking a finished model alone."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Draw = Callable[[Floats], Floats]  # latents `[n, latent_dim]` → what is drawn of them, `[n, …]`

_STEP = 0.05  # of a standard deviation: what a difference quotient looks at
_MOST_PICTURES = 1_500  # that are drawn to find the directions
_MOST_PLACES, _FEWEST_PLACES = 16, 3
_RIDGE = 1e-6  # of the mean variance: for latents that never vary


def principal_directions(draw: Draw, latents: Floats, factor: Floats, count: int) -> Floats:
    """The directions in which what is drawn changes most on average, the first the most: `[count, latent_dim]`.

    With z = m + L u and J = ∂G/∂u at a place, ‖J v‖² is how fast the pictures change along v; the directions are L v
    for the eigenvectors v of E[JᵀJ] with the largest eigenvalues: a step along each leads one standard deviation out
    (‖u‖ = 1). JᵀJ is the metric that the space of pictures lends to that of latents (Arvanitidis et al. 2018,
    arXiv:1710.11379, section 2); directions from singular vectors of J are due to Ramesh et al. 2018, arXiv:1812.01161.
    Where there are no more than two latents, they are the axes: those one can draw a map of.

    Args:
        latents: such as the model draws from, `[n, latent_dim]`; the first few are the places.
        factor: L `[latent_dim, latent_dim]`, see `spread`.
    """
    size = latents.shape[1]
    if size <= 2:
        return np.diag(np.linalg.norm(factor, axis=1))[:count]
    places = min(_MOST_PLACES, max(_FEWEST_PLACES, _MOST_PICTURES // (size + 1)), len(latents))
    metric = np.zeros((size, size))
    for place in latents[:places]:
        _, slopes = jacobian(draw, place, factor)
        metric += slopes @ slopes.T
    _, vectors = np.linalg.eigh(metric)
    strongest = vectors[:, ::-1].T[:count]
    signs = np.sign(strongest[np.arange(len(strongest)), np.abs(strongest).argmax(axis=1)])  # eigenvectors have none
    return np.float32(strongest * signs[:, None]) @ factor.T


def spread(latents: Floats) -> Floats:
    """L of latents `[n, latent_dim]`, lower triangular: their covariance is LLᵀ."""
    covariance = np.atleast_2d(np.cov(latents, rowvar=False))
    ridge = _RIDGE * max(float(np.diag(covariance).mean()), 1e-12)
    return np.float32(np.linalg.cholesky(covariance + ridge * np.eye(len(covariance))))


def jacobian(draw: Draw, place: Floats, factor: Floats) -> tuple[Floats, Floats]:
    """What is drawn of one latent `[latent_dim]`, flat, and how it changes with each number of u, where z moves by L u:
    `[values]` and `[latent_dim, values]`. By forward differences: one picture more than there are latents.
    """
    moved = np.concatenate([place[None], place + np.float32(_STEP) * factor.T])
    drawn = draw(np.float32(moved)).reshape(len(moved), -1)
    return drawn[0], (drawn[1:] - drawn[0]) / np.float32(_STEP)
