"""Scalars of runs of points, where p_data is known and p_G can be counted (docs/adr/0040)."""

from ganlib.catalog.scalar import ScalarSpec
from ganlib.i18n import N_

GAME = (
    ScalarSpec(
        key="game/divergence",
        title=N_("What there is to find"),
        role="fake",
        unit=N_("nats"),
        why=N_(
            "How far the generated points are from the real ones: the Jensen–Shannon divergence of 20,000 generated points from the known truth, cell by cell. Real points themselves would have about 0.002 on a line and 0.006 in the plane; 0.69 (the logarithm of 2) is nothing in common."
        ),
        healthy=N_("It falls."),
    ),
    ScalarSpec(
        key="game/found",
        title=N_("What the discriminator finds of it"),
        role="discriminator",
        unit=N_("nats"),
        why=N_(
            "Half of what the discriminator wins beyond guessing: (V(D, G) + log 4) / 2. The best one finds all that there is, none finds more; below 0 it does worse than one that always says “half and half”."
        ),
        healthy=N_("A little below what there is to find."),
    ),
)
