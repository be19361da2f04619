"""Records for the Compare page: the mark that moves all grids, what differs, the facts, and their CSV files."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ganlib.catalog.settings import SETTINGS
from ganlib.store.records import Record
from ganlib.store.scores import Score

BY_SECONDS, BY_STEP = "seconds", "step"
_POSITIONS = 200  # of the slider, about: fine enough for the eye, coarse enough for the arrow keys
_SHORTEST_GROWING = 10.0  # seconds or steps
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, kw_only=True)
class Side:
    """What the comparison says about one run."""

    run_id: str
    name: str
    preset: str
    family: str
    dataset: str
    state: str
    seconds: float = 0.0
    step: int = 0
    images_seen: int = 0
    parameters: Mapping[str, int] = field(default_factory=dict)  # network → number of trainable parameters
    diversity: float | None = None
    scores: tuple[Score, ...] = ()  # the newest of each metric in each network
    settings: Mapping[str, object] = field(default_factory=dict)  # those that do something in this run

    @property
    def num_parameters(self) -> int:
        return sum(self.parameters.values())


@dataclass(frozen=True)
class MarkRange:
    """The slider that moves all grids: from 0 to `end` in steps of `step`."""

    end: int
    step: int

    def nearest(self, value: float) -> int:
        """The position nearest to `value`."""
        return min(self.end, max(0, round(value / self.step) * self.step))


def mark_range(ends: Iterable[float], is_growing: bool) -> MarkRange:
    """The range that reaches the end of every run.

    Args:
        ends: how far each run has come, in seconds or steps.
        is_growing: some run still trains. The end is then a round number ahead of it, so that the slider is not
            rebuilt at every look.
    """
    furthest = max(ends, default=0.0)
    if is_growing:
        furthest = _round_number_above(max(furthest, _SHORTEST_GROWING))
    step = max(1, round(_round_number_above(furthest / _POSITIONS))) if furthest > _POSITIONS else 1
    return MarkRange(end=math.ceil(furthest / step) * step, step=step)


def _round_number_above(value: float) -> float:
    """1, 2 or 5 times a power of ten: the next one."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= value * (1 - 1e-9))


def latest(rows: Sequence[Record], key: str) -> float | None:
    """The newest value of a scalar that is not logged in every row."""
    for row in reversed(rows):
        value = row.get(key)
        if isinstance(value, (int, float)):
            return float(value)
    return None


@dataclass(frozen=True)
class Differences:
    """Setting → its value in each run, in the order of the catalog.

    Attributes:
        differing: runs that have the setting disagree.
        exclusive: only some runs have the setting (None where it does not apply).
    """

    differing: Mapping[str, tuple[object, ...]]
    exclusive: Mapping[str, tuple[object, ...]]


def differences(settings: Sequence[Mapping[str, object]]) -> Differences:
    """What is not the same in all runs."""
    present = {key for one in settings for key in one}
    keys = [key for key in SETTINGS if key in present] + sorted(present - SETTINGS.keys())
    differing, exclusive = {}, {}
    for key in keys:
        values = tuple(one.get(key) for one in settings)
        if any(value is None for value in values):
            exclusive[key] = values
        elif len(set(values)) > 1:
            differing[key] = values
    return Differences(differing, exclusive)


def _inert(text: str) -> str:
    """A text that a person typed, so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def facts_csv(sides: Sequence[Side]) -> str:
    """One line per run: what it is, what it has done, and the settings that are not the same in all."""
    found = differences([side.settings for side in sides])
    keys = [*found.differing, *found.exclusive]
    networks = list(dict.fromkeys(network for side in sides for network in side.parameters))
    lines: list[dict[str, object]] = [
        {
            "run_id": side.run_id,
            "name": _inert(side.name),
            "preset": side.preset,
            "family": side.family,
            "dataset": side.dataset,
            "state": side.state,
            "seconds": round(side.seconds, 3),
            "steps": side.step,
            "images_seen": side.images_seen,
            **{f"parameters_{network}": side.parameters.get(network) for network in networks},
            "parameters_total": side.num_parameters or None,
            "samples/diversity": side.diversity,
            **_score_cells(side.scores),
            **{key: side.settings.get(key) for key in keys},
        }
        for side in sides
    ]
    return _csv(lines)


def _score_cells(scores: Sequence[Score]) -> dict[str, object]:
    """Every score with what it means nothing without."""
    cells: dict[str, object] = {}
    for score in scores:
        name = f"{score.metric} in {score.network} {score.version}" if score.network else score.metric
        cells |= {name: score.value, f"{name}: samples": score.num_samples}
        cells |= {} if score.floor is None else {f"{name}: real data": score.floor}
        cells |= {} if score.draws is None else {f"{name}: draws": score.draws}
        cells |= {f"{name}: given": score.given} if score.given else {}
    return cells


def scalars_csv(rows_of: Mapping[str, Sequence[Record]]) -> str:
    """Every logged row of every run, the run's id first."""
    return _csv([{"run_id": run_id} | row for run_id, rows in rows_of.items() for row in rows])


def _csv(lines: Sequence[Mapping[str, object]]) -> str:
    columns = list(dict.fromkeys(column for line in lines for column in line))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: _cell(value) for column, value in line.items()} for line in lines)
    return text.getvalue()


def _cell(value: object) -> object:
    """A name that a spreadsheet would run as a formula becomes text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
