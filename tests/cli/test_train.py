"""`train`: what it prints, what it refuses, how it is interrupted."""

import signal
from pathlib import Path

import pytest

from ganlib.config.presets import preset
from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from tests.waiting import wait_for


def test_training_prints_the_run_folder_as_its_last_line(ganlib, store):
    options = (
        "--data",
        "fashion_mnist",
        "--steps",
        7,
        "--seed",
        5,
        "--name",
        "mine",
        "--set",
        "g_optimizer.beta_1=0.5",
    )
    code, out, err = ganlib("train", "--preset", "quick-gan", *options, "--quiet")
    (run,) = store
    assert (code, out, err) == (0, f"{run.path}\n", "")
    expected = {"dataset": "fashion_mnist", "budget": "steps", "num_steps": 7, "seed": 5, "g_optimizer.beta_1": 0.5}
    assert run.config() == preset("quick-gan").with_settings(expected)
    assert run.about().name == "mine"
    assert run.status().state is RunState.COMPLETED


def test_training_tells_how_it_goes(ganlib, store):
    code, out, err = ganlib("train", "--preset", "quick-vae", "--minutes", 2, "--set", "jit_compile=false")
    (run,) = store
    assert code == 0
    assert out.splitlines()[-1] == str(run.path)
    assert "finished: 3 steps" in err
    assert run.config() == preset("quick-vae").with_settings({"minutes": 2.0, "jit_compile": False})


def test_a_failed_run_says_why(ganlib, store):
    code, out, err = ganlib("train", "--preset", "quick-gan", "--quiet", GAN_STUDIO_FAKE_FAIL="out_of_memory")
    (run,) = store
    assert (code, out) == (1, f"{run.path}\n")
    assert "ran out of memory" in err
    assert str(run.path / layout.WORKER_LOG) in err


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--preset", "magic"), "quick-gan"),
        (("--preset", "quick-gan", "--steps", "5", "--minutes", "1"), "not both"),
        (("--preset", "quick-gan", "--steps", "0"), "num_steps"),
        (("--preset", "quick-gan", "--steps", "many"), "--steps"),
        (("--preset", "quick-gan", "--minutes", "nan"), "minutes"),
        (("--preset", "quick-gan", "--data", "cats"), "fashion_mnist"),
        (("--preset", "quick-gan", "--set", "beta=1"), "latent_dim"),
        (("--preset", "quick-gan", "--set", "latent_dim"), "KEY=VALUE"),
        (("--preset", "quick-gan", "--set", "latent_dim=ten"), "latent_dim"),
        ((), "--preset"),
    ],
)
def test_bad_input_is_refused_before_anything_is_created(call, store, options, hint):
    code, out, err = call("train", *options)
    assert (code, out) == (2, "")
    assert hint in err.splitlines()[-1]
    assert list(store) == []


def test_a_start_beyond_a_limit_is_bad_input(call, store, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_MAX_STEPS", "10")
    code, _, err = call("train", "--preset", "quick-gan", "--steps", "11")
    assert (code, list(store)) == (2, [])
    assert "11 steps; here a run may take 10" in err


def test_a_waiting_run_tells_its_place_and_can_be_interrupted(start, store, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEPS", "100000")
    first = start("train", "--preset", "quick-gan", "--quiet")
    wait_for(lambda: [run for run in store if run.status().phase == "training"])
    second = start("train", "--preset", "quick-vae")
    assert "waiting, place 1" in second.stderr.readline()
    second.send_signal(signal.SIGINT)
    out, err = second.communicate(timeout=20)
    assert second.returncode == 130
    assert Run(Path(out.splitlines()[-1])).status().state is RunState.STOPPED

    first.send_signal(signal.SIGTERM)  # as from a batch system whose time is up
    out, err = first.communicate(timeout=20)
    assert (first.returncode, err) == (143, "")
    run = Run(Path(out.splitlines()[-1]))
    assert run.status().state is RunState.STOPPED
    assert run.has_model()


def test_a_second_interrupt_leaves_the_run_to_itself(start, store):
    knobs = {"GAN_STUDIO_FAKE_STEPS": "100000", "GAN_STUDIO_FAKE_IGNORE_STOP": "1"}
    command = start("train", "--preset", "quick-gan", **knobs)
    (run,) = wait_for(lambda: [run for run in store if run.status().phase == "training"])
    command.send_signal(signal.SIGINT)
    wait_for(lambda: run.is_requested(layout.STOP))
    command.send_signal(signal.SIGINT)
    _, err = command.communicate(timeout=20)
    assert command.returncode == 130
    assert f"python -m ganlib stop {run.run_id}" in err
    step = run.status().step
    wait_for(lambda: run.status().step > step)
