"""Alive, or lost: the process and the heartbeat together."""

import os
import subprocess
import sys
import time
from dataclasses import replace

import psutil
import pytest

from ganlib.config.presets import preset
from ganlib.errors import DamagedRunError
from ganlib.runner.processes import process_of
from ganlib.runner.reconcile import STALE_SECONDS, current_status
from ganlib.store import layout
from ganlib.store.status import RunState
from tests.fakes.run import write_run
from tests.waiting import wait_for


@pytest.fixture
def running(store):
    """A run of this very process, with a stale heartbeat."""
    run = write_run(store, preset("quick-gan"), state=RunState.RUNNING, steps=2)
    long_ago = time.time() - STALE_SECONDS - 60
    os.utime(run.path / layout.HEARTBEAT, (long_ago, long_ago))
    replace(run.status(), started_at=long_ago).write(run.path)
    return run


def test_a_living_process_is_running_however_old_its_heartbeat(running):
    assert current_status(running).state is RunState.RUNNING


def test_another_process_with_the_same_id_is_not_it(running):
    status = running.status()
    replace(status, process_started=status.process_started - 1000).write(running.path)
    assert current_status(running).state is RunState.LOST


def test_a_fresh_heartbeat_speaks_for_a_process_of_another_machine(running):
    replace(running.status(), host="elsewhere").write(running.path)  # whatever runs here under that id
    assert current_status(running).state is RunState.LOST
    (running.path / layout.HEARTBEAT).touch()
    assert current_status(running).state is RunState.RUNNING


def test_a_missing_heartbeat_counts_only_after_the_launch(running):
    (running.path / layout.HEARTBEAT).unlink()
    replace(running.status(), pid=2**22 + 1, started_at=time.time()).write(running.path)
    assert current_status(running).state is RunState.RUNNING
    replace(running.status(), started_at=time.time() - STALE_SECONDS - 1).write(running.path)
    assert current_status(running).state is RunState.LOST


def test_the_heartbeat_of_an_earlier_attempt_does_not_make_a_fresh_start_lost(running):
    replace(running.status(), host="elsewhere", started_at=time.time()).write(running.path)
    assert current_status(running).state is RunState.RUNNING


def test_a_process_of_another_machine_is_not_looked_for_here(running):
    replace(running.status(), host="elsewhere").write(running.path)
    assert process_of(running.status()) is None


def test_a_zombie_is_not_alive(running):
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with child:
        started = psutil.Process(child.pid).create_time()
        status = replace(running.status(), pid=child.pid, process_started=started)
        status.write(running.path)
        assert current_status(running).state is RunState.RUNNING
        child.kill()
        wait_for(lambda: psutil.Process(child.pid).status() == psutil.STATUS_ZOMBIE)
        assert psutil.pid_exists(child.pid)
        assert process_of(status) is None
        assert current_status(running).state is RunState.LOST


def test_looking_changes_nothing(store):
    run = write_run(store, preset("quick-gan"), state=RunState.LOST, steps=2)
    before = {path: path.stat().st_mtime_ns for path in run.path.rglob("*")}
    assert current_status(run).state is RunState.LOST
    assert {path: path.stat().st_mtime_ns for path in run.path.rglob("*")} == before
    assert run.status().state is RunState.RUNNING


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.COMPLETED, RunState.STOPPED, RunState.FAILED])
def test_other_states_are_taken_at_their_word(store, state):
    assert current_status(write_run(store, preset("quick-gan"), state=state, steps=2)).state is state


def test_a_damaged_status_is_an_error(store):
    run = write_run(store, preset("quick-gan"), steps=2)
    (run.path / layout.STATUS).write_text("")
    with pytest.raises(DamagedRunError):
        current_status(run)
