"""The runs and the engine that all visitors of this server share. Tests choose them by environment variable."""

import os
import threading

import streamlit as st

from ganlib.runner.engine import Engine
from ganlib.runner.engines import make_engine
from ganlib.runner.upkeep import keep_moving
from ganlib.runner.visitors import VisitorEngine
from ganlib.store.runs import Run, RunStore, default_root
from ganlib.ui import visitor

_WARM_UP_DELAY_SECONDS = 4.0  # the first page comes first


def engine() -> VisitorEngine:
    """The engine as the visitor of this session may use it: the only way from a page to what becomes of a run."""
    return VisitorEngine(whole_engine(), visitor.current())


@st.cache_resource(show_spinner=False)
def whole_engine() -> Engine:
    """The engine, with the one thread that moves its queue on and keeps a worker standing by."""
    chosen = make_engine(RunStore(default_root()))
    keep_moving(chosen)
    if os.environ.get("GAN_STUDIO_STANDBY") != "0":
        warm_up = threading.Timer(_WARM_UP_DELAY_SECONDS, _load_charts)
        warm_up.daemon = True
        warm_up.start()
    return chosen


def _load_charts() -> None:
    """Draw one curve for nobody: the first chart loads half of Plotly, up to two seconds on a busy machine."""
    from ganlib.charts.curves import curves_figure, curves_record
    from ganlib.charts.losses import loss_panels

    rows = [{"step": 1, "seconds": 1.0, "loss/g": 1.0, "loss/d": 1.0}]
    record = curves_record(loss_panels("gan", rows, str), x="step", translate=str)
    curves_figure(record, translate=str)


def store() -> RunStore:
    """To open a run by its id, which anybody may who has its link; `engine().runs()` lists."""
    return whole_engine().store


def queue_place(run: Run) -> int | None:
    """1 = next; None: the run does not wait. At most a second old: many parts of a page ask, of every visitor."""
    return _places(str(store().root), whole_engine()).get(run.run_id)


@st.cache_data(ttl=1.0, max_entries=4, show_spinner=False)
def _places(root: str, _engine: Engine) -> dict[str, int]:
    return {run.run_id: place for place, run in enumerate(_engine.queue(), start=1)}


def look_again() -> None:
    """Somebody has changed the queue: what they see next should know it."""
    _places.clear()
    _active.clear()


def active_runs() -> list[Run]:
    """The visitor's own runs that train, then those that wait, the next one first; at most a second old."""
    return [run for run in _active(str(store().root), whole_engine()) if engine().may_control(run)]


@st.cache_data(ttl=1.0, max_entries=4, show_spinner=False)
def _active(root: str, _engine: Engine) -> list[Run]:
    return [*_engine.running(), *_engine.queue()]
