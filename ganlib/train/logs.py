"""The worker's append-only files: scalars, histograms, scores, events."""

import math
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from ganlib.store import layout
from ganlib.store.files import append_line, open_records
from ganlib.store.scores import Score
from ganlib.train.periodic import EverySeconds
from ganlib.train.progress import Progress

_ROW_SECONDS = 0.1  # a row at most this often …
_ALWAYS_LOGGED_STEPS = 20  # … but the first steps always


class RunLogs(AbstractContextManager["RunLogs"]):
    """Opens the files of a run; one line per record, flushed, so that a page can follow."""

    def __init__(self, run_dir: Path, progress: Progress) -> None:
        self._progress = progress
        self._files = ExitStack()
        self._scalars, self._histograms, self._scores, self._events = (
            self._files.enter_context(open_records(run_dir / name))
            for name in (layout.SCALARS, layout.HISTOGRAMS, layout.METRICS, layout.EVENTS)
        )
        self._row_is_due = EverySeconds(_ROW_SECONDS)
        self._extra: dict[str, float] = {}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()  # all of them, also when one has a line that does not fit on a full disk

    def add_to_next_row(self, values: Mapping[str, float]) -> None:
        """Values measured now and then; the next row will be written whatever the time, and carry them."""
        self._extra.update(values)

    def scalars(self, values: Mapping[str, float], is_forced: bool = False) -> None:
        """The raw values of the step just done, if a row is due."""
        is_due = self._row_is_due.is_due(self._progress.seconds)
        is_early = self._progress.step <= _ALWAYS_LOGGED_STEPS
        if is_due or is_early or is_forced or self._extra:
            append_line(self._scalars, self._stamp() | {"images": self._progress.images_seen, **values, **self._extra})
            self._extra = {}

    def histogram(self, real_counts: list[int], fake_counts: list[int]) -> None:
        """The discriminator's beliefs about fixed pictures, binned over [0, 1]."""
        append_line(self._histograms, self._stamp() | {"real": real_counts, "fake": fake_counts})

    def score(self, score: Score) -> None:
        """One score of the samples; it carries its own step."""
        append_line(self._scores, score.to_record())

    def event(self, kind: str, detail: str = "") -> None:
        """Something a person may want to know later."""
        append_line(self._events, {"time": time.time(), "step": self._progress.step, "kind": kind, "detail": detail})

    def _stamp(self) -> dict[str, Any]:
        return {"step": self._progress.step, "seconds": round(self._progress.seconds, 3)}


def not_finite(values: Mapping[str, float]) -> list[str]:
    """The keys whose value is NaN or infinite."""
    return [key for key, value in values.items() if not math.isfinite(value)]
