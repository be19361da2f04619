"""A shared studio: strangers look, start little, and see and control only what is theirs."""

import ast
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.errors import StreamlitMissingAuthlibError
from streamlit.testing.v1 import AppTest

from ganlib.config.limits import SHARED_LIMITS
from ganlib.config.presets import preset
from ganlib.store import layout
from ganlib.store.owners import owner_of
from ganlib.store.runs import About, Origin, Run, RunStore
from ganlib.store.status import RunState
from ganlib.ui import run_card, state
from tests.fakes.pictures import add_some
from tests.fakes.run import write_run
from tests.pages.conftest import ROOT, OpenPage, QuietEngine

QUICK_GAN = preset("quick-gan")
ANN, BOB = "a" * 48, "b" * 48  # the cookies of two browsers
Be = Callable[[str], None]


@pytest.fixture(autouse=True)
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = st.get_option("client.showErrorDetails")
    monkeypatch.setenv("GAN_STUDIO_MODE", "shared")
    monkeypatch.setenv("GAN_STUDIO_RUNS", str(tmp_path / "runs"))
    yield
    st.set_option("client.showErrorDetails", before)


@pytest.fixture
def be(monkeypatch: pytest.MonkeyPatch) -> Be:
    """Whose browser opens the pages that follow: the value of its cookie."""

    def be(token: str) -> None:
        cookies = {"gan_studio_visitor": token} if token else {}
        monkeypatch.setattr(type(st.context), "cookies", property(lambda _: cookies))

    be("")
    return be


def run_of(store: RunStore, token: str, name: str = "", state: RunState = RunState.COMPLETED) -> Run:
    run = write_run(store, QUICK_GAN, steps=20, name=name, state=state)
    origin = Origin(owner=owner_of(store.root, f"browser {token}"))
    (run.path / layout.ORIGIN).write_text(f'{{"owner": "{origin.owner}"}}')
    return run


def words(page: AppTest) -> str:
    shown = [*page.title, *page.markdown, *page.caption, *page.info, *page.warning, *page.error, *page.code]
    return "\n".join(str(element.value) for element in shown)


def labels(page: AppTest) -> set[str]:
    return {button.label for button in page.button}


def test_the_limits_of_a_shared_studio_are_strict(engine: QuietEngine) -> None:
    assert engine.admission.limits == SHARED_LIMITS


def test_a_start_belongs_to_the_browser_that_pressed_it(store: RunStore, open_page: OpenPage, be: Be) -> None:
    be(ANN)
    page = open_page("train")
    page.button(key="start-quick-gan").click().run()
    assert not page.exception
    (run,) = store
    assert run.origin().owner == owner_of(store.root, f"browser {ANN}")
    assert "Take it out of the queue" in labels(page)


def test_a_reload_and_another_tab_are_the_same_visitor(store: RunStore, open_page: OpenPage, be: Be) -> None:
    run_of(store, ANN, name="of Ann")
    be(ANN)
    assert "of Ann" in words(open_page("runs"))
    assert "of Ann" in words(open_page("runs"))


def test_each_sees_only_their_own_runs(store: RunStore, open_page: OpenPage, be: Be) -> None:
    run_of(store, ANN, name="of Ann", state=RunState.RUNNING)
    be(BOB)
    for key in ("runs", "train", "compare"):
        page = open_page(key)
        assert not page.exception
        assert "of Ann" not in words(page)
        assert not any("of Ann" in option for box in page.multiselect for option in box.options)


def test_who_has_the_link_may_look_but_change_nothing(store: RunStore, open_page: OpenPage, be: Be) -> None:
    run = run_of(store, ANN, name="of Ann", state=RunState.RUNNING)
    be(BOB)
    page = open_page("train", {"run": run.run_id})
    assert not page.exception
    assert "of Ann" in words(page)
    assert not {"Stop training", "Pause", "Rename", "Delete"} & labels(page)
    assert not page.file_uploader


def test_a_dialog_that_is_asked_for_by_force_does_not_open(store: RunStore, open_page: OpenPage, be: Be) -> None:
    run = run_of(store, ANN, name="of Ann")
    be(BOB)
    run_of(store, BOB)
    page = open_page("runs")
    page.session_state["runs-dialog"] = ("delete", run.run_id)
    page.run()
    assert not page.get("dialog")
    assert run.path.exists()


@pytest.mark.parametrize("token", ["", "short", "A" * 48, "a" * 47, "a" * 49, "../" * 16, "a" * 47 + "\n"])
def test_who_has_no_proper_cookie_may_look_but_not_start(
    store: RunStore, open_page: OpenPage, be: Be, token: str
) -> None:
    be(token)
    page = open_page("train")
    assert "One moment" in words(page), "the page waits for the browser's answer"
    assert not page.button
    page.run()  # the browser has answered nothing of use
    page.button(key="start-quick-gan").click().run()
    assert not page.exception
    assert "Your browser has not said who it is" in words(page)
    assert list(store) == []


def test_a_visitor_is_told_when_their_share_is_used_up(store: RunStore, open_page: OpenPage, be: Be) -> None:
    be(ANN)
    for _ in range(SHARED_LIMITS.max_per_visitor):
        page = open_page("train")
        page.button(key="start-quick-gan").click().run()
    page = open_page("train")
    page.button(key="start-duel").click().run()
    assert not page.exception
    assert "here a visitor may have 2" in words(page)
    assert len(list(store)) == SHARED_LIMITS.max_per_visitor


