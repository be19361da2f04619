"""A Plotly chart that updates in place. `st.plotly_chart` cannot: it is rebuilt, and loses its zoom, each time."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ganlib.charts.theme import DARK
from ganlib.ui.words import t

if TYPE_CHECKING:
    import plotly.graph_objects as go

VERSION = "4.1.1"  # of plotly.js, see static/vendor/README.md
_SCRIPT = f"app/static/vendor/plotly-basic.min.js?v={VERSION}"
_DEFAULT_HEIGHT = 320  # pixels


def live_chart(figure: "go.Figure", *, key: str, alt: str, height: int | None = None) -> None:
    """Show `figure`; at the same place with the same key, the next call updates it.

    Args:
        alt: what the chart shows, for those who cannot see it.
        height: in pixels; the figure's own unless given.
    """
    content = figure.to_plotly_json()
    pixels = height or content["layout"].get("height") or _DEFAULT_HEIGHT
    data = {
        "figure": content,
        "dark": DARK,
        "script": _SCRIPT,
        "alt": alt,
        "height": pixels,
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
