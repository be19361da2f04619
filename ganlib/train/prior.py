"""Where a run's latents come from: N(0, I), or a mixture of Gaussians fitted to the codes of training pictures.

Ex-post density estimation: Ghosh et al. 2020, arXiv:1903.12436, section 4. The mixture follows the aggregated
posterior E_x q(z|x): it is fitted to one code drawn from q(z|x) for each picture, or to the codes themselves where the
encoder is deterministic.
"""

from dataclasses import dataclass

import numpy as np

from ganlib.data.scale import to_networks
from ganlib.store.prior import GaussianMixture
from ganlib.train.failures import NotFiniteError
from ganlib.train.mixture import MOST_COMPONENTS, fit_mixture
from ganlib.train.seeding import pick_images
from ganlib.train.trainee import Trainee


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

    def __init__(self, trainee: Trainee, train_images: np.ndarray, seed: int) -> None:
        self._trainee = trainee
        self._images = train_images
        self._seed = seed
        self._settled: GaussianMixture | None = None

    def latents(self, noise: np.ndarray, chances: np.ndarray, effort: Effort) -> np.ndarray:
        """Latents float32 `[n, latent_dim]`.

        Args:
            noise: ε ~ N(0, I) `[n, latent_dim]`.
            chances: uniform in [0, 1) `[n]`; which component each comes from.
            effort: for a mixture that is yet to be fitted; one that has been settled stays.

        Returns:
            NaN throughout if the codes are no numbers: so are the pictures then, and whoever draws them looks.
        """
        if not self._trainee.is_prior_fitted:
            return noise
        try:
            mixture = self._settled or self._fit(effort)
        except ValueError:
            return np.full_like(noise, np.nan)
        return mixture.latents(noise, chances)

    def settle(self, step: int) -> GaussianMixture | None:
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

    def _fit(self, effort: Effort) -> GaussianMixture:
        """Raises ValueError: the codes are no numbers."""
        return fit_mixture(self._codes(effort.pictures), self._seed, effort.components)

    def _codes(self, count: int) -> np.ndarray:
        """Codes of always the same pictures, with always the same random numbers: `[n, latent_dim]`."""
        assert self._trainee.posterior is not None
        chance = np.random.default_rng([self._seed, 3])
        images = pick_images(self._images, self._seed, count)
        codes = []
        for start in range(0, len(images), _BATCH):
            batch = images[start : start + _BATCH]
            means, deviations = self._trainee.posterior(to_networks(batch))
            codes.append(means + deviations * chance.standard_normal(means.shape, dtype=np.float32))
        return np.concatenate(codes)
