"""Which engine this studio uses."""

import os

from ganlib.errors import ConfigError
from ganlib.i18n import N_
from ganlib.runner.engine import Engine
from ganlib.runner.local import LocalEngine
from ganlib.runner.ray import RayEngine
from ganlib.store.runs import RunStore

_ENGINES: dict[str, type[Engine]] = {"local": LocalEngine, "ray": RayEngine}


def make_engine(store: RunStore) -> Engine:
    """The engine for the runs in `store`: the one that GAN_STUDIO_ENGINE names, normally `local`."""
    chosen = os.environ.get("GAN_STUDIO_ENGINE", "local")
    if chosen not in _ENGINES:
        raise ConfigError("GAN_STUDIO_ENGINE", N_("{field}: got “{value}”, expected “local” or “ray”."), value=chosen)
    return _ENGINES[chosen](store)
