"""Run folders: complete when they appear, contained in their root, and shown as damaged when they are."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganlib.config.presets import preset
from ganlib.errors import ConfigError, DamagedRunError, RunNotFoundError
from ganlib.store import layout
from ganlib.store.runs import About, RunStore, default_root
from ganlib.store.status import RunState
from tests.fakes.run import write_run


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def test_a_new_run_waits_and_is_complete(store):
    run = store.create(preset("quick-vae"), name="mine")
    assert store.open(run.run_id) == run
    assert run.config() == preset("quick-vae")
    assert run.status().state is RunState.QUEUED
    assert run.about() == About(name="mine")
    assert list(store) == [run]
    assert [path.name for path in store.root.iterdir()] == [run.run_id]


def test_an_empty_studio_has_no_runs(store):
    assert list(store) == []


def test_runs_come_newest_first(store):
    for name in ("20260101-000000-a-0000", "20260301-000000-b-0000", "20260201-000000-c-0000"):
        (store.root / name).mkdir(parents=True)
    assert [run.run_id[:8] for run in store] == ["20260301", "20260201", "20260101"]


@pytest.mark.parametrize(
    "run_id", ["", ".", "..", "../secret", "a/b", "/etc", "a\\b", "a\0b", "A", "x" * 65, "-a", "a\n"]
)
def test_an_id_from_outside_never_leaves_the_folder(store, run_id):
    (store.root.parent / "secret").mkdir()
    store.root.mkdir()
    with pytest.raises(RunNotFoundError):
        store.open(run_id)


@given(st.text())
def test_no_text_opens_anything_in_an_empty_studio(run_id):
    with pytest.raises(RunNotFoundError):
        RunStore(Path("/nowhere")).open(run_id)


def test_a_link_to_a_folder_elsewhere_is_no_run(store, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    store.root.mkdir()
    (store.root / "linked").symlink_to(elsewhere)
    assert list(store) == []
    with pytest.raises(RunNotFoundError):
        store.open("linked")


def test_deleting_a_run_removes_all_of_it_and_nothing_else(store):
    kept, doomed = store.create(preset("quick-gan")), store.create(preset("quick-gan"))
    store.delete(doomed)
    assert [path.name for path in store.root.iterdir()] == [kept.run_id]


def test_renaming_and_annotating(store):
    run = store.create(preset("quick-gan"))
    run.describe(About(name="名字", note="“note”"))
    assert store.open(run.run_id).about() == About(name="名字", note="“note”")
    (run.path / layout.ABOUT).write_text("{torn")
    assert run.about() == About()


@pytest.mark.parametrize(
    "content", [None, b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"state": "dancing"}', b"{}"]
)
def test_a_damaged_status_is_told_with_the_name_of_the_file(store, content):
    run = store.create(preset("quick-gan"))
    path = run.path / layout.STATUS
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(DamagedRunError, match=r"status\.json"):
        run.status()


@pytest.mark.parametrize(
    "change", [{"step": "ten"}, {"pid": 1.5}, {"parameters": [1]}, {"started_at": "now"}, {"phase": 3}]
)
def test_a_status_with_values_of_the_wrong_kind_is_damaged(store, change):
    run = store.create(preset("quick-gan"))
    path = run.path / layout.STATUS
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(DamagedRunError):
        run.status()


def test_a_status_of_a_newer_version_is_read(store):
    run = store.create(preset("quick-gan"))
    path = run.path / layout.STATUS
    path.write_text(json.dumps({"state": "running", "seconds": 3, "mood": "good"}))
    assert (run.status().state, run.status().seconds) == (RunState.RUNNING, 3)


def test_a_damaged_config_is_told(store):
    run = store.create(preset("quick-gan"))
    (run.path / layout.CONFIG).write_text('{"schema_version": 1}')
    with pytest.raises(ConfigError):
        run.config()
    (run.path / layout.CONFIG).unlink()
    with pytest.raises(DamagedRunError, match=r"config\.json"):
        run.config()


def test_pictures_are_listed_by_step(store):
    run = write_run(store, preset("quick-vae").with_settings({"sample_every_steps": 10}), steps=30)
    (run.path / layout.SAMPLES / ".step-00000040.png").touch()
    (run.path / layout.SAMPLES / "step-5.png").touch()
    assert list(run.pictures()) == [0, 10, 20, 30]
    assert list(run.pictures("reconstructions")) == [0, 10, 20, 30]
    assert run.pictures()[10].is_file()
    assert 11 not in run.pictures()
    assert run.pictures().newest == 30
    assert run.real_picture() is not None


def test_a_run_without_pictures_has_none(store):
    run = store.create(preset("quick-gan"))
    assert run.pictures() == {}
    assert run.pictures().newest is None
    assert run.real_picture() is None
    assert not run.has_model()


def test_a_stop_request_is_a_file(store):
    run = store.create(preset("quick-gan"))
    assert not run.is_requested(layout.STOP)
    run.request(layout.STOP)
    assert run.is_requested(layout.STOP)
    assert os.path.exists(run.path / "stop")


def test_the_runs_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("GAN_STUDIO_RUNS", str(tmp_path))
    assert default_root() == tmp_path
    monkeypatch.delenv("GAN_STUDIO_RUNS")
    assert default_root() == Path(__file__).parents[2] / "runs"
