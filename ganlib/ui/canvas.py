"""A sheet on which a person draws points; the drawing becomes the name of a data set."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ganlib.charts.theme import REAL
from ganlib.config.drawn import EXTENT, MOST, SIGMA, drawn_points, name_of
from ganlib.ui import state
from ganlib.ui.words import t

_HTML = """
<canvas role="img"></canvas>
<div class="row"><button class="clear"></button><span class="left"></span></div>
"""
_CSS = """
canvas { touch-action: none; cursor: crosshair; border: 1px solid var(--st-border-color); border-radius: 0.5rem;
  max-width: 100%; }
.row { display: flex; gap: 1rem; align-items: center; font-family: var(--st-font); color: var(--st-text-color); }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--st-border-color);
  border-radius: 0.5rem; padding: 0.25rem 0.75rem; cursor: pointer; }
.left { opacity: 0.7; }
"""


def canvas(dataset: str, on_drawn: Callable[[str], None], *, key: str) -> None:
    """Show a drawing, to be added to or begun anew.

    Args:
        dataset: the drawing that is there.
        on_drawn: is told the name of the data set when a stroke is finished.
    """
    dots = drawn_points(dataset)
    data = {
        "serial": st.session_state.get(state.SHEET, 0),
        "name": dataset,
        "centres": [list(centre) for centre in dots.centres] if dots else [],
        "extent": EXTENT,
        "sigma": SIGMA,
        "most": MOST,
        "colour": REAL,
        "clear": t("Clear the sheet"),
        "left": t("{number} clouds left", number="{number}"),
        "alt": t("A sheet to draw on with mouse or finger: where the real points are to lie"),
    }

    def tell() -> None:
        serial, name = _told(st.session_state[key].get("drawn"))
        st.session_state[state.SHEET] = serial
        if name:
            on_drawn(name)

    _component()(key=key, data=data, on_drawn_change=tell)


def _told(stroke: object) -> tuple[int, str | None]:
    """The number of a stroke, to be given back, and the drawing with it; 0 and None: the browser sent none."""
    try:
        serial, centres = int(stroke["serial"]), stroke["centres"]  # type: ignore[index]
        name = name_of([(float(x), float(y)) for x, y in centres[:MOST]])
    except (TypeError, KeyError, ValueError, OverflowError):
        return 0, None
    return serial, name if drawn_points(name) else None


@cache
def _component() -> ComponentRenderer:
    """Registered once: registering again would send the script again."""
    return st.components.v2.component(
        "gan_studio_canvas",
        html=_HTML,
        css=_CSS,
        js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    )
