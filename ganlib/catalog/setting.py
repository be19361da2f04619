"""The shape of a setting's entry in the catalog, and the headings that settings stand under."""

from dataclasses import dataclass

from ganlib.catalog.spec import Spec
from ganlib.config.base import Scalar
from ganlib.config.run import RunConfig
from ganlib.i18n import N_


@dataclass(frozen=True, kw_only=True)
class Setting(Spec):
    """A setting as a form shows it.

    Attributes:
        group: the heading it stands under: "budget", "data", "network", "objective", "optimizer", "safety" or "machine".
        is_basic: shown at once; the others are folded away. At most seven for each family; the size of the networks is the eighth.
        step: what one press of + or − changes.
        number_format: how a number is written (printf style).
        needs: the setting that decides whether this one does anything, and the values for which it does.
        needs_any: settings of which at least one must be above zero for this one to do anything.
    """

    group: str
    is_basic: bool = False
    step: float | None = None
    number_format: str | None = None
    needs: tuple[str, tuple[Scalar, ...]] | None = None
    needs_any: tuple[str, ...] = ()

    def applies_to(self, config: RunConfig) -> bool:
        """Whether this setting changes anything in `config`."""
        settings = config.settings() | {"dataset": config.kind_of_data}
        if self.needs and settings.get(self.needs[0]) not in self.needs[1]:
            return False
        return self.has_any_needed(config)

    def has_any_needed(self, config: RunConfig) -> bool:
        """Whether one of the settings that it needs any of is above zero, or it needs none."""
        return not self.needs_any or any(config.settings().get(key) for key in self.needs_any)


GROUPS = {
    "budget": N_("How long"),
    "data": N_("Pictures"),
    "network": N_("Networks"),
    "objective": N_("What they learn from"),
    "optimizer": N_("How they learn"),
    "safety": N_("What is kept, and what happens when it breaks"),
    "machine": N_("Repeatability and machine"),
}
