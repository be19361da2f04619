"""What this machine is, and how much of its memory is in use; for the page's device line."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache

import psutil

from ganlib.runner.processes import process_of
from ganlib.store.speed import cpu_cores, cpu_has_bfloat16, cpu_name
from ganlib.store.status import Status


@dataclass(frozen=True, kw_only=True)
class Memory:
    """In bytes."""

    used: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Gpu:
    """A graphics processor; its memory in bytes."""

    name: str
    memory: int


@dataclass(frozen=True, kw_only=True)
class Machine:
    """Processor, main memory in bytes, and graphics processors, if any."""

    cpu: str
    cores: int
    memory: int
    gpus: tuple[Gpu, ...] = ()
    cpu_has_bfloat16: bool = False

    @property
    def has_half_precision(self) -> bool:
        """An old GPU may still refuse: only the worker can ask it."""
        return bool(self.gpus) or self.cpu_has_bfloat16


@cache
def this_machine() -> Machine:
    """What stands here; looked up once."""
    gpus = tuple(Gpu(name=name, memory=memory.total) for name, memory in _nvidia())
    return Machine(
        cpu=cpu_name(),
        cores=cpu_cores(),
        memory=psutil.virtual_memory().total,
        gpus=gpus,
        cpu_has_bfloat16=cpu_has_bfloat16(),
    )


def memory_in_use() -> Memory:
    """The machine's main memory."""
    memory = psutil.virtual_memory()
    return Memory(used=memory.total - memory.available, total=memory.total)


def gpu_memory_in_use() -> tuple[Memory, ...]:
    """One entry per graphics processor, in the order of `this_machine().gpus`."""
    return tuple(memory for _, memory in _nvidia()) if this_machine().gpus else ()


def run_memory(status: Status) -> int | None:
    """Resident memory of a run's processes in bytes; None when they are gone."""
    process = process_of(status)
    if process is None:
        return None
    total = 0
    with suppress(psutil.Error):
        for member in [process, *process.children(recursive=True)]:
            with suppress(psutil.Error):
                total += member.memory_info().rss
    return total or None


def _nvidia() -> list[tuple[str, Memory]]:
    """Name and memory of each NVIDIA device. Having none, no driver or no library for it is normal."""
    try:
        import pynvml
    except ImportError:
        return []
    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return []
    found = []
    try:
        for index in range(pynvml.nvmlDeviceGetCount()):
            handle = pynvml.nvmlDeviceGetHandleByIndex(index)
            name, memory = pynvml.nvmlDeviceGetName(handle), pynvml.nvmlDeviceGetMemoryInfo(handle)
            found.append((name, Memory(used=int(memory.used), total=int(memory.total))))
    except pynvml.NVMLError:
        pass
    finally:
        pynvml.nvmlShutdown()
    return found
