"""What the page “Learn” says: each lesson beside a figure to play with, what goes wrong, and where else the ideas serve."""

from dataclasses import dataclass

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_

LESSONS = by_key(
    Spec(
        key="distribution",
        title=N_("What there is to learn"),
        why=N_(
            "Think of all the handwritten digits there could be. Some are likely, some are rare, and most patterns of pixels are no digit at all. A **distribution** says how likely each one is. Nobody knows its formula; there are only examples. A **generative model** starts from random numbers, the **latents**, and turns them into pictures, so that each kind of picture comes out about as often as it does among the examples.\n\nBelow, a picture is a single number, so that everything fits into a figure. The rest is as it is in large models."
        ),
    ),
    Spec(
        key="two_players",
        title=N_("A GAN: one draws, one judges"),
        why=N_(
            "A **GAN** (generative adversarial network) has two players. The **generator** draws. The **discriminator** is shown real and drawn pictures and says how sure it is that one is real. Neither knows a formula; each learns from the other. What would the best discriminator of all say? At each place, the share of real ones among all that are found there. Move what the generator draws, and see."
        ),
        formula=r"D^*(x)=\frac{p_{data}(x)}{p_{data}(x)+p_G(x)},\qquad V(D^*,G)=-\log 4+2\,\mathrm{JSD}(p_{data}\,\|\,p_G)",
        paper="Goodfellow et al. 2014, arXiv:1406.2661, eq. 2, theorem 1; Arjovsky et al. 2017, arXiv:1701.07875",
    ),
    Spec(
        key="pull",
        title=N_("What the generator feels"),
        why=N_(
            "A network learns from **gradients**: which way, and how strongly, to change each of its numbers so that its **loss**, the number that says how badly it does, becomes smaller. What reaches the generator is how hard the loss pulls on each of its samples. At the beginning all samples are bad and the discriminator knows it: they are at the left. **Minimax**, the game as it was first written down, hardly pulls there. The **non-saturating** loss asks the same question the other way round and pulls hardest just there. The **Wasserstein** loss pulls on all alike."
        ),
        formula=r"\left|\frac{dL_G}{dD(x)}\right|=p,\;1-p,\;1\qquad\text{with }p=\sigma(D(x))",
        paper="Goodfellow et al. 2014, arXiv:1406.2661, sec. 3; Arjovsky et al. 2017, arXiv:1701.07875",
    ),
    Spec(
        key="circles",
        title=N_("Why the game can go round in circles"),
        why=N_(
            "This is the smallest GAN there is. Its only real picture is the number 0. The generator draws one number; the discriminator is a straight line through 0 and learns its slope. At the cross neither can gain anything: there the game is over. But each step is aimed at where the other one stands *now*, and so they chase each other. **R1**, a penalty on the slope of the discriminator at real pictures, slows it down, and the way leads inwards. The non-saturating loss comes nearer by itself, but ever more slowly."
        ),
        formula=r"D(x)=\psi x,\qquad \psi\leftarrow\psi-\eta\,(\theta\,\sigma(\psi\theta)+\gamma\psi),\qquad \theta\leftarrow\theta+\eta\,\psi\,\sigma(\psi\theta)",
        paper="Mescheder et al. 2018, arXiv:1801.04406, sec. 2",
    ),
    Spec(
        key="noisy_codes",
        title=N_("The other way: a VAE"),
        why=N_(
            "A **VAE** (variational autoencoder) has no opponent. Its **encoder** turns each picture into a few numbers, the **code**; its **decoder** turns the code into a picture again, and the **reconstruction loss** says how unlike the two are. To every code noise is added, and the **KL loss** rewards noise. So codes that lie close together must mean pictures that are alike, and a code drawn by chance means a picture, too. Here there are two pictures only, −1 and 1. The curve is the best copy that any decoder could make of each code."
        ),
        formula=r"z=x+\sigma\varepsilon,\qquad \mathbb{E}[x\mid z]=\tanh\frac{z}{\sigma^2}",
        paper="Kingma & Welling 2013, arXiv:1312.6114",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Scene(Spec):
    """Something to see in the figure of the two players.

    Attributes:
        is_double: whether two bumps are drawn, at the middle and at its mirror image; else one.
        middle, width: of the bumps.
    """

    is_double: bool
    middle: float
    width: float


SCENES = by_key(
    Scene(
        key="far",
        title=N_("Far away"),
        why=N_(
            "Nothing that is drawn ever occurs. The best discriminator is sure at nearly every place, and it stays sure when the drawn ones come a little nearer: the Jensen–Shannon divergence remains at its highest, log 2 = 0.69, and gives no hint which way to go. The Wasserstein distance does fall with every step. That is the idea of the Wasserstein GAN."
        ),
        is_double=False,
        middle=5.0,
        width=0.3,
    ),
    Scene(
        key="one_kind",
        title=N_("One kind only"),
        why=N_(
            "**Mode collapse.** All that is drawn looks real, but half of what is real is never drawn. KL from real to drawn, which a VAE keeps small, is huge. KL from drawn to real is only log 2, and that there is something else the generator does not feel: no sample of it is there to be pulled."
        ),
        is_double=False,
        middle=1.5,
        width=0.5,
    ),
    Scene(
        key="everything",
        title=N_("A bit of everything"),
        why=N_(
            "All that is real is drawn, and between the two bumps much that is not. Whoever must give every example some chance, as a VAE must, errs to this side; a GAN errs to the other."
        ),
        is_double=False,
        middle=0.0,
        width=1.6,
    ),
    Scene(
        key="same",
        title=N_("The same"),
        why=N_(
            "Drawn and real are the same. Even the best discriminator can only guess, one half at every place, all distances are 0, and the game is over. A real one hardly ever gets that far."
        ),
        is_double=True,
        middle=1.5,
        width=0.5,
    ),
)

DISTANCES = by_key(
    Spec(
        key="jensen_shannon",
        title=N_("Jensen–Shannon"),
        why=N_(
            "How much the best discriminator can tell. 0: nothing, both are the same; log 2 = 0.69: everything, they have nothing in common. A GAN with the minimax loss and the best discriminator makes this small. A nat is the unit of natural logarithms: log 2 nats are one bit."
        ),
        unit=N_("nats"),
    ),
    Spec(
        key="kl_from_real",
        title=N_("KL, real → drawn"),
        why=N_(
            "Kullback–Leibler divergence KL(p_data ‖ p_G): large where something real is hardly ever drawn. A VAE makes this small."
        ),
        unit=N_("nats"),
    ),
    Spec(
        key="kl_from_fake",
        title=N_("KL, drawn → real"),
        why=N_(
            "Kullback–Leibler divergence the other way round, KL(p_G ‖ p_data): large where something is drawn that is hardly ever real."
        ),
        unit=N_("nats"),
    ),
    Spec(
        key="wasserstein",
        title=N_("Wasserstein"),
        why=N_(
            "How far what is drawn would have to be moved, on average, to become what is real. It falls steadily as they come nearer, even while they have nothing in common."
        ),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Illness(Spec):
    """How training goes wrong. `why` says what is behind it.

    Attributes:
        signs: what one sees.
        cure: what helps.
        preset: where it can be seen; "": none shows it surely.
    """

    signs: str
    cure: str
    preset: str = ""


ILLNESSES = by_key(
    Illness(
        key="collapse",
        title=N_("Mode collapse"),
        signs=N_("The samples look alike; whole kinds are missing. The losses do not tell."),
        why=N_(
            "The generator has found a few pictures that pass. Nothing in its own loss says that others are missing: only a discriminator that notices how often a picture comes could say so."
        ),
        cure=N_(
            "A loss that compares real with drawn pictures (relativistic) with R1 and R2; a discriminator that sees several pictures at once; one that is not too strong."
        ),
        preset="article-gan",
    ),
    Illness(
        key="too_sure",
        title=N_("The discriminator wins"),
        signs=N_("It is sure of nearly everything, its loss is close to 0, and the pictures stop getting better."),
        why=N_(
            "Where it is sure it is flat, and what is flat does not pull. With few pictures it may also know the real ones by heart."
        ),
        cure=N_(
            "A penalty on its slope (R1, gradient penalty), the Wasserstein loss, a lower learning rate for it; with few pictures, augmentation: it sees them shifted and recoloured."
        ),
    ),
    Illness(
        key="oscillation",
        title=N_("Going round in circles"),
        signs=N_("The losses swing, and from grid to grid the samples change into something else and back."),
        why=N_("Each player learns to beat the other's last move: the figure above shows it."),
        cure=N_(
            "R1; a lower learning rate; an average of the generator's weights over many steps: what swings about the goal has its average there."
        ),
        preset="plain-ring-gan",
    ),
    Illness(
        key="blur",
        title=N_("Blurred pictures"),
        signs=N_("A VAE's samples are soft, as if several pictures lay on top of each other."),
        why=N_(
            "Its decoder answers a code that may mean several pictures with their average: the figure above shows it."
        ),
        cure=N_(
            "More latents or a smaller β, so that codes tell more; a likelihood that fits the data; a prior fitted to the codes, so that none is drawn from where nothing was learned; or a discriminator in place of the squared error (VAE-GAN)."
        ),
        preset="conv-vae",
    ),
    Illness(
        key="code_ignored",
        title=N_("Posterior collapse"),
        signs=N_("A VAE's KL loss is nearly 0, and all its samples look like one average picture."),
        why=N_("The noise has drowned the codes, so the decoder has learned to do without them."),
        cure=N_("A smaller β, or one that grows from 0 (warm-up); free bits: so much of the KL loss costs nothing."),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Something in which the two families differ, and what is true of either."""

    title: str
    gan: str
    vae: str


GAN_AND_VAE = (
    Difference(
        title=N_("Who teaches it"),
        gan=N_("an opponent that learns, too"),
        vae=N_("a measure that stays: how good is the copy, how much does the code tell"),
    ),
    Difference(
        title=N_("What a falling loss means"),
        gan=N_("nothing by itself: the opponent may have become weaker"),
        vae=N_("that it got better"),
    ),
    Difference(title=N_("Pictures"), gan=N_("sharp"), vae=N_("soft, unless one takes care")),
    Difference(
        title=N_("Variety"), gan=N_("may forget kinds (mode collapse)"), vae=N_("must have a place for every example")
    ),
    Difference(title=N_("Training"), gan=N_("a game: it may swing or break off"), vae=N_("downhill: it arrives")),
    Difference(
        title=N_("What else it can do"),
        gan=N_("judge pictures: the discriminator"),
        vae=N_("code pictures, copy them, say how likely one is"),
    ),
)

USES = by_key(
    Spec(
        key="pictures",
        title=N_("Pictures"),
        why=N_(
            "Faces of people who do not exist; a drawing turned into a photo, a horse into a zebra. In today's image generators a VAE, trained with a discriminator beside it, makes the pictures small enough for a diffusion model to work on."
        ),
        paper="Karras et al. 2019 (StyleGAN), arXiv:1812.04948; Isola et al. 2017 (pix2pix), arXiv:1611.07004; Zhu et al. 2017 (CycleGAN), arXiv:1703.10593; Rombach et al. 2022, arXiv:2112.10752",
    ),
    Spec(
        key="enhancement",
        title=N_("Better pictures"),
        why=N_(
            "Larger, sharper, without noise. The discriminator makes sure that the result looks like a photo and not like an average of photos. What it adds is invented: for a holiday picture that is fine, for evidence it is not."
        ),
        paper="Ledig et al. 2017 (SRGAN), arXiv:1609.04802",
    ),
    Spec(
        key="video",
        title=N_("Video"),
        why=N_(
            "A second discriminator looks at how things move. What stays, a face, and what changes, its expression, get latents of their own."
        ),
        paper="Tulyakov et al. 2018 (MoCoGAN), arXiv:1707.04993; Clark et al. 2019 (DVD-GAN), arXiv:1907.06571",
    ),
    Spec(
        key="language",
        title=N_("Language"),
        why=N_(
            "Hard for a GAN: a word is chosen or not, and through a choice no gradient passes. One has tried to do without, by trial and reward; language models of today are no GANs."
        ),
        paper="Yu et al. 2017 (SeqGAN), arXiv:1609.05473",
    ),
    Spec(
        key="tables",
        title=N_("Tables"),
        why=N_(
            "Made-up rows with the statistics of real ones, to test software or to share what must not be shared. Whether they betray a real row has to be checked: invented does not mean anonymous."
        ),
        paper="Xu et al. 2019 (CTGAN, TVAE), arXiv:1907.00503",
    ),
    Spec(
        key="biology",
        title=N_("Biology"),
        why=N_(
            "VAEs sort cells by which of their genes are at work and take out what comes from the measuring; GANs have proposed proteins, some of which worked in the laboratory."
        ),
        paper="Lopez et al. 2018 (scVI), Nature Methods 15; Repecka et al. 2021 (ProteinGAN), Nature Machine Intelligence 3",
    ),
    Spec(
        key="finance",
        title=N_("Finance"),
        why=N_(
            "Made-up courses of prices with the swings and jumps of real ones, to try out a strategy on more than the one past there has been. None of them says what comes next."
        ),
        paper="Wiese et al. 2019 (Quant GANs), arXiv:1907.06673; Yoon et al. 2019 (TimeGAN), NeurIPS 32",
    ),
)
