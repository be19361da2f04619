"""Settings of a variational autoencoder (VAE)."""

from dataclasses import dataclass, field
from typing import ClassVar

from ganlib.config.base import Config, setting
from ganlib.config.gan import GanConfig
from ganlib.config.optimizer import OptimizerConfig

PICTURE_VAE_ARCHITECTURES = ("conv", "lean")
POINT_VAE_ARCHITECTURES = ("mlp",)  # for points
VAE_ARCHITECTURES = PICTURE_VAE_ARCHITECTURES + POINT_VAE_ARCHITECTURES
VAE_OBJECTIVES = ("elbo", "hierarchical", "iwae", "rae", "vae_gan", "vq_vae")
POINT_OBJECTIVES = ("elbo", "iwae", "rae")  # the others need a map: two levels, a codebook, a lean discriminator
VAE_LIKELIHOODS = ("bernoulli", "continuous_bernoulli", "gaussian")
POINT_LIKELIHOODS = ("gaussian",)  # the only one of numbers outside [0, 1]
VAE_PRIORS = ("standard_normal", "gaussian_mixture")


@dataclass(frozen=True, kw_only=True)
class VaeConfig(Config):
    """Encoder and decoder with a latent code between (Kingma & Welling 2013, arXiv:1312.6114)."""

    family: ClassVar[str] = "vae"

    architecture: str = setting("lean", choices=VAE_ARCHITECTURES)
    latent_dim: int = setting(16, 1, 512)  # size of z; with two levels, of the upper one
    lower_maps: int = setting(2, 1, 16)  # numbers of the lower level for each place of the decoder's first map
    conditional: bool = setting(False)  # both networks, or the prior of a VQ-VAE, are told the class
    encoder_units: int = setting(128, 8, 2048)  # units of each hidden dense layer (of points)
    decoder_units: int = setting(128, 8, 2048)  # likewise
    encoder_filters: int = setting(32, 4, 512)  # channels of the first layer; they double from layer to layer
    decoder_filters: int = setting(64, 4, 512)  # channels of the first feature map (7×7)
    objective: str = setting("elbo", choices=VAE_OBJECTIVES)
    likelihood: str = setting("gaussian", choices=VAE_LIKELIHOODS)
    binarised: bool = setting(False)  # learns from pictures whose pixels are drawn black or white ("bernoulli")
    beta: float = setting(1.0, 0.0, 100.0)  # weight of the KL term (Higgins et al. 2017), or of ½‖z‖²
    kl_warmup: float = setting(0.0, 0.0, 1.0)  # share of the budget in which the KL term's weight rises from 0 to β
    free_bits: float = setting(0.0, 0.0, 10.0)  # nats of each latent dimension that cost nothing more or less
    importance_samples: int = setting(5, 2, 50)  # K, codes for each picture (IWAE)
    decoder_penalty_weight: float = setting(0.0, 0.0, 1.0)  # λ of ‖θ‖² of the decoder (RAE)
    feature_weight: float = setting(0.003, 0.0, 100.0)  # γ, of copying against fooling the discriminator (VAE-GAN)
    slope_penalty_weight: float = setting(0.1, 0.0, 100.0)  # γ in γ/2·E‖∇D(real)‖² (VAE-GAN)
    codebook_size: int = setting(128, 2, 1024)  # K, codes to choose from at each place (VQ-VAE)
    commitment_weight: float = setting(0.25, 0.0, 100.0)  # β, of keeping to the chosen code (VQ-VAE)
    prior_units: int = setting(128, 8, 1024)  # of each layer of the network that orders the codes (VQ-VAE)
    prior: str = setting("standard_normal", choices=VAE_PRIORS)  # where the codes of new pictures come from
    optimizer: OptimizerConfig = field(default_factory=OptimizerConfig)
    ema_half_life: float = setting(0.0, 0.0, 0.5)  # share of the steps so far; 0 = no averaging

    @property
    def is_prior_fitted(self) -> bool:
        """Whether the codes of new pictures come from a density fitted to those of training pictures."""
        is_chosen = self.prior == "gaussian_mixture" and not (self.has_codebook or self.has_levels)
        return is_chosen or self.objective == "rae"

    @property
    def has_levels(self) -> bool:
        """Whether there are two levels of codes, the lower one's prior learned."""
        return self.objective == "hierarchical"

    @property
    def is_warmed_up(self) -> bool:
        """Whether the weight of the KL term rises at first."""
        return self.objective in ("elbo", "hierarchical") and self.kl_warmup > 0.0

    @property
    def has_random_codes(self) -> bool:
        """Whether the encoder gives a mean and a variance for each number of the code, or the number itself."""
        return self.objective not in ("rae", "vq_vae")

    @property
    def has_codebook(self) -> bool:
        """Whether the code is a map of choices out of a codebook, in an order that a prior learns."""
        return self.objective == "vq_vae"

    @property
    def is_binarised(self) -> bool:
        """Whether the encoder sees black-and-white pictures only."""
        return self.binarised and self.draws_probabilities

    @property
    def has_discriminator(self) -> bool:
        """Whether a discriminator judges what the decoder draws."""
        return self.objective == "vae_gan"

    @property
    def draws_probabilities(self) -> bool:
        """Whether a drawn picture is the probability of white of each pixel."""
        return self.likelihood == "bernoulli" and not self.has_discriminator

    @property
    def discriminator(self) -> GanConfig:
        """The lean discriminator of a GAN, as wide as the encoder, whatever the architecture (docs/adr/0019)."""
        return GanConfig(architecture="lean", discriminator_filters=self.encoder_filters, dropout=0.0)

    def encoder_inputs(self, image_shape: tuple[int, int, int]) -> tuple[int, int, int]:
        """Height, width and channels that the encoder sees: the picture's, and one for the class where there is one."""
        height, width, channels = image_shape
        return height, width, channels + self.conditional

    @property
    def encoder_outputs(self) -> int:
        """Numbers that the encoder gives for one picture: z_mean, and z_log_var unless the code is certain."""
        return (1 + self.has_random_codes) * self.latent_dim

    def network_facts(self) -> dict[str, object]:
        """Setting → what it means for the numbers that a checkpoint holds."""
        widths = ("encoder_units", "decoder_units", "encoder_filters", "decoder_filters")
        keys = ("architecture", "latent_dim", *widths, "conditional")
        own = {key: getattr(self, key) for key in keys}
        levels = self.lower_maps if self.has_levels else 0
        kind = (self.has_random_codes, self.has_discriminator, self.has_codebook, levels)
        own |= {"ema_half_life": self.ema_half_life > 0.0, "objective": kind}
        own |= {key: self.has_codebook and getattr(self, key) for key in ("codebook_size", "prior_units")}
        return own | {f"optimizer.{key}": fact for key, fact in self.optimizer.slot_facts().items()}
