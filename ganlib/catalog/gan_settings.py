"""The settings that only a GAN has. Types, bounds and defaults stand in `config/gan.py`."""

from ganlib.catalog.optimizer_settings import optimizer_settings
from ganlib.catalog.penalty_settings import PENALTY_SETTINGS
from ganlib.catalog.setting import Setting
from ganlib.catalog.spec import by_key
from ganlib.config.datasets import KINDS_OF_PICTURES, KINDS_OF_POINTS
from ganlib.config.gan import LOSSES_WITH_LABELS, PICTURE_ARCHITECTURES, POINT_ARCHITECTURES
from ganlib.i18n import N_

GAN_SETTINGS: dict[str, Setting] = by_key(
    Setting(
        key="categorical_codes",
        title=N_("Kinds that it finds by itself"),
        unit=N_("kinds"),
        group="network",
        step=1,
        why=N_(
            "The generator is told a number beside its random ones, and must draw so that a third small network, the recogniser, can guess the number from the picture. So each number comes to stand for a kind of picture that is easily told from the others, often a class, though nobody said what classes are. Not where the discriminator judges several pictures together or has spectral normalisation, nor for points; no samples are rejected then, and there is no duality gap. 0 = off."
        ),
        formula=r"c\sim\mathrm{Cat}(K),\quad x=G(z,c)",
        paper="Chen et al. 2016 (InfoGAN), arXiv:1606.03657, sec. 4",
        needs=("conditional", (False,)),
    ),
    Setting(
        key="information_weight",
        title=N_("Weight of guessing the kind (λ)"),
        group="objective",
        step=0.005,
        number_format="%.3g",
        why=N_(
            "How much it counts that the kind can be guessed. Too much, and pictures are made to be told apart rather than to look real."
        ),
        formula=r"L=L_{GAN}-\lambda\,E[\log Q(c\mid G(z,c))]",
        paper="Chen et al. 2016 (InfoGAN), arXiv:1606.03657, eq. 5, 6",
        needs_any=("categorical_codes",),
    ),
    Setting(
        key="minibatch_deviation",
        title=N_("The discriminator sees variety"),
        group="network",
        why=N_(
            "The discriminator is also told how much the pictures that it sees at once differ from each other. A generator that always draws the same is then easily found out."
        ),
        formula=r"s=\frac1F\sum_f\sqrt{\mathrm{Var}_{batch}\,\phi_f(x)}",
        paper="Karras et al. 2018, arXiv:1710.10196, sec. 3",
    ),
    Setting(
        key="packed_images",
        title=N_("Pictures judged together"),
        unit=N_("pictures"),
        group="network",
        step=1,
        why=N_(
            "The discriminator sees so many pictures at once, one upon the other, all real or all generated, and gives one verdict on them. A generator that always draws the same is then easily found out. It must divide the batch size. 1 is usual."
        ),
        formula=r"D(x_1,\ldots,x_m)",
        paper="Lin et al. 2018, arXiv:1712.04086",
        needs=("conditional", (False,)),
    ),
    Setting(
        key="generator_units",
        title=N_("Generator width"),
        unit=N_("units"),
        group="network",
        step=32,
        why=N_("Width of the generator's hidden dense layers. Wider can draw more, and is slower."),
        needs=("architecture", ("article", *POINT_ARCHITECTURES)),
    ),
    Setting(
        key="discriminator_units",
        title=N_("Discriminator width"),
        unit=N_("units"),
        group="network",
        step=32,
        why=N_("Width of the discriminator's hidden dense layers. Wider can tell finer, and is slower."),
        needs=("architecture", POINT_ARCHITECTURES),
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
        needs=("architecture", PICTURE_ARCHITECTURES),
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
    *PENALTY_SETTINGS,
    Setting(
        key="spectral_norm",
        title=N_("Spectral normalisation"),
        group="objective",
        why=N_(
            "Divides each layer of the discriminator by the most that it can stretch a picture, so that no layer makes small differences large."
        ),
        formula=r"\bar W=W/\sigma(W)",
        paper="Miyato et al. 2018, arXiv:1802.05957, eq. 8",
    ),
    Setting(
        key="weight_clip",
        title=N_("Largest weight of the discriminator"),
        group="objective",
        step=0.01,
        number_format="%.4g",
        why=N_(
            "After each update, larger weights are cut to this. It was the first way to hold back the critic of the Wasserstein loss (0.01), and a rough one: the gradient penalty works better. 0 = no limit."
        ),
        formula=r"w\leftarrow\mathrm{clip}(w,-c,c)",
        paper="Arjovsky et al. 2017, arXiv:1701.07875, alg. 1",
    ),
    Setting(
        key="label_smoothing",
        title=N_("Label smoothing"),
        group="objective",
        step=0.05,
        number_format="%.3g",
        why=N_(
            "Tells the discriminator that real pictures are only so surely real (0.1: 90 %), so that it does not become too sure of itself. 0 = off."
        ),
        formula=r"L_D=-(1-s)\log\sigma(D(x))-s\log(1-\sigma(D(x)))-\log(1-\sigma(D(G(z))))",
        paper="Salimans et al. 2016, arXiv:1606.03498, sec. 3.4",
        needs=("loss", LOSSES_WITH_LABELS),
    ),
    Setting(
        key="instance_noise",
        title=N_("Noise on what the discriminator sees"),
        group="objective",
        step=0.05,
        number_format="%.3g",
        why=N_(
            "Real and generated pictures both get this much noise, which falls to zero by the end of the budget. With it the discriminator cannot tell them apart by tiny details too early. 0 = off."
        ),
        paper="Sønderby et al. 2016, arXiv:1610.04490",
    ),
    Setting(
        key="augment_probability",
        title=N_("Augmentation"),
        unit=N_("probability"),
        group="objective",
        step=0.1,
        number_format="%.3g",
        why=N_(
            "For few pictures: the discriminator sees real and generated ones shifted, with a piece cut out, and colour pictures in other colours too, each with this probability. So it cannot learn them by heart. The generator is not to draw any of this: above 0.8 it may begin to. 0 = off."
        ),
        formula=r"D(T(x)),\quad D(T(G(z)))",
        paper="Zhao et al. 2020 (DiffAugment), arXiv:2006.10738",
        needs=("dataset", KINDS_OF_PICTURES),
    ),
    Setting(
        key="adaptive_augmentation",
        title=N_("Adaptive augmentation"),
        group="objective",
        why=N_(
            "The probability starts at the setting Augmentation, which may be 0, and follows the discriminator: up while it recognises too many of the real pictures, else down, between 0 and 0.8."
        ),
        formula=r"r_t=\mathbb{E}\,\mathrm{sign}\,D(x),\quad p\leftarrow p\pm\frac{n}{100\,000}\;\text{for}\;r_t\gtrless 0.6",
        paper="Karras et al. 2020 (ADA), arXiv:2006.06676, eq. 1",
        needs=("dataset", KINDS_OF_PICTURES),
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
        key="unrolled_steps",
        title=N_("Unrolled discriminator steps"),
        unit=N_("steps"),
        group="objective",
        step=1,
        why=N_(
            "The generator looks ahead: it plays against the discriminator as that will be after so many more steps. Crowding into one cloud then no longer pays, for the discriminator would follow. Each makes a step longer by about a plain one, so this is for points, not for pictures. 0 = off."
        ),
        formula=r"L_G\bigl(\theta_G,\theta_D^K(\theta_G,\theta_D)\bigr)",
        paper="Metz et al. 2017 (unrolled GAN), arXiv:1611.02163, eq. 6",
        needs=("dataset", KINDS_OF_POINTS),
    ),
    Setting(
        key="rejected_share",
        title=N_("Samples that the discriminator rejects"),
        unit=N_("share"),
        group="objective",
        step=0.05,
        number_format="%.3g",
        why=N_(
            "What the discriminator has learned is of use after training, too: it rejects this share of what the finished model draws, the worse ones rather than the better, and in the place of each another one like it is drawn. Besides, groups of alike pictures that the model draws more often than they are among the real ones are thinned out, and anything else is drawn instead. Scores are of what it keeps; grids in training show everything. Where it judges several pictures together it rejects none. 0 = off."
        ),
        formula=r"p(\text{kept})=\frac{w}{w+C},\quad w=e^{a D(x)+b}\approx\frac{p_{data}(x)}{p_G(x)}",
        paper="Azadi et al. 2019, arXiv:1810.06758; Turner et al. 2019, arXiv:1811.11357 (the ratio w); Wang et al. 2021, arXiv:2107.00352 (draws from nearby)",
        needs=("minibatch_deviation", (False,)),
    ),
    Setting(
        key="duality_gap",
        title=N_("Measure the duality gap at the end"),
        group="data",
        why=N_(
            "When a run of a minute or longer is done, the discriminator gets 200 steps against the finished generator, and the generator 200 against the finished discriminator: how much each could still gain alone says how far the two are from the end of the game. It takes about as long as 400 more steps."
        ),
        formula=r"\max_{D'}V(D',G)-\min_{G'}V(D,G')",
        paper="Grnarova et al. 2019, arXiv:1811.05512",
        needs=("evaluate", (True,)),
    ),
    *optimizer_settings(
        "g_optimizer",
        method=N_("Generator: optimizer"),
        learning_rate=N_("Generator: learning rate"),
        beta_1=N_("Generator: momentum (β₁)"),
        beta_2=N_("Generator: memory of gradient sizes (β₂)"),
    ),
    *optimizer_settings(
        "d_optimizer",
        method=N_("Discriminator: optimizer"),
        learning_rate=N_("Discriminator: learning rate"),
        beta_1=N_("Discriminator: momentum (β₁)"),
        beta_2=N_("Discriminator: memory of gradient sizes (β₂)"),
    ),
)
