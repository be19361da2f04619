"""How fast this machine trains a preset: from the person's own runs, else from the measurement."""

from dataclasses import dataclass
from itertools import islice

from ganlib.config.presets import PRESETS
from ganlib.config.run import RunConfig
from ganlib.config.size import work_of
from ganlib.errors import ConfigError, GanlibError
from ganlib.store.runs import Run, RunStore
from ganlib.store.speed import SPEED_FILE, read_speed
from ganlib.store.status import RunState

_RUNS_TO_LOOK_AT = 30
_MINIMUM_SECONDS = 10.0  # a shorter run tells mostly how long compiling takes
# What a step's work is computed from, and what does not change it.
_SCALED = {"dataset", "batch_size", "architecture", "latent_dim", "kernel_size"}
_SCALED |= {"generator_units", "discriminator_units", "prior_units", "codebook_size"}
_SCALED |= {f"{network}_filters" for network in ("generator", "discriminator", "encoder", "decoder")}
_FREE = {"num_images", "mirror_images", "leaky_slope", "learning_rate", "beta_1", "beta_2", "beta", "commitment_weight"}
_FREE |= {"information_weight"}


@dataclass(frozen=True, kw_only=True)
class Speed:
    """How fast a run trains here; not measured means: computed from the speed of its preset."""

    steps_per_second: float
    is_measured: bool


def speed_of(store: RunStore, config: RunConfig) -> Speed | None:
    """None when nothing comparable was measured."""
    start = PRESETS.get(config.preset)
    if start is None or not _is_comparable(config, start):
        return None
    speed = steps_per_second(store, config.preset)
    if speed is None:
        return None
    is_measured = _costs_what_its_preset_costs(config)
    share = 1.0 if is_measured else work_of(start) / work_of(config)
    return Speed(steps_per_second=speed * share, is_measured=is_measured)


def _is_comparable(config: RunConfig, start: RunConfig) -> bool:
    """Nothing differs but what `work_of` takes into account."""
    if config.family != start.family:
        return False
    shared = {
        key: value for key, value in start.settings().items() if {key, key.rpartition(".")[2]} & (_SCALED | _FREE)
    }
    try:
        same = config.with_settings(shared)
    except ConfigError:  # settings that do not go together
        return False
    return _cost(same) == _cost(start)


def steps_per_second(store: RunStore, preset: str) -> float | None:
    """The speed of a preset with its own settings; None while nobody knows."""
    for run in islice(store, _RUNS_TO_LOOK_AT):
        speed = _speed_of(run, preset)
        if speed is not None:
            return speed
    return read_speed(store.root / SPEED_FILE).get(preset)


def seconds_needed(store: RunStore, config: RunConfig) -> float | None:
    """How long training takes here; None when nothing comparable was measured."""
    if config.training.budget == "minutes":
        return config.training.minutes * 60
    speed = speed_of(store, config)
    return config.training.num_steps / speed.steps_per_second if speed else None


def _costs_what_its_preset_costs(config: RunConfig) -> bool:
    start = PRESETS.get(config.preset)
    return start is not None and _cost(config) == _cost(start)


def _cost(config: RunConfig) -> tuple[object, ...]:
    """The settings that decide how long a step takes."""
    training = config.training
    how = (training.steps_per_execution, training.jit_compile, training.mixed_precision)
    return (config.model, config.data, *how)


def _speed_of(run: Run, preset: str) -> float | None:
    try:
        status = run.status()
        if status.state not in (RunState.COMPLETED, RunState.STOPPED) or status.seconds < _MINIMUM_SECONDS:
            return None
        config = run.config()
    except GanlibError:
        return None
    return status.steps_per_second if config.preset == preset and _costs_what_its_preset_costs(config) else None
