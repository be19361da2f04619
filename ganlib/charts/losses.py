"""Which losses a run has, and the panels that show them."""

from ganlib.catalog.scalars import SCALARS
from ganlib.charts.curves import Curve, Panel
from ganlib.charts.theme import Style
from ganlib.i18n import N_, Translate
from ganlib.store.records import Record


def loss_panels(
    family: str, rows: list[Record], translate: Translate, label: str = "", style: Style | None = None
) -> list[Panel]:
    """The losses of one run: both players of a game in one panel; the terms of an autoencoder each with its own axis.

    Args:
        label: the run's name, where several runs are drawn; it goes before the name of the curve.
        style: of curves that have a panel of their own; two players keep their colours.
    """
    return [
        Panel(
            title=translate(N_("Losses") if len(keys) > 1 else SCALARS[keys[0]].title),
            unit=translate(SCALARS[keys[0]].unit),
            curves=tuple(
                Curve(rows=rows, key=key, label=_named(label, key, translate), style=style if len(keys) == 1 else None)
                for key in keys
            ),
        )
        for keys in loss_groups(family, rows)
    ]


def loss_groups(family: str, rows: list[Record]) -> tuple[tuple[str, ...], ...]:
    """The losses that share an axis: of a GAN both players; of an autoencoder the total and its terms, each alone.

    A VAE-GAN has no total, but players. Where there is no KL term, the prior's loss or the size of the codes stands in
    its place.
    """
    players = ("loss/g", "loss/d")
    if family == "gan":
        return (players,)
    logged = {key for row in rows[-1:] for key in row}
    if "loss/features" in logged:
        return ("loss/features",), ("loss/kl",), players
    last = next((key for key in ("penalty/codes", "loss/prior") if key in logged), "loss/kl")
    return ("loss/total",), ("loss/reconstruction",), (last,)


def _named(label: str, key: str, translate: Translate) -> str:
    title = translate(SCALARS[key].title)
    return f"{label}: {title}" if label else title
