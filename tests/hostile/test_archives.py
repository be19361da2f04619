"""Import: a run survives its archive; an archive made to do harm creates nothing, inside the runs folder or outside."""

import io
import struct
import warnings
import zipfile

import numpy as np
import pytest
from PIL import Image

from ganlib.config.presets import preset
from ganlib.errors import ArchiveError, ConfigError
from ganlib.store import archive as archive_file
from ganlib.store.bundle import write_zip
from ganlib.store.runs import About, RunStore
from ganlib.store.status import RunState
from ganlib.store.unbundle import read_zip
from tests.fakes.run import write_run
from tests.hostile.archives import CONFIG, HONEST, assert_refused, entry, files, packed

NETWORKS = ("generator", "discriminator", "encoder", "decoder")


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
