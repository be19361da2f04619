"""Which engine this studio uses."""

from ganlib.runner.engine import Engine
from ganlib.runner.local import LocalEngine
from ganlib.store.runs import RunStore


def make_engine(store: RunStore) -> Engine:
    """The engine for the runs in `store`."""
    return LocalEngine(store)
