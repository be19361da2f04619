"""The front door of the Train page: big choices, one press, and starts that are refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ganlib.catalog.experiments import SCENES
from ganlib.config.limits import Limits
from ganlib.config.presets import PRESETS, preset
from ganlib.store.runs import RunStore
from ganlib.store.status import RunState
from ganlib.ui import start as start_button
from tests.fakes.run import write_run
from tests.pages.conftest import ROOT, OpenPage, QuietEngine
from tests.pages.looking import address, texts

QUICK_GAN, QUICK_VAE = preset("quick-gan"), preset("quick-vae")


def test_an_empty_studio_shows_big_choices_and_no_form(open_page: OpenPage) -> None:
    page = open_page("train")
    assert not page.exception
    assert {button.key for button in page.button if button.label.startswith("Start")} == {
        "start-duel",
        *(f"start-{key}" for key in PRESETS if key not in SCENES or key == "plain-ring-gan"),
    }
    assert any(link.label.startswith("The playground") for link in page.get("page_link")), "where the others are"
    assert not page.number_input
    assert "about 5 min here" in texts(page)


def test_the_front_door_loads_neither_tables_nor_the_chart_library(tmp_path: Path) -> None:
    """Streamlit itself imports `plotly`; what costs is `pandas`, and plotly.js in the browser."""
    code = """
import sys
from streamlit.testing.v1 import AppTest
page = AppTest.from_file("app.py", default_timeout=60).run()
assert page.title and not page.exception
assert not page.get("bidi_component")
assert not {"pandas", "plotly.graph_objs._figure"} & set(sys.modules)
"""
    environment = os.environ | {"GAN_STUDIO_RUNS": str(tmp_path), "GAN_STUDIO_STANDBY": "0", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)


def test_an_unmeasured_machine_promises_no_time(open_page: OpenPage) -> None:
    assert "not known yet" in texts(open_page("train"))


def test_one_press_starts_a_run_with_the_presets_settings_and_shows_it(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train")
    page.button(key="start-quick-vae").click().run()
    assert not page.exception
    (run,) = store
    assert run.config() == QUICK_VAE
    assert address(page)["run"] == run.run_id
    assert "Place 1 in the queue" in texts(page)


def test_a_double_click_starts_one_run(store: RunStore, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_button, "_DOUBLE_CLICK_SECONDS", 60.0)
    page = open_page("train")
    page.button(key="start-quick-gan").click().run()
    del page.query_params["run"]  # the browser's second click still carries the old address
    page.run()
    page.button(key="start-quick-gan").click().run()
    assert len(list(store)) == 1


def test_the_same_settings_can_be_started_again_later(
    store: RunStore, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_button, "_DOUBLE_CLICK_SECONDS", 0.0)
    page = open_page("train")
    page.button(key="start-quick-gan").click().run()
    del page.query_params["run"]
    page.run()
    page.button(key="start-quick-gan").click().run()
    assert len(list(store)) == 2


def test_what_is_training_stands_on_top_and_can_be_watched(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.RUNNING, steps=40, name="Mine")
    page = open_page("train")
    assert "Mine** 50% done" in texts(page)
    page.button(key=f"watch-{run.run_id}").click().run()
    assert address(page)["run"] == run.run_id
    assert page.title[0].value == "Mine"


def test_change_settings_opens_the_form(open_page: OpenPage) -> None:
    page = open_page("train")
    page.button(key="change-conv-vae").click().run()
    assert address(page)["preset"] == "conv-vae"
    assert page.title[0].value == "Two-number VAE"


# The form


@pytest.mark.parametrize("button", ["start-quick-gan", "start-duel"])
def test_a_start_that_is_refused_is_explained_and_creates_nothing(
    engine: QuietEngine, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    monkeypatch.setattr(engine.admission, "limits", Limits(max_disk_gb=0.0))
    page = open_page("train")
    page.button(key=button).click().run()
    assert not page.exception
    assert "The runs take 0\\.0 GiB of the disk" in texts(page)
    assert list(engine.store) == []


def test_a_queue_that_is_nearly_full_is_told_first(
    engine: QuietEngine, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.admission, "limits", Limits(max_waiting=2))
    engine.store.create(QUICK_GAN)
    assert "no more than" not in texts(open_page("train"))
    engine.store.create(QUICK_GAN)
    for page in (open_page("train"), open_page("train", {"preset": "quick-gan"}), open_page("runs")):
        assert "2 runs are waiting; no more than 2 may." in texts(page)
