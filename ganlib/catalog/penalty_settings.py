"""The settings of penalties on the slope of a GAN's discriminator. Types, bounds and defaults stand in `config/gan.py`."""

from ganlib.catalog.setting import Setting
from ganlib.i18n import N_

PENALTY_SETTINGS = (
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
        key="gradient_penalty_weight",
        title=N_("Gradient penalty (WGAN-GP)"),
        group="objective",
        step=1.0,
        number_format="%.4g",
        why=N_(
            "Keeps the discriminator's slope near 1 on the way from generated to real pictures. Made for the Wasserstein loss, usually 10. Makes a step about half as long again. 0 = off."
        ),
        formula=r"\lambda\,\mathbb{E}\bigl(\lVert\nabla D(\hat x)\rVert-1\bigr)^2,\quad \hat x=\epsilon x+(1-\epsilon)G(z)",
        paper="Gulrajani et al. 2017, arXiv:1704.00028, eq. 3",
    ),
    Setting(
        key="dragan_weight",
        title=N_("DRAGAN penalty"),
        group="objective",
        step=1.0,
        number_format="%.4g",
        why=N_(
            "Keeps the discriminator's slope near 1 just around real pictures, looked at through noise. Usually 10. 0 = off."
        ),
        formula=r"\lambda\,\mathbb{E}\bigl(\lVert\nabla D(x+\delta)\rVert-1\bigr)^2",
        paper="Kodali et al. 2017, arXiv:1705.07215",
    ),
    Setting(
        key="penalty_method",
        title=N_("How R1 and R2 are worked out"),
        group="objective",
        why=N_("The penalties weigh the same either way. Where the discriminator sees variety they are always exact."),
        needs=("minibatch_deviation", (False,)),
        needs_any=("r1_weight", "r2_weight"),
    ),
    Setting(
        key="penalty_every_steps",
        title=N_("Penalties at every so many steps"),
        unit=N_("discriminator steps"),
        group="objective",
        step=1,
        why=N_(
            "Penalties on the slope make a step slower. With 16 they are worked out at every 16th step of the discriminator only, and weigh 16 times as much there: on average the same push, and most steps are faster. 1 = always."
        ),
        formula=r"L_D+k\,[\,k\mid t\,]\,\sum\text{penalties}",
        paper="Karras et al. 2020, arXiv:1912.04958",
        needs_any=("r1_weight", "r2_weight", "gradient_penalty_weight", "dragan_weight"),
    ),
)
