"""How often a page looks at a run that trains. Each look takes processor time from training, and the longer a run has
trained, the less happens in a moment of it.
"""

from ganlib.store.runs import Run
from ganlib.ui import live, readers


def of_numbers(run: Run) -> float:
    """Seconds between two looks at progress and pictures."""
    return min(5.0, max(live.SECONDS, _trained(run) / 60.0))


def of_charts(run: Run) -> float:
    """Seconds between two drawings of a chart: one is drawn again when its curves are a thirtieth longer."""
    return min(12.0, max(4.0, _trained(run) / 30.0))


def _trained(run: Run) -> float:
    """Seconds, as far as the curves tell."""
    rows = readers.scalar_rows(run)
    return rows[-1].get("seconds", 0.0) if rows else 0.0
