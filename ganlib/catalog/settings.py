"""Every setting of a run, in plain words. Types, bounds and defaults stand in `config`."""

from dataclasses import dataclass

from ganlib.catalog.spec import Spec, by_key
from ganlib.config.base import Scalar
from ganlib.config.run import MEASURED_DATASETS, RunConfig
from ganlib.i18n import N_


@dataclass(frozen=True, kw_only=True)
class Setting(Spec):
    """A setting as a form shows it.

    Attributes:
        group: the heading it stands under: "budget", "data", "network", "objective", "optimizer", "safety" or "machine".
        is_basic: shown at once; the others are folded away. At most eight for each family.
        step: what one press of + or − changes.
        number_format: how a number is written (printf style).
        needs: the setting that decides whether this one does anything, and the values for which it does.
    """

    group: str
    is_basic: bool = False
    step: float | None = None
    number_format: str | None = None
    needs: tuple[str, tuple[Scalar, ...]] | None = None

    def applies_to(self, config: RunConfig) -> bool:
        """Whether this setting changes anything in `config`."""
        if self.needs is None:
            return True
        key, values = self.needs
        return config.settings().get(key) in values


GROUPS = {
    "budget": N_("How long"),
    "data": N_("Pictures"),
    "network": N_("Networks"),
    "objective": N_("What they learn from"),
    "optimizer": N_("How they learn"),
    "safety": N_("What is kept, and what happens when it breaks"),
    "machine": N_("Repeatability and machine"),
}

_RATE = N_("How big a step one update takes. Too high: the curves jump or break. Too low: nothing seems to happen.")
_BETA_1 = N_("How much of the previous direction an update keeps (momentum). GANs like little: 0 to 0.5.")
_BETA_2 = N_("How slowly the optimizer forgets how large the gradients were. Closer to 1 is steadier.")

