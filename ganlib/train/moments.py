"""Writes what a run of points is at a step, in numbers, and what the game is worth there."""

from pathlib import Path

import numpy as np

from ganlib.config.dots import Dots
from ganlib.config.gan import GanConfig
from ganlib.config.run import RunConfig
from ganlib.latent_space import line, plane
from ganlib.store import layout
from ganlib.store.moments import STEPS_OF_A_LINE, STEPS_OF_A_NET, Moment, write_moment
from ganlib.theory import cells
from ganlib.train.logs import RunLogs
from ganlib.train.prior import GLANCE, Prior
from ganlib.train.seeding import columns_of_classes, counted_latents, fixed_chances, pick_images
from ganlib.train.trainee import Trainee

SHOWN, PULLED = 500, 120  # generated points
COUNTED = 20_000  # generated points that p_G is counted from


class Moments:
    """Always from the same random numbers, so that what changes is the networks."""

    def __init__(
        self,
        run_dir: Path,
        dots: Dots,
        config: RunConfig,
        trainee: Trainee,
        prior: Prior,
        logs: RunLogs,
        train_points: np.ndarray,
    ) -> None:
        seed = config.training.seed
        self._folder = run_dir / layout.SAMPLES
        self._dots = dots
        self._trainee = trainee
        self._prior = prior
        self._logs = logs
        real = pick_images(train_points, seed, PULLED)
        self._real = np.resize(real, (PULLED, *real.shape[1:]))  # of few points some again: losses may compare pairs
        self._real_shares = cells.real_shares(dots)
        self._noise = counted_latents(seed, COUNTED, trainee.latent_dim)
        self._chances = fixed_chances(seed, COUNTED)
        self._labels = columns_of_classes(COUNTED, trainee.num_classes)
        self._followed = _followed_latents(trainee, dots)
        self._has_probabilities = isinstance(config.model, GanConfig) and config.model.has_probabilities

    def record(self, step: int, fake_points: np.ndarray, belief: np.ndarray | None) -> None:
        """Write the moment after `step` updates, and how far p_G is from p_data there.

        Args:
            fake_points: `[n, 1, 1, dimensions]`, finite.
            belief: of the discriminator in each cell; None: it has none.
        """
        counts = cells.counts(self._draw_many(), self._dots) if self._dots.is_resolved else None
        warp = None if self._followed is None else _finite(self._trainee.draw(self._followed)[:, 0, 0])
        pull = None
        if belief is not None and self._trainee.pull is not None:
            pull = _finite(self._trainee.pull(self._real, fake_points[:PULLED])[:, 0, 0])
        moment = Moment(fake=fake_points[:SHOWN, 0, 0], counts=counts, belief=belief, pull=pull, warp=warp)
        write_moment(self._folder / layout.moment_name(step), moment)
        if counts is not None:
            self._measure(counts, belief)

    def _draw_many(self) -> np.ndarray:
        latents = self._prior.latents(self._noise, self._chances, GLANCE, self._labels)
        return self._trainee.draw(latents, self._labels)[:, 0, 0]

    def _measure(self, counts: np.ndarray, belief: np.ndarray | None) -> None:
        fake_shares = counts / max(1, counts.sum())
        values = {"game/divergence": cells.jensen_shannon(self._real_shares, fake_shares)}
        if belief is not None and self._has_probabilities:
            values["game/found"] = cells.found(self._real_shares, fake_shares, belief.astype(np.float64))
        self._logs.add_to_next_row(values)


def _finite(points: np.ndarray) -> np.ndarray | None:
    """None: some are no numbers."""
    return points if np.isfinite(points).all() else None


def _followed_latents(trainee: Trainee, dots: Dots) -> np.ndarray | None:
    """Latents as probable as each other, where there are one or two and nothing else decides about a point. (Two for
    points on a line would be a net folded into a line.)
    """
    if trainee.num_classes or trainee.is_prior_fitted:
        return None
    if trainee.latent_dim == 1:
        return line(STEPS_OF_A_LINE)
    return plane(STEPS_OF_A_NET) if trainee.latent_dim == dots.dimensions == 2 else None
