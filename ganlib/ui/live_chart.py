"""A Plotly chart that updates in place. `st.plotly_chart` cannot: it is rebuilt, and loses its zoom, each time."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ganlib.charts.theme import DARK
from ganlib.ui.words import t

if TYPE_CHECKING:
    import plotly.graph_objects as go

VERSION = "4.1.1"  # of plotly.js, see static/vendor/README.md
_SCRIPT = f"app/static/vendor/plotly-basic.min.js?v={VERSION}"


@dataclass(frozen=True)
class Drawing:
    """A figure as it travels to the browser, where it is compared with what is there, then read."""

    figure: str  # JSON
    height: int  # pixels

    @classmethod
    def of(cls, figure: "go.Figure") -> Self:
        content = figure.to_plotly_json()
        text = json.dumps(content, separators=(",", ":"))
        return cls(text, content["layout"]["height"])


def live_chart(drawing: Drawing, *, key: str, alt: str) -> None:
    """Show a drawing; at the same place with the same key, the next call updates it.

    Args:
        alt: what the chart shows, for those who cannot see it.
    """
    data = {
        "figure": drawing.figure,
        "dark": DARK,
        "script": _SCRIPT,
        "alt": alt,
        "height": drawing.height,
        "failure": t("The chart could not be drawn: the chart library did not load. Reload the page to try again."),
    }
    _component()(key=key, data=data)


@cache
def _component() -> ComponentRenderer:
    """Registered once: registering again would send the script again."""
    return st.components.v2.component(
        "gan_studio_live_chart",
        html='<div class="chart"></div>\n<div class="failure" role="status"></div>',
        js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
        isolate_styles=False,  # Plotly puts its own styles into the page's head
    )
