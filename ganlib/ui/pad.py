"""A sheet of pictures to walk on: the one under the pointer is shown large, a click makes it the middle."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from ganlib.store.images import GAP, Pixels
from ganlib.ui.gallery import as_address
from ganlib.ui.words import t

_HTML = """
<div class="pad">
  <canvas class="sheet" tabindex="0" role="application"></canvas>
  <div class="large"><canvas class="view" role="img"></canvas><p class="place" aria-live="polite"></p></div>
</div>
"""
_CSS = """
.pad { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1rem; }
canvas { image-rendering: pixelated; border-radius: 0.5rem; display: block; height: auto; }
.sheet { flex: 2 1 18rem; min-width: 0; max-width: 28rem; cursor: crosshair; touch-action: manipulation; }
.sheet:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 2px; }
.large { flex: 1 1 10rem; max-width: 16rem; }
.view { width: 100%; }
.place { font-family: var(--st-font); color: var(--st-text-color); opacity: 0.8; min-height: 3em; }
"""


def pad(images: Pixels, columns: int, reach: float, on_chosen: Callable[[int, int], None], *, key: str) -> None:
    """Show pictures of a plane of latents, row by row, of which the middle one is where one stands.

    Args:
        images: `[rows · columns, height, width, channels]`.
        reach: how far the outermost are from the middle, in standard deviations.
        on_chosen: is told column and row, counted from the top left, of the picture that is to be the middle.
    """
    rows = len(images) // columns
    sheet = as_address(images, columns)
    identity = str(hash(sheet))  # what the browser answers about an earlier sheet is passed over
    data = {
        "identity": identity,
        "sheet": sheet,
        "columns": columns,
        "rows": rows,
        "width": images.shape[2],
        "height": images.shape[1],
        "gap": GAP,
        "reach": reach,
        "alt": t("Pictures beside pictures. Arrow keys move, Enter goes there."),
        "here": t("You are here."),
        "place": t("{right} to the right, {up} upwards. A click goes there.", right="{right}", up="{up}"),
        "view": t("The picture that is pointed at, large"),
    }

    def tell() -> None:
        chosen = _told(st.session_state[key].get("chosen"), identity, columns, rows)
        if chosen is not None:
            on_chosen(*chosen)

    _component()(key=key, data=data, on_chosen_change=tell)


def _told(chosen: object, identity: str, columns: int, rows: int) -> tuple[int, int] | None:
    """Column and row; None: the browser sent no such place."""
    try:
        column, row, of = int(chosen["column"]), int(chosen["row"]), chosen["identity"]  # type: ignore[index]
    except (TypeError, KeyError, ValueError, OverflowError):
        return None
    return (column, row) if of == identity and 0 <= column < columns and 0 <= row < rows else None


@cache
def _component() -> ComponentRenderer:
    """Registered once: registering again would send the script again."""
    return st.components.v2.component(
        "gan_studio_pad",
        html=_HTML,
        css=_CSS,
        js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8"),
    )
