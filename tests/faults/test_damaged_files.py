"""Files of a run that are empty, torn, noise or nonsense: the run says so, and the rest of the studio goes on."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ganlib.config.presets import preset
from ganlib.store import layout
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage
from tests.pages.test_runs import texts

QUICK_GAN = preset("quick-gan")
_WILD_ROWS = (
    b'{"step": "x", "loss/g": "high"}\n{"loss/g": 1.0}\n{"step": null, "seconds": 1.0}\n{"step": 1e999}\n'
    b'{"step": 5, "seconds": null, "loss/g": {}, "real": 3}\n{"step": 6, "time": "now", "kind": 3}\n7\n[]\n'
)


def empty(content: bytes) -> bytes:
    return b""


def torn(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def noise(content: bytes) -> bytes:
    return random.Random(1).randbytes(500)


def nested(content: bytes) -> bytes:
    return b"[" * 100_000


def other(content: bytes) -> bytes:
    return b'["another", "kind", "of", "file"]\n'


def wild(content: bytes) -> bytes:
    """Right in form, absurd in content."""
    try:
        data = json.loads(content)
    except ValueError:
        return content + _WILD_ROWS
    return json.dumps(data | {key: _absurd(value) for key, value in data.items() if key != "schema_version"}).encode()


def _absurd(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return -1e300 if isinstance(value, float) else -(10**30)
    return value


DAMAGES: list[Callable[[bytes], bytes]] = [empty, torn, noise, nested, other, wild]
NEWEST_PICTURE = f"{layout.SAMPLES}/{layout.sample_name(25)}"
FILES = [layout.STATUS, layout.CONFIG, layout.SCALARS, NEWEST_PICTURE]
MORE_FILES = [
    layout.ABOUT,
    layout.HISTOGRAMS,
    layout.EVENTS,
    f"{layout.SAMPLES}/{layout.REAL_SAMPLES}",
    f"{layout.CHECKPOINTS}/{layout.checkpoint_name(25)}/{layout.CHECKPOINT_FACTS}",
    layout.WORKER_LOG,
]
REASONS = {
    layout.STATUS: "its file status\\.json is missing or cannot be read",
    layout.CONFIG: "its file config\\.json is missing or cannot be read",
    NEWEST_PICTURE: "This picture is missing or damaged",
}


def damaged_runs(store: RunStore, name: str) -> list[Run]:
    runs = []
    state = RunState.RUNNING if name == layout.STATUS else RunState.STOPPED
    for damage in DAMAGES:
        run = write_run(store, QUICK_GAN, steps=25, name=damage.__name__, state=state)
        path: Path = run.path / name
        path.write_bytes(damage(path.read_bytes()))
        runs.append(run)
    return runs


@pytest.mark.fault(
    "damaged files",
    done="Each kind of file of a run is emptied, cut off, replaced by noise, by another kind of JSON, by nesting a "
    "hundred thousand deep, and by absurd numbers; then every page that shows the run is opened.",
    sees="The run as “damaged”, with the name of the file; or the picture, or the rows, as missing. Others as always.",
    lost="What was in that file.",
)
@pytest.mark.parametrize("name", [*FILES, *(pytest.param(name, marks=pytest.mark.long) for name in MORE_FILES)])
def test_a_damaged_file_harms_nothing_else(store: RunStore, open_page: OpenPage, name: str) -> None:
    good = write_run(store, QUICK_GAN, steps=25, name="the good one")
    runs = damaged_runs(store, name)
    pages = {"list": open_page("runs"), "front door": open_page("train")}
    for run in runs:
        title = (run.path.name, run.about().name)
        pages[f"{title} alone"] = open_page("train", {"run": run.run_id})
        pages[f"{title} beside"] = open_page("compare", {"runs": f"{good.run_id},{run.run_id}"})
    wrong = {title: page.exception[0].message for title, page in pages.items() if page.exception}
    assert not wrong
    assert "the good one" in texts(pages["list"])
    if name in REASONS:
        assert REASONS[name] in texts(pages["list"])
