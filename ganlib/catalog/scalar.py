"""The shape of a logged scalar's entry in the catalog."""

from dataclasses import dataclass

from ganlib.catalog.spec import Spec


@dataclass(frozen=True, kw_only=True)
class ScalarSpec(Spec):
    """One curve.

    Attributes:
        healthy: what a good run shows, in a sentence.
        role: whose colour it has: "generator", "discriminator", "real", "fake", "vae" or "".
    """

    healthy: str = ""
    role: str = ""
