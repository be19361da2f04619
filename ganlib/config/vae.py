"""Settings of a variational autoencoder (VAE)."""

from dataclasses import dataclass, field
from typing import ClassVar

from ganlib.config.base import Config, setting
from ganlib.config.optimizer import OptimizerConfig

VAE_ARCHITECTURES = ("conv", "lean")
VAE_LIKELIHOODS = ("bernoulli", "gaussian")
VAE_PRIORS = ("standard_normal", "gaussian_mixture")


@dataclass(frozen=True, kw_only=True)
class VaeConfig(Config):
    """Encoder and decoder with a latent code between (Kingma & Welling 2013, arXiv:1312.6114)."""

    family: ClassVar[str] = "vae"

    architecture: str = setting("lean", choices=VAE_ARCHITECTURES)
    latent_dim: int = setting(16, 1, 512)  # size of z
    encoder_filters: int = setting(32, 4, 512)  # channels of the first layer; they double from layer to layer
    decoder_filters: int = setting(64, 4, 512)  # channels of the first feature map (7×7)
    likelihood: str = setting("gaussian", choices=VAE_LIKELIHOODS)
    beta: float = setting(1.0, 0.0, 100.0)  # weight of the KL term (Higgins et al. 2017)
    prior: str = setting("standard_normal", choices=VAE_PRIORS)  # where the codes of new pictures come from
    optimizer: OptimizerConfig = field(default_factory=OptimizerConfig)
    ema_half_life: float = setting(0.0, 0.0, 0.5)  # share of the steps so far; 0 = no averaging

    @property
    def is_prior_fitted(self) -> bool:
        """Whether the codes of new pictures come from a density fitted to those of training pictures."""
        return self.prior == "gaussian_mixture"

    def network_facts(self) -> dict[str, object]:
        """Setting → what it means for the weights that a checkpoint holds."""
        keys = ("architecture", "latent_dim", "encoder_filters", "decoder_filters")
        return {key: getattr(self, key) for key in keys} | {"ema_half_life": self.ema_half_life > 0.0}
