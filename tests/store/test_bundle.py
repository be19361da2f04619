"""A run as a zip: everything in it, nothing from elsewhere."""

import io
import zipfile
from dataclasses import replace

import pytest

from ganlib.config.presets import preset
from ganlib.store import layout
from ganlib.store.bundle import write_zip
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState
from tests.fakes.run import write_run


@pytest.fixture
def run(tmp_path) -> Run:
    return write_run(RunStore(tmp_path / "runs"), preset("quick-vae"), steps=5, name="mine")


def test_a_run_survives_its_zip(run, tmp_path):
    write_zip(run, tmp_path / "run.zip")
    with zipfile.ZipFile(tmp_path / "run.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path / "again")
    again = Run(tmp_path / "again" / run.run_id)
    assert again.config() == run.config()
    assert again.status() == run.status()
    assert again.status().state is RunState.COMPLETED
    files = {
        path.relative_to(run.path): path.read_bytes()
        for path in run.path.rglob("*")
        if path.is_file() and layout.CHECKPOINTS not in path.parts
    }
    assert run.checkpoints()
    assert {
        path.relative_to(again.path): path.read_bytes() for path in again.path.rglob("*") if path.is_file()
    } == files
    assert [path.name for path in tmp_path.glob("*.zip*")] == ["run.zip"]


def test_the_same_run_gives_the_same_zip(run):
    first, second = io.BytesIO(), io.BytesIO()
    write_zip(run, first)
    write_zip(run, second)
    assert first.getvalue() == second.getvalue()
    names = zipfile.ZipFile(first).namelist()
    assert names == sorted(names)


def test_links_and_files_being_written_stay_out(run, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret").write_text("secret")
    (run.path / "model").mkdir()
    (run.path / "model" / "generator.keras").symlink_to(tmp_path / "secret")
    (run.path / "tensorboard").symlink_to(tmp_path / "elsewhere")
    (run.path / ".status.json.123").write_text("{")
    file = io.BytesIO()
    write_zip(run, file)
    names = zipfile.ZipFile(file).namelist()
    assert not [name for name in names if "secret" in name or "keras" in name or "/." in name]
    assert f"{run.run_id}/{layout.STATUS}" in names


def test_a_failed_export_leaves_no_file(run, tmp_path, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(zipfile.ZipFile, "write", fail)
    with pytest.raises(OSError, match="disk full"):
        write_zip(run, tmp_path / "run.zip")
    assert not list(tmp_path.glob("*.zip*"))
    assert not list(tmp_path.glob(".run*"))


def test_a_public_zip_tells_nothing_of_this_computer_and_its_visitors(run):
    host = "somebodys-computer"
    replace(run.status(), host=host, job="job-17", pid=4711, detail="/home/somebody").write(run.path)
    for name in (layout.WORKER_LOG, layout.EARLIER_LOG):
        (run.path / name).write_text("/home/somebody")
    events = run.path / layout.TENSORBOARD / f"events.out.tfevents.1.{host}.4711.0.v2"
    events.parent.mkdir(exist_ok=True)
    events.write_bytes(b"/home/somebody")
    file = io.BytesIO()
    write_zip(run, file, is_public=True)
    with zipfile.ZipFile(file) as archive:
        told = b"".join([name.encode() + archive.read(name) for name in archive.namelist() if name[-4:] != ".png"])
    for secret in (host, "somebody", "job-17", "4711"):
        assert secret.encode() not in told
