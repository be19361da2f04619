"""The command line, as a person calls it: exit codes, one clear line when something is wrong, files."""

import json
import os
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from ganlib.cli import main
from ganlib.config.presets import preset
from ganlib.runner.local import LocalEngine
from ganlib.store import layout
from ganlib.store.checkpoints import Best, mark_best
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState
from tests.fakes.worker import write_run
from tests.waiting import wait_for

NOT_THERE = "Error: There is no run “{}”. Look at the Runs page for those that exist.\n"


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


def test_a_mistake_is_one_line_and_an_exit_code(ganlib):
    assert ganlib("show", "nothing")[::2] == (3, NOT_THERE.format("nothing"))
    code, out, err = ganlib("train", "--preset", "magic")
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", [("show",), ("stop",), ("export",), ("sample", "--out", "x.npz")])
def test_a_run_that_is_not_there(call, command):
    code, out, err = call(command[0], "../nothing", *command[1:])
    assert (code, out) == (3, "")
    assert err == NOT_THERE.format("../nothing")


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

    first.send_signal(signal.SIGINT)
    out, err = first.communicate(timeout=20)
    assert (first.returncode, err) == (130, "")
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


def test_stop_ends_a_run(start, call, store):
    command = start("train", "--preset", "quick-gan", "--quiet", GAN_STUDIO_FAKE_STEPS="100000")
    (run,) = wait_for(lambda: [run for run in store if run.status().phase == "training"])
    assert call("stop", run.run_id)[0] == 0
    command.communicate(timeout=20)
    assert command.returncode == 0
    assert run.status().state is RunState.STOPPED
    assert "over already" in call("stop", run.run_id)[1]


def test_the_list_shows_every_run_also_a_damaged_one(call, store):
    assert "There are no runs" in call("runs")[1]
    done = write_run(store, preset("quick-vae"), steps=3, name="[bold]name")
    lost = write_run(store, preset("quick-gan"), steps=3, state=RunState.LOST)
    damaged = write_run(store, preset("quick-gan"), steps=3)
    (damaged.path / layout.STATUS).write_text("{")
    rows = {row["run"]: row for row in json.loads(call("runs", "--json")[1])}
    assert {key: row["state"] for key, row in rows.items()} == {
        done.run_id: "completed",
        lost.run_id: "lost",
        damaged.run_id: "damaged",
    }
    table = call("runs")[1]
    assert all(text in table for text in (*rows, "[bold]name", "damaged", "quick-vae", "100%"))


def test_show_tells_status_and_settings(call, store):
    run = write_run(store, preset("quick-vae"), steps=3, name="mine")
    code, out, _ = call("show", run.run_id)
    assert code == 0
    assert "state: completed" in out
    assert "likelihood: continuous_bernoulli" in out
    assert re.search(r"^coverage: [\d.]+, real data: 0.95 \(mnist-encoder version 1, \d+ samples, step 3\)$", out, re.M)
    whole = json.loads(call("show", run.path, "--json")[1])
    assert (whole["name"], whole["status"]["step"], whole["config"]["preset"]) == ("mine", 3, "quick-vae")
    assert [(score["metric"], score["step"]) for score in whole["scores"]] == [
        ("frechet_distance", 3),
        ("coverage", 3),
        ("class_coverage", 3),
    ]
    (run.path / layout.CONFIG).unlink()
    assert call("show", run.run_id)[0] == 3


def test_export_writes_one_zip(call, store, tmp_path):
    run = write_run(store, preset("quick-vae"), steps=3)
    code, out, _ = call("export", run.run_id, "--out", tmp_path / "x.zip")
    assert (code, out) == (0, f"{tmp_path / 'x.zip'}\n")
    assert f"{run.run_id}/config.json" in zipfile.ZipFile(tmp_path / "x.zip").namelist()
    assert call("export", run.run_id, "--out", tmp_path / "nowhere" / "x.zip")[0] == 2


