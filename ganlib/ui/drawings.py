"""Charts, drawn once for all visitors who look at the same rows in the same way.

The caches are not Streamlit's, for the reason that `readers.py` gives.
"""

from collections.abc import Hashable
from threading import Condition
from typing import TYPE_CHECKING

from cachetools import LRUCache, cached

from ganlib.store.records import Record
from ganlib.ui.live_chart import Drawing
from ganlib.ui.words import language, t

if TYPE_CHECKING:
    from ganlib.charts.curves import Axis, Panel
    from ganlib.charts.scores import ScoreRecord

_MOST_KEPT = 64  # drawings; about 40 kB each


def curves(panels: "list[Panel]", axis: "Axis", is_log: bool = False) -> tuple[Drawing, str]:
    """Curves, and the sentence that belongs below them ("" for none)."""
    return _curves(panels, axis, is_log, language())


def histogram(row: Record) -> Drawing | None:
    """The judgement of one batch; None when the row holds no usable counts."""
    return _histogram(row, language())


def scores(record: "ScoreRecord", colour: str) -> Drawing:
    """The course of a score, with its floor."""
    return _scores(record, colour, language())


def _identity(panels: "list[Panel]", *look: Hashable) -> Hashable:
    """Rows are told apart by their number and the newest of them, which nobody need hash a million of."""
    drawn = [
        (panel.title, panel.unit, panel.is_from_zero, one.key, one.label, one.style, len(one.rows), repr(one.rows[-1:]))
        for panel in panels
        for one in panel.curves
    ]
    return *drawn, *look


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
