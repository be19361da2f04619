"""A sheet on which a person draws a picture, light on dark, of as many pixels as a model's pictures have."""

import base64
import binascii
from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ganlib.ui.words import t

_HTML = """
<canvas role="img"></canvas>
<button class="clear"></button>
"""
_CSS = """
canvas { touch-action: none; cursor: crosshair; border-radius: 0.5rem; width: 17.5rem; max-width: 100%;
  display: block; margin-bottom: 0.5rem; border: 1px solid var(--st-border-color); }
button { font: inherit; font-family: var(--st-font); color: var(--st-text-color); background: none; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: 0.5rem; padding: 0.25rem 0.75rem; }
"""


def sketch(width: int, height: int, ink: bytes, on_drawn: Callable[[bytes], None], *, key: str) -> None:
    """Show a drawing, to be added to or begun anew.

    Args:
        ink: how light each pixel of the drawing is, row by row; of another size, or empty: the sheet is blank.
        on_drawn: is told the same when a stroke is finished, or the sheet was cleared.
    """
    data = {
        "width": width,
        "height": height,
        "ink": base64.b64encode(ink).decode() if len(ink) == width * height else "",
        "clear": t("Clear the sheet"),
        "alt": t("A sheet to draw a picture on, with mouse or finger"),
    }

    def tell() -> None:
        drawn = _told(st.session_state[key].get("drawn"), width * height)
        if drawn is not None:
            on_drawn(drawn)

    _component()(key=key, data=data, on_drawn_change=tell)


def _told(drawn: object, size: int) -> bytes | None:
    """None: the browser sent no drawing of this size."""
    try:
        ink = base64.b64decode(str(drawn["ink"]), validate=True)  # type: ignore[index]
    except (TypeError, KeyError, binascii.Error):
        return None
    return ink if len(ink) == size else None


@cache
def _component() -> ComponentRenderer:
    """Registered once: registering again would send the script again."""
    return st.components.v2.component(
        "gan_studio_sketch",
        html=_HTML,
        css=_CSS,
        js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    )
