"""The shapes of a catalog entry."""

from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One thing that a person can choose, or see measured.

    Attributes:
        key: the name in configs, links and logs.
        title: what the page calls it.
        why: one or two plain sentences: what it is for, what happens when it changes.
        formula: LaTeX, in the symbols that the code uses.
        paper: where it comes from.
        unit: what its number counts; empty for a pure number.
    """

    key: str
    title: str
    why: str
    formula: str = ""
    paper: str = ""
    unit: str = ""


SpecT = TypeVar("SpecT", bound=Spec)


def by_key(*specs: SpecT) -> dict[str, SpecT]:
    """Index specs by key, in the order given."""
    return {spec.key: spec for spec in specs}
