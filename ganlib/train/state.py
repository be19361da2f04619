"""All that decides how training goes on, as plain arrays: weights, averages, optimizer slots, counters, chance."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ganlib.errors import GanlibError
from ganlib.i18n import N_
from ganlib.train.trainee import Trainee

_FILE = "state.npz"


class StateMismatchError(GanlibError):
    """A checkpoint of other networks."""


def is_finite(state: Mapping[str, np.ndarray]) -> bool:
    """No array holds NaN or infinity."""
    return all(np.isfinite(array).all() for array in state.values() if np.issubdtype(array.dtype, np.floating))


def take(trainee: Trainee) -> dict[str, np.ndarray]:
    """The state as it is now; the trainee is compiled. Learning rates belong to the settings and stay out."""
    return {key: np.asarray(variable) for key, variable in _variables(trainee).items()}


def give_back(trainee: Trainee, state: Mapping[str, np.ndarray]) -> None:
    """Make the trainee what it was.

    Raises:
        StateMismatchError: the state belongs to other networks; nothing was changed.
    """
    variables = _variables(trainee)
    for key in variables.keys() | state.keys():
        if key not in variables or key not in state or tuple(variables[key].shape) != state[key].shape:
            raise StateMismatchError(
                N_("The checkpoint does not fit the networks of this run: they differ in {key}."), key=key
            )
    for key, variable in variables.items():
        variable.assign(state[key])


def write(state: Mapping[str, np.ndarray], folder: Path) -> None:
    """Save into a checkpoint's folder."""
    with open(folder / _FILE, "wb") as file:
        np.savez(file, **state)  # type: ignore[arg-type]


def read(folder: Path) -> dict[str, np.ndarray]:
    """Load from a checkpoint's folder. Nothing is unpickled."""
    with np.load(folder / _FILE, allow_pickle=False) as archive:
        return dict(archive)


def _variables(trainee: Trainee) -> dict[str, Any]:
    """A name for each variable: its place, because Keras numbers layers, and so their names, anew in each process."""
    groups = {"model": trainee.model.variables} | {
        f"optimizer {name}": [slot for slot in optimizer.variables if slot.name != "learning_rate"]
        for name, optimizer in trainee.optimizers.items()
    }
    return {
        f"{group} {place}": variable for group, variables in groups.items() for place, variable in enumerate(variables)
    }
