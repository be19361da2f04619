"""The runs and the engine that all visitors of this server share. Tests choose them by environment variable."""

import streamlit as st

from ganlib.runner.local import LocalEngine
from ganlib.runner.upkeep import keep_moving
from ganlib.store.runs import RunStore, default_root


@st.cache_resource(show_spinner=False)
def engine() -> LocalEngine:
    """The engine, with the one thread that moves its queue on and keeps a worker standing by."""
    local = LocalEngine(RunStore(default_root()))
    keep_moving(local)
    return local


def store() -> RunStore:
    return engine().store
