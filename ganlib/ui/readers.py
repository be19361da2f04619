"""Readers of growing run files, one for each run, shared by all sessions; each look parses only what is new."""

from pathlib import Path

import streamlit as st

from ganlib.store import layout
from ganlib.store.records import Record, RecordReader
from ganlib.store.runs import Run
from ganlib.store.scores import Score, read_scores

_LOG_BYTES = 64 * 1024  # from the end of the worker's log


def scalar_rows(run: Run) -> list[Record]:
    """Rows of `scalars.jsonl`. Shared: do not change them."""
    return _reader(str(run.path / layout.SCALARS)).read()


def histogram_rows(run: Run) -> list[Record]:
    """Rows of `histograms.jsonl`. Shared: do not change them."""
    return _reader(str(run.path / layout.HISTOGRAMS)).read()


def event_rows(run: Run) -> list[Record]:
    """Rows of `events.jsonl` that have what an event has. Shared: do not change them."""
    rows = _reader(str(run.path / layout.EVENTS)).read()
    return [row for row in rows if all(isinstance(row.get(key), (int, float)) for key in ("time", "step"))]


def scores(run: Run) -> list[Score]:
    """The scores in `metrics.jsonl`, oldest first; damaged lines are passed over."""
    return read_scores(_reader(str(run.path / layout.METRICS)).read())


def log_tail(run: Run, lines: int = 200) -> str:
    """The last lines of the worker's log; empty when there is none."""
    try:
        with open(run.path / layout.WORKER_LOG, "rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _LOG_BYTES))
            text = file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


@st.cache_resource(max_entries=64, show_spinner=False)
def _reader(path: str) -> RecordReader:
    return RecordReader(Path(path))
