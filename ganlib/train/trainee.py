"""What the training loop needs to know of a model, whatever its family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from ganlib.nets.conditional import with_labels

Labels = np.ndarray | None  # one-hot `[n, classes]`; None: the networks are not conditional
Belief = Callable[[np.ndarray, np.ndarray, Labels, Labels], tuple[np.ndarray, np.ndarray]]
Pull = Callable[[np.ndarray, np.ndarray], np.ndarray]
Logits = Callable[[np.ndarray, Labels], np.ndarray]
Features = Callable[[np.ndarray], np.ndarray]
Reconstruct = Callable[[np.ndarray, Labels], np.ndarray]
Posterior = Callable[[np.ndarray, Labels, np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, kw_only=True)
class Trainee:
    """A model with networks, before and after it is compiled.

    Pictures here are float32 `[n, height, width, channels]` in [0, 1].

    Attributes:
        compile: makes the model ready for `fit`; nothing is traced before the first step.
        optimizers: name in the logs (`learning_rate/<name>`) → optimizer.
        learned: the networks that learn, by name; their parameters are counted.
        saved: the networks worth keeping, by file name without ending.
        refresh: brings up to date what in `saved` is made from other weights; see `networks_to_save`.
        sampler: name in `saved` of the network that turns latents into pictures.
        num_classes: that the sampler is told, be they classes or the kinds that a GAN finds by itself; 0: none.
        belief: real and fake pictures, then the labels of both → the discriminator's probabilities that each is real
            (where there is a discriminator).
        pull: real and fake points → where the generator's loss pulls each fake one, −∂L_G/∂x (where there is a
            discriminator that is told no classes).
        logits: pictures and their labels → the discriminator's logit of each (where it may reject samples).
        features: pictures → the features `[n, d]` of which the discriminator's logit is a weighted sum (where it may
            reject samples, unless it is told their classes).
        rejected_share: of the samples, which are then drawn again (`rejection.py`).
        reconstruct: pictures and their labels → their reconstructions (autoencoders only).
        latent_dim: how many numbers that network takes; with two levels, those of both.
        posterior: pictures, their labels and noise ε `[n, draws, latent_dim]` → means μ and standard deviations σ of
            the codes μ + σ·ε (autoencoders only): `[n, draws, latent_dim]` with two levels of codes, whose lower one
            hangs on the upper one's draw; else `[n, 1, latent_dim]`.
        has_random_codes: whether those deviations are above zero.
        draws_probabilities: whether a drawn picture is p(white) of each pixel, so that log p(x | z) is known.
        is_prior_fitted: whether latents come from mixtures fitted to such codes (`prior.py`), not from N(0, I).
        anneal: told before each step which share of the budget is done, for what changes with it.
    """

    model: keras.Model
    optimizers: Mapping[str, keras.Optimizer]
    compile: Callable[[], None]
    learned: Mapping[str, keras.Model]
    saved: Mapping[str, keras.Model]
    sampler: str
    latent_dim: int
    num_classes: int = 0
    belief: Belief | None = None
    pull: Pull | None = None
    logits: Logits | None = None
    features: Features | None = None
    rejected_share: float = 0.0
    reconstruct: Reconstruct | None = None
    posterior: Posterior | None = None
    has_random_codes: bool = False
    draws_probabilities: bool = False
    is_prior_fitted: bool = False
    refresh: Callable[[], None] = lambda: None
    anneal: Callable[[float], None] = lambda share: None

    def draw(self, latents: np.ndarray, labels: Labels = None) -> np.ndarray:
        """Latents `[n, latent_dim]` → pictures."""
        return np.asarray(self._drawn(tf.nest.map_structure(tf.constant, with_labels(latents, labels))))

    @cached_property
    def _drawn(self) -> Callable[[Any], tf.Tensor]:
        """The sampler as one graph: layer by layer it would take up to four times as long."""
        sampler = self.saved[self.sampler]
        given = [tf.TensorSpec((None, *one.shape[1:]), tf.float32) for one in sampler.inputs]  # any number of them
        signature = [given if len(given) > 1 else given[0]]
        return tf.function(lambda inputs: sampler(inputs, training=False), input_signature=signature)

    def codes(self, images: np.ndarray, labels: Labels, noise: np.ndarray) -> np.ndarray:
        """A code of each picture, drawn with `noise` `[n, latent_dim]`."""
        assert self.posterior is not None
        means, deviations = self.posterior(images, labels, noise[:, None])
        return np.asarray(means + deviations * noise[:, None])[:, 0]

    def likely_codes(self, images: np.ndarray, labels: Labels) -> np.ndarray:
        """The mean of each picture's codes; of a lower level, that at the mean of the upper one. `[n, latent_dim]`."""
        return self.codes(images, labels, np.zeros((len(images), self.latent_dim), np.float32))

    def parameters(self) -> dict[str, int]:
        """Network → how many numbers it learns."""
        return {
            name: sum(int(np.prod(variable.shape)) for variable in network.trainable_variables)
            for name, network in self.learned.items()
        }

    def networks_to_save(self) -> Mapping[str, keras.Model]:
        """Those in `saved`, as they are now."""
        self.refresh()
        return self.saved

    def is_finite(self) -> bool:
        """No weight that would be saved is NaN or infinite."""
        networks = self.networks_to_save().values()
        return all(np.isfinite(weights).all() for network in networks for weights in network.get_weights())
