"""Small, medium or large instead of numbers of filters."""

import streamlit as st

from ganlib.catalog.sizes import SIZE, SIZES
from ganlib.config import widths
from ganlib.config.run import RunConfig
from ganlib.ui.words import t


def size_control(config: RunConfig, key: str, reason: str) -> RunConfig:
    """Show the size that the widths of `config` make, and give them those of the size that somebody pressed.

    Args:
        key: of the widget; a change of the widths by hand makes it a fresh one.
        reason: why it cannot be changed; empty when it can.
    """
    size = widths.size_of(config)
    chosen = st.segmented_control(
        f"{t(SIZE.title)} · {reason}" if reason else t(SIZE.title),
        widths.SIZES if size in widths.SIZES else (*widths.SIZES, size),
        default=size,
        required=True,
        format_func=lambda option: t(SIZES[option].title),
        key=f"{key}-{size}",
        help="\n\n".join([t(SIZE.why), *(f"**{t(spec.title)}** · {t(spec.why)}" for spec in SIZES.values())]),
        disabled=bool(reason),
    )
    return widths.at_size(config, str(chosen))
