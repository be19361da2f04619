"""What generative models are used for besides drawing digits."""

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_

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
            "Larger, sharper, without noise. The discriminator makes sure that the result looks like a photo and not like an average of photos. What it adds is invented: for a holiday picture that is fine, for evidence it is not. Try it on a digit, on the page Explore."
        ),
        paper="Ledig et al. 2017 (SRGAN), arXiv:1609.04802; Bora et al. 2017, arXiv:1703.03208",
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
