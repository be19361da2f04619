"""The settings that only a VAE has. Types, bounds and defaults stand in `config/vae.py`."""

from ganlib.catalog.optimizer_settings import optimizer_settings
from ganlib.catalog.setting import Setting
from ganlib.catalog.spec import by_key
from ganlib.config.vae import PICTURE_VAE_ARCHITECTURES, POINT_VAE_ARCHITECTURES
from ganlib.i18n import N_

VAE_SETTINGS: dict[str, Setting] = by_key(
    Setting(
        key="encoder_units",
        title=N_("Encoder width"),
        unit=N_("units"),
        group="network",
        step=32,
        why=N_("Width of the encoder's hidden dense layers. Wider can tell finer, and is slower."),
        needs=("architecture", POINT_VAE_ARCHITECTURES),
    ),
    Setting(
        key="decoder_units",
        title=N_("Decoder width"),
        unit=N_("units"),
        group="network",
        step=32,
        why=N_("Width of the decoder's hidden dense layers. Wider can draw more, and is slower."),
        needs=("architecture", POINT_VAE_ARCHITECTURES),
    ),
    Setting(
        key="encoder_filters",
        title=N_("Encoder width"),
        unit=N_("filters"),
        group="network",
        step=16,
        why=N_(
            "Feature maps in the encoder's first layer; each further layer has twice as many. The discriminator of a VAE-GAN is as wide."
        ),
        needs=("architecture", PICTURE_VAE_ARCHITECTURES),
    ),
    Setting(
        key="decoder_filters",
        title=N_("Decoder width"),
        unit=N_("filters"),
        group="network",
        step=16,
        why=N_("Feature maps in the decoder's first picture-shaped layer."),
        needs=("architecture", PICTURE_VAE_ARCHITECTURES),
    ),
    Setting(
        key="objective",
        title=N_("Kind of autoencoder"),
        group="objective",
        why=N_("What is made small besides the difference between a picture and its copy."),
    ),
    Setting(
        key="lower_maps",
        title=N_("Numbers of the lower level"),
        unit=N_("for each place of the first map"),
        group="objective",
        step=1,
        why=N_(
            "With two levels of codes, the latent size is that of the upper one, which decides on the whole picture. The lower one is a small map and adds what is local; this is how many numbers it has at each place, of which a digit has 7 × 7."
        ),
        needs=("objective", ("hierarchical",)),
    ),
    Setting(
        key="likelihood",
        title=N_("What counts as a good copy"),
        group="objective",
        why=N_(
            "How the difference between a picture and its reconstruction is measured. A VAE-GAN measures it in its discriminator instead of between pixels."
        ),
        needs=("objective", ("elbo", "hierarchical", "iwae", "rae", "vq_vae")),
    ),
    Setting(
        key="binarised",
        title=N_("Black-and-white pictures"),
        group="objective",
        why=N_(
            "At every step each pixel is drawn black or white, with its grey as the chance of white. The Bernoulli likelihood is meant for such pictures, and only of them can nats be compared with the literature."
        ),
        paper="Salakhutdinov & Murray 2008; Burda et al. 2016, arXiv:1509.00519, sec. 5.1",
        needs=("likelihood", ("bernoulli",)),
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
        needs=("objective", ("elbo", "hierarchical", "rae", "vae_gan")),
    ),
    Setting(
        key="kl_warmup",
        title=N_("KL term warms up over"),
        unit=N_("share of the budget"),
        group="objective",
        step=0.05,
        number_format="%.3g",
        why=N_(
            "The weight β rises evenly from zero in this share of the budget, so that the code is used before it is tidied. 0 = off."
        ),
        formula=r"\beta_t=\beta\,\min(1,\,t/w)",
        paper="Sønderby et al. 2016, arXiv:1602.02282, sec. 3",
        needs=("objective", ("elbo", "hierarchical")),
    ),
    Setting(
        key="free_bits",
        title=N_("Free information"),
        unit=N_("nats per number of the code"),
        group="objective",
        step=0.05,
        number_format="%.3g",
        why=N_(
            "Each number of the code may say this much about a picture without being charged for it, which keeps numbers from falling silent. 0 = off."
        ),
        formula=r"\sum_j\max(\lambda,\,D_{KL,j})",
        paper="Kingma et al. 2016, arXiv:1606.04934, app. C.8",
        needs=("objective", ("elbo", "hierarchical")),
    ),
    Setting(
        key="decoder_penalty_weight",
        title=N_("Penalty on the decoder's weights"),
        group="objective",
        step=1e-4,
        number_format="%.2e",
        why=N_("Keeps the decoder smooth, so that codes near each other give pictures near each other. 0 = off."),
        formula=r"\lambda\,\lVert\theta_D\rVert^2",
        paper="Ghosh et al. 2020, arXiv:1903.12436, sec. 3.1",
        needs=("objective", ("rae",)),
    ),
    Setting(
        key="importance_samples",
        title=N_("Codes for each picture (K)"),
        group="objective",
        why=N_(
            "How many codes are tried for each picture. More: a closer bound, but each step takes longer, for the decoder draws all of them."
        ),
        paper="Burda et al. 2016, arXiv:1509.00519, eq. 8",
        needs=("objective", ("iwae",)),
    ),
    Setting(
        key="feature_weight",
        title=N_("Copying against fooling (γ)"),
        group="objective",
        step=0.001,
        number_format="%.3g",
        why=N_(
            "How much a faithful copy counts for the decoder, against a picture that the discriminator takes for real. Large: copies that keep to their originals. Small: pictures that look real, but copies may become other pictures."
        ),
        formula=r"L_{Dec}=\gamma\,L_{features}+L_G",
        paper="Larsen et al. 2016, arXiv:1512.09300, alg. 1",
        needs=("objective", ("vae_gan",)),
    ),
    Setting(
        key="slope_penalty_weight",
        title=N_("Penalty on the discriminator's slope (R1)"),
        group="objective",
        step=0.05,
        number_format="%.4g",
        why=N_(
            "Keeps the discriminator gentle around real pictures. The most useful cure for a discriminator that wins too clearly. 0 = off."
        ),
        formula=r"\frac{\gamma}{2}\,\mathbb{E}_{x\sim p_{data}}\,\lVert\nabla D(x)\rVert^2",
        paper="Mescheder et al. 2018, arXiv:1801.04406, eq. 9",
        needs=("objective", ("vae_gan",)),
    ),
    Setting(
        key="codebook_size",
        title=N_("Size of the codebook"),
        unit=N_("entries"),
        group="objective",
        step=16,
        why=N_(
            "How many entries there are to choose from at each place of the map. Few: coarse copies, but an order that is easy to learn. Many: fine copies, and an order that takes long to learn."
        ),
        paper="van den Oord et al. 2017, arXiv:1711.00937, sec. 3.1",
        needs=("objective", ("vq_vae",)),
    ),
    Setting(
        key="prior_units",
        title=N_("Width of the prior"),
        unit=N_("units"),
        group="objective",
        step=16,
        why=N_("How large the layers are of the network that learns the order of the entries and writes new maps."),
        paper="van den Oord et al. 2017, arXiv:1711.00937, sec. 3.3",
        needs=("objective", ("vq_vae",)),
    ),
    Setting(
        key="commitment_weight",
        title=N_("Commitment to the codebook (β)"),
        group="objective",
        step=0.05,
        number_format="%.3g",
        why=N_(
            "How strongly the encoder is held to the entries that it chooses. Small: what it says wanders off, and the codebook runs after it. Large: steady codes, but copies that improve slowly."
        ),
        formula=r"\beta\,\lVert z_e(x)-\mathrm{sg}[e]\rVert^2",
        paper="van den Oord et al. 2017, arXiv:1711.00937, eq. 3",
        needs=("objective", ("vq_vae",)),
    ),
    Setting(
        key="prior",
        title=N_("Codes of new pictures"),
        group="objective",
        why=N_(
            "Where the codes come from that new pictures are made of. With a fitted prior, grids in training are drawn from one Gaussian around the codes so far; scores, the last grid and the finished model draw from the mixture. With “You choose the class” there is one of each for every class. A VAE with two levels of codes learns where its lower codes come from while it trains, and is fitted nothing."
        ),
        paper="Ghosh et al. 2020, arXiv:1903.12436, sec. 4",
        needs=("objective", ("elbo", "iwae", "vae_gan")),
    ),
    *optimizer_settings(
        "optimizer",
        method=N_("Optimizer"),
        learning_rate=N_("Learning rate"),
        beta_1=N_("Momentum (β₁)"),
        beta_2=N_("Memory of gradient sizes (β₂)"),
    ),
)
