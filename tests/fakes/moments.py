"""A believable moment of a run of points, without TensorFlow."""

import numpy as np

from ganlib.config.dots import Dots
from ganlib.store.moments import Moment
from ganlib.theory import cells
from ganlib.theory.points import draw_points


def moment_of(dots: Dots, *, has_discriminator: bool = True) -> Moment:
    """A generator that draws everything a fifth too near the middle, and the best discriminator against it."""
    points, _ = draw_points(dots, 20_000, np.random.default_rng(5))
    fake = 0.8 * points
    counts = cells.counts(fake, dots) if dots.is_resolved else None
    belief = np.full(dots.cells**dots.dimensions, 0.5)
    if counts is not None:
        belief = np.nan_to_num(cells.best_discriminator(cells.real_shares(dots), counts / counts.sum()), nan=0.5)
    side = 41 if dots.dimensions == 1 else 21**2
    return Moment(
        fake=fake[:500],
        counts=counts,
        belief=belief if has_discriminator else None,
        pull=fake[:120] if has_discriminator else None,
        warp=fake[:side],
    )
