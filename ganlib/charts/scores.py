"""Scores of a run: one of them over the steps with its floor as a line, and which may be held against other runs'."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ganlib.catalog.metrics import METRICS
from ganlib.charts.theme import GAN, REAL, base_layout
from ganlib.i18n import N_, Translate
from ganlib.store.scores import Score, scores_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

_HEIGHT = 280  # pixels
_DIGITS = 5  # significant
_LOG_TICKS = [digit * 10.0**power for power in range(-4, 7) for digit in (1, 3)]  # by itself Plotly writes “2” for 20


@dataclass(frozen=True, kw_only=True)
class ScoreRecord:
    """One score over the steps; all points have the same number of samples and the same network.

    Attributes:
        floor: what real data get.
    """

    metric: str
    num_samples: int
    floor: float
    steps: tuple[int, ...]
    values: tuple[float, ...]


def score_record(
    scores: Sequence[Score], metric: str = "frechet_distance", network: str = "classifier"
) -> ScoreRecord | None:
    """Scores → record. Of several bases (network, version, number of samples) the one with the most points is drawn."""
    points = scores_of(scores, metric, network)
    if not points:
        return None
    bases = [score.basis for score in points]
    drawn = max(dict.fromkeys(bases), key=bases.count)
    points = [score for score in points if score.basis == drawn]
    floor = points[-1].floor
    if floor is None:  # a figure of the model itself, which comes once
        return None
    return ScoreRecord(
        metric=metric,
        num_samples=points[-1].num_samples,
        floor=_rounded(floor),
        steps=tuple(score.step for score in points),
        values=tuple(_rounded(score.value) for score in points),
    )


def score_figure(record: ScoreRecord, *, colour: str = GAN, translate: Translate) -> "go.Figure":
    """Record → figure: curve, and floor as a dashed line; a logarithmic axis where values span more than a decade."""
    import plotly.graph_objects as go

    title = translate(METRICS[record.metric].title)
    ends = record.steps[0], record.steps[-1]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": translate(N_("generated")),
            "x": record.steps,
            "y": record.values,
            "line": {"color": colour, "width": 2.5},
            "hovertemplate": "%{y:.4g}",
        },
        {
            "type": "scatter",
            "mode": "lines",
            "name": translate(N_("real data (the best there is)")),
            "x": ends,
            "y": (record.floor, record.floor),
            "line": {"color": REAL, "width": 2, "dash": "dash"},
            "hovertemplate": "%{y:.4g}",
        },
    ]
    least, most = min(record.floor, *record.values), max(record.floor, *record.values)
    is_log = 0.0 < 10.0 * least < most  # over less, a logarithmic axis would have a single tick or none
    layout = base_layout(height=_HEIGHT) | {
        "showlegend": True,
        "xaxis": {
            "title": {"text": translate(N_("step")), "standoff": 8},
            "tickformat": "~s",
            "hoverformat": ",.0f",
            "zeroline": False,
        },
        "yaxis": {
            "title": {"text": title, "standoff": 6},
            "type": "log" if is_log else "linear",
            "tickvals": _LOG_TICKS if is_log else None,
            "tickformat": ",~g",
            "zeroline": False,
            "automargin": True,
        },
    }
    return go.Figure(data=traces, layout=layout)


def side_by_side(runs: Sequence[Sequence[Score]], metric: str, network: str) -> tuple[list[Score | None], bool]:
    """The score of each run to show beside the others', and whether they may be compared.

    Where all runs that were scored share a basis (network, version, number of samples), the newest score on the one
    with the most samples; else the newest of each, which then do not compare.
    """
    found = [scores_of(scores, metric, network) for scores in runs]
    bases = [{score.basis for score in scores} for scores in found if scores]
    common = set.intersection(*bases) if bases else set()
    if not common:
        return [scores[-1] if scores else None for scores in found], not bases
    best = max(common, key=lambda basis: basis[2])
    return [next((score for score in reversed(scores) if score.basis == best), None) for scores in found], True


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")
