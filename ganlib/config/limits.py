"""Limits: how much of this machine a run, and all runs together, may take."""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from ganlib.config.run import RunConfig, TrainingConfig
from ganlib.config.size import parameters_of
from ganlib.errors import ConfigError, LimitError
from ganlib.i18n import N_

MODE = "GAN_STUDIO_MODE"
MODES = ("private", "shared")
_GIB = 2**30
_WARNING_SHARE = 0.8  # of a limit, from which on the page warns


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The defaults are those of a studio that only its owner uses."""

    max_steps: int = 10_000_000  # of one run, whatever its budget counts; so are the minutes
    max_minutes: float = 10_080.0  # a week
    max_parameters: int = 100_000_000  # of all networks of a run together
    max_waiting: int = 100  # runs that wait for a free device
    max_per_visitor: int = 100  # runs that wait or train; only a shared studio tells visitors apart
    max_disk_gb: float = 50.0  # GiB of the whole runs folder

    @property
    def disk_bytes(self) -> int:
        return int(self.max_disk_gb * _GIB)

    def check(self, config: RunConfig) -> None:
        """Raises LimitError: this run may not be trained here."""
        training = config.training
        if training.budget == "steps" and training.num_steps > self.max_steps:
            raise LimitError(
                N_("This run asks for {asked} steps; here a run may take {limit}. Choose fewer."),
                asked=f"{training.num_steps:,}",
                limit=f"{self.max_steps:,}",
            )
        if training.budget == "minutes" and training.minutes > self.max_minutes:
            raise LimitError(
                N_("This run asks for {asked} minutes; here a run may take {limit}. Choose fewer."),
                asked=f"{training.minutes:,g}",
                limit=f"{self.max_minutes:,g}",
            )
        parameters = sum(parameters_of(config).values())
        if parameters > self.max_parameters:
            raise LimitError(
                N_(
                    "These networks would have {asked} parameters; here a run may have {limit}. "
                    "Choose fewer filters or units."
                ),
                asked=f"{parameters:,}",
                limit=f"{self.max_parameters:,}",
            )

    def last_step(self, training: TrainingConfig) -> int:
        """The step after which a run ends at the latest; its minutes may end it before."""
        return training.num_steps if training.budget == "steps" else self.max_steps

    def is_reached(self, step: int, seconds: float) -> bool:
        """A run that has come so far ends, whatever its own budget says."""
        return step >= self.max_steps or seconds >= 60.0 * self.max_minutes


SHARED_LIMITS = Limits(
    max_steps=50_000,
    max_minutes=10.0,
    max_parameters=5_000_000,
    max_waiting=10,
    max_per_visitor=2,  # a GAN and a VAE to compare
    max_disk_gb=5.0,
)


def limits_wanted(environment: Mapping[str, str] | None = None) -> Limits:
    """The limits of this studio's mode, each replaced by its variable: GAN_STUDIO_MAX_STEPS and so on.

    Raises:
        ConfigError: a variable does not hold a number, or the mode is unknown.
    """
    known = os.environ if environment is None else environment
    start = SHARED_LIMITS if is_shared(known) else Limits()
    chosen: dict[str, Any] = {}
    for field in fields(Limits):
        name = f"GAN_STUDIO_{field.name.upper()}"
        if name in known:
            chosen[field.name] = _number(name, known[name], type(getattr(start, field.name)))
    return replace(start, **chosen)


def is_shared(environment: Mapping[str, str] | None = None) -> bool:
    """Whether strangers use this studio: GAN_STUDIO_MODE=shared.

    Raises:
        ConfigError: no such mode.
    """
    known = os.environ if environment is None else environment
    mode = known.get(MODE, MODES[0])
    if mode not in MODES:
        raise ConfigError(MODE, N_("{field}: got {value}, expected {expected}."), value=mode, expected=", ".join(MODES))
    return mode == "shared"


def is_nearly(used: float, limit: float) -> bool:
    """Whether it is time for a warning."""
    return used >= _WARNING_SHARE * limit


def _number(name: str, text: str, kind: type) -> int | float:
    try:
        value = kind(text)
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise ConfigError(name, N_("{field}: got “{value}”, expected a number from 0 upwards."), value=text)
    return value  # type: ignore[no-any-return]
