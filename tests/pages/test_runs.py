"""The Runs page: empty, one run, many, damaged; rename, delete, select and compare."""

import io
import zipfile

import pytest
from streamlit.testing.v1 import AppTest

from ganlib.config.presets import preset
from ganlib.store.runs import About, Run, RunStore
from ganlib.store.status import RunState
from ganlib.ui import run_card
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage

QUICK_GAN = preset("quick-gan")


def texts(page: AppTest) -> str:
    """Every word on the page that tests ask for."""
    shown = [*page.title, *page.markdown, *page.caption, *page.text, *page.info, *page.warning, *page.error]
    return "\n".join(str(element.value) for element in shown)


def cards(page: AppTest) -> list[str]:
    """Ids of the runs on the page, from top to bottom."""
    return [box.key.removeprefix("runs-pick-") for box in page.checkbox if box.key]


def press(page: AppTest, action: str, run: Run) -> AppTest:
    return page.button(key=f"runs-{action}-{run.run_id}").click().run()


def test_an_empty_studio_shows_the_way_to_the_first_run(open_page: OpenPage) -> None:
    page = open_page("runs")
    assert not page.exception
    assert "No run yet" in texts(page)
    page.button(key="runs-first").click().run()
    assert not page.exception
    assert "Runs" not in [title.value for title in page.title]


def test_a_finished_run_shows_its_name_state_and_picture(store: RunStore, open_page: OpenPage) -> None:
    write_run(store, QUICK_GAN, name="My first")
    page = open_page("runs")
    assert not page.exception
    assert "My first" in texts(page)
    assert "finished" in texts(page)
    assert "Quick GAN · MNIST digits" in texts(page)
    assert len(page.image) == 1


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING, RunState.STOPPED, RunState.LOST])
def test_every_state_is_said_in_words(store: RunStore, open_page: OpenPage, state: RunState) -> None:
    words = {"queued": "waiting", "running": "training", "stopped": "stopped", "lost": "lost"}
    write_run(store, QUICK_GAN, state=state, steps=30)
    page = open_page("runs")
    assert not page.exception
    assert words[state] in texts(page)


def test_a_waiting_run_tells_its_place(store: RunStore, open_page: OpenPage) -> None:
    write_run(store, QUICK_GAN, state=RunState.QUEUED)
    assert "Place 1 in the queue." in texts(open_page("runs"))


def test_a_failed_run_says_why(store: RunStore, open_page: OpenPage) -> None:
    write_run(store, QUICK_GAN, state=RunState.FAILED, failure="out_of_memory", steps=30)
    assert "The machine ran out of memory." in texts(open_page("runs"))


def test_a_damaged_run_is_shown_with_the_reason_and_can_be_deleted(store: RunStore, open_page: OpenPage) -> None:
    good, bad = write_run(store, QUICK_GAN), write_run(store, QUICK_GAN)
    (bad.path / "status.json").write_text("{")
    page = open_page("runs")
    assert not page.exception
    assert "damaged" in texts(page)
    assert "status\\.json is missing or cannot be read" in texts(page)
    press(page, "delete", bad)
    page.button(key="runs-delete").click().run()
    assert cards(page) == [good.run_id]


def test_a_run_without_a_readable_config_does_not_break_the_page(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN)
    (run.path / "config.json").write_text('{"schema_version": 99, "model": {"family": "gan"}}')
    page = open_page("runs")
    assert not page.exception
    assert "newer GAN Studio" in texts(page)


def test_delete_asks_once_and_says_what_will_be_lost(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=100)
    page = press(open_page("runs"), "delete", run)
    assert run.path.exists()
    assert "5 pictures" in texts(page)
    page.button(key="runs-delete").click().run()
    assert not run.path.exists()
    assert "No run yet" in texts(page)


def test_keep_it_keeps_the_run_and_closes_the_question(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN)
    page = press(open_page("runs"), "delete", run)
    page.button(key="runs-keep").click().run()
    assert run.path.exists()
    assert not page.get("dialog")


def test_deleting_a_waiting_run_says_that_it_is_stopped_first(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.QUEUED)
    page = press(open_page("runs"), "delete", run)
    assert "it will be stopped first" in texts(page)
    page.button(key="runs-delete").click().run()
    assert not run.path.exists()


def test_rename_and_note_are_saved(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN)
    page = press(open_page("runs"), "rename", run)
    page.text_input[0].set_value("  Best so far ")
    page.text_area[0].set_value("Seed 1")
    next(button for button in page.form_submit_button if button.label == "Save").click().run()
    assert run.about() == About(name="Best so far", note="Seed 1")
    assert "Best so far" in texts(page)
    assert "Seed 1" in texts(page)
    assert not page.get("dialog")


