"""Which samples of a GAN its discriminator rejects (docs/adr/0029, docs/adr/0038)."""

from dataclasses import dataclass, replace

import keras
import numpy as np
from keras import layers, ops

from ganlib.data.scale import from_networks, to_networks
from ganlib.metrics.calibration import Acceptance, fit_acceptance
from ganlib.metrics.group_shares import GroupShares, fit_group_shares
from ganlib.nets.inner_features import last_features
from ganlib.nets.layers import OUTPUT_DTYPE
from ganlib.rejection import redraw_rejected
from ganlib.train.seeding import pick_images
from ganlib.train.trainee import Labels, Trainee

LOOK, SETTLED = 1_000, 5_000  # real pictures, and as many fakes, to calibrate by: for scores in training, for the model
_MOST_FEATURES = 2**25  # of all real pictures whose groups are counted: 128 MiB
_BATCH = 250  # pictures at once


@dataclass(frozen=True)
class Selection:
    """How probably a sample is kept: by how real it looks, then by how often samples like it are drawn.

    Attributes:
        acceptance: by the discriminator's logit.
        shares: by its last features; None: each group as often as the generator draws it.
    """

    acceptance: Acceptance
    shares: GroupShares | None = None


class Rejection:
    """Asks the discriminator as it is, with random numbers that stay the same throughout a run."""

    def __init__(self, trainee: Trainee, train_images: np.ndarray, seed: int, train_labels: Labels = None) -> None:
        self._trainee = trainee
        self._seed = seed
        self._real_images = pick_images(train_images, seed, SETTLED)
        self._real_labels = None if train_labels is None else pick_images(train_labels, seed, SETTLED)
        self._settled: Selection | None = None

    @property
    def is_on(self) -> bool:
        return self._trainee.rejected_share > 0.0

    def settle(self) -> Selection | None:
        """How the finished model, and whatever is redrawn from now on, is kept; None: all is."""
        if self.is_on:
            acceptance = self._fit(SETTLED)
            self._settled = Selection(acceptance, self._count_groups(acceptance))
        return self._settled

    def redraw(
        self, samples: np.ndarray, latents: np.ndarray, labels: Labels, evens_groups: bool = False
    ) -> np.ndarray:
        """In place of those that are rejected others of the same class. `samples`, as pictures are kept, changes.

        Args:
            latents: that `samples` were drawn of; `[n, latent_dim]`.
            evens_groups: as often as they are real, once it is settled; else as often as the generator draws them.
        """
        selection = self._settled or Selection(self._fit(LOOK))
        if not evens_groups:
            selection = replace(selection, shares=None)
        return self._select(samples, latents, labels, selection, np.random.default_rng([self._seed, 7]))

    def _select(
        self,
        samples: np.ndarray,
        latents: np.ndarray,
        labels: Labels,
        selection: Selection,
        chance: np.random.Generator,
    ) -> np.ndarray:
        shares = selection.shares

        def told(places: np.ndarray) -> Labels:
            return None if labels is None else labels[places]

        def acceptance(some: np.ndarray, places: np.ndarray) -> np.ndarray:
            return selection.acceptance(self._logits(to_networks(some), told(places)), told(places))

        def share(some: np.ndarray, places: np.ndarray) -> np.ndarray:
            assert shares is not None
            return shares(self._features(to_networks(some)))

        def draw(latents: np.ndarray, places: np.ndarray) -> np.ndarray:
            batches = [slice(start, start + _BATCH) for start in range(0, len(places), _BATCH)]
            return np.concatenate(
                [
                    from_networks(self._trainee.draw(latents[batch], told(places[batch])), like=samples)
                    for batch in batches
                ]
            )

        return redraw_rejected(samples, latents, acceptance, draw, chance, share if shares else None)

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

    def _count_groups(self, acceptance: Acceptance) -> GroupShares | None:
        """Among real training pictures, and as many samples after the worse ones were drawn again; None: not asked."""
        if self._trainee.features is None:
            return None
        chance = np.random.default_rng([self._seed, 8])
        real_features, fake_features = [], []
        for start in range(0, len(self._real_images), _BATCH):
            some = self._real_images[start : start + _BATCH]
            real_features.append(self._features(to_networks(some)))
            noise = chance.standard_normal((len(some), self._trainee.latent_dim), dtype=np.float32)
            drawn = from_networks(self._trainee.draw(noise), like=some)
            kept = self._select(drawn.copy(), noise, None, Selection(acceptance), chance)
            fake_features.append(self._features(to_networks(kept)))
            if real_features[0].shape[1] * (start + 2 * _BATCH) > _MOST_FEATURES:
                break
        return fit_group_shares(np.concatenate(real_features), np.concatenate(fake_features), self._seed)

    def _logits(self, images: np.ndarray, labels: Labels) -> np.ndarray:
        assert self._trainee.logits is not None
        return np.asarray(self._trainee.logits(images, labels)).ravel()

    def _features(self, images: np.ndarray) -> np.ndarray:
        assert self._trainee.features is not None
        return self._trainee.features(images)


def acceptance_network(discriminator: keras.Model, selection: Selection) -> keras.Model:
    """Pictures, and labels where the discriminator has them → p(kept) `[n, 1]`, by each that `selection` has."""
    last = layers.Dense(1, activation="sigmoid", dtype=OUTPUT_DTYPE, name="acceptance")
    logits, labels = discriminator.outputs[0], discriminator.inputs[1:]
    seen = layers.Concatenate(dtype=OUTPUT_DTYPE)([logits, *labels]) if labels else logits
    acceptance, shares = selection.acceptance, selection.shares
    kernel, bias = (
        ([acceptance.slope, *acceptance.offsets], 0.0) if labels else ([acceptance.slope], acceptance.offsets[0])
    )
    outputs = [last(seen)]
    last.set_weights([np.float32(kernel)[:, np.newaxis], np.float32([bias])])
    if shares is not None:
        nearness = layers.Dense(len(shares.kept), dtype=OUTPUT_DTYPE, name="nearness")
        kept = layers.Dense(1, use_bias=False, dtype=OUTPUT_DTYPE, name="share")
        near = nearness(last_features(discriminator).output)
        nearest = ops.equal(near, ops.max(near, axis=-1, keepdims=True))  # ONNX has no operation for Keras's argmax
        outputs.append(kept(ops.cast(nearest, OUTPUT_DTYPE)))
        nearness.set_weights([shares.kernel, shares.bias])
        kept.set_weights([shares.kept[:, np.newaxis]])
    return keras.Model(discriminator.input, outputs, name="acceptance")
