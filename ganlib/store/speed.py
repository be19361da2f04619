"""`.speed.json` in the runs folder: how many steps per second this machine trains, for each preset."""

import os
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ganlib.store.files import read_json, replace_json

SPEED_FILE = ".speed.json"


@cache
def cpu_name() -> str:
    """The processor's model, as its maker writes it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    except OSError:  # not Linux
        pass
    return platform.processor() or platform.machine()


def cpu_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def machine_name() -> str:
    """What the measured speeds belong to."""
    return f"{cpu_name()}, {cpu_cores()} cores"


def write_speed(file: Path, steps_per_second: Mapping[str, float]) -> None:
    """Save what was measured here, by preset."""
    replace_json(file, {"machine": machine_name(), "steps_per_second": dict(steps_per_second)})


def read_speed(file: Path) -> dict[str, float]:
    """Preset → steps per second; empty when this machine has not been measured."""
    try:
        data = read_json(file)
        speeds = data["steps_per_second"] if data["machine"] == machine_name() else {}
        return {str(key): float(value) for key, value in speeds.items() if value > 0}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
