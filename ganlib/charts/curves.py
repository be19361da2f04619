"""Curves over steps or seconds: the raw values faint, their moving average strong, gaps left as gaps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from ganlib.catalog.scalars import SCALARS
from ganlib.charts.theme import Style, base_layout, role_colour
from ganlib.i18n import N_, Translate
from ganlib.store.records import Record

if TYPE_CHECKING:
    import plotly.graph_objects as go

Axis = Literal["step", "seconds"]
Point = tuple[float, float | None]
Values = tuple[float | None, ...]

MOST_POINTS = 300  # drawn for each curve
_MOST_AVERAGED = 4_000  # rows of a very long run that the average looks at, evenly spaced
_AVERAGED_SHARE = 0.02  # of the curve
_PANEL_HEIGHT = 230  # pixels
_TITLE_HEIGHT = 26  # pixels
_GAP = 0.1  # share of the height between two panels
_DIGITS = 5  # significant; more only costs bytes

_AXIS_TITLES: dict[Axis, str] = {"step": N_("step"), "seconds": N_("training time (seconds)")}
_SMOOTHED = N_("thin: every value · thick: moving average over about {rows} values")


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What to draw: one scalar of one run. Label and style are the catalog's unless given."""

    rows: list[Record]
    key: str
    label: str = ""
    style: Style | None = None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Curves that share a vertical axis. Title and unit are already in the reader's language."""

    title: str
    curves: tuple[Curve, ...]
    unit: str = ""
    is_from_zero: bool = False  # the axis begins at zero, so that heights compare


@dataclass(frozen=True, kw_only=True)
class Line:
    """One curve, ready to draw: `raw` and `smooth` belong to `x`; None is a gap."""

    key: str
    label: str
    style: Style
    x: Values
    raw: Values
    smooth: Values
    averaged: int  # logged values that one point of `smooth` mostly stands for


@dataclass(frozen=True, kw_only=True)
class PanelRecord:
    title: str
    unit: str
    lines: tuple[Line, ...]
    is_from_zero: bool


@dataclass(frozen=True, kw_only=True)
class CurvesRecord:
    """Everything that a figure shows, as plain data."""

    x: Axis
    x_title: str
    panels: tuple[PanelRecord, ...]
    note: str


def scalar_panel(
    keys: Sequence[str], rows: list[Record], title: str, translate: Translate, *, is_from_zero: bool = False
) -> Panel:
    """Some scalars of one run under a common title; those that the run does not log are left out."""
    present = {key for row in rows[-1:] + rows[:1] for key in row}
    return Panel(
        title=title,
        unit=translate(SCALARS[keys[0]].unit),
        is_from_zero=is_from_zero,
        curves=tuple(Curve(rows=rows, key=key) for key in keys if key in present),
    )


def curves_record(panels: Sequence[Panel], *, x: Axis, translate: Translate) -> CurvesRecord:
    """Rows → record."""
    prepared = tuple(
        PanelRecord(
            title=panel.title,
            unit=panel.unit,
            is_from_zero=panel.is_from_zero,
            lines=tuple(line for curve in panel.curves if (line := _line(curve, x, translate))),
        )
        for panel in panels
    )
    averaged = max((line.averaged for panel in prepared for line in panel.lines), default=1)
    note = translate(_SMOOTHED).format(rows=averaged) if averaged > 1 else ""
    return CurvesRecord(x=x, x_title=translate(_AXIS_TITLES[x]), panels=prepared, note=note)


def curves_figure(record: CurvesRecord, *, is_log: bool = False, translate: Translate) -> "go.Figure":
    """Record → figure: panels stacked, each with its own vertical axis, all with the same horizontal one.

    Args:
        is_log: logarithmic vertical axes where every value is above zero; elsewhere the axis stays linear.
    """
    import pandas  # noqa: F401 - whole, before Plotly looks into it: another thread may be importing it
    import plotly.graph_objects as go

    count = max(1, len(record.panels))
    layout: dict[str, Any] = base_layout(height=_PANEL_HEIGHT * count + 70)
    height = (1 - _GAP * (count - 1)) / count
    traces: list[dict[str, Any]] = []
    annotations = []
    for index, panel in enumerate(record.panels):
        suffix = "" if index == 0 else str(index + 1)
        top = 1 - index * (height + _GAP)
        can_be_log = is_log and _all_positive(panel)
        layout[f"yaxis{suffix}"] = {
            "domain": [max(0.0, top - height), top],
            "title": {"text": panel.unit, "standoff": 6},
            "type": "log" if can_be_log else "linear",
            "rangemode": "tozero" if panel.is_from_zero else "normal",
            "zeroline": False,
            "automargin": True,
            "anchor": f"x{suffix}",
        }
        is_last = index == count - 1
        layout[f"xaxis{suffix}"] = {
            "anchor": f"y{suffix}",
            "matches": None if index == 0 else "x",
            "showticklabels": is_last,
            "title": {"text": record.x_title if is_last else "", "standoff": 8},
            "zeroline": False,
            "hoverformat": ",.0f" if record.x == "step" else ",.1f",
            "tickformat": "~s" if record.x == "step" else "",
        }
        if count > 1:
            annotations.append(_panel_title(panel.title, top))
        for line in panel.lines:
            traces += _traces(line, suffix)
    layout["annotations"] = annotations
    layout["showlegend"] = any(len(panel.lines) > 1 for panel in record.panels)
    if layout["showlegend"] and count > 1:  # above the first panel's title
        layout["margin"]["t"] += _TITLE_HEIGHT
        layout["legend"]["y"] = 1 + _TITLE_HEIGHT / (_PANEL_HEIGHT * count)
    if is_log and not all(_all_positive(panel) for panel in record.panels):
        layout["annotations"].append(_remark(translate(N_("Values at or below zero have no logarithm: linear axis."))))
    return go.Figure(data=traces, layout=layout)