def test_a_refresh_leaves_the_open_dialog_open(store: RunStore, open_page: OpenPage) -> None:
    run = store.create(QUICK_GAN)
    page = press(open_page("runs"), "rename", run)
    page.run()
    assert page.get("dialog")


def test_a_dialog_is_not_open_any_more_after_another_page(store: RunStore, open_page: OpenPage) -> None:
    run = store.create(QUICK_GAN)
    page = press(open_page("runs"), "rename", run)
    assert page.get("dialog")
    page.switch_page("pages/compare.py").run()
    page.switch_page("pages/runs.py").run()
    assert not page.get("dialog")


def test_a_name_is_shown_as_it_was_typed(store: RunStore, open_page: OpenPage) -> None:
    write_run(store, QUICK_GAN, name="[a](http://b.c) :red[x] <b>")
    shown = next(element.value for element in open_page("runs").markdown if "http" in element.value)
    assert "[a](" not in shown
    assert ":red[" not in shown
    assert "<b>" not in shown.replace("\\<", "")


def test_two_selected_runs_open_the_compare_page(store: RunStore, open_page: OpenPage) -> None:
    runs = [write_run(store, preset(key), steps=30) for key in ("quick-gan", "quick-vae")]
    page = open_page("runs")
    assert page.button(key="runs-compare").disabled
    for run in runs:
        page.checkbox(key=f"runs-pick-{run.run_id}").check().run()
    page.button(key="runs-compare").click().run()
    assert not page.exception
    assert page.title[0].value == "Compare"
    assert set(page.query_params["runs"].split(",")) == {run.run_id for run in runs}


def test_five_selected_runs_cannot_be_compared(store: RunStore, open_page: OpenPage) -> None:
    for _ in range(5):
        write_run(store, QUICK_GAN, state=RunState.QUEUED)
    page = open_page("runs")
    for box in page.checkbox:
        box.check()
    page.run()
    assert page.button(key="runs-compare").disabled


def test_many_runs_come_in_pages_and_only_the_page_shown_is_read(
    store: RunStore, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [store.create(QUICK_GAN, name=f"run {index}") for index in range(25)]
    drawn: list[str] = []
    show = run_card.show
    monkeypatch.setattr(run_card, "show", lambda run: (drawn.append(run.run_id), show(run)))
    page = open_page("runs", {"page": "3"})
    assert not page.exception
    assert cards(page) == drawn == sorted((run.run_id for run in runs), reverse=True)[20:]


def test_a_page_that_does_not_exist_any_more_shows_runs_all_the_same(store: RunStore, open_page: OpenPage) -> None:
    for _ in range(12):
        store.create(QUICK_GAN)
    page = open_page("runs", {"page": "9"})
    assert not page.exception
    assert cards(page)


def test_a_selection_survives_turning_the_page(store: RunStore, open_page: OpenPage) -> None:
    for _ in range(12):
        store.create(QUICK_GAN)
    page = open_page("runs")
    page.checkbox[0].check().run()
    page.pagination[0].set_value(2).run()
    page.checkbox[0].check().run()
    assert not page.button(key="runs-compare").disabled


def test_duplicate_as_new_links_to_the_form_with_the_same_settings(store: RunStore, open_page: OpenPage) -> None:
    write_run(store, QUICK_GAN.with_settings({"seed": 7}))
    link = next(link for link in open_page("runs").page_link if link.label == "Duplicate as new")
    assert "preset=quick-gan" in link.proto.query_string
    assert "seed=7" in link.proto.query_string


def test_foreign_parameters_in_the_address_do_no_harm(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN)
    page = open_page("runs", {"run": "../../etc", "preset": "nonsense", "by": "x", "page": "x"})
    assert not page.exception
    assert cards(page) == [run.run_id]


def test_the_download_is_the_whole_run(store: RunStore) -> None:
    run = write_run(store, QUICK_GAN)
    with zipfile.ZipFile(io.BytesIO(run_card.zip_of(run))) as archive:
        assert f"{run.run_id}/config.json" in archive.namelist()


def test_a_downloaded_run_can_be_imported_and_opens_at_once(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=30, name="Travelled")
    file = run_card.zip_of(run)
    store.delete(run)
    page = open_page("runs")
    page.file_uploader[0].upload("run.zip", file, "application/zip")
    page.form_submit_button[0].click().run()
    assert not page.exception
    (again,) = store
    assert page.query_params["run"] == [again.run_id] or page.query_params["run"] == again.run_id
    assert "Travelled" in texts(page)


def test_a_file_that_is_no_run_is_explained_and_nothing_is_created(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("runs")
    page.file_uploader[0].upload("run.zip", b"PK not really", "application/zip")
    page.form_submit_button[0].click().run()
    assert not page.exception
    assert "not a zip file, or it is damaged" in texts(page)
    assert list(store) == []
