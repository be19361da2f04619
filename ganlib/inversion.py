"""Seeks the latents of a picture: what a finished model can draw that comes closest to what is seen of it.

A search for z in place of an encoder, as in Creswell & Bharath 2018, arXiv:1611.05644. Seeing only a part, or a spoilt
picture, the model fills in what it knows pictures to be like (Bora et al. 2017, arXiv:1703.03208).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ganlib.directions import Draw, Floats, jacobian

WHOLE, UPPER, LEFT, COARSE, NOISY = "whole", "upper", "left", "coarse", "noisy"
VIEWS = (WHOLE, UPPER, LEFT, COARSE, NOISY)
_BLOCK = 4  # pixels, height and width of what is one pixel to the coarse view
_NOISE = 0.5  # standard deviation, of pixels in [0, 1]
_HIDDEN = 0.5  # the grey in place of what is not shown
_TRUST = 0.1  # how far off a pixel may well be: σ of p(x|z) = N(x; G(z), σ²I)
_BEGINNINGS, _SEARCHES = 1_000, 4  # latents that are looked at first; the best of them, from which searches begin
MOST_STEPS = 15  # of each search
_MOST_BYTES = 128 * 2**20  # of the pictures that are looked at first


@dataclass(frozen=True, kw_only=True, eq=False)
class Found:
    """What a search has found.

    Attributes:
        shown: what it was shown, `[height, width, channels]` in [0, 1]; grey where it was shown nothing.
        latent: `[latent_dim]`.
        picture: what the model draws of it, as `shown`.
        distance: root mean square difference of the two, where it was shown something.
    """

    shown: Floats
    latent: Floats
    picture: Floats
    distance: float


def invert(
    draw: Draw,
    latents: Floats,
    factor: Floats,
    picture: Floats,
    view: str,
    seed: int,
    most_steps: int = MOST_STEPS,
) -> list[Found]:
    """What comes closest, by several searches, the closest first: each the least ‖A G(b + L u) − A x‖² / σ² + ‖u‖².

    A is the view, b the latent where the search begins, LLᵀ the covariance of the model's latents. To stay near a draw
    from the prior instead of its mean is what randomised maximum likelihood does to sample a posterior (Oliver et al.
    1996); here the draws are those that fit best to begin with. So what is found is about as typical as what the model
    draws, and where something is left open each search settles it in its own way. Gauss-Newton steps in a region of
    trust (SciPy's `least_squares`), with difference quotients for ∂G/∂u.

    Args:
        latents: such as the model draws from, `[n, latent_dim]`; searches begin at the best of them.
        factor: L `[latent_dim, latent_dim]`, see `directions.spread`.
        picture: `[height, width, channels]` in [0, 1].
        view: one of `VIEWS`.
        seed: of the noise.
        most_steps: of each search; 1: none is taken, and what it would begin with is found.
    """
    see, shown = _view(view, picture, seed)
    wanted = see(shown[None])[0]
    trust = np.float32(_NOISE if view == NOISY else _TRUST)

    def look(places: Floats) -> Floats:
        return see(draw(places)) / trust

    beginnings = latents[: min(_BEGINNINGS, _MOST_BYTES // picture.nbytes)]
    costs = ((look(beginnings) - wanted / trust) ** 2).sum(axis=1)
    best = beginnings[np.argsort(costs)[:_SEARCHES]]
    found = [_search(look, wanted / trust, begin, factor, most_steps) for begin in best]
    pictures = draw(np.stack(found))
    distances = np.sqrt(((see(pictures) - wanted) ** 2).mean(axis=1))
    return [
        Found(shown=shown, latent=found[place], picture=pictures[place], distance=float(distances[place]))
        for place in np.argsort(distances)
    ]


def _search(look: Draw, wanted: Floats, begin: Floats, factor: Floats, most_steps: int) -> Floats:
    """The latent near `begin` at which most of what is wanted is seen."""
    from scipy.optimize import least_squares  # here: who only walks does not need it

    def at(moved: np.ndarray) -> Floats:
        return begin + factor @ np.float32(moved)

    def residuals(moved: np.ndarray) -> Floats:
        return np.concatenate([look(at(moved)[None])[0] - wanted, np.float32(moved)])

    def slopes(moved: np.ndarray) -> Floats:
        _, changes = jacobian(look, at(moved), factor)
        return np.concatenate([changes.T, np.eye(len(moved), dtype=np.float32)])

    return at(least_squares(residuals, np.zeros(len(begin)), slopes, max_nfev=most_steps).x)


def _view(view: str, picture: Floats, seed: int) -> tuple[Callable[[Floats], Floats], Floats]:
    """A: pictures `[n, height, width, channels]` → what is seen of them, `[n, values]`; and the picture as it is shown.

    Raises:
        ValueError: no such view.
    """
    height, width, channels = picture.shape
    shown = picture.copy()
    if view == COARSE:
        rows, columns = -(-height // _BLOCK), -(-width // _BLOCK)

        def coarse(pictures: Floats) -> Floats:
            padding = ((0, 0), (0, rows * _BLOCK - height), (0, columns * _BLOCK - width), (0, 0))
            blocks = np.pad(pictures, padding, mode="edge").reshape(-1, rows, _BLOCK, columns, _BLOCK, channels)
            return blocks.mean(axis=(2, 4)).reshape(len(pictures), -1)

        blocks = coarse(picture[None]).reshape(rows, columns, channels)
        shown = blocks.repeat(_BLOCK, axis=0).repeat(_BLOCK, axis=1)[:height, :width]
        return coarse, shown
    part: tuple[slice, ...] = (slice(None), slice(None))
    if view == UPPER:
        part = (slice(height // 2), slice(None))
        shown[height // 2 :] = _HIDDEN
    elif view == LEFT:
        part = (slice(None), slice(width // 2))
        shown[:, width // 2 :] = _HIDDEN
    elif view == NOISY:
        noise = np.random.default_rng(seed).standard_normal(picture.shape, dtype=np.float32)
        shown = picture + np.float32(_NOISE) * noise
    elif view != WHOLE:
        raise ValueError(f"there is no view {view!r}, expected one of {VIEWS}")
    return lambda pictures: pictures[:, *part].reshape(len(pictures), -1), shown
