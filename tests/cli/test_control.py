"""`stop`, `pause`, `resume`, `branch`, `keep`."""

from pathlib import Path

from ganlib.config.presets import preset
from ganlib.store.checkpoints import Best, mark_best
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from tests.fakes.run import write_run
from tests.waiting import wait_for


def test_stop_ends_a_run(start, call, store):
    command = start("train", "--preset", "quick-gan", "--quiet", GAN_STUDIO_FAKE_STEPS="100000")
    (run,) = wait_for(lambda: [run for run in store if run.status().phase == "training"])
    assert call("stop", run.run_id)[0] == 0
    command.communicate(timeout=20)
    assert command.returncode == 0
    assert run.status().state is RunState.STOPPED
    assert "over already" in call("stop", run.run_id)[1]


def test_a_run_can_be_paused_and_resumed_by_commands(start, ganlib, store):
    knobs = {"GAN_STUDIO_FAKE_STEPS": "100000"}
    command = start("train", "--preset", "quick-gan", "--quiet", **knobs)
    (run,) = wait_for(lambda: [run for run in store if run.status().step > 1])
    code, out, _ = ganlib("pause", run.run_id)
    assert (code, f"resume {run.run_id}" in out) == (0, True)
    command.communicate(timeout=20)
    assert run.status().state is RunState.PAUSED
    step = run.status().step
    code, out, err = ganlib("resume", run.path, "--quiet", GAN_STUDIO_FAKE_STEPS=str(step + 5))
    assert (code, err, out.splitlines()[-1]) == (0, "", str(run.path))
    assert run.status().step == step + 5


def test_a_finished_run_resumes_only_with_a_larger_budget(ganlib, store):
    run = write_run(store, preset("article-gan").with_settings({"num_steps": 5}), steps=5)
    code, _, err = ganlib("resume", run.run_id)
    assert (code, "whole budget" in err) == (2, True)
    assert ganlib("resume", run.run_id, "--steps", "8", "--quiet", GAN_STUDIO_FAKE_STEPS="8")[0] == 0
    assert run.config().training.num_steps == 8


def test_a_branch_by_command(ganlib, store):
    parent = write_run(store, preset("article-gan").with_settings({"num_steps": 9}), steps=5, state=RunState.STOPPED)
    code, _, err = ganlib("branch", parent.run_id, "--step", "3")
    assert (code, "got step 3, expected one of: 5" in err) == (2, True)
    code, _, err = ganlib("branch", parent.run_id, "--set", "generator_units=64")
    assert (code, "generator_units" in err) == (2, True)
    code, out, _ = ganlib("branch", parent.run_id, "--set", "seed=7", "--quiet", GAN_STUDIO_FAKE_STEPS="9")
    assert code == 0
    child = Run(Path(out.splitlines()[-1]))
    assert (child.origin().parent, child.config().training.seed, child.status().step) == (parent.run_id, 7, 9)


def test_the_best_is_kept_by_command(ganlib, store):
    parent = write_run(store, preset("article-gan").with_settings({"num_steps": 5}), steps=5)
    code, _, err = ganlib("keep", parent.run_id)
    assert (code, "got step none, expected one of: 5" in err) == (2, True)
    mark_best(parent.path, Best(step=5, metric="frechet_distance", value=3.0))
    code, out, _ = ganlib("keep", parent.run_id, "--quiet", GAN_STUDIO_FAKE_STEPS="5")
    assert code == 0
    kept = Run(Path(out.splitlines()[-1]))
    assert (kept.origin().parent, kept.status().state, kept.status().step) == (parent.run_id, RunState.COMPLETED, 5)
