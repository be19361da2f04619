"""Readers of growing run files, one for each run, shared by all sessions; each look parses only what is new.

The caches are not Streamlit's: those keep a lock for every key that there ever was (1.67), and here a key is new every
second for as long as a run trains.
"""

import os
from pathlib import Path
from threading import Condition

from cachetools import LRUCache, TTLCache, cached

from ganlib.store import layout
from ganlib.store.pictures import Pictures
from ganlib.store.records import NEWEST, Record, RecordReader
from ganlib.store.runs import Run
from ganlib.store.scores import Score, read_scores

MOST_ROWS = 4_000  # besides the newest thousand; as many as the curves look at
_MOST_RUNS = 64  # that are followed; others are read anew
_FRESH_SECONDS = 1.0
_LOG_BYTES = 64 * 1024  # from the end of the worker's log


def scalar_rows(run: Run) -> list[Record]:
    """Rows of `scalars.jsonl`, at most a second old; of a long run some thousand. Shared: do not change them."""
    return _rows(str(run.path / layout.SCALARS), _written(run))


def newest_histogram(run: Run) -> Record | None:
    """The last row of `histograms.jsonl`, likewise: nobody looks at the earlier ones."""
    rows = _rows(str(run.path / layout.HISTOGRAMS), _written(run), most=1, newest=1)
    return rows[-1] if rows else None


def pictures(run: Run, kind: str = "step") -> Pictures:
    """Step → picture, at most a second old; see `Run.pictures`. Shared: do not change it."""
    return _pictures(str(run.path), kind, _written(run))


def event_rows(run: Run) -> list[Record]:
    """Rows of `events.jsonl` that have what an event has. Shared: do not change them."""
    rows = _reader(str(run.path / layout.EVENTS)).read()
    return [row for row in rows if all(isinstance(row.get(key), (int, float)) for key in ("time", "step"))]


def scores(run: Run) -> list[Score]:
    """The scores in `metrics.jsonl`, oldest first, at most a second old; damaged lines are passed over. Shared."""
    return _scores(str(run.path / layout.METRICS), _written(run))


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


def _written(run: Run) -> int:
    """When the status was written: what is shown with a run's last status is the last there is."""
    try:
        return os.stat(run.path / layout.STATUS).st_mtime_ns
    except OSError:
        return 0


@cached(TTLCache(_MOST_RUNS, _FRESH_SECONDS), condition=Condition())
def _rows(path: str, status_written: int, most: int = MOST_ROWS, newest: int = NEWEST) -> list[Record]:
    """The same rows for all who look within a second, so that they share the charts too."""
    return _reader(path, most, newest).read()


@cached(TTLCache(_MOST_RUNS, _FRESH_SECONDS), condition=Condition())
def _scores(path: str, status_written: int) -> list[Score]:
    return read_scores(_reader(path).read())


@cached(TTLCache(_MOST_RUNS, _FRESH_SECONDS), condition=Condition())
def _pictures(path: str, kind: str, status_written: int) -> Pictures:
    return Run(Path(path)).pictures(kind)


@cached(LRUCache(_MOST_RUNS), condition=Condition())
def _reader(path: str, most: int = MOST_ROWS, newest: int = NEWEST) -> RecordReader:
    return RecordReader(Path(path), most, newest)
