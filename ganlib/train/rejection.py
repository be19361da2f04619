"""Which samples of a GAN its discriminator rejects (docs/adr/0029)."""

import keras
import numpy as np

from ganlib.data.scale import from_networks, to_networks
from ganlib.metrics.calibration import Acceptance, fit_acceptance
from ganlib.nets.layers import OUTPUT_DTYPE
from ganlib.rejection import redraw_rejected
from ganlib.train.seeding import pick_images
from ganlib.train.trainee import Labels, Trainee

LOOK, SETTLED = 1_000, 5_000  # real pictures, and as many fakes, to calibrate by: for scores in training, for the model
_BATCH = 250  # pictures at once


class Rejection:
    """Asks the discriminator as it is, with random numbers that stay the same throughout a run."""

    def __init__(self, trainee: Trainee, train_images: np.ndarray, seed: int, train_labels: Labels = None) -> None:
        self._trainee = trainee
        self._seed = seed
        self._real_images = pick_images(train_images, seed, SETTLED)
        self._real_labels = None if train_labels is None else pick_images(train_labels, seed, SETTLED)
        self._settled: Acceptance | None = None

    @property
    def is_on(self) -> bool:
        return self._trainee.rejected_share > 0.0

    def settle(self) -> Acceptance | None:
        """How the finished model, and whatever is redrawn from now on, is kept; None: all is."""
        if self.is_on:
            self._settled = self._fit(SETTLED)
        return self._settled

    def redraw(self, samples: np.ndarray, latents: np.ndarray, labels: Labels) -> np.ndarray:
        """In place of those that are rejected others of the same class. `samples`, as pictures are kept, changes.

        Args:
            latents: that `samples` were drawn of; `[n, latent_dim]`.
        """
        chance, accept = np.random.default_rng([self._seed, 7]), self._settled or self._fit(LOOK)

        def told(places: np.ndarray) -> Labels:
            return None if labels is None else labels[places]

        def acceptance(some: np.ndarray, places: np.ndarray) -> np.ndarray:
            return accept(self._logits(to_networks(some), told(places)), told(places))

        def draw(latents: np.ndarray, places: np.ndarray) -> np.ndarray:
            batches = [slice(start, start + _BATCH) for start in range(0, len(places), _BATCH)]
            return np.concatenate(
                [
                    from_networks(self._trainee.draw(latents[batch], told(places[batch])), like=samples)
                    for batch in batches
                ]
            )

        return redraw_rejected(samples, latents, acceptance, draw, chance)

    def _fit(self, count: int) -> Acceptance:
        """By so many real training pictures, and as many fakes of the same classes."""
        chance = np.random.default_rng([self._seed, 6])
        real_images = self._real_images[:count]
        labels = None if self._real_labels is None else self._real_labels[:count]
        noise = chance.standard_normal((len(real_images), self._trainee.latent_dim), dtype=np.float32)
        real_logits, fake_logits = [], []
        for start in range(0, len(real_images), _BATCH):
            batch = slice(start, start + _BATCH)
            told = None if labels is None else labels[batch]
            real_logits.append(self._logits(to_networks(real_images[batch]), told))
            fake_logits.append(self._logits(self._trainee.draw(noise[batch], told), told))
        share = self._trainee.rejected_share
        return fit_acceptance(np.concatenate(real_logits), np.concatenate(fake_logits), share, labels)

    def _logits(self, images: np.ndarray, labels: Labels) -> np.ndarray:
        assert self._trainee.logits is not None
        return np.asarray(self._trainee.logits(images, labels)).ravel()


def acceptance_network(discriminator: keras.Model, acceptance: Acceptance) -> keras.Model:
    """Pictures, and labels where the discriminator has them → p(kept) `[n, 1]`."""
    last = keras.layers.Dense(1, activation="sigmoid", dtype=OUTPUT_DTYPE, name="acceptance")
    logits, labels = discriminator.outputs[0], discriminator.inputs[1:]
    seen = keras.layers.Concatenate(dtype=OUTPUT_DTYPE)([logits, *labels]) if labels else logits
    slope, offsets = acceptance.slope, acceptance.offsets
    kernel, bias = ([slope, *offsets], 0.0) if labels else ([slope], offsets[0])
    network = keras.Model(discriminator.input, last(seen), name="acceptance")
    last.set_weights([np.float32(kernel)[:, np.newaxis], np.float32([bias])])
    return network
