"""The Start buttons: create runs, hand them to the engine, show them. A double click starts once, not twice."""

import time
from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from ganlib.config.run import RunConfig
from ganlib.errors import GanlibError
from ganlib.store.checkpoints import Checkpoint
from ganlib.store.runs import Run
from ganlib.ui import resources, state
from ganlib.ui.words import plain, what_went_wrong

_DOUBLE_CLICK_SECONDS = 5.0  # the second click is answered when the page of the first is drawn

Result = TypeVar("Result")


def start(config: RunConfig) -> None:
    """Start `config` and show its run on this page, or say why it cannot start."""
    _show(config, lambda: resources.engine().start(config))


def branch(parent: Run, checkpoint: Checkpoint, config: RunConfig) -> None:
    """Start a branch with `config` and show its run on this page, or say why it cannot start."""
    what = (parent.run_id, checkpoint.step, config)
    _show(what, lambda: resources.engine().branch(parent, checkpoint, config))


def keep(parent: Run, checkpoint: Checkpoint, name: str) -> None:
    """Make a run of what `parent` was at `checkpoint` and show it on this page, or say why that is impossible."""
    what = (parent.run_id, checkpoint.step, "keep")
    _show(what, lambda: resources.engine().keep(parent, checkpoint, name=name))


def _show(what: object, create: Callable[[], Run]) -> None:
    run_id = attempt(lambda: once(what, lambda: create().run_id))
    if run_id is not None:
        set_address({"run": run_id})
        st.rerun()


def attempt(action: Callable[[], Result]) -> Result | None:
    """Do it; or say on the page why it could not be done, and give None."""
    try:
        return action()
    except (GanlibError, OSError) as error:
        st.error(plain(what_went_wrong(error)))
        return None


def once(what: object, create: Callable[[], Result]) -> Result:
    """Call `create`, unless the same was created a moment ago; then give that again.

    The second click of a double click arrives as a further run of the script, at a moment that nobody can foresee.
    """
    earlier = st.session_state.get(state.STARTED)
    if earlier and earlier[0] == what and time.monotonic() - earlier[2] < _DOUBLE_CLICK_SECONDS:
        return earlier[1]  # type: ignore[no-any-return]
    result = create()
    st.session_state[state.STARTED] = (what, result, time.monotonic())
    return result


def go_button(label: str, params: dict[str, str], *, key: str, icon: str, explanation: str | None = None) -> None:
    """A way to another face of the same page. `st.page_link` would leave the old address in the browser (1.67), and
    looks pressed there.
    """
    if st.button(label, key=key, icon=icon, help=explanation, type="tertiary"):
        set_address(params)
        st.rerun()


def set_address(params: dict[str, str]) -> None:
    """Make `params` the address of this page; the chosen language stays in it."""
    language = {state.LANGUAGE: st.query_params[state.LANGUAGE]} if state.LANGUAGE in st.query_params else {}
    if st.query_params.to_dict() != params | language:
        st.query_params.from_dict(params | language)
