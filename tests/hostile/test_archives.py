"""Import: a run survives its archive; an archive made to do harm creates nothing, inside the runs folder or outside."""

import io
import json
import struct
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganlib.config.presets import PRESETS, preset
from ganlib.errors import ArchiveError, ConfigError
from ganlib.store import archive as archive_file
from ganlib.store import layout
from ganlib.store.bundle import write_zip
from ganlib.store.prior import ClassMixtures, GaussianMixture
from ganlib.store.runs import About, Origin, Run, RunStore
from ganlib.store.status import RunState
from ganlib.store.unbundle import read_zip
from tests.fakes.worker import write_run
from tests.hostile.archives import CONFIG, HONEST, STATUS, entry, packed

NETWORKS = ("generator", "discriminator", "encoder", "decoder")


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


def files(run: Run) -> dict[str, bytes]:
    return {str(path.relative_to(run.path)): path.read_bytes() for path in run.path.rglob("*") if path.is_file()}


def assert_refused(store: RunStore, archive: io.BytesIO) -> None:
    """With one clear error; nothing new anywhere."""
    root = store.root.parent
    before = {path for path in root.rglob("*") if path != store.root}
    with pytest.raises((ArchiveError, ConfigError)):
        read_zip(store, archive)
    assert {path for path in root.rglob("*") if path != store.root} == before


@pytest.mark.parametrize("key", ["quick-gan", "quick-vae"])
def test_a_run_survives_its_archive(store: RunStore, key: str) -> None:
    run = write_run(store, preset(key), steps=50, name="mine", with_model=True)
    run.describe(About(name="mine", note="two\nlines"))
    archive = io.BytesIO()
    write_zip(run, archive)
    again = read_zip(store, archive)
    assert again.run_id != run.run_id
    assert (again.config(), again.about()) == (run.config(), run.about())
    assert (again.status().step, again.status().state) == (50, RunState.COMPLETED)
    before, after = files(run), files(again)
    kept = [name for name in before if name.startswith(("model", "scalars", "histograms", "events"))]
    assert kept
    for name in kept:
        assert after[name] == before[name], name
    assert again.pictures().keys() == run.pictures().keys()
    assert again.pictures("reconstructions").keys() == run.pictures("reconstructions").keys()
    for step, path in run.pictures().items():
        np.testing.assert_array_equal(np.asarray(Image.open(path)), np.asarray(Image.open(again.pictures()[step])))


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


ESCAPES = [
    "../evil",
    "run/../../evil",
    "/etc/evil",
    "//server/share/evil",
    "run//evil",
    "./run/evil",
    "run/./evil",
    "..\\evil",
    "run\\..\\..\\evil",
    "C:\\evil",
    "C:evil",
    "run/samples/step-00000001.png:stream",
    "run/\x00evil",
    "run/config.json\x00.png",
    "run/a\nb",
    "run/\u202egnp.exe",
    "run/a/b/c/d/e/f",
    "run/" + "a" * 300,
    "run/con|",
]


@pytest.mark.parametrize("name", ESCAPES, ids=ascii)
def test_a_name_that_could_lead_elsewhere_is_refused(store: RunStore, name: str) -> None:
    assert_refused(store, packed(HONEST | {name: b"evil"}))


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o010666, 0o140777], ids=["link", "device", "pipe", "socket"])
@pytest.mark.parametrize("name", ["run/model", "run/model/generator.onnx", "run/status.json"])
def test_links_and_devices_are_refused(store: RunStore, name: str, mode: int) -> None:
    assert_refused(store, packed({key: HONEST[key] for key in HONEST if key != name} | {entry(name, mode): b"/etc"}))


@pytest.mark.parametrize("twin", ["run/config.json", "run/CONFIG.json", "run/Status.JSON"])
def test_two_entries_for_one_file_are_refused(store: RunStore, twin: str) -> None:
    file = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of duplicates
        with zipfile.ZipFile(file, "w") as archive:
            for name, content in [*HONEST.items(), (twin, CONFIG)]:
                archive.writestr(name, content)
    assert_refused(store, file)


def test_a_bomb_is_refused_while_it_unpacks(store: RunStore) -> None:
    bomb = packed(HONEST | {"run/model/generator.onnx": bytes(200 * 2**20)})
    assert len(bomb.getvalue()) < 300_000
    assert_refused(store, bomb)


def test_a_bomb_that_lies_about_its_size_is_refused(store: RunStore) -> None:
    size = 64 * 2**20
    content = packed(HONEST | {"run/model/generator.onnx": bytes(size)}).getvalue()
    lied = content.replace(struct.pack("<L", size), struct.pack("<L", 100))
    assert lied != content
    assert_refused(store, io.BytesIO(lied))


def test_overlapping_entries_cannot_unpack_one_byte_many_times(store: RunStore) -> None:
    """Fifield 2019, “A better zip bomb”: many entries of the list point at the same compressed bytes."""
    file = packed(
        HONEST | {f"run/model/{name}.{kind}": bytes(2**22) for name in NETWORKS for kind in ("keras", "onnx")}
    )
    with zipfile.ZipFile(file) as archive:
        target = next(info for info in archive.infolist() if info.filename.startswith("run/model"))
        offset = target.header_offset
    content = bytearray(file.getvalue())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        if b"run/model" in content[at : at + 100]:
            content[at + 42 : at + 46] = struct.pack("<L", offset)
        at = content.find(b"PK\x01\x02", at + 4)
    assert_refused(store, io.BytesIO(bytes(content)))


def test_an_archive_of_too_many_entries_is_refused(store: RunStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_file, "MOST_ENTRIES", 50)
    assert_refused(store, packed(HONEST | {f"run/samples/step-{step:08d}.png": b"" for step in range(60)}))


def test_a_list_of_entries_that_would_fill_the_memory_is_not_read(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_file, "_LONGEST_DIRECTORY", 10_000)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    file = io.BytesIO(bytes(100) + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 10_001, 0, 0))
    assert_refused(store, file)


def test_large_settings_are_refused(store: RunStore) -> None:
    padded = CONFIG[:-1] + b', "x": "' + np.random.default_rng(0).bytes(2 * 2**20).hex().encode() + b'"}'
    assert_refused(store, packed(HONEST | {"run/config.json": padded}))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"not a zip", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" * 100, b"\x89PNG\r\n\x1a\n", bytes(5000)],
)
def test_what_is_no_archive_is_refused(store: RunStore, content: bytes) -> None:
    assert_refused(store, io.BytesIO(content))


def test_a_torn_archive_is_refused_wherever_it_was_torn(store: RunStore) -> None:
    run = write_run(store, preset("quick-gan"), steps=5)
    file = io.BytesIO()
    write_zip(run, file)
    whole = file.getvalue()
    for share in range(1, 20):
        assert_refused(store, io.BytesIO(whole[: len(whole) * share // 20]))


def test_an_archive_with_one_wrong_byte_is_refused_or_harmless(store: RunStore) -> None:
    whole = packed(HONEST | {"run/scalars.jsonl": b'{"step": 1, "seconds": 1}\n' * 50}).getvalue()
    for at in range(0, len(whole), 7):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        try:
            run = read_zip(store, io.BytesIO(bytes(broken)))
        except (ArchiveError, ConfigError):
            continue
        run.config()
        assert run.status().state is RunState.COMPLETED
        store.delete(run)
    assert not list(store.root.glob(".*"))


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
