"""A worker stands by: taken by the next launch, gone with the app that kept it."""

import os
import signal
import subprocess
import sys

import psutil

from ganlib.runner.launch import start_supervisor
from ganlib.runner.reconcile import current_status
from ganlib.store.status import RunState
from tests.runner.conftest import is_gone, processes_of, worker_of
from tests.waiting import wait_for


def test_the_next_launch_takes_the_supervisor_that_stands_by(engine, store, new_run):
    engine.standby.prepare()
    engine.standby.prepare()
    (standing_by,) = [process for process in processes_of(store) if "ganlib.runner" in process.cmdline()]
    run = new_run()
    engine.advance()
    assert run.status().pid == standing_by.pid
    wait_for(lambda: not current_status(run).state.is_active)
    assert run.status().state is RunState.COMPLETED


def test_a_standby_that_has_died_is_no_obstacle(engine, store, new_run):
    engine.standby.prepare()
    (standing_by,) = processes_of(store)[:1]
    standing_by.kill()
    wait_for(lambda: is_gone(standing_by))
    run = new_run()
    engine.advance()
    assert run.status().pid != standing_by.pid
    wait_for(lambda: run.status().state is RunState.COMPLETED)


def test_a_standby_whose_worker_has_died_starts_another(engine, store, new_run):
    engine.standby.prepare()
    supervisor = wait_for(lambda: processes_of(store))[0]
    worker = worker_of(supervisor)
    worker.kill()
    wait_for(lambda: is_gone(worker))
    run = new_run()
    engine.advance()
    wait_for(lambda: not current_status(run).state.is_active)
    assert run.status().state is RunState.COMPLETED


def test_the_end_of_file_ends_the_standby_and_its_worker(engine, store):
    engine.standby.prepare()
    supervisor = wait_for(lambda: processes_of(store))[0]
    worker = worker_of(supervisor)
    engine.standby.close()
    wait_for(lambda: is_gone(worker))
    assert not processes_of(store)
    assert not list(store.root.glob(".worker-*"))


def test_sigterm_ends_the_standby_and_its_worker(store):
    standing_by = start_supervisor(store.root, slots=1)
    worker = worker_of(psutil.Process(standing_by.pid))
    wait_for(lambda: list(store.root.glob(".worker-*")))
    standing_by.terminate()
    standing_by.wait()
    standing_by.stdin.close()
    wait_for(lambda: is_gone(worker))
    assert not list(store.root.glob(".worker-*"))


APP = """
import subprocess, sys
from pathlib import Path
from ganlib.config.presets import preset
from ganlib.runner.local import LocalEngine
from ganlib.store.runs import RunStore
engine = LocalEngine(RunStore(Path(sys.argv[1])), slots=3)
engine.standby.prepare()
engine.store.create(preset("quick-gan"))
engine.advance()                               # this run outlives us
engine.standby.prepare()
other = subprocess.Popen(["sleep", "60"])      # so does this; neither may hold the pipe of the new standby
print(engine.standby._supervisor.pid, other.pid, flush=True)
sys.stdin.readline()
"""


def test_the_standby_ends_when_its_app_is_killed_whatever_else_the_app_has_started(store, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    app = subprocess.Popen(
        [sys.executable, "-c", APP, str(store.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with app:
        standing_by, other = (psutil.Process(int(pid)) for pid in app.stdout.readline().split())
        try:
            worker = worker_of(standing_by)
            os.kill(app.pid, signal.SIGKILL)
            wait_for(lambda: is_gone(standing_by))
            wait_for(lambda: is_gone(worker))
            assert other.is_running()
            running = [run for run in store if run.status().state is RunState.RUNNING]
            assert len(running) == 1  # the run goes on
        finally:
            other.kill()
