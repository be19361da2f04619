"""Import of what is in a well-formed archive: nothing is believed that no studio wrote."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganlib.config.dots import DOTS
from ganlib.config.presets import PRESETS
from ganlib.store import layout
from ganlib.store.moments import write_moment
from ganlib.store.prior import ClassMixtures, GaussianMixture
from ganlib.store.runs import Origin, RunStore
from ganlib.store.status import RunState
from ganlib.store.unbundle import read_zip
from tests.fakes.moments import moment_of
from tests.hostile.archives import CONFIG, HONEST, STATUS, assert_refused, files, packed

MIXTURE = GaussianMixture(weights=np.array([0.5, 0.5]), means=np.eye(2), factors=np.stack([np.eye(2), np.eye(2)]))


def test_a_fitted_prior_survives_and_is_written_anew(store: RunStore) -> None:
    content = json.dumps(MIXTURE.to_record() | {"kind": "<script>", "more": [1]}).encode()
    run = read_zip(store, packed(HONEST | {"run/model/prior.json": content}))
    assert json.loads((run.path / layout.MODEL / layout.PRIOR).read_bytes()) == MIXTURE.to_record()


def test_so_does_one_of_each_class(store: RunStore) -> None:
    record = ClassMixtures(mixtures=(MIXTURE, MIXTURE)).to_record()
    foreign = record | {"more": [1], "classes": [one | {"more": [1]} for one in record["classes"]]}
    run = read_zip(store, packed(HONEST | {"run/model/prior.json": json.dumps(foreign).encode()}))
    assert json.loads((run.path / layout.MODEL / layout.PRIOR).read_bytes()) == record


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\x80\x04pickle",
        b'{"weights": ' + b"[" * 100_000 + b"}",
        json.dumps(MIXTURE.to_record() | {"means": [[1e400, 0.0], [0.0, 0.0]]}).encode(),
        json.dumps(MIXTURE.to_record() | {"weights": [2.0, -1.0]}).encode(),
        json.dumps(MIXTURE.to_record() | {"factors": [[1.0]]}).encode(),
        json.dumps({"kind": "gaussian_mixtures_by_class", "classes": [MIXTURE.to_record(), [1.0]]}).encode(),
        b'{"weights": [' + b"1," * 2**24 + b"1]}",
    ],
    ids=lambda content: ascii(content[:30]),
)
def test_a_prior_that_nobody_fitted_is_refused(store: RunStore, content: bytes) -> None:
    assert_refused(store, packed(HONEST | {"run/model/prior.json": content}))


DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("run/config.json", b"{}"),
        ("run/config.json", b"[]"),
        ("run/config.json", b"\xff\xfe"),
        ("run/config.json", DEEP),
        ("run/config.json", b'{"model": ' + DEEP + b"}"),
        ("run/config.json", CONFIG.replace(b'"schema_version": 1', b'"schema_version": 99')),
        ("run/config.json", CONFIG.replace(b'"latent_dim": 64', b'"latent_dim": 1e308')),
        ("run/config.json", CONFIG.replace(b'"latent_dim": 64', b'"latent_dim": true')),
        ("run/config.json", CONFIG.replace(b'"latent_dim": 64', b'"latent_dim": NaN')),
        ("run/config.json", CONFIG.replace(b'"seed": 1', b'"seed": ' + b"9" * 400)),
        ("run/status.json", b"{}"),
        ("run/status.json", DEEP),
        ("run/status.json", b'{"state": "completed", "step": ' + b"9" * 400 + b"}"),
        ("run/status.json", b'{"state": "completed", "step": -1}'),
        ("run/status.json", b'{"state": "completed", "seconds": NaN}'),
        ("run/status.json", b'{"state": "completed", "seconds": 1e999}'),
        ("run/status.json", b'{"state": "completed", "parameters": {"generator": "x"}}'),
        ("run/status.json", b'{"state": "completed", "step": []}'),
        ("run/status.json", b'{"state": "completed", "started_at": 1e11}'),
        ("run/status.json", b'{"state": "completed", "step": 1e5}'),
        ("run/about.json", b"[]"),
        ("run/about.json", DEEP),
        ("other/config.json", CONFIG),
    ],
    ids=lambda value: ascii(value[:40]) if isinstance(value, bytes) else value,
)
def test_settings_and_status_that_nobody_wrote_are_refused(store: RunStore, name: str, content: bytes) -> None:
    files = HONEST | {name: content}
    assert files != HONEST
    assert_refused(store, packed(files))


@pytest.mark.parametrize("state", ["queued", "running", "lost", "paused"])
def test_an_imported_run_is_never_active(store: RunStore, state: str) -> None:
    status = json.dumps({"state": state, "pid": 1, "process_started": 1.0, "phase": "training", "detail": "/home/me"})
    run = read_zip(store, packed(HONEST | {"run/status.json": status.encode()}))
    written = run.status()
    assert (written.state, written.pid, written.phase, written.detail) == (RunState.STOPPED, None, "", "")


def test_only_what_a_run_folder_knows_is_taken(store: RunStore) -> None:
    strange = [
        "run/stop",
        "run/pause",
        "run/heartbeat",
        "run/origin.json",
        "run/worker.log",
        "run/index.html",
        "run/samples/evil.svg",
        "run/samples/step-00000001.html",
        "run/model/generator.pkl",
        "run/model/weights.bin",
        "run/model/__init__.py",
        "run/checkpoints/step-00000001/state.npz",
        "run/.streamlit/config.toml",
        "__MACOSX/run/config.json.x",
        "other/scalars.jsonl",
    ]
    run = read_zip(store, packed(HONEST | dict.fromkeys(strange, b'{"owner": "me"}')))
    assert sorted(files(run)) == ["about.json", "config.json", "status.json"]
    assert run.origin() == Origin()


def test_rows_that_no_worker_wrote_are_left_out(store: RunStore) -> None:
    rows = [
        b'{"step": 1, "seconds": 1.0, "loss/g": 0.5}',
        b'{"step": 2, "seconds": 2.0, "loss/g": NaN, "<img src=x>": 1, "__proto__": 1}',
        b'{"step": "3", "seconds": 3.0}',
        b'{"step": true, "seconds": 3.0}',
        b'{"step": 1e308, "seconds": 3.0}',
        b'{"step": 3, "seconds": "x"}',
        b'{"step": 3, "seconds": -1}',
        b'{"step": 3}',
        b'{"step": 1, "seconds": 9.0}',
        b'{"step": 9, "seconds": 0.5}',
        b'{"step": ' + b"9" * 5000 + b"}",
        b"[1]",
        DEEP,
        b'{"step": 4, "seconds": 4.0, "loss/g": {"x": 1}, "loss/d": 1e308}',
        b'{"step": 5, "sec',
    ]
    run = read_zip(store, packed(HONEST | {"run/scalars.jsonl": b"\n".join(rows)}))
    assert (run.path / layout.SCALARS).read_text().splitlines() == [
        '{"step": 1, "seconds": 1.0, "loss/g": 0.5}',
        '{"step": 2, "seconds": 2.0, "loss/g": null}',
        '{"step": 4, "seconds": 4.0}',
    ]


def test_a_picture_is_drawn_anew_and_nothing_else_passes_for_one(store: RunStore) -> None:
    whole = io.BytesIO()
    Image.fromarray(np.arange(100, dtype=np.uint8).reshape(10, 10)).save(whole, "PNG")
    needle, huge, svg = io.BytesIO(), io.BytesIO(), b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    Image.new("1", (1, 4000)).save(needle, "PNG")
    Image.new("1", (20_000, 20_000)).save(huge, "PNG")
    pictures = [whole.getvalue() + b"<script>alert(1)</script>", needle.getvalue(), huge.getvalue(), svg, b""]
    names = {f"run/samples/step-{step:08d}.png": content for step, content in enumerate(pictures)}
    run = read_zip(store, packed(HONEST | names))
    assert list(run.pictures()) == [0]
    content = run.pictures()[0].read_bytes()
    assert content.startswith(b"\x89PNG")
    assert b"script" not in content


def test_names_and_notes_are_cut_to_what_the_form_allows(store: RunStore) -> None:
    about = json.dumps({"name": "n\x00\x1b[31m" + "x" * 500, "note": "a\nb" + "y" * 5000}).encode()
    written = read_zip(store, packed(HONEST | {"run/about.json": about})).about()
    assert written.name.startswith("n[31mx")
    assert (len(written.name) <= 80, len(written.note) <= 1000) == (True, True)


def test_a_preset_that_does_not_exist_is_not_taken_over(store: RunStore) -> None:
    config = CONFIG.replace(b'"quick-gan"', b'"../../<b>evil"')
    run = read_zip(store, packed(HONEST | {"run/config.json": config}))
    assert run.config().preset == ""
    assert run.config().model == PRESETS["quick-gan"].model
    assert layout.RUN_ID.fullmatch(run.run_id)


def test_the_status_of_the_archive_is_kept_where_it_is_true(store: RunStore) -> None:
    run = read_zip(store, packed(HONEST))
    assert (run.status().state, run.status().step) == (RunState(json.loads(STATUS)["state"]), 3)


def test_a_moment_of_points_is_written_anew_and_nothing_else_passes_for_one(store: RunStore, tmp_path: Path) -> None:
    dots = DOTS["hills"]
    write_moment(tmp_path / "moment.json", moment_of(dots))
    honest = json.loads((tmp_path / "moment.json").read_bytes())
    config = json.dumps(PRESETS["hills-gan"].to_dict()).encode()
    moments = {
        "run/samples/moment-00000010.json": json.dumps(honest | {"more": "<script>"}).encode(),
        "run/samples/moment-00000020.json": json.dumps(honest | {"fake": [[1e300]]}).encode(),
        "run/samples/moment-00000030.json": b"[" * 100_000,
        "run/samples/moment-00000040.html": b"<script>",
    }
    run = read_zip(store, packed(HONEST | {"run/config.json": config} | moments))
    assert list(run.pictures("moment")) == [10]
    assert json.loads(run.pictures("moment")[10].read_bytes()).keys() == honest.keys()
    assert not (run.path / layout.SAMPLES / "moment-00000040.html").exists()
    of_pictures = read_zip(store, packed(HONEST | moments))
    assert list(of_pictures.pictures("moment")) == [], "a run of pictures has none"


def test_rows_made_to_trip_the_reader_are_left_out_or_read(store: RunStore) -> None:
    crowded = {f"loss/{place}": 1.0 for place in range(100)} | {"seconds": 1.0, "step": 3}
    huge = json.dumps({"step": 1, "seconds": 1.0, "metric": "frechet_distance", "network": "mnist-encoder"})
    huge = huge[:-1] + ', "value": ' + "9" * 401 + "}"
    rows = {"run/scalars.jsonl": json.dumps(crowded).encode(), "run/metrics.jsonl": huge.encode()}
    run = read_zip(store, packed(HONEST | rows))
    assert not (run.path / layout.METRICS).read_bytes()
