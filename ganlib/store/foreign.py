"""What a run folder from elsewhere says, reduced to what a worker of ours could have written."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ganlib.store import layout
from ganlib.store.records import Record
from ganlib.store.runs import About
from ganlib.store.scores import read_scores
from ganlib.store.status import RunState, Status

LONGEST_NAME, LONGEST_NOTE = 80, 1000  # characters
_LARGEST = 1e12  # of any number: steps, pictures, seconds, losses
_LATEST = 4e9  # seconds since 1970: the year 2096
_MOST_VALUES = 100  # in one row
_KEY = re.compile(r"[a-z][a-z0-9_]{0,30}(/[a-z0-9_]{1,30})?")
_WORD = re.compile(r"[a-z_]{0,40}")


def clean_status(data: Mapping[str, Any]) -> Status:
    """The status of a run that nobody trains here. Raises ValueError, TypeError or KeyError: damaged."""
    status = Status.from_dict(data)
    numbers = [value for value in vars(status).values() if isinstance(value, (int, float))]
    parameters = {name: count for name, count in status.parameters.items() if _WORD.fullmatch(name)}
    if not all(_is_sane(value) and value >= 0 for value in [*numbers, *parameters.values()]):
        raise ValueError("a number that no worker writes")
    if max(status.queued_at, status.started_at or 0.0, status.ended_at or 0.0) > _LATEST:
        raise ValueError("a time that no clock shows")
    is_over = status.state in (RunState.COMPLETED, RunState.STOPPED, RunState.FAILED)  # no checkpoint comes along
    return replace(
        status,
        state=status.state if is_over else RunState.STOPPED,
        phase="",
        pid=None,
        process_started=None,
        seconds_left=None,
        device=status.device[:LONGEST_NAME],
        parameters=parameters,
        failure=status.failure if _WORD.fullmatch(status.failure) else "",
        detail="",
    )


def clean_about(data: Mapping[str, Any]) -> About:
    """Name and note, as long as the form lets them be."""
    return About(name=_text(data.get("name"), LONGEST_NAME), note=_text(data.get("note"), LONGEST_NOTE))


def clean_rows(name: str, content: bytes) -> bytes:
    """The rows of a log; whatever is no such row is left out, and so is one that lies before the last.

    (Events may go back: a run that was resumed.)
    """
    clean, is_ordered = _CLEANERS[name], name != layout.EVENTS
    step, seconds, lines = 0, 0.0, []
    for line in content.splitlines():
        try:
            row = json.loads(line, parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            continue
        if not isinstance(row, dict) or type(row.get("step")) is not int or not step <= row["step"] <= _LARGEST:
            continue
        cleaned = clean(row)
        if cleaned is None or (is_ordered and cleaned["seconds"] < seconds):
            continue
        if is_ordered:
            step, seconds = cleaned["step"], cleaned["seconds"]
        lines.append(json.dumps(cleaned, ensure_ascii=False, allow_nan=False).encode() + b"\n")
    return b"".join(lines)


def _scalars(row: Record) -> Record | None:
    values = {
        key: value
        for key, value in list(row.items())[:_MOST_VALUES]
        if _KEY.fullmatch(key) and (value is None or _is_sane(value))
    }
    values["step"] = row["step"]
    return values if _is_time(values.get("seconds")) else None


def _histograms(row: Record) -> Record | None:
    kept = {key: row.get(key) for key in ("step", "seconds", "real", "fake")}
    return kept if _is_time(row.get("seconds")) and _are_counts(row.get("real"), row.get("fake")) else None


def _events(row: Record) -> Record | None:
    if not _is_time(row.get("time")) or row["time"] > _LATEST:
        return None
    kind = _text(row.get("kind"), LONGEST_NAME)
    return {"time": row["time"], "step": row["step"], "kind": kind, "detail": _text(row.get("detail"), LONGEST_NOTE)}


def _scores(row: Record) -> Record | None:
    found = read_scores([{key: row[key] for key in list(row)[:_MOST_VALUES]}])
    if not found:
        return None
    clean = found[0].to_record()
    facts = [clean[key] for key in ("value", "floor", "num_samples", "version", "seed", "draws")]
    numbers = [fact for fact in facts if fact is not None]
    names = [clean[key] for key in ("metric", "network")]
    lists = [*clean["shares"], *clean["missing"]]
    is_sane = len(lists) <= _MOST_VALUES and all(_is_sane(number) for number in [*numbers, *lists])
    return clean if is_sane and all(name == _text(name, LONGEST_NAME) for name in names) else None


_CLEANERS: dict[str, Callable[[Record], Record | None]] = {
    layout.SCALARS: _scalars,
    layout.HISTOGRAMS: _histograms,
    layout.METRICS: _scores,
    layout.EVENTS: _events,
}


def _is_sane(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= _LARGEST and math.isfinite(value)


def _is_time(value: Any) -> bool:
    return _is_sane(value) and bool(value >= 0)


def _are_counts(*lists: Any) -> bool:
    """Lists of counts, equally long, none all zero."""
    return all(
        isinstance(counts, list)
        and 0 < len(counts) <= _MOST_VALUES
        and all(type(count) is int and 0 <= count <= _LARGEST for count in counts)
        and any(counts)
        for counts in lists
    ) and (len({len(counts) for counts in lists}) == 1)


def _text(value: object, longest: int) -> str:
    """Printable characters, and line breaks, of at most so many."""
    text = value[:longest] if isinstance(value, str) else ""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")
