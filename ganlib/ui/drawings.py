"""Charts, drawn once for all visitors who look at the same rows in the same way.

The caches are not Streamlit's, for the reason that `readers.py` gives.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import TYPE_CHECKING

from cachetools import LRUCache, cached

from ganlib.config.drawn import dots_of
from ganlib.config.gan import GanConfig
from ganlib.config.run import RunConfig
from ganlib.store.moments import STEPS_OF_A_LINE, STEPS_OF_A_NET, read_moment
from ganlib.store.records import Record
from ganlib.ui.live_chart import Drawing
from ganlib.ui.words import language, t

if TYPE_CHECKING:
    from ganlib.charts.curves import Axis, Panel
    from ganlib.charts.scores import ScoreRecord

_MOST_KEPT = 64  # drawings; about 40 kB each, a moment of points up to 140


def curves(panels: "list[Panel]", axis: "Axis", is_log: bool = False) -> tuple[Drawing, str]:
    """Curves, and the sentence that belongs below them ("" for none)."""
    return _curves(panels, axis, is_log, language())


def histogram(row: Record) -> Drawing | None:
    """The judgement of one batch; None when the row holds no usable counts."""
    return _histogram(row, language())


def scores(record: "ScoreRecord", colour: str) -> Drawing:
    """The course of a score, with its floor."""
    return _scores(record, colour, language())


@dataclass(frozen=True, kw_only=True)
class MomentDrawing:
    """One moment of a run of points.

    Attributes:
        says: with what its discriminator says, if it has an opinion of single places.
        best: in the plane, with what the best discriminator would say; None: there is none, or it is in `says`.
        has_ground, has_arrows, has_net: what is in `says`; a single latent in the plane is a thread, and no net.
    """

    says: Drawing
    best: Drawing | None
    has_ground: bool
    has_arrows: bool
    has_net: bool


def points(path: Path, config: RunConfig) -> MomentDrawing | None:
    """None: it is missing or damaged."""
    try:
        return _points(path, path.stat().st_mtime_ns, config, language())
    except OSError:
        return None


def _identity(panels: "list[Panel]", *look: Hashable) -> Hashable:
    """Rows are told apart by their number and the newest of them, which nobody need hash a million of."""
    drawn = [
        (panel.title, panel.unit, panel.is_from_zero, one.key, one.label, one.style, len(one.rows), repr(one.rows[-1:]))
        for panel in panels
        for one in panel.curves
    ]
    return *drawn, *look


def _aims_at_ratio(config: RunConfig) -> bool:
    """Whether there is a best discriminator to be shown: of a VAE, which has none, one may be imagined."""
    return not isinstance(config.model, GanConfig) or config.model.aims_at_ratio


def _spelled(*arguments: object) -> Hashable:
    return repr(arguments)


@cached(LRUCache(_MOST_KEPT), key=_identity, condition=Condition())
def _curves(panels: "list[Panel]", axis: "Axis", is_log: bool, in_language: str) -> tuple[Drawing, str]:
    from ganlib.charts.curves import curves_figure, curves_record

    record = curves_record(panels, x=axis, translate=t)
    return Drawing.of(curves_figure(record, is_log=is_log, translate=t)), record.note


@cached(LRUCache(_MOST_KEPT), key=_spelled, condition=Condition())
def _histogram(row: Record, in_language: str) -> Drawing | None:
    from ganlib.charts.histograms import histogram_figure, histogram_record

    record = histogram_record(row)
    return None if record is None else Drawing.of(histogram_figure(record, translate=t))


@cached(LRUCache(_MOST_KEPT), key=_spelled, condition=Condition())
def _scores(record: "ScoreRecord", colour: str, in_language: str) -> Drawing:
    from ganlib.charts.scores import score_figure

    return Drawing.of(score_figure(record, colour=colour, translate=t))


@cached(LRUCache(_MOST_KEPT), condition=Condition())
def _points(path: Path, version: int, config: RunConfig, in_language: str) -> MomentDrawing | None:
    from ganlib.charts.points import line_figure, plane_figure, points_record

    dots = dots_of(config.data.dataset)
    moment = dots and read_moment(path, dots)
    if dots is None or moment is None:
        return None
    record = points_record(dots, moment, has_best=_aims_at_ratio(config))
    best, latents = None, STEPS_OF_A_LINE if dots.dimensions == 1 else STEPS_OF_A_NET**2
    if dots.dimensions == 1:
        says = Drawing.of(line_figure(record, translate=t))
    else:
        says = Drawing.of(plane_figure(record, moment.belief, is_best=False, translate=t))
        if record.best is not None:
            best = Drawing.of(plane_figure(record, record.best, is_best=True, translate=t))
    return MomentDrawing(
        says=says,
        best=best,
        has_ground=moment.belief is not None,
        has_arrows=moment.pull is not None,
        has_net=moment.warp is not None and len(moment.warp) == latents,
    )
