"""The Start buttons: create runs, hand them to the engine, show them. A double click starts once, not twice."""

import time
from collections.abc import Callable
from typing import NoReturn, TypeVar

import streamlit as st

from ganlib.config.run import RunConfig
from ganlib.ui import resources, state, trouble

_DOUBLE_CLICK_SECONDS = 2.0

Result = TypeVar("Result")


def start(config: RunConfig) -> NoReturn:
    """Start `config` and show its run on this page."""

    def create() -> str:
        return resources.engine().start(config).run_id

    set_address({"run": once(config, create)})
    st.rerun()


def once(what: object, create: Callable[[], Result]) -> Result:
    """Call `create`, unless the same was created a moment ago; then give that again.

    The second click of a double click arrives as a further run of the script, at a moment that nobody can foresee.
    """
    earlier = st.session_state.get(state.STARTED)
    if earlier and earlier[0] == what and time.monotonic() - earlier[2] < _DOUBLE_CLICK_SECONDS:
        return earlier[1]  # type: ignore[no-any-return]
    with trouble.said_in_words():
        result = create()
    st.session_state[state.STARTED] = (what, result, time.monotonic())
    return result


def go_button(label: str, params: dict[str, str], *, key: str, icon: str) -> None:
    """A way to another face of the same page. `st.page_link` would leave the old address in the browser (1.67)."""
    if st.button(label, key=key, icon=icon, type="tertiary"):
        set_address(params)
        st.rerun()


def set_address(params: dict[str, str]) -> None:
    """Make `params` the address of this page; the chosen language stays in it."""
    language = {state.LANGUAGE: st.query_params[state.LANGUAGE]} if state.LANGUAGE in st.query_params else {}
    if st.query_params.to_dict() != params | language:
        st.query_params.from_dict(params | language)