def test_a_form_beyond_the_strict_limits_cannot_start(open_page: OpenPage, be: Be) -> None:
    be(ANN)
    page = open_page("train", {"preset": "article-gan", "num_steps": "60000"})
    assert "here a run may take 50,000" in words(page)
    assert page.button(key="start-training").disabled


@pytest.mark.parametrize("token", [ANN, BOB], ids=["owner", "another"])
def test_no_page_tells_of_this_computer(store: RunStore, open_page: OpenPage, be: Be, token: str) -> None:
    run = run_of(store, ANN, state=RunState.FAILED)
    (run.path / layout.WORKER_LOG).write_text(f"Traceback: {store.root}/secret\n")
    be(token)
    pages = [open_page("train", {"run": run.run_id}), open_page("runs"), open_page("compare", {"runs": run.run_id})]
    for page in pages:
        assert not page.exception
        everything = str(page.main)
        assert str(store.root) not in everything
        assert "Traceback" not in everything
        assert ANN not in everything
    assert st.get_option("client.showErrorDetails") == "none"


def test_a_download_holds_neither_log_nor_owner_nor_process(store: RunStore) -> None:
    run = run_of(store, ANN, state=RunState.RUNNING)
    run.describe(About(name="mine"))
    with zipfile.ZipFile(io.BytesIO(run_card.zip_of(run))) as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}
        status = archive.read(f"{run.run_id}/status.json").decode()
    assert not {layout.WORKER_LOG, layout.ORIGIN} & names
    assert {layout.CONFIG, layout.STATUS, layout.ABOUT} <= names
    assert '"pid": null' in status


def test_nothing_can_be_imported(open_page: OpenPage, be: Be) -> None:
    be(ANN)
    assert not open_page("runs").file_uploader


def test_the_token_is_written_nowhere(store: RunStore, open_page: OpenPage, be: Be) -> None:
    be(ANN)
    page = open_page("train")
    page.button(key="start-quick-gan").click().run()
    for path in store.root.rglob("*"):
        assert ANN not in path.name
        assert not path.is_file() or ANN.encode() not in path.read_bytes()
    assert ANN not in str(page.query_params)
    assert ANN not in str(page.session_state)


def test_who_is_signed_in_has_the_runs_of_their_account_in_every_browser(
    store: RunStore, open_page: OpenPage, be: Be, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = {"is_logged_in": True, "iss": "https://issuer.example", "sub": "42"}
    monkeypatch.setattr(type(st.user), "to_dict", lambda _: account)
    be(ANN)
    page = open_page("train")
    page.button(key="start-quick-gan").click().run()
    (run,) = store
    assert run.origin().owner == owner_of(store.root, "account https://issuer.example 42")
    assert "Sign out" in labels(page)
    be(BOB)
    page = open_page("train", {"run": run.run_id})
    assert "Take it out of the queue" in labels(page)
    account["sub"] = "43"
    assert "Take it out of the queue" not in labels(open_page("train", {"run": run.run_id}))


def test_a_private_studio_knows_no_visitors(
    store: RunStore, open_page: OpenPage, be: Be, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = run_of(store, ANN, name="of Ann")
    monkeypatch.setenv("GAN_STUDIO_MODE", "private")
    page = open_page("runs")
    assert "of Ann" in words(page)
    assert page.file_uploader
    assert not page.get("bidi_component")
    assert "What happened, and the log" in [box.label for box in open_page("train", {"run": run.run_id}).expander]


PAGE_FILES = [*sorted((ROOT / "pages").glob("*.py")), *sorted((ROOT / "ganlib" / "ui").glob("*.py"))]
PAST_THE_DESK = {
    "make_engine",
    "whole_engine",
    "LocalEngine",
    "create_filled",
    "create_branch",
    "read_zip",
    "sweep",
}


@pytest.mark.parametrize("file", PAGE_FILES, ids=lambda file: file.name)
def test_no_page_goes_past_the_visitors_desk(file: Path) -> None:
    """Only `resources.py` holds the whole engine, and `frame.py` wakes it; nobody writes into a run by themselves."""
    if file.name == "resources.py":
        return
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        assert not PAST_THE_DESK & set(called.split(".")) or (file.name, called) == (
            "frame.py",
            "resources.whole_engine",
        )
        if called.rpartition(".")[2] in ("describe", "delete", "request", "clear_requests", "replace_config"):
            assert called in ("resources.engine().describe", "bounds.describe"), called


def test_a_sign_in_that_is_not_set_up_is_said_in_words(
    open_page: OpenPage, be: Be, monkeypatch: pytest.MonkeyPatch
) -> None:
    def login() -> None:
        raise StreamlitMissingAuthlibError

    monkeypatch.setattr(type(st.user), "to_dict", lambda _: {"is_logged_in": False})
    monkeypatch.setattr(st, "login", login)
    be(ANN)
    page = open_page("train")
    page.button(key="sign-in").click().run()
    assert not page.exception
    assert "has not set it up completely" in words(page)


def test_strangers_see_the_hosts_pictures_and_can_add_none(store: RunStore, be: Be, open_page: OpenPage) -> None:
    pictures = add_some(store.root, title="Leaves")
    be(ANN)
    page = open_page("pictures")
    assert not page.exception
    assert not page.file_uploader
    assert "Leaves" in words(page)
    assert not [button for button in page.button if button.label in ("Delete", "Rename")]
    page.session_state[state.PICTURES_DIALOG] = ("delete", pictures.name)
    page.run()
    assert not page.exception
    assert not [button for button in page.button if button.key == "pictures-delete"]
