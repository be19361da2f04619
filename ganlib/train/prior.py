"""Where a run's latents come from: N(0, I), or a mixture of Gaussians fitted to the codes of training pictures.

Ex-post density estimation: Ghosh et al. 2020, arXiv:1903.12436, section 4. The mixture follows the aggregated
posterior E_x q(z|x): it is fitted to one code drawn from q(z|x) for each picture, or to the codes themselves where the
encoder is deterministic. Networks that are told the class y have a mixture for each class (docs/adr/0015).
"""

from dataclasses import dataclass

import numpy as np

from ganlib.data.scale import to_networks
from ganlib.store.prior import FittedPrior
from ganlib.train.failures import NotFiniteError
from ganlib.train.mixture import MOST_COMPONENTS, fit_each_class, fit_mixture
from ganlib.train.seeding import pick_images
from ganlib.train.trainee import Labels, Trainee


@dataclass(frozen=True)
class Effort:
    """How many training pictures a mixture is fitted to, and how many components it may have."""

    pictures: int
    components: int


GLANCE = Effort(250, 1)  # for a grid in training: a mixture's components would change places from grid to grid
LOOK = Effort(3_000, MOST_COMPONENTS)  # for scores in training
SETTLED = Effort(20_000, MOST_COMPONENTS)  # for the finished model
_BATCH = 500  # pictures at once


class Prior:
    """Makes latents of random numbers that stay the same throughout a run."""

    def __init__(self, trainee: Trainee, train_images: np.ndarray, seed: int, train_labels: Labels = None) -> None:
        self._trainee = trainee
        self._images = train_images
        self._labels = train_labels
        self._seed = seed
        self._settled: FittedPrior | None = None

    def latents(self, noise: np.ndarray, chances: np.ndarray, effort: Effort, labels: Labels = None) -> np.ndarray:
        """Latents float32 `[n, latent_dim]`.

        Args:
            noise: ε ~ N(0, I) `[n, latent_dim]`.
            chances: uniform in [0, 1) `[n]`; which component each comes from.
            effort: for a mixture that is yet to be fitted; one that has been settled stays.
            labels: the classes of the pictures that the latents are for, where the networks are told those.

        Returns:
            NaN throughout if the codes are no numbers: so are the pictures then, and whoever draws them looks.
        """
        if not self._trainee.is_prior_fitted:
            return noise
        try:
            prior = self._settled or self._fit(effort)
        except ValueError:
            return np.full_like(noise, np.nan)
        return prior.latents(noise, chances, labels)

    def settle(self, step: int) -> FittedPrior | None:
        """Fit the prior of the finished model, which all further latents come from; None: it is N(0, I).

        Raises:
            NotFiniteError: the codes are no numbers.
        """
        if self._trainee.is_prior_fitted:
            try:
                self._settled = self._fit(SETTLED)
            except ValueError as error:
                raise NotFiniteError(["codes"], step) from error
        return self._settled

    def _fit(self, effort: Effort) -> FittedPrior:
        """Raises ValueError: the codes are no numbers."""
        images = pick_images(self._images, self._seed, effort.pictures)
        if self._labels is None:
            return fit_mixture(self._codes(images, None), self._seed, effort.components)
        labels = pick_images(self._labels, self._seed, effort.pictures)
        return fit_each_class(self._codes(images, labels), labels, self._seed, effort.components)

    def _codes(self, images: np.ndarray, labels: Labels) -> np.ndarray:
        """A code for each picture, with always the same random numbers: `[n, latent_dim]`."""
        chance = np.random.default_rng([self._seed, 3])
        codes = []
        for start in range(0, len(images), _BATCH):
            batch = slice(start, start + _BATCH)
            told = None if labels is None else labels[batch]
            noise = chance.standard_normal((len(images[batch]), self._trainee.latent_dim), dtype=np.float32)
            codes.append(self._trainee.codes(to_networks(images[batch]), told, noise))
        return np.concatenate(codes)
