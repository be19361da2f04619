"""A measured score with all that it means nothing without, as a line of `metrics.jsonl`."""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from ganlib.store.records import Record


@dataclass(frozen=True, kw_only=True)
class Score:
    """One number about a model's pictures. Scores compare only where `basis` is equal.

    Most are about generated pictures as a feature network sees them. Some are about test pictures as the model itself
    sees them, in nats for instance: those have no network and no floor, since nobody knows what a perfect model gets.

    Attributes:
        metric: its key in `catalog/metrics.py`.
        floor: the same number for real training pictures in place of generated ones: what a perfect model gets.
        num_samples: generated pictures that were measured; without a network: test pictures.
        network, version: the feature network that they were measured in; "" and None: none, and then no floor.
        step, seconds: where training stood.
        seed: of the run; the latents that were drawn follow from it.
        draws: latents drawn for each picture, where a bound tightens with them.
        given: "class" where a likelihood is that of a picture given its class; else "".
        shares: of each class, for a metric that counts classes.
        missing: the classes that are missing, likewise.

    Raises:
        ValueError: a number is not finite or not what it should be, or a name is empty.
    """

    metric: str
    value: float
    floor: float | None
    num_samples: int
    network: str
    version: int | None
    step: int
    seconds: float
    seed: int
    shares: tuple[float, ...] = ()
    missing: tuple[int, ...] = ()
    draws: int | None = None
    given: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.network, str) or {self.floor is None, self.version is None} != {not self.network}:
            facts = (self.network, self.version, self.floor)
            raise ValueError(
                f"{self.metric}: got {facts!r}, expected a network with version and floor, or none of them"
            )
        numbers = [self.value, *_given(self.floor), self.seconds, *self.shares]
        if not all(_is_number(number) for number in numbers):
            raise ValueError(f"{self.metric}: got {numbers!r}, expected finite numbers")
        counts = [self.num_samples, *_given(self.version), self.step, self.seed, *_given(self.draws), *self.missing]
        if not all(type(count) is int and count >= 0 for count in counts) or self.num_samples == 0:
            raise ValueError(f"{self.metric}: got {counts!r}, expected whole numbers, and samples above zero")
        if self.given not in ("", "class"):
            raise ValueError(f"{self.metric}: got {self.given!r}, expected 'class' or ''")
        if not isinstance(self.metric, str) or not self.metric:
            raise ValueError(f"got metric {self.metric!r}, expected its name")

    @property
    def basis(self) -> tuple[str, int | None, int, int | None, str]:
        """Network, its version, number of samples, draws for each, what it is given."""
        return self.network, self.version, self.num_samples, self.draws, self.given

    def to_record(self) -> Record:
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


def read_scores(rows: Iterable[Record]) -> list[Score]:
    """Rows of `metrics.jsonl` → scores, in their order; rows that are none are passed over."""
    return [score for row in rows if (score := _score(row)) is not None]


def scores_of(scores: Iterable[Score], metric: str, network: str = "") -> list[Score]:
    """The scores of a metric, in a network whose name ends so; where there are none of those, in any."""
    found = [score for score in scores if score.metric == metric]
    return [score for score in found if score.network.endswith(network)] or found


def latest_of(scores: Iterable[Score], metric: str, network: str = "") -> Score | None:
    """The newest of them."""
    return next(reversed(scores_of(scores, metric, network)), None)


def newest_of(scores: Iterable[Score]) -> list[Score]:
    """The newest score of each metric, in each network that it was measured in."""
    return list({(score.metric, score.network): score for score in scores}.values())


def _score(row: Record) -> Score | None:
    known = {field.name for field in fields(Score)}
    try:
        arguments: dict[str, Any] = {key: value for key, value in row.items() if key in known}
        arguments |= {key: tuple(row[key]) for key in ("shares", "missing") if key in row}
        return Score(**arguments)
    except (TypeError, ValueError, OverflowError):  # OverflowError: a whole number that has no float
        return None


def _given(value: object) -> tuple[object, ...]:
    return () if value is None else (value,)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