def test_sample_draws_from_the_model_alone(call, store, tmp_path):
    run = write_run(store, preset("quick-gan"), steps=3, with_model=True)
    out = tmp_path / "samples.npz"
    pictures = []
    for name in (run.run_id, run.path, run.path / "model"):
        assert call("sample", name, "--n", 300, "--seed", 1, "--out", out)[0] == 0
        with np.load(out) as file:
            assert file.files == ["x"]
            pictures.append(file["x"])
    assert pictures[0].dtype == np.uint8
    assert pictures[0].shape == (300, 28, 28, 1)
    assert all(np.array_equal(pictures[0], other) for other in pictures)


def test_sample_draws_the_class_asked_for(call, store, tmp_path):
    run = write_run(store, preset("conditional-gan"), steps=3, with_model=True)
    out = tmp_path / "samples.npz"
    brightness = {}
    for label in (0, 9):
        assert call("sample", run.run_id, "--n", 5, "--label", label, "--out", out)[0] == 0
        with np.load(out) as file:
            brightness[label] = file["x"].mean()
    assert brightness[0] < brightness[9]
    code, _, err = call("sample", run.run_id, "--n", 5, "--label", 10, "--out", out)
    assert code == 2
    assert "--label 10: expected one of these, as number or name: 0, 1, 2," in err
    assert call("sample", run.path / "model", "--n", 1, "--label", 9, "--out", out)[0] == 0
    code, _, err = call("sample", run.path / "model", "--n", 1, "--label", 10, "--out", out)
    assert code == 2
    assert "the classes 0 – 9" in err
    code, _, err = call("sample", run.path / "model", "--n", 1, "--label", "seven", "--out", out)
    assert code == 2
    assert "--label seven: expected a number, 0 for the first class." in err


def test_a_class_may_be_asked_for_by_its_name(call, store, tmp_path):
    config = preset("conditional-vae").with_settings({"dataset": "fashion_mnist"})
    run = write_run(store, config, steps=3, with_model=True)
    found = []
    for label in (7, "Sneaker", "sneaker"):
        out = tmp_path / f"{label}.npz"
        assert call("sample", run.run_id, "--n", 2, "--label", label, "--out", out)[0] == 0
        with np.load(out) as file:
            found.append(file["x"].tolist())
    assert found[0] == found[1] == found[2]
    for label in ("boots", 10, -1):
        code, _, err = call("sample", run.run_id, f"--label={label}", "--out", tmp_path / "none.npz")
        assert code == 2
        assert f"--label {label}: expected one of these, as number or name: 0 (T-shirt), 1 (trousers)," in err
    assert not (tmp_path / "none.npz").exists()


def test_sample_waits_for_no_model(call, store, tmp_path):
    run = write_run(store, preset("quick-gan"), steps=3)
    code, _, err = call("sample", run.run_id, "--out", tmp_path / "x.npz")
    assert code == 3
    assert "no finished model" in err
    assert not (tmp_path / "x.npz").exists()
    assert call("sample", run.run_id, "--n", 0, "--out", tmp_path / "x.npz")[0] == 2


def test_an_exported_run_can_be_imported(call, store, tmp_path):
    run = write_run(store, preset("quick-gan"), steps=5, name="mine")
    assert call("export", run.run_id, "--out", tmp_path / "run.zip")[0] == 0
    code, out, _ = call("import", tmp_path / "run.zip")
    again = Run(Path(out.strip()))
    assert (code, again.about().name, again.config()) == (0, "mine", run.config())
    assert again != run


@pytest.mark.parametrize(("file", "code"), [("nothing.zip", 1), ("runs", 1), ("text.zip", 2)])
def test_what_cannot_be_imported_is_one_line_and_an_exit_code(call, store, tmp_path, file, code):
    store.root.mkdir()
    (tmp_path / "text.zip").write_text("no zip")
    result, out, err = call("import", tmp_path / file)
    assert (result, out) == (code, "")
    assert err.startswith("Error: ")
    assert len(err.splitlines()) == 1


def test_a_start_beyond_a_limit_is_bad_input(call, store, monkeypatch):
    monkeypatch.setenv("GAN_STUDIO_MAX_STEPS", "10")
    code, _, err = call("train", "--preset", "quick-gan", "--steps", "11")
    assert (code, list(store)) == (2, [])
    assert "11 steps; here a run may take 10" in err


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
