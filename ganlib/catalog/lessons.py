"""What the page “Learn” says beside each figure, and what there is to see in the one of the two players."""

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
