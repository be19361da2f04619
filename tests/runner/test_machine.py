"""What this machine is; having no graphics processor is normal."""

import sys
from types import SimpleNamespace

import pytest

from ganlib.config.presets import preset
from ganlib.runner import machine
from ganlib.store.status import RunState
from tests.fakes.run import write_run


@pytest.fixture(autouse=True)
def forget():
    machine.this_machine.cache_clear()
    yield
    machine.this_machine.cache_clear()


def fake_nvml(**changes) -> SimpleNamespace:
    class NVMLError(Exception):
        pass

    parts = {
        "NVMLError": NVMLError,
        "nvmlInit": lambda: None,
        "nvmlShutdown": lambda: None,
        "nvmlDeviceGetCount": lambda: 1,
        "nvmlDeviceGetHandleByIndex": lambda index: index,
        "nvmlDeviceGetName": lambda handle: "NVIDIA Test",
        "nvmlDeviceGetMemoryInfo": lambda handle: SimpleNamespace(used=2, total=8),
    }
    return SimpleNamespace(**parts | changes)


def test_the_machine_has_a_processor_and_memory():
    here = machine.this_machine()
    assert here.cpu
    assert here.cores >= 1
    memory = machine.memory_in_use()
    assert 0 < memory.used < memory.total == here.memory


def test_a_graphics_processor_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pynvml", fake_nvml())
    assert machine.this_machine().gpus == (machine.Gpu(name="NVIDIA Test", memory=8),)
    assert machine.gpu_memory_in_use() == (machine.Memory(used=2, total=8),)


@pytest.mark.parametrize("broken", ["nvmlInit", "nvmlDeviceGetCount", "nvmlDeviceGetName"])
def test_a_driver_that_does_not_answer_is_no_graphics_processor(monkeypatch, broken):
    nvml = fake_nvml()

    def fail(*_):
        raise nvml.NVMLError

    setattr(nvml, broken, fail)
    monkeypatch.setitem(sys.modules, "pynvml", nvml)
    assert machine.this_machine().gpus == ()
    assert machine.gpu_memory_in_use() == ()


def test_the_library_may_be_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "pynvml", None)
    assert machine.this_machine().gpus == ()


def test_the_memory_of_a_run_is_that_of_its_processes(store):
    assert machine.run_memory(write_run(store, preset("quick-gan"), state=RunState.RUNNING, steps=2).status()) > 1e6
    assert machine.run_memory(write_run(store, preset("quick-gan"), state=RunState.LOST, steps=2).status()) is None
    assert machine.run_memory(write_run(store, preset("quick-gan"), steps=2).status()) is None
