"""Numbers that whoever starts the studio chooses by environment variable."""

import math
import os

from ganlib.errors import ConfigError
from ganlib.i18n import N_


def slots_wanted() -> int:
    """How many runs may train at once: GAN_STUDIO_SLOTS, normally 1."""
    text = os.environ.get("GAN_STUDIO_SLOTS", "1")
    if not text.isdigit() or int(text) < 1:
        raise ConfigError(
            "GAN_STUDIO_SLOTS", N_("{field}: got “{value}”, expected a whole number from 1 upwards."), value=text
        )
    return int(text)


def amount_wanted(variable: str, normally: float) -> float:
    """How much of something a run gets; a cluster may share one thing among runs, so it need not be whole."""
    text = os.environ.get(variable, str(normally))
    try:
        amount = float(text)
    except ValueError:
        amount = math.nan
    if not 0.0 <= amount < math.inf:
        raise ConfigError(variable, N_("{field}: got “{value}”, expected a number from 0 upwards."), value=text)
    return amount
