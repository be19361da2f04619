"""Draws a run's pictures: the same random numbers and the same real pictures every time."""

import math
from pathlib import Path

import numpy as np

from ganlib.config.dots import Dots
from ganlib.config.drawn import dots_of
from ganlib.config.gan import GanConfig
from ganlib.config.run import RunConfig
from ganlib.data.scale import from_networks, to_bytes, to_networks
from ganlib.metrics.similarity import mean_distance
from ganlib.store import layout
from ganlib.store.images import Pixels, grid, write_picture
from ganlib.store.plane import plane
from ganlib.theory.cells import middles
from ganlib.train.logs import RunLogs
from ganlib.train.moments import Moments
from ganlib.train.prior import GLANCE, Prior
from ganlib.train.seeding import columns_of_classes, fixed_chances, fixed_latents, pick_images
from ganlib.train.trainee import Trainee

HISTOGRAM_BINS = 20
_HISTOGRAM_IMAGES = 100
_POINTS = 1_000  # in one picture of them


class Drawing:
    """Sample grids, reconstructions, and what is measured on them."""

    def __init__(
        self,
        run_dir: Path,
        config: RunConfig,
        trainee: Trainee,
        prior: Prior,
        logs: RunLogs,
        train_images: np.ndarray,
        test_images: np.ndarray,
        labels: tuple[np.ndarray, np.ndarray] | None = None,
    ) -> None:
        seed = config.training.seed
        count = _POINTS if config.draws_points else config.training.num_samples
        self._dots = dots_of(config.data.dataset)
        self._moments = (
            None if self._dots is None else Moments(run_dir, self._dots, config, trainee, prior, logs, train_images)
        )
        self._judges_alone = isinstance(config.model, GanConfig) and config.model.judges_alone
        self._folder = run_dir / layout.SAMPLES
        self._folder.mkdir(exist_ok=True)
        self._trainee = trainee
        self._prior = prior
        self._logs = logs
        self._noise = fixed_latents(seed, count, trainee.latent_dim)
        self._chances = fixed_chances(seed, count)
        self._labels = columns_of_classes(count, trainee.num_classes)
        self._judged_labels = None if labels is None else pick_images(labels[0], seed, _HISTOGRAM_IMAGES)
        self._judged_images = to_networks(pick_images(train_images, seed, _HISTOGRAM_IMAGES))
        self._shown_images = pick_images(train_images, seed, count)
        self._unseen_images = pick_images(test_images, seed, count)
        self._unseen_labels = None if labels is None else pick_images(labels[1], seed, count)
        self._real_distance = mean_distance(to_networks(self._shown_images))
        self.last_step: int | None = None
        self.last_grid: np.ndarray | None = None

    def draw_real(self) -> None:
        """What the fakes should look like."""
        write_picture(self._folder / layout.REAL_SAMPLES, self._picture())

    def draw(self, step: int) -> None:
        """The grid after `step` updates, and what can be measured on it."""
        fake_images = self._draw_samples(step)
        if fake_images is None:
            return
        if self._trainee.reconstruct is not None and self._dots is None:
            self._draw_reconstructions(step)
        if self._trainee.belief is not None:
            real_belief, fake_belief = self._trainee.belief(
                self._judged_images, fake_images, self._judged_labels, self._labels
            )
            self._logs.histogram(_bins(real_belief), _bins(fake_belief))
        if self._real_distance > 0.0:
            self._logs.add_to_next_row({"samples/diversity": mean_distance(fake_images) / self._real_distance})

    def draw_with_settled_prior(self) -> None:
        """The last grid once more, as the finished model draws."""
        if self._trainee.is_prior_fitted and self.last_step is not None:
            self._draw_samples(self.last_step)

    def _draw_samples(self, step: int) -> np.ndarray | None:
        fake_images = self._trainee.draw(
            self._prior.latents(self._noise, self._chances, GLANCE, self._labels), self._labels
        )
        if not np.isfinite(fake_images).all():
            return None  # the guard ends this run at its next step; its last good grid stays the last
        belief = None if self._dots is None else self._opinions(self._dots, fake_images)
        if self._moments is not None:
            self._moments.record(step, fake_images, belief)
        self.last_step, self.last_grid = step, self._picture(fake_images, belief)
        write_picture(self._folder / layout.sample_name(step), self.last_grid)
        return fake_images

    def _picture(self, fake_images: np.ndarray | None = None, belief: np.ndarray | None = None) -> Pixels:
        """Generated pictures in a grid, or generated points among real ones; without any, the real ones alone."""
        if self._dots is not None:
            fake = None if fake_images is None else fake_images[:, 0, 0]
            return plane(self._dots, real=self._shown_images[:, 0, 0], fake=fake, belief=belief)
        if fake_images is None:
            return grid(self._shown_images)
        columns = self._trainee.num_classes or None  # one for each class
        return grid(from_networks(fake_images, like=self._shown_images), columns)

    def _opinions(self, dots: Dots, fake_images: np.ndarray) -> np.ndarray | None:
        """What the discriminator thinks of each cell (`theory/cells.py`); None where it judges no place by itself."""
        if self._trainee.belief is None or not self._judges_alone:
            return None
        places = middles(dots)[:, None, None]
        belief = self._trainee.belief(places, fake_images, None, None)[0].ravel()
        return belief if np.isfinite(belief).all() else None

    def _draw_reconstructions(self, step: int) -> None:
        """Rows of unseen real pictures, each row above its reconstructions."""
        assert self._trainee.reconstruct is not None
        reconstructions = to_bytes(self._trainee.reconstruct(to_networks(self._unseen_images), self._unseen_labels))
        columns = math.ceil(math.sqrt(len(reconstructions)))
        rows = []
        for start in range(0, len(reconstructions), columns):
            for pictures in (self._unseen_images, reconstructions):
                row = pictures[start : start + columns]
                rows.append(np.pad(row, [(0, columns - len(row)), (0, 0), (0, 0), (0, 0)]))
        picture = grid(np.concatenate(rows), columns=columns)
        write_picture(self._folder / layout.reconstructions_name(step), picture)


def _bins(probabilities: np.ndarray) -> list[int]:
    return [int(count) for count in np.histogram(probabilities, bins=HISTOGRAM_BINS, range=(0.0, 1.0))[0]]
