"""What a finished VAE makes of test pictures: bounds of their likelihood, and how much of its code is in use."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ganlib.data.scale import to_networks
from ganlib.metrics.likelihood import active_units, binarised, likelihood_bounds
from ganlib.train.trainee import Labels, Trainee

PICTURES, DRAWS = 1_000, 50  # test pictures, and latents for each: seconds, not minutes, on two cores
_SEED = 0  # the same pictures, binarised alike, in every run, so that figures compare


@dataclass(frozen=True, kw_only=True)
class Found:
    """One figure, with neither network nor floor; `ganlib.store.scores.Score` says what the fields mean."""

    metric: str
    value: float
    num_samples: int
    draws: int | None = None
    given: str = ""
    floor: None = None
    network: str = ""
    version: None = None


def measure(trainee: Trainee, test_images: np.ndarray, test_labels: Labels = None) -> Iterator[Found]:
    """Figures of the kind that this trainee has; none for a GAN.

    Args:
        test_images: uint8 `[n, height, width, channels]`.
        test_labels: their classes, where the networks are told those: the bounds are of log p(x | y) then.
    """
    if trainee.posterior is None or not trainee.has_random_codes:
        return
    chosen = np.random.default_rng(_SEED).permutation(len(test_images))[:PICTURES]
    images, count = to_networks(test_images[chosen]), len(chosen)
    labels = None if test_labels is None else test_labels[chosen]
    means = trainee.likely_codes(images, labels)
    yield Found(metric="active_units", value=float(active_units(means)), num_samples=count)
    if trainee.draws_probabilities:
        black_and_white = binarised(images, _SEED)
        found = likelihood_bounds(
            black_and_white, trainee.posterior, trainee.draw, trainee.latent_dim, DRAWS, _SEED, labels
        )
        for metric, value in (
            ("iwae_bound", found.iwae),
            ("elbo", found.elbo),
            ("test_reconstruction", found.reconstruction),
            ("test_kl", found.kl),
        ):
            given = "" if labels is None else "class"
            yield Found(metric=metric, value=value, num_samples=count, draws=DRAWS, given=given)
