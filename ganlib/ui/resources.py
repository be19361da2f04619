"""The runs and the engine that all visitors of this server share. Tests choose them by environment variable."""

import streamlit as st

from ganlib.runner.local import LocalEngine
from ganlib.runner.upkeep import keep_moving
from ganlib.store.runs import Run, RunStore, default_root


@st.cache_resource(show_spinner=False)
def engine() -> LocalEngine:
    """The engine, with the one thread that moves its queue on and keeps a worker standing by."""
    local = LocalEngine(RunStore(default_root()))
    keep_moving(local)
    return local


def store() -> RunStore:
    return engine().store


def queue_place(run: Run) -> int | None:
    """1 = next; None: the run does not wait. At most a second old: many parts of a page ask, of every visitor."""
    return _places(str(store().root), engine()).get(run.run_id)


@st.cache_data(ttl=1.0, max_entries=4, show_spinner=False)
def _places(root: str, _engine: LocalEngine) -> dict[str, int]:
    return {run.run_id: place for place, run in enumerate(_engine.queue(), start=1)}
