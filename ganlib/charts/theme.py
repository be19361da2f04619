"""One palette for every chart: the same colour means the same thing everywhere, for colour-blind people too.

Colours from Okabe & Ito (jfly.uni-koeln.de/color). Figures carry the colours for a light page; each is readable on a
dark page too, and `DARK` names the lighter ones that the live chart puts in their place there.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

REAL = "#009E73"
GAN = "#0072B2"
VAE = "#D55E00"
DISCRIMINATOR = "#CC79A7"
NEUTRAL = "#7F7F7F"

DARK = {REAL: "#2BC49A", GAN: "#56B4E9", VAE: "#F08A4B", DISCRIMINATOR: "#DDA0C4", NEUTRAL: "#A6A6A6"}

_ROLES = {
    "generator": GAN,
    "fake": GAN,  # what the generator draws has the generator's colour
    "discriminator": DISCRIMINATOR,
    "real": REAL,
    "vae": VAE,
}
_FAMILIES = {"gan": GAN, "vae": VAE}
_DASHES = ("solid", "dash", "dot", "dashdot")


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a line looks."""

    colour: str
    dash: str = "solid"


def role_colour(role: str) -> str:
    """The colour of a scalar's role (see `catalog/scalars.py`)."""
    return _ROLES.get(role, NEUTRAL)


def family_colour(family: str) -> str:
    return _FAMILIES.get(family, NEUTRAL)


def run_styles(families: Sequence[str]) -> list[Style]:
    """One style for each of a few runs on the same page: the family's colour, told apart by the dash."""
    seen: Counter[str] = Counter()
    styles = []
    for family in families:
        styles.append(Style(colour=family_colour(family), dash=_DASHES[seen[family] % len(_DASHES)]))
        seen[family] += 1
    return styles


def base_layout(height: int) -> dict[str, Any]:
    """What all figures share. Font and grid colours are the page's own: the live chart fills them in.

    `uirevision` keeps zoom and hidden legend entries when the data grow.
    """
    return {
        "template": None,
        "height": height,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 56, "r": 20, "t": 28, "b": 44},
        "hovermode": "x unified",
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        "uirevision": "kept",
    }
