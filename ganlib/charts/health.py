"""Scalar rows → the health line: medians of the latest rows, then the catalog's diagnosis."""

from statistics import median

from ganlib.catalog.health import WINDOW, Reading, diagnose
from ganlib.catalog.scalars import SCALARS
from ganlib.store.records import Record

_LOOK_BACK = 50 * WINDOW  # rows searched for a scalar that is logged rarely


def recent_medians(rows: list[Record]) -> dict[str, float]:
    """Scalar key → median over the last `WINDOW` rows; for a scalar that none of these has, its latest value."""
    found: dict[str, list[float]] = {}
    for row in rows[-WINDOW:]:
        for key, value in row.items():
            if key in SCALARS and isinstance(value, (int, float)):
                found.setdefault(key, []).append(value)
    medians = {key: median(values) for key, values in found.items()}
    if "samples/diversity" not in medians:
        for row in reversed(rows[-_LOOK_BACK:]):
            value = row.get("samples/diversity")
            if isinstance(value, (int, float)):
                medians["samples/diversity"] = value
                break
    return medians


def read_health(rows: list[Record]) -> Reading | None:
    """What the latest rows say about the run; None while it is too early."""
    if not rows:
        return None
    step = rows[-1].get("step")
    return diagnose(recent_medians(rows), step if isinstance(step, int) else 0)
