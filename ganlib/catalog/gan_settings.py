"""The settings that only a GAN has. Types, bounds and defaults stand in `config/gan.py`."""

from ganlib.catalog.optimizer_settings import BETA_1, BETA_2, RATE
from ganlib.catalog.setting import Setting
from ganlib.catalog.spec import by_key
from ganlib.i18n import N_

GAN_SETTINGS: dict[str, Setting] = by_key(
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
        needs=("architecture", ("tutorial_dcgan", "lean", "resnet", "r3gan")),
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
        needs=("architecture", ("article", "tutorial_dcgan", "lean")),
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
        needs=("architecture", ("article", "tutorial_dcgan", "lean")),
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
        key="g_optimizer.learning_rate",
        title=N_("Generator: learning rate"),
        group="optimizer",
        is_basic=True,
        step=1e-4,
        number_format="%.2e",
        why=RATE,
    ),
    Setting(
        key="d_optimizer.learning_rate",
        title=N_("Discriminator: learning rate"),
        group="optimizer",
        is_basic=True,
        step=1e-4,
        number_format="%.2e",
        why=RATE,
    ),
    Setting(
        key="g_optimizer.beta_1",
        title=N_("Generator: Adam β₁"),
        group="optimizer",
        step=0.05,
        number_format="%.4g",
        why=BETA_1,
    ),
    Setting(
        key="g_optimizer.beta_2",
        title=N_("Generator: Adam β₂"),
        group="optimizer",
        step=0.005,
        number_format="%.5g",
        why=BETA_2,
    ),
    Setting(
        key="d_optimizer.beta_1",
        title=N_("Discriminator: Adam β₁"),
        group="optimizer",
        step=0.05,
        number_format="%.4g",
        why=BETA_1,
    ),
    Setting(
        key="d_optimizer.beta_2",
        title=N_("Discriminator: Adam β₂"),
        group="optimizer",
        step=0.005,
        number_format="%.5g",
        why=BETA_2,
    ),
)
