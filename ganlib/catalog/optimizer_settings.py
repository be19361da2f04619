"""The settings of an optimizer, whichever network it moves."""

from ganlib.catalog.setting import Setting
from ganlib.i18n import N_

_METHOD = N_("How an update is made from a gradient.")
_RATE = N_("How big a step one update takes. Too high: the curves jump or break. Too low: nothing seems to happen.")
_BETA_1 = N_(
    "How much of the previous direction an update keeps (momentum). GANs like little: 0 to 0.5. With RMSprop and SGD, momentum also makes the steps longer: up to ten times at 0.9."
)
_BETA_2 = N_("How slowly the optimizer forgets how large the gradients were. Closer to 1 is steadier.")


def optimizer_settings(name: str, *, method: str, learning_rate: str, beta_1: str, beta_2: str) -> tuple[Setting, ...]:
    """The four settings of the optimizer `name`, under the titles given."""
    return (
        Setting(key=f"{name}.method", title=method, group="optimizer", why=_METHOD),
        Setting(
            key=f"{name}.learning_rate",
            title=learning_rate,
            group="optimizer",
            is_basic=True,
            step=1e-4,
            number_format="%.2e",
            why=_RATE,
        ),
        Setting(key=f"{name}.beta_1", title=beta_1, group="optimizer", step=0.05, number_format="%.4g", why=_BETA_1),
        Setting(
            key=f"{name}.beta_2",
            title=beta_2,
            group="optimizer",
            step=0.005,
            number_format="%.5g",
            why=_BETA_2,
            needs=(f"{name}.method", ("adam", "rmsprop")),
        ),
    )
