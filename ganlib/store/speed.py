"""`.speed.json` in the runs folder: how many steps per second this machine trains, for each preset."""

import os
import platform
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ganlib.store.files import read_json, replace_json

SPEED_FILE = ".speed.json"
_BFLOAT16_FLAGS = frozenset({"avx512_bf16", "amx_bf16"})  # as Linux writes them


@cache
def cpu_name() -> str:
    """The processor's model, as its maker writes it."""
    return _cpu_entry("model name") or platform.processor() or platform.machine()


@cache
def cpu_has_bfloat16() -> bool:
    """Whether the processor has instructions for products of bfloat16 that TensorFlow uses; only Linux tells."""
    return not _BFLOAT16_FLAGS.isdisjoint(_cpu_entry("flags").split())


def cpu_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def machine_name() -> str:
    """What the measured speeds belong to."""
    return f"{cpu_name()}, {cpu_cores()} cores"


def _cpu_entry(key: str) -> str:
    """Of the first core, with single spaces; empty where there is none."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith(key):
                return " ".join(line.partition(":")[2].split())
    except OSError:  # not Linux
        pass
    return ""


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
