"""No id, from a link or the command line, leads out of the runs folder."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ganlib.cli import BAD_INPUT, NOT_FOUND, RUN_FAILED, main
from ganlib.config.presets import preset
from ganlib.errors import RunNotFoundError
from ganlib.store.runs import RunStore
from tests.fakes.run import write_run
from tests.hostile.strings import IDS
from tests.pages.conftest import OpenPage

SECRET = "the secret of another folder"


@pytest.fixture
def surrounded(store: RunStore) -> RunStore:
    """A runs folder with one run in it, and a secret all around it."""
    outside = write_run(RunStore(store.root.parent / "elsewhere"), preset("quick-gan"), steps=5, name=SECRET)
    write_run(store, preset("quick-gan"), steps=5)
    (store.root.parent / "secret").write_text(SECRET)
    os.symlink(outside.path, store.root / "linked")
    os.symlink(store.root.parent, store.root / "up")
    return store


@pytest.mark.parametrize("run_id", [*IDS, "linked", "up", "linked/../linked"], ids=lambda text: ascii(text[:30]))
def test_no_id_opens_anything_but_a_run(surrounded: RunStore, run_id: str) -> None:
    with pytest.raises(RunNotFoundError):
        surrounded.open(run_id)


def test_links_are_not_listed(surrounded: RunStore) -> None:
    assert len(list(surrounded)) == 1


@settings(max_examples=2000, deadline=None)
@given(st.text(max_size=80) | st.text("./\\%2eabc-:\x00", max_size=40))
def test_no_text_opens_anything(run_id: str) -> None:
    with pytest.raises(RunNotFoundError):
        RunStore(Path(__file__).parent).open(run_id)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["train", "compare"])
def test_no_id_in_a_link_shows_anything_or_breaks_the_page(
    surrounded: RunStore, open_page: OpenPage, page: str
) -> None:
    for run_id in [text for text in IDS if text and "\ud800" not in text] + ["linked", "up"]:
        shown = open_page(page, {"run": run_id, "runs": f"{run_id},linked"})
        assert not shown.exception, ascii(run_id[:40])
        words = str([element.value for element in [*shown.markdown, *shown.title, *shown.error, *shown.warning]])
        assert SECRET not in words
        assert len(words) < 20_000


@pytest.mark.parametrize("command", ["show", "stop", "export", "sample"])
def test_no_id_on_the_command_line_ends_in_a_traceback(
    surrounded: RunStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """Whoever types commands may name any folder of theirs; but only a run's folder is taken for one."""
    monkeypatch.setenv("GAN_STUDIO_RUNS", str(surrounded.root))
    monkeypatch.chdir(surrounded.root)
    for run_id in [text for text in IDS if "\ud800" not in text]:  # no terminal can type that
        arguments = [command, "--", run_id] if command != "sample" else [command, "--out", "x.npz", "--", run_id]
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        assert ended.value.code in (RUN_FAILED, BAD_INPUT, NOT_FOUND), ascii(run_id[:40])
        assert SECRET not in said.out + said.err
        assert "Traceback" not in said.err
    assert not list(surrounded.root.glob("*.zip"))
