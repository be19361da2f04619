"""Draws samples of the model as it is and scores them: quickly while it trains, thoroughly at the end.

The thorough look also trains a discriminator of its own to tell the samples from test pictures, asks a VAE how likely
it finds those, and lets each player of a GAN search for what it could still gain, where that is wanted.
"""

import time
from itertools import chain

import numpy as np

from ganlib.config.datasets import STACKS
from ganlib.config.run import RunConfig
from ganlib.data.images import first_of, load_labels
from ganlib.data.scale import from_networks
from ganlib.errors import GanlibError
from ganlib.metrics.judge import Judge, OwnJudge, StackJudge
from ganlib.metrics.plane_judge import PlaneJudge
from ganlib.store.scores import Score
from ganlib.train import duality, fresh_judge, likelihood
from ganlib.train.logs import RunLogs
from ganlib.train.prior import LOOK, Prior
from ganlib.train.progress import Progress
from ganlib.train.rejection import Rejection
from ganlib.train.requests import Requests
from ganlib.train.seeding import columns_of_classes, evaluation_labels, evaluation_latents, fixed_chances
from ganlib.train.trainee import Trainee

_BATCH = 250  # pictures at once
_LONG_ENOUGH_SECONDS = 60.0  # of training, for a thorough look at its end


class Evaluation:
    """Always the same random numbers, by the averaged weights where there are some. It changes nothing that trains.

    The scores compare with the whole data set, however little of it the model has seen; copies are looked for among
    the pictures that it has.

    The networks that measure are loaded at the first look. If they cannot be, an event says so and training goes on.
    """

    def __init__(
        self,
        config: RunConfig,
        trainee: Trainee,
        prior: Prior,
        rejection: Rejection,
        logs: RunLogs,
        progress: Progress,
        requests: Requests,
        images: tuple[np.ndarray, np.ndarray],
        labels: tuple[np.ndarray, np.ndarray] | None = None,
    ) -> None:
        self._config = config
        self._dataset = config.data.dataset
        self._num_images = config.data.num_images
        self._draws_points = config.draws_points
        self._seed = config.training.seed
        self._trainee = trainee
        self._prior = prior
        self._rejection = rejection
        self._logs = logs
        self._progress = progress
        self._requests = requests
        self._images = images  # train, test
        self._labels = labels  # likewise
        has_classes = self._dataset not in STACKS and not config.has_own_pictures
        self._finds_kinds = config.num_codes > 0 and has_classes  # and one can hold them against classes
        self._judge: Judge | PlaneJudge | None = None
        self._is_broken = False
        self._last_step: int | None = None
        self.cost = 0.0  # seconds that the last look took, without loading

    def look(self) -> list[Score]:
        """A quick look, for the curve. Whoever asks the run to end breaks it off: then there are no scores."""
        return self._evaluate(self._progress.seconds, is_hurried=True)

    def conclude(self, is_completed: bool, seconds: float) -> list[Score]:
        """The last looks, when the model is saved: a quick one, unless there just was one, and a thorough one after a
        whole budget.

        Args:
            seconds: of training, saving not included.

        Returns:
            The scores of the quick one, which compare with those before.
        """
        is_seen = self._last_step == self._progress.step
        scores = [] if is_seen else self._evaluate(seconds, is_hurried=is_completed)
        if is_completed and seconds >= _LONG_ENOUGH_SECONDS:
            self._evaluate(seconds, is_hurried=is_completed, is_full=True)
        return scores

    @property
    def is_ready(self) -> bool:
        """The networks that measure are loaded: a quick look takes moments."""
        return self._judge is not None

    def _evaluate(self, seconds: float, is_hurried: bool, is_full: bool = False) -> list[Score]:
        if self._judge is None and not self._is_broken:
            self._load()
        began = time.perf_counter()
        scores = self._scores(self._judge, seconds, is_hurried, is_full) if self._judge else []
        for score in scores:
            self._logs.score(score)
        if scores:
            self._last_step = self._progress.step
        self.cost = time.perf_counter() - began
        return scores

    def _load(self) -> None:
        try:
            if self._draws_points:
                self._judge = PlaneJudge(self._dataset, *self._images, self._labels and self._labels[1])
            else:
                seen_images = first_of(self._images[0], self._num_images)
                if self._config.data.mirror_images:
                    seen_images = np.concatenate([seen_images, seen_images[:, :, ::-1]])
                labels = load_labels(self._dataset) if self._finds_kinds else self._labels
                self._judge = self._kind_of_judge()(self._dataset, *self._images, labels and labels[1], seen_images)
        except GanlibError as error:
            self._is_broken = True
            self._logs.event("not_measured", str(error))
        else:
            self._judge.prepare(self._judge.quick_samples)

    def _kind_of_judge(self) -> type[Judge]:
        if self._config.has_own_pictures:
            return OwnJudge
        return StackJudge if self._dataset in STACKS else Judge

    def _scores(self, judge: Judge | PlaneJudge, seconds: float, is_hurried: bool, is_full: bool) -> list[Score]:
        """All of them, or none: broken off, or the pictures hold numbers that are none."""

        def is_broken_off() -> bool:
            return is_hurried and self._requests.wanted() is not None

        count = judge.full_samples if is_full else judge.quick_samples
        noise = evaluation_latents(self._seed, count, self._trainee.latent_dim)
        labels = evaluation_labels(self._seed, count, self._labels and self._labels[0])
        kinds = columns_of_classes(count, self._config.num_codes)
        told = kinds if labels is None else labels
        latents = self._prior.latents(noise, fixed_chances(self._seed, count), LOOK, labels)
        batches = []
        for start in range(0, count, _BATCH):
            if is_broken_off():
                return []
            batch = slice(start, start + _BATCH)
            drawn = self._trainee.draw(latents[batch], None if told is None else told[batch])
            if not np.isfinite(drawn).all():
                return []
            batches.append(from_networks(drawn, like=self._images[1]))
        fake_images = np.concatenate(batches)
        if self._rejection.is_on:  # quick looks leave groups as they are: those in training have not counted them
            fake_images = self._rejection.redraw(fake_images, latents, labels, evens_groups=is_full)
        asked = {"kinds": kinds} if self._finds_kinds else {"labels": labels}
        found = [judge.measure(fake_images, is_full, **asked)]
        if is_full:
            test_labels = self._labels and self._labels[1]
            if not self._config.has_own_pictures:  # of which too few are held out for a network to learn from
                found.append(fresh_judge.measure(self._dataset, fake_images, *self._images, is_broken_off))
            found.append(likelihood.measure(self._trainee, self._images[1], test_labels))
            found.append(duality.measure(self._config, self._trainee, *self._images, self._labels, is_broken_off))
        scores = []
        for one in chain(*found):
            if is_broken_off():
                return []
            scores.append(Score(**vars(one), step=self._progress.step, seconds=round(seconds, 3), seed=self._seed))
        return [] if is_broken_off() else scores