SETTINGS: dict[str, Setting] = by_key(
    Setting(
        key="budget",
        title=N_("Length in"),
        group="budget",
        is_basic=True,
        why=N_("A time on the clock, or a number of updates. With minutes, runs on one machine compare fairly."),
    ),
    Setting(
        key="minutes",
        title=N_("Minutes"),
        unit=N_("min"),
        group="budget",
        is_basic=True,
        step=1.0,
        number_format="%.4g",
        why=N_(
            "Training time on the clock. The learning rate falls to zero towards its end, so a longer budget is more than the same run continued."
        ),
        needs=("budget", ("minutes",)),
    ),
    Setting(
        key="num_steps",
        title=N_("Steps"),
        unit=N_("steps"),
        group="budget",
        is_basic=True,
        step=1000,
        why=N_("A step is one update of the networks on one batch of pictures."),
        needs=("budget", ("steps",)),
    ),
    Setting(
        key="dataset",
        title=N_("Pictures to learn from"),
        group="data",
        is_basic=True,
        why=N_("The model sees only these, and tries to make new ones like them."),
    ),
    Setting(
        key="batch_size",
        title=N_("Batch size"),
        unit=N_("pictures"),
        group="data",
        is_basic=True,
        step=16,
        why=N_("How many pictures one step looks at. Larger batches are calmer, but each step takes longer."),
    ),
    Setting(
        key="sample_every_steps",
        title=N_("New sample grid every"),
        unit=N_("steps"),
        group="data",
        step=25,
        why=N_(
            "How often the model draws its sample pictures, always from the same random numbers, so that you see them change."
        ),
    ),
    Setting(
        key="num_samples",
        title=N_("Pictures in a grid"),
        unit=N_("pictures"),
        group="data",
        step=1,
        why=N_("How many samples are drawn each time."),
    ),
    Setting(
        key="evaluate",
        title=N_("Measure how good the samples are"),
        group="data",
        why=N_(
            "Scores the samples against real pictures now and then, in at most about five per cent of the time, and once more at the end."
        ),
        needs=("dataset", MEASURED_DATASETS),
    ),
    Setting(
        key="architecture",
        title=N_("Network"),
        group="network",
        why=N_("How the networks are built. Each has its own size settings; those that do not belong to it are grey."),
    ),
    Setting(
        key="latent_dim",
        title=N_("Latent size"),
        unit=N_("numbers"),
        group="network",
        is_basic=True,
        step=1,
        why=N_(
            "How many random numbers (the latent vector z) each picture is made from. Few: simple and coarse. Many: more variety, harder to explore."
        ),
    ),
    Setting(
        key="generator_units",
        title=N_("Generator width"),
        unit=N_("units"),
        group="network",
        step=32,
        why=N_("Width of the generator's two dense layers. Wider can draw more, and is slower."),
        needs=("architecture", ("article",)),
    ),
    Setting(
        key="generator_filters",
        title=N_("Generator width"),
        unit=N_("filters"),
        group="network",
        step=16,
        why=N_(
            "Feature maps in the generator's first picture-shaped layer. More can draw finer detail, and is slower."
        ),
        needs=("architecture", ("tutorial_dcgan", "lean")),
    ),
    Setting(
        key="discriminator_filters",
        title=N_("Discriminator width"),
        unit=N_("filters"),
        group="network",
        step=16,
        why=N_("Feature maps in the discriminator's first layer; each further layer has twice as many."),
    ),
    Setting(
        key="kernel_size",
        title=N_("Kernel size"),
        unit=N_("pixels"),
        group="network",
        step=1,
        why=N_("Side of the small window through which the discriminator looks at a picture."),
    ),
    Setting(
        key="leaky_slope",
        title=N_("Leaky ReLU slope"),
        group="network",
        step=0.05,
        number_format="%.3g",
        why=N_(
            "What is left of a negative signal in the discriminator. Above zero, so that the generator always gets a hint."
        ),
    ),
    Setting(
        key="dropout",
        title=N_("Dropout"),
        group="network",
        step=0.05,
        number_format="%.3g",
        why=N_(
            "Share of the discriminator's signals that is switched off at random, so that it cannot learn pictures by heart."
        ),
    ),
    Setting(
        key="encoder_filters",
        title=N_("Encoder width"),
        unit=N_("filters"),
        group="network",
        step=16,
        why=N_("Feature maps in the encoder's first layer; each further layer has twice as many."),
    ),
    Setting(
        key="decoder_filters",
        title=N_("Decoder width"),
        unit=N_("filters"),
        group="network",
        step=16,
        why=N_("Feature maps in the decoder's first picture-shaped layer."),
    ),
    Setting(
        key="loss",
        title=N_("GAN loss"),
        group="objective",
        why=N_("The game that generator and discriminator play: what each of them is punished for."),
    ),
    Setting(
        key="r1_weight",
        title=N_("R1 penalty"),
        group="objective",
        step=0.05,
        number_format="%.4g",
        why=N_(
            "Keeps the discriminator gentle around real pictures. The most useful cure for a discriminator that wins too clearly. 0 = off."
        ),
        formula=r"\frac{\gamma}{2}\,\mathbb{E}_{x\sim p_{data}}\,\lVert\nabla D(x)\rVert^2",
        paper="Mescheder et al. 2018, arXiv:1801.04406, eq. 9",
    ),
    Setting(
        key="r2_weight",
        title=N_("R2 penalty"),
        group="objective",
        step=0.05,
        number_format="%.4g",
        why=N_("The same as R1, around the generated pictures. Used together with the relativistic loss. 0 = off."),
        formula=r"\frac{\gamma}{2}\,\mathbb{E}_{z}\,\lVert\nabla D(G(z))\rVert^2",
        paper="Mescheder et al. 2018, arXiv:1801.04406, eq. 10",
    ),
    Setting(
        key="d_steps_per_g_step",
        title=N_("Discriminator steps per generator step"),
        unit=N_("steps"),
        group="objective",
        step=1,
        why=N_("How often the discriminator learns before the generator may. 1 is usual."),
    ),
    Setting(
        key="likelihood",
        title=N_("What counts as a good copy"),
        group="objective",
        why=N_("How the difference between a picture and its reconstruction is measured."),
    ),
    Setting(
        key="beta",
        title=N_("β (weight of order in the code)"),
        group="objective",
        is_basic=True,
        step=0.1,
        number_format="%.3g",
        why=N_(
            "Small: sharp copies, but new samples may be odd. Large: a tidy latent space, but blurred pictures. 1 is the true VAE."
        ),
        formula=r"\mathcal{L}=-\mathbb{E}_{q}\log p(x\mid z)+\beta\,D_{KL}\bigl(q(z\mid x)\,\Vert\,p(z)\bigr)",
        paper="Higgins et al. 2017, eq. 4",
    ),
    Setting(
        key="g_optimizer.learning_rate",
        title=N_("Generator: learning rate"),
        group="optimizer",
        is_basic=True,
        step=1e-4,
        number_format="%.2e",
        why=_RATE,
    ),
    Setting(
        key="d_optimizer.learning_rate",
        title=N_("Discriminator: learning rate"),
        group="optimizer",
        is_basic=True,
        step=1e-4,
        number_format="%.2e",
        why=_RATE,
    ),
    Setting(
        key="optimizer.learning_rate",
        title=N_("Learning rate"),
        group="optimizer",
        is_basic=True,
        step=1e-4,
        number_format="%.2e",
        why=_RATE,
    ),
    Setting(
        key="g_optimizer.beta_1",
        title=N_("Generator: Adam β₁"),
        group="optimizer",
        step=0.05,
        number_format="%.4g",
        why=_BETA_1,
    ),
    Setting(
        key="g_optimizer.beta_2",
        title=N_("Generator: Adam β₂"),
        group="optimizer",
        step=0.005,
        number_format="%.5g",
        why=_BETA_2,
    ),
    Setting(
        key="d_optimizer.beta_1",
        title=N_("Discriminator: Adam β₁"),
        group="optimizer",
        step=0.05,
        number_format="%.4g",
        why=_BETA_1,
    ),
    Setting(
        key="d_optimizer.beta_2",
        title=N_("Discriminator: Adam β₂"),
        group="optimizer",
        step=0.005,
        number_format="%.5g",
        why=_BETA_2,
    ),
    Setting(
        key="optimizer.beta_1", title=N_("Adam β₁"), group="optimizer", step=0.05, number_format="%.4g", why=_BETA_1
    ),
    Setting(
        key="optimizer.beta_2", title=N_("Adam β₂"), group="optimizer", step=0.005, number_format="%.5g", why=_BETA_2
    ),
    Setting(
        key="decay_start",
        title=N_("Learning rate falls after"),
        unit=N_("share of the budget"),
        group="optimizer",
        step=0.1,
        number_format="%.3g",
        why=N_(
            "From this share of the budget on, the learning rate falls evenly to zero, which sharpens the pictures. 1 = never."
        ),
    ),
    Setting(
        key="ema_half_life",
        title=N_("Averaging: half-life"),
        unit=N_("share of the steps so far"),
        group="optimizer",
        step=0.01,
        number_format="%.3g",
        why=N_(
            "Samples are drawn from a running average of the weights, which is steadier than the newest ones. The half-life says how far back it reaches: after that many more steps an old value counts half. 0 = off."
        ),
    ),
    Setting(
        key="rescue",
        title=N_("Rescue"),
        group="safety",
        why=N_(
            "If a loss is not a number any more, the run goes back to its last checkpoint and tries once more with half the learning rate. Otherwise it ends there."
        ),
    ),
    Setting(
        key="checkpoint_every_seconds",
        title=N_("Checkpoint every"),
        unit=N_("seconds"),
        group="safety",
        step=5.0,
        number_format="%.4g",
        why=N_(
            "A checkpoint is all that is needed to go on from there. What came after the last one is the most that a crash can cost. On slow disks it happens less often, so that it never takes more than one per cent of the time."
        ),
    ),
    Setting(
        key="checkpoint_every_steps",
        title=N_("Checkpoint also every"),
        unit=N_("steps"),
        group="safety",
        step=100,
        why=N_("Saves exactly at multiples of this number, whatever it costs. 0 = by time only."),
    ),
    Setting(
        key="seed",
        title=N_("Seed"),
        group="machine",
        step=1,
        why=N_(
            "Where the random numbers start. The same seed and settings give the same run on the same machine, if the budget is in steps."
        ),
    ),
    Setting(
        key="jit_compile",
        title=N_("Compile with XLA"),
        group="machine",
        why=N_(
            "Lets XLA translate the training step for this machine. It costs seconds at the start; on a GPU each step is then faster, on a processor often slower."
        ),
    ),
    Setting(
        key="mixed_precision",
        title=N_("Half precision on the GPU"),
        group="machine",
        why=N_("Faster on most GPUs, slightly less exact. Without a GPU it is not available."),
    ),
)
