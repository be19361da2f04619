"""Drawing again what a discriminator rejects, by NumPy alone: for scores in training, and from a finished model."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

_ANYWHERE, _NEARBY = 1.0, 0.5  # β, how much of a latent is new when its sample is drawn again (docs/adr/0037)
_MOST_ROUNDS = 32  # of which three in four may be rejected: then all but one sample in 10,000 has been kept
_BATCH_SIZE = 250  # pictures that are judged at once

Samples = npt.NDArray[Any]  # as they are kept: uint8 pictures `[n, …]` or float32 points
Latents = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]
Judgement = Callable[[Samples, Places], npt.NDArray[np.floating]]  # some samples, their places among all → p(kept)
Draw = Callable[[Latents, Places], Samples]


def redraw_rejected(
    samples: Samples,
    latents: Latents,
    acceptance: Judgement,
    draw: Draw,
    chance: np.random.Generator,
    share: Judgement | None = None,
) -> Samples:
    """Discriminator rejection sampling (Azadi et al. 2019, arXiv:1810.06758) with another draw from nearby.

    Each sample is kept, or drawn again from z' = √(1 − β²) z + β ξ, ξ ~ N(0, I): a step that leaves N(0, I) as it is
    (Cotter et al. 2013, arXiv:1202.0709, the preconditioned Crank–Nicolson proposal; for a GAN's latents as in Wang et
    al. 2021, arXiv:2107.00352). With β = 1 it is rejection sampling; with less, what is hard to draw does not become
    rare, for a better neighbour takes the place of what was rejected.

    What is drawn too often is the other way round drawn again from anywhere (docs/adr/0038), and that first: a
    neighbour of what is kept then is most often of the same kind.

    What has been rejected time and again is kept in the end.

    Args:
        samples: changed in place.
        latents: from N(0, I), of which the samples were drawn; `[n, latent_dim]`.
        acceptance: how probably each is kept for how it looks.
        share: how probably each is kept for how often such ones are drawn; None: they all are.
        draw: latents and the places they are for → samples.
    """
    latents = latents.copy()
    if share is not None:
        _redraw(samples, latents, share, draw, chance, _ANYWHERE)
    _redraw(samples, latents, acceptance, draw, chance, _NEARBY)
    return samples


def _redraw(
    samples: Samples, latents: Latents, judge: Judgement, draw: Draw, chance: np.random.Generator, step: float
) -> None:
    """Until each is kept; `step` is β. Samples and latents change."""
    pending = np.arange(len(samples))
    for _ in range(_MOST_ROUNDS):
        batches = [pending[start : start + _BATCH_SIZE] for start in range(0, len(pending), _BATCH_SIZE)]
        kept = np.concatenate([chance.random(len(places)) < judge(samples[places], places) for places in batches])
        pending = pending[~kept]
        if not len(pending):
            break
        news = chance.standard_normal((len(pending), latents.shape[1]), dtype=np.float32)
        latents[pending] = math.sqrt(1.0 - step**2) * latents[pending] + step * news
        samples[pending] = draw(latents[pending], pending)
