"""Drawing again what a discriminator rejects, by NumPy alone: for scores in training, and from a finished model."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

_MOST_ROUNDS = 32  # of which three in four may be rejected: then all but one sample in 10,000 has been kept
_BATCH_SIZE = 250  # pictures that are judged at once

Samples = npt.NDArray[Any]  # as they are kept: uint8 pictures `[n, …]` or float32 points


def redraw_rejected(
    samples: Samples,
    acceptance: Callable[[Samples, npt.NDArray[np.intp]], npt.NDArray[np.floating]],
    draw: Callable[[npt.NDArray[np.intp]], Samples],
    chance: np.random.Generator,
) -> Samples:
    """Discriminator rejection sampling (Azadi et al. 2019, arXiv:1810.06758): each is kept, or drawn again.

    What has been rejected time and again is kept in the end.

    Args:
        samples: changed in place.
        acceptance: some of the samples and their places among all → the probability that each is kept.
        draw: places → new samples for them.
    """
    pending = np.arange(len(samples))
    for _ in range(_MOST_ROUNDS):
        batches = [pending[start : start + _BATCH_SIZE] for start in range(0, len(pending), _BATCH_SIZE)]
        kept = np.concatenate([chance.random(len(places)) < acceptance(samples[places], places) for places in batches])
        pending = pending[~kept]
        if not len(pending):
            break
        samples[pending] = draw(pending)
    return samples