def _line(curve: Curve, x: Axis, translate: Translate) -> Line | None:
    spec = SCALARS[curve.key]
    logged = [
        (row[x], _number(row[curve.key]))
        for row in curve.rows
        if curve.key in row and isinstance(row.get(x), (int, float))
    ]
    if not logged:
        return None
    points = _thinned(logged, _MOST_AVERAGED)
    span = max(1, round(_AVERAGED_SHARE * len(points)))
    means = moving_average([value for _, value in points], span)
    raw = _thinned(points, MOST_POINTS)
    smooth = _thinned([(place, mean) for (place, _), mean in zip(points, means, strict=True)], MOST_POINTS)
    return Line(
        key=curve.key,
        label=curve.label or translate(spec.title),
        style=curve.style or Style(colour=role_colour(spec.role)),
        x=tuple(place for place, _ in raw),
        raw=tuple(_rounded(value) for _, value in raw),
        smooth=tuple(_rounded(mean) for _, mean in smooth),
        averaged=max(1, round(span * len(logged) / len(points))) if span > 1 else 1,
    )


def _thinned(points: list[Point], limit: int) -> list[Point]:
    """At most `limit` points, first and last among them; a gap that falls between two of them stays a gap."""
    if len(points) <= limit:
        return points
    last = len(points) - 1
    kept = [round(index * last / (limit - 1)) for index in range(limit)]
    thinned = [points[0]]
    for before, index in pairwise(kept):
        has_gap = index != last and any(value is None for _, value in points[before + 1 : index + 1])
        thinned.append((points[index][0], None) if has_gap else points[index])
    return thinned


def moving_average(values: Sequence[float | None], span: int) -> list[float | None]:
    """Exponential moving average with the centre of mass of a plain average over `span` values.

    The weights are normalised from the first value on, and a gap stays a gap, without ending the average.
    """
    keep = (span - 1) / (span + 1)
    total = weight = 0.0
    means: list[float | None] = []
    for value in values:
        if value is None:
            means.append(None)
            continue
        total = keep * total + value
        weight = keep * weight + 1.0
        means.append(total / weight)
    return means


def _number(value: object) -> float | None:
    is_number = isinstance(value, (int, float)) and math.isfinite(value)
    return float(value) if is_number else None  # type: ignore[arg-type]


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{_DIGITS}g}")


def _all_positive(panel: PanelRecord) -> bool:
    return all(value is None or value > 0 for line in panel.lines for value in line.raw)


def _traces(line: Line, suffix: str) -> list[dict[str, Any]]:
    """The raw line, faint, and the average, which alone answers to the mouse and stands in the legend.

    Dictionaries, because the figure checks them once; `go.Scatter` objects would be checked twice.
    """
    common = {"type": "scatter", "mode": "lines", "connectgaps": False, "x": line.x}
    common |= {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "name": line.label, "legendgroup": line.label}
    look = {"color": line.style.colour, "dash": line.style.dash}
    strong = common | {"y": line.smooth, "line": look | {"width": 2.5}, "hovertemplate": "%{y:.4g}"}
    if line.averaged <= 1:
        return [strong]
    faint = common | {"y": line.raw, "line": look | {"width": 1}, "opacity": 0.35}
    return [faint | {"showlegend": False, "hoverinfo": "skip"}, strong]


def _panel_title(text: str, top: float) -> dict[str, Any]:
    return {
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": top,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 13},
    }


def _remark(text: str) -> dict[str, Any]:
    return _panel_title(text, 1.0) | {"x": 1, "xanchor": "right", "font": {"size": 12}}
