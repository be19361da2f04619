"""How likely a VAE finds pictures: lower bounds of log p(x) in nats, and how much of the code is in use.

Only for black-and-white pictures under the Bernoulli likelihood are these nats those of the literature. The prior is
N(0, I), the one that the ELBO is trained with; of a code of several levels, of the noise that its levels are made of
(docs/adr/0021). A model that is told the class y bounds log p(x | y).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Posterior = Callable[[np.ndarray, np.ndarray | None, np.ndarray], tuple[np.ndarray, np.ndarray]]

_ROWS = 500  # latents decoded at once
_ACTIVE_VARIANCE = 0.01  # of Burda et al.
_SMALLEST_PROBABILITY = 1e-6  # as in training


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """Means over pictures, in nats for each picture.

    Attributes:
        elbo: −reconstruction − kl.
        reconstruction: −E_q log p(x | z).
        kl: KL(q(z | x) ‖ N(0, I)).
        iwae: the tighter bound of importance weighting.
    """

    elbo: float
    reconstruction: float
    kl: float
    iwae: float


def binarised(images: np.ndarray, seed: int) -> np.ndarray:
    """Each pixel white with its grey value as the chance: float32 in [0, 1] → 0 or 1. Always the same for one seed.

    Stochastic binarisation: Salakhutdinov & Murray 2008. Pictures that are black and white already stay as they are.
    """
    chances = np.random.default_rng(seed).random(images.shape, dtype=np.float32)
    return (chances < images).astype(np.float32)


def likelihood_bounds(
    images: np.ndarray,
    posterior: Posterior,
    decode: Callable[[np.ndarray, np.ndarray | None], np.ndarray],
    latent_dim: int,
    draws: int,
    seed: int,
    labels: np.ndarray | None = None,
) -> Bounds:
    """ELBO and IWAE bound of pictures under q(z | x) = Πⱼ N(zⱼ; μⱼ, σⱼ²).

    log p(x) ≥ E log (1/K) Σₖ p(x | zₖ) p(zₖ) / q(zₖ | x), zₖ ~ q: Burda, Grosse & Salakhutdinov 2016, arXiv:1509.00519,
    equation 8. K = 1 is the ELBO, whose KL term is taken in closed form here.
    μⱼ and σⱼ may hang on numbers of z that are drawn before zⱼ: of those the KL term is the mean over the K draws.

    Args:
        images: 0 or 1, `[n, height, width, channels]`.
        posterior: pictures, their labels and noise ε ~ N(0, I) `[n, K, latent_dim]` → μ and σ of the codes
            z = μ + σ·ε: `[n, K, latent_dim]`, or `[n, 1, latent_dim]` where they hang on the picture alone.
        decode: latents `[m, latent_dim]` and the labels of their pictures → probabilities
            `[m, height, width, channels]`.
        draws: K, latents for each picture.
        labels: of the pictures, one-hot `[n, classes]`; None: the model is told none.
    """
    chance = np.random.default_rng(seed)
    count = len(images)
    reconstruction, kl, iwae = np.empty(count), np.empty(count), np.empty(count)
    step = max(1, _ROWS // draws)
    for start in range(0, count, step):
        rows = slice(start, start + step)
        noise = chance.standard_normal((len(images[rows]), draws, latent_dim), dtype=np.float32)
        means, deviations = posterior(images[rows], None if labels is None else labels[rows], noise)
        latents = means + deviations * noise
        their_labels = None if labels is None else labels[rows].repeat(draws, axis=0)
        probabilities = decode(latents.reshape(-1, latent_dim), their_labels).reshape(*noise.shape[:2], -1)
        fits = _log_bernoulli(images[rows].reshape(len(noise), 1, -1), probabilities)
        # log p(z) − log q(z | x); the constants of both densities are equal. σ is an exponential, and so above zero.
        ratios = 0.5 * (np.square(noise) - np.square(latents)).sum(axis=2, dtype=np.float64)
        logs = np.log(deviations)
        ratios += logs.sum(axis=2, dtype=np.float64)
        kl_terms = 0.5 * (np.square(means) + np.square(deviations) - 1.0 - 2.0 * logs).sum(axis=2, dtype=np.float64)
        reconstruction[rows], kl[rows] = -fits.mean(axis=1), kl_terms.mean(axis=1)
        iwae[rows] = _log_mean_exp(fits + ratios)
    return Bounds(
        elbo=float(-reconstruction.mean() - kl.mean()),
        reconstruction=float(reconstruction.mean()),
        kl=float(kl.mean()),
        iwae=float(iwae.mean()),
    )


def active_units(means: np.ndarray) -> int:
    """How many numbers of the code say something: #{j : Var_x E_q[zⱼ | x] > 0.01}. Burda et al. 2016, section 5.2.

    Args:
        means: of at least a thousand pictures, `[n, latent_dim]`.
    """
    return int((means.var(axis=0) > _ACTIVE_VARIANCE).sum())


def _log_bernoulli(images: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """log p(x | z), summed over the last axis. No logarithm sees zero: probabilities are clipped."""
    clipped = np.clip(probabilities, _SMALLEST_PROBABILITY, 1.0 - _SMALLEST_PROBABILITY)
    return np.asarray(np.log(np.where(images > 0.5, clipped, 1.0 - clipped)).sum(axis=-1, dtype=np.float64))


def _log_mean_exp(logs: np.ndarray) -> np.ndarray:
    """log (1/K) Σₖ exp, over the last axis."""
    highest = logs.max(axis=-1, keepdims=True)
    return np.asarray(highest[..., 0] + np.log(np.exp(logs - highest).mean(axis=-1)))
