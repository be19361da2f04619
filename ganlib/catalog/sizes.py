"""The sizes of networks. Which widths each stands for is told in `config/widths.py`."""

from ganlib.catalog.spec import Spec, by_key
from ganlib.i18n import N_

SIZE = Spec(
    key="size",
    title=N_("Size of the networks"),
    why=N_(
        "Larger networks can draw finer detail, but each step takes longer and needs more memory. This sets the widths that stand under “More settings”."
    ),
)

SIZES = by_key(
    Spec(key="small", title=N_("Small"), why=N_("Half as wide: for a quick look, or a slow machine.")),
    Spec(key="medium", title=N_("Medium"), why=N_("Made for a few minutes on an ordinary processor.")),
    Spec(key="large", title=N_("Large"), why=N_("Twice as wide: for a GPU, or a long wait.")),
    Spec(key="custom", title=N_("Custom"), why=N_("Widths set by hand.")),
)
