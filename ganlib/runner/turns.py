"""Whose turn it is: a queue that one visitor cannot fill for all the others."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

Waiting = TypeVar("Waiting")


def in_turns(waiting: Sequence[tuple[str, Waiting]], training: Iterable[str] = ()) -> list[Waiting]:
    """Everybody's first run, then everybody's second, and so on; within a turn, who came first goes first.

    Args:
        waiting: owner and run, in the order in which they came.
        training: the owners of the runs that are being trained: those have had a turn already.
    """
    turns = Counter(training)
    ordered = []
    for place, (owner, run) in enumerate(waiting):
        ordered.append((turns[owner], place, run))
        turns[owner] += 1
    return [run for _, _, run in sorted(ordered, key=lambda item: item[:2])]
