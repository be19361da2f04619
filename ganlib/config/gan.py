"""Settings of a generative adversarial network (GAN)."""

from dataclasses import dataclass, field
from typing import ClassVar

from ganlib.config.base import Config, setting
from ganlib.config.optimizer import OptimizerConfig

PICTURE_ARCHITECTURES = ("article", "tutorial_dcgan", "lean", "resnet", "r3gan")
POINT_ARCHITECTURES = ("mlp", "fourier_mlp")  # for points
GAN_ARCHITECTURES = PICTURE_ARCHITECTURES + POINT_ARCHITECTURES
GAN_LOSSES = ("non_saturating", "minimax", "relativistic", "least_squares", "hinge", "wasserstein")
PENALTY_METHODS = ("exact", "finite_difference")
LOSSES_WITH_LABELS = ("non_saturating", "minimax")  # cross entropies: the discriminator is told 1 or 0


@dataclass(frozen=True, kw_only=True)
class GanConfig(Config):
    """Generator against discriminator (Goodfellow et al. 2014, arXiv:1406.2661)."""

    family: ClassVar[str] = "gan"

    architecture: str = setting("lean", choices=GAN_ARCHITECTURES)
    latent_dim: int = setting(64, 1, 512)  # size of z ~ N(0, I)
    conditional: bool = setting(False)  # both networks are told the class of the picture
    categorical_codes: int = setting(0, 0, 100)  # kinds that the generator finds by itself; 0 = off; pictures only
    information_weight: float = setting(0.01, 0.0, 10.0)  # λ in λ·E[−log Q(c | G(z, c))]
    minibatch_deviation: bool = setting(False)  # the discriminator is told how much the pictures of a batch differ
    packed_images: int = setting(1, 1, 4)  # pictures that the discriminator judges together; 1 if conditional
    generator_units: int = setting(128, 8, 2048)  # units of each hidden dense layer ("article", and of points)
    discriminator_units: int = setting(128, 8, 2048)  # likewise (of points)
    generator_filters: int = setting(64, 4, 512)  # channels of the first feature map (7×7 for 28×28 pictures)
    discriminator_filters: int = setting(32, 4, 512)  # channels at half the side; they double from layer to layer
    kernel_size: int = setting(4, 2, 7)  # pixels, of the discriminator's convolutions
    leaky_slope: float = setting(0.2, 0.0, 1.0)  # slope of LeakyReLU below zero
    dropout: float = setting(0.3, 0.0, 0.9)  # share of discriminator activations set to zero

    loss: str = setting("non_saturating", choices=GAN_LOSSES)
    r1_weight: float = setting(0.0, 0.0, 100.0)  # γ in γ/2·E‖∇D(real)‖²
    r2_weight: float = setting(0.0, 0.0, 100.0)  # γ in γ/2·E‖∇D(fake)‖²
    gradient_penalty_weight: float = setting(0.0, 0.0, 1000.0)  # λ in λ·E(‖∇D(between real and fake)‖ − 1)²
    dragan_weight: float = setting(0.0, 0.0, 1000.0)  # λ in λ·E(‖∇D(around real)‖ − 1)²
    penalty_method: str = setting("exact", choices=PENALTY_METHODS)  # how R1 and R2 are worked out
    penalty_every_steps: int = setting(1, 1, 64)  # updates of the discriminator, from one look at them to the next
    spectral_norm: bool = setting(False)  # each kernel of the discriminator divided by its largest singular value
    weight_clip: float = setting(0.0, 0.0, 10.0)  # largest weight of the discriminator; 0 = no limit
    label_smoothing: float = setting(0.0, 0.0, 0.5)  # real pictures get the label 1 − this
    instance_noise: float = setting(0.0, 0.0, 1.0)  # standard deviation at the start, of pixels in [0, 1]
    augment_probability: float = setting(0.0, 0.0, 1.0)  # p of each transformation of what D sees; 0 = off
    adaptive_augmentation: bool = setting(False)  # p starts there and follows how much the discriminator overfits
    d_steps_per_g_step: int = setting(1, 1, 10)
    unrolled_steps: int = setting(0, 0, 10)  # updates of the discriminator that the generator looks ahead; points only

    g_optimizer: OptimizerConfig = field(default_factory=OptimizerConfig)
    d_optimizer: OptimizerConfig = field(default_factory=OptimizerConfig)
    ema_half_life: float = setting(0.0, 0.0, 0.5)  # share of the steps so far; 0 = no averaging
    rejected_share: float = setting(0.0, 0.0, 0.75)  # of the samples, by the discriminator; they are drawn again
    duality_gap: bool = setting(False)  # at the end, see how much each player could still gain alone

    @property
    def generator_inputs(self) -> int:
        """Numbers that the first layer of the generator sees: z, and as many for the class or code where it has one."""
        return (1 + (self.conditional or self.num_codes > 0)) * self.latent_dim

    @property
    def num_codes(self) -> int:
        """Kinds that the generator finds by itself. None where it is told the class, for points, and where the
        discriminator's plain features of a single picture are not what it judges by.
        """
        has_plain_features = self.judges_alone and not self.spectral_norm
        return self.categorical_codes if has_plain_features and self.architecture not in POINT_ARCHITECTURES else 0

    @property
    def images_per_pack(self) -> int:
        """Pictures that the discriminator judges together: conditional ones each have a class, and go alone."""
        return 1 if self.conditional else self.packed_images

    @property
    def judges_alone(self) -> bool:
        """Whether what the discriminator says of a picture depends on that picture and nothing else."""
        return not self.conditional and self.images_per_pack == 1 and not self.minibatch_deviation

    @property
    def has_probabilities(self) -> bool:
        """Whether σ of the discriminator's logit is the D(x) of Goodfellow et al. 2014, equation 1."""
        return self.loss in LOSSES_WITH_LABELS

    @property
    def aims_at_ratio(self) -> bool:
        """Whether the best that the discriminator could say of x is p_data(x) / (p_data(x) + p_G(x))."""
        return self.has_probabilities or self.loss == "least_squares"

    @property
    def effective_rejected_share(self) -> float:
        """Of the samples, by the discriminator; none where it cannot be asked of a single one, nor where every kind is
        to be drawn as often as the others.
        """
        is_possible = self.images_per_pack == 1 and not self.minibatch_deviation and not self.num_codes
        return self.rejected_share if is_possible else 0.0

    @property
    def has_penalty(self) -> bool:
        """Whether the discriminator's gradient is held back."""
        return any((self.r1_weight, self.r2_weight, self.gradient_penalty_weight, self.dragan_weight))

    @property
    def has_finite_differences(self) -> bool:
        """Whether R1 and R2 are finite differences: never where the discriminator mixes the pictures of a batch."""
        is_on = self.r1_weight > 0.0 or self.r2_weight > 0.0
        return is_on and self.penalty_method == "finite_difference" and not self.minibatch_deviation

    @property
    def unrolled_updates(self) -> int:
        """Updates of the discriminator that the generator looks ahead; none for pictures."""
        return self.unrolled_steps if self.architecture in POINT_ARCHITECTURES else 0

    @property
    def augments(self) -> bool:
        """Whether the discriminator sees pictures transformed; points never are."""
        is_on = self.augment_probability > 0.0 or self.adaptive_augmentation
        return is_on and self.architecture not in POINT_ARCHITECTURES

    def network_facts(self) -> dict[str, object]:
        """Setting → what it means for the numbers that a checkpoint holds."""
        widths = ("generator_units", "discriminator_units", "generator_filters", "discriminator_filters", "kernel_size")
        keys = ("architecture", "latent_dim", *widths, "conditional", "minibatch_deviation", "spectral_norm")
        own = {key: getattr(self, key) for key in keys}
        own |= {"dropout": self.dropout > 0.0, "ema_half_life": self.ema_half_life > 0.0}
        own |= {"packed_images": self.images_per_pack, "categorical_codes": self.num_codes}
        own |= {"penalty_every_steps": self.penalty_every_steps > 1}  # then the last penalties are kept
        own |= {"adaptive_augmentation": self.augments and self.adaptive_augmentation}  # then p is kept
        for name in ("g_optimizer", "d_optimizer"):
            own |= {f"{name}.{key}": fact for key, fact in getattr(self, name).slot_facts().items()}
        return own
