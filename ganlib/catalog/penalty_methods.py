"""The ways in which R1 and R2 can be worked out."""

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_

PENALTY_METHODS = by_key(
    Spec(
        key="exact",
        title=N_("Exactly, from the slope"),
        why=N_("The slope of the discriminator is computed at every pixel, and then derived once more."),
        formula=r"\lVert\nabla D(x)\rVert^2",
        paper="Mescheder et al. 2018, arXiv:1801.04406, eq. 9",
    ),
    Spec(
        key="finite_difference",
        title=N_("Roughly, from two looks (finite difference)"),
        why=N_(
            "The discriminator looks twice, the second time at the picture with a little noise on it: how far its verdict moves tells how steep it is. Right on average, but noisier, and on a processor no faster: it is there to be compared."
        ),
        formula=r"\frac{1}{\sigma^2}\bigl(D(x+\sigma\epsilon)-D(x)\bigr)^2,\quad\epsilon\sim\mathcal{N}(0,I)",
        paper="Lin et al. 2025 (Seaweed-APT), arXiv:2501.08316",
    ),
)
