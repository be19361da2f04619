"""`runs`, `show`, `export`, `import`, `sample`: what is there, and what comes out of it."""

import json
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from ganlib.config.presets import preset
from ganlib.store import layout
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from tests.fakes.run import write_run

NOT_THERE = "Error: There is no run “{}”. Look at the Runs page for those that exist.\n"


def test_a_mistake_is_one_line_and_an_exit_code(ganlib):
    assert ganlib("show", "nothing")[::2] == (3, NOT_THERE.format("nothing"))
    code, out, err = ganlib("train", "--preset", "magic")
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("command", [("show",), ("stop",), ("export",), ("sample", "--out", "x.npz")])
def test_a_run_that_is_not_there(call, command):
    code, out, err = call(command[0], "../nothing", *command[1:])
    assert (code, out) == (3, "")
    assert err == NOT_THERE.format("../nothing")


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
