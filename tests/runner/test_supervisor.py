"""Why a run ended, also when its worker could not say."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import psutil
import pytest

from ganlib.runner.reconcile import STALE_SECONDS, current_status
from ganlib.runner.supervisor import NICENESS
from ganlib.store import layout
from ganlib.store.status import RunState
from tests.runner.conftest import is_gone, processes_of, worker_of
from tests.waiting import wait_for


def is_training(run) -> bool:
    return current_status(run).phase == "training"


def is_over(run) -> bool:
    return not run.status().state.is_active


@pytest.fixture
def endless(monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")


def test_a_killed_worker_is_a_failed_run_and_the_queue_moves_on(engine, new_run, endless):
    first, second = new_run(), new_run()
    engine.advance()
    wait_for(lambda: is_training(first))
    worker_of(psutil.Process(first.status().pid)).kill()
    wait_for(lambda: is_over(first))
    status = first.status()
    assert (status.state, status.failure) == (RunState.FAILED, "killed")
    assert "signal 9" in status.detail
    assert "fake worker" in status.detail
    assert status.step > 0
    wait_for(lambda: is_training(second))  # nobody calls advance() here


def test_a_worker_that_cannot_start_says_so(engine, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_EXIT", "3")
    run = new_run()
    engine.advance()
    wait_for(lambda: is_over(run))
    status = run.status()
    assert (status.state, status.failure) == (RunState.FAILED, "start_failed")
    assert "cannot start" in status.detail
    assert "cannot start" in (run.path / layout.WORKER_LOG).read_text()


def test_a_worker_that_does_not_exist_is_a_failed_start(engine, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_WORKER", "/nowhere/python")
    run = new_run()
    engine.advance()
    wait_for(lambda: is_over(run))
    assert run.status().failure == "start_failed"
    assert "/nowhere/python" in run.status().detail


def test_a_worker_that_ends_in_the_middle_has_crashed(engine, new_run, monkeypatch, tmp_path):
    script = tmp_path / "worker.py"
    script.write_text(
        "import sys\nfrom dataclasses import replace\nfrom pathlib import Path\nfrom ganlib.store.runs import Run\n"
        "run = Run(Path(sys.stdin.readline().strip()))\nreplace(run.status(), phase='training').write(run.path)\n"
        "sys.exit('lost my way')\n"
    )
    monkeypatch.setenv("GAN_STUDIO_WORKER", f"env PYTHONPATH=. {sys.executable} {script}")
    run = new_run()
    engine.advance()
    wait_for(lambda: is_over(run))
    assert run.status().failure == "crashed"
    assert "lost my way" in run.status().detail


def test_a_library_that_gives_up_for_want_of_memory_is_understood(engine, new_run, monkeypatch, tmp_path):
    script = tmp_path / "worker.py"
    script.write_text(
        "import sys\nsys.stdin.readline()\nsys.exit('cannot allocate memory for thread-local data: ABORT')\n"
    )
    monkeypatch.setenv("GAN_STUDIO_WORKER", f"{sys.executable} {script}")
    run = new_run()
    engine.advance()
    wait_for(lambda: is_over(run))
    assert run.status().failure == "out_of_memory"


def test_what_the_worker_itself_says_stands(engine, new_run, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_FAIL", "out_of_memory")
    run = new_run()
    engine.advance()
    wait_for(lambda: is_over(run))
    assert (run.status().state, run.status().failure) == (RunState.FAILED, "out_of_memory")
    wait_for(lambda: engine.reap() or not engine._children)
    assert run.status().failure == "out_of_memory"


def test_sigterm_to_the_supervisor_stops_the_run_and_saves(engine, new_run, endless):
    run = new_run()
    engine.advance()
    supervisor = run.status().pid
    wait_for(lambda: is_training(run))
    os.kill(supervisor, signal.SIGTERM)
    wait_for(lambda: is_over(run))
    assert run.status().state is RunState.STOPPED
    assert run.has_model()


def test_a_killed_supervisor_and_worker_are_a_lost_run_and_its_slot_is_free(engine, store, new_run, endless):
    first, second = new_run(), new_run()
    engine.advance()
    wait_for(lambda: is_training(first))
    supervisor, worker = processes_of(store)
    supervisor.kill()
    worker.kill()
    wait_for(lambda: is_gone(supervisor) and is_gone(worker))
    assert first.status().state is RunState.RUNNING  # nobody was left to say otherwise
    assert current_status(first).state is RunState.RUNNING  # the heartbeat is fresh
    long_ago = os.stat(first.path / layout.HEARTBEAT).st_mtime - STALE_SECONDS - 1
    os.utime(first.path / layout.HEARTBEAT, (long_ago, long_ago))
    replace(first.status(), started_at=long_ago).write(first.path)
    assert current_status(first).state is RunState.LOST
    assert engine.advance() == [second]


def test_a_worker_goes_on_without_its_supervisor(engine, new_run, endless):
    run = new_run()
    engine.advance()
    wait_for(lambda: is_training(run))
    supervisor = psutil.Process(run.status().pid)
    worker = worker_of(supervisor)
    supervisor.kill()
    wait_for(lambda: engine.reap() or not psutil.pid_exists(supervisor.pid))
    engine.stop(run)
    wait_for(lambda: is_over(run))
    assert run.status().state is RunState.STOPPED
    wait_for(lambda: is_gone(worker))


def test_the_log_of_a_run_is_in_its_folder_while_it_trains(engine, store, new_run, endless):
    run = new_run()
    engine.advance()
    wait_for(lambda: is_training(run))
    assert "fake worker" in (run.path / layout.WORKER_LOG).read_text()
    assert not list(store.root.glob(".worker-*"))


def test_runs_that_follow_each_other_have_the_same_priority():
    code = (
        "import os; from ganlib.runner.supervisor import give_way\n"
        "for _ in range(3): give_way(); print(os.getpriority(os.PRIO_PROCESS, 0))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert told == [str(max(NICENESS, os.getpriority(os.PRIO_PROCESS, 0)))] * 3


@pytest.mark.skipif(not os.path.exists("/proc/self/autogroup"), reason="this kernel does not group by session")
def test_a_session_of_training_comes_after_the_others():
    code = "from ganlib.runner.supervisor import give_way\ngive_way(); print(open('/proc/self/autogroup').read())"
    told = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, start_new_session=is_own
        ).stdout.strip()
        for is_own in (True, False)
    ]
    assert told[0].endswith(f" nice {NICENESS}")
    with open("/proc/self/autogroup") as ours:
        assert told[1] == ours.read().strip(), "in a session of others nothing changes"
