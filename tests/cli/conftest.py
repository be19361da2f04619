"""The command line, as a person calls it, on a runs folder of the test's own with a fake worker."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ganlib.cli import main
from ganlib.runner.local import LocalEngine
from ganlib.store.runs import RunStore


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def start(store, monkeypatch):
    """Starts `python -m ganlib …` on the test's own runs folder with a fake worker."""
    monkeypatch.setenv("GAN_STUDIO_RUNS", str(store.root))
    monkeypatch.setenv("GAN_STUDIO_WORKER", f"{sys.executable} -m tests.fakes.worker")
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "3")
    processes: list[subprocess.Popen] = []

    def start(*arguments: object, **env: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "ganlib", *map(str, arguments)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=os.environ | env)
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.communicate()
    for run in store:
        LocalEngine(store).discard(run, patience_seconds=0)


@pytest.fixture
def ganlib(start):
    """Runs a command to its end in a process of its own: exit code, stdout, stderr."""

    def ganlib(*arguments: object, **env: str) -> tuple[int, str, str]:
        process = start(*arguments, **env)
        out, err = process.communicate(timeout=30)
        assert "Traceback" not in err
        return process.returncode, out, err

    return ganlib


@pytest.fixture
def call(start, capsys):
    """The same without the second process: for commands that start none, and quicker."""

    def call(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main([str(argument) for argument in arguments])
        return exit_.value.code or 0, *capsys.readouterr()

    return call
