"""How sure the discriminator is: histogram of D(real) and D(fake) over a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ganlib.charts.theme import GAN, REAL, base_layout
from ganlib.i18n import N_, Translate
from ganlib.store.records import Record

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True, kw_only=True)
class HistogramRecord:
    """Shares (0 … 1) of real and of generated pictures in each of the bins that divide the range 0 … 1 evenly."""

    step: int
    real: tuple[float, ...]
    fake: tuple[float, ...]

    @property
    def middles(self) -> tuple[float, ...]:
        count = len(self.real)
        return tuple((index + 0.5) / count for index in range(count))


def histogram_record(row: Record) -> HistogramRecord | None:
    """Row of `histograms.jsonl` → record; None when it holds no usable counts."""
    real, fake = _shares(row.get("real")), _shares(row.get("fake"))
    step = row.get("step")
    if not real or len(real) != len(fake) or not isinstance(step, int):
        return None
    return HistogramRecord(step=step, real=real, fake=fake)


def histogram_figure(record: HistogramRecord, *, translate: Translate) -> "go.Figure":
    """Record → figure: bars behind each other, real and generated."""
    import pandas  # noqa: F401 - whole, before Plotly looks into it: another thread may be importing it
    import plotly.graph_objects as go

    width = 1 / len(record.real)
    bars = [
        go.Bar(
            x=record.middles,
            y=shares,
            name=name,
            marker={"color": colour, "line": {"width": 0}},
            opacity=0.6,
            width=width,
            hovertemplate="%{y:.0%}",
        )
        for name, shares, colour in (
            (translate(N_("real")), record.real, REAL),
            (translate(N_("generated")), record.fake, GAN),
        )
    ]
    layout: dict[str, Any] = base_layout(height=300) | {
        "barmode": "overlay",
        "showlegend": True,
        "xaxis": {
            "range": [0, 1],
            "tickformat": ".0%",
            "hoverformat": ".0%",
            "title": {"text": translate(N_("how sure it is that a picture is real")), "standoff": 8},
            "zeroline": False,
        },
        "yaxis": {
            "title": {"text": translate(N_("share of the pictures")), "standoff": 6},
            "tickformat": ".0%",
            "rangemode": "tozero",
            "zeroline": False,
            "automargin": True,
        },
    }
    return go.Figure(data=bars, layout=layout)


def _shares(counts: object) -> tuple[float, ...]:
    if not isinstance(counts, Sequence) or isinstance(counts, str):
        return ()
    numbers = [count if isinstance(count, (int, float)) else 0 for count in counts]
    total = sum(numbers)
    return tuple(round(number / total, 4) for number in numbers) if total > 0 else ()
