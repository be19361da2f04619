"""Parts of a page that refresh by themselves, and stop when there is nothing new to come."""

from collections.abc import Callable

import streamlit as st

SECONDS = 2.0  # between two looks at a run that trains
CHART_SECONDS = 4.0  # charts cost the browser most, and the trainer shares the processor with it


def refresh(panel: Callable[..., None], *args: object, active: bool, seconds: float = SECONDS) -> None:
    """Show `panel(*args)`, again every `seconds` while `active`. What is over does not tick.

    The browser keeps the clock that was set when the panel was called; so a panel whose run has ended asks for
    `full_rerun_when`, and is then called here with `active=False`.
    """
    st.fragment(panel, run_every=seconds if active else None)(*args)


def full_rerun_when(is_over: bool) -> None:
    """Run the whole page once more, so that nothing ticks afterwards."""
    if is_over:
        st.rerun(scope="app")
