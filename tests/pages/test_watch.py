"""Watching a run that trains, waits, has ended, or is broken."""

import pytest

from ganlib.config.presets import preset
from ganlib.runner.machine import Memory
from ganlib.store import layout
from ganlib.store.runs import About, RunStore
from ganlib.store.status import RunState
from ganlib.ui import watch as watch_page
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage, QuietEngine
from tests.pages.looking import address, charts, field, texts, watch

QUICK_GAN, QUICK_VAE = preset("quick-gan"), preset("quick-vae")


def test_a_running_run_shows_progress_pictures_curves_and_a_stop_button(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.RUNNING, steps=100)
    page = watch(open_page, run)
    assert "left" in page.get("progress")[0].proto.text
    assert {metric.label for metric in page.metric} >= {"Training time", "Steps", "Pictures seen", "Speed", "Memory"}
    assert all(metric.help for metric in page.metric)
    assert len(page.image) == 2
    assert "Healthy" in page.success[0].value
    assert len(charts(page)) == 4
    page.button(key=f"stop-{run.run_id}").click().run()
    assert run.is_requested(layout.STOP)
    assert page.button(key=f"stop-{run.run_id}").disabled


def test_before_the_first_loss_there_are_words_and_no_empty_chart(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.RUNNING, steps=1)
    (run.path / layout.SCALARS).write_text('{"step": 0, "seconds": 0.0, "images": 0, "samples/diversity": 0.1}\n')
    page = watch(open_page, run)
    assert "The first curves appear as soon as training begins." in texts(page)
    assert not charts(page)


def test_the_memory_of_a_gpu_is_shown_while_it_works(
    store: RunStore, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.RUNNING)
    monkeypatch.setattr(watch_page, "gpu_memory_in_use", lambda: (Memory(used=3 * 2**30, total=8 * 2**30),))
    page = watch(open_page, run)
    assert [metric.value for metric in page.metric if metric.label == "GPU memory"] == ["3.0 GiB"]


def test_a_finished_run_shows_the_same_without_the_stop_button(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=100)
    page = watch(open_page, run)
    assert "finished" in texts(page)
    assert len(page.image) == 2
    assert len(charts(page)) == 4
    assert not [button for button in page.button if button.key == f"stop-{run.run_id}"]


def test_pictures_of_any_step_can_be_looked_at(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_GAN, steps=100))
    assert "after 100 steps" in texts(page)
    page.select_slider[0].set_value(25).run()
    assert "after 25 steps" in texts(page)


def test_play_goes_through_the_pictures_and_ends(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=50)
    page = watch(open_page, run)
    page.button(key=f"time-lapse-start-{run.run_id}").click().run()
    seen = []
    for _ in range(4):  # in a browser a clock does this
        seen += [word for word in texts(page).split("after ") if "steps" in word and not page.select_slider]
        page.run()
    assert not page.exception
    assert len(seen) >= 2
    assert page.select_slider
    assert "after 50 steps" in texts(page)


def test_a_vae_shows_copies_and_an_axis_for_each_term(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_VAE, steps=100))
    assert len(page.image) == 3
    chart = charts(page)["Loss curves of this run"]
    assert {"yaxis", "yaxis2", "yaxis3"} <= set(chart["layout"])


def test_a_vae_of_two_levels_shows_the_curious_what_each_says(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, preset("ladder-vae"), steps=50)
    page = open_page("train", {"run": run.run_id})
    page.session_state["curious"] = True
    page.run()
    shown = charts(page)["KL of each level"]
    assert {trace["name"] for trace in shown["data"]} == {"KL of the upper level", "KL of the lower level"}


def test_a_vae_gan_shows_copies_its_terms_and_what_its_discriminator_thinks(
    store: RunStore, open_page: OpenPage
) -> None:
    page = watch(open_page, write_run(store, preset("vae-gan"), steps=100))
    assert len(page.image) == 3
    shown = charts(page)
    assert {trace["name"] for trace in shown["Loss curves of this run"]["data"]} == {
        "Feature reconstruction",
        "KL (information in the code)",
        "Generator loss",
        "Discriminator loss",
    }
    judgement = shown["How real the discriminator finds both kinds of pictures, over time"]
    assert {trace["name"] for trace in judgement["data"]} == {
        "D on real pictures",
        "D on generated pictures",
        "D on copies",
    }
    assert "Histogram of the discriminator's judgement of one batch" in shown
    assert "the VAE-GAN is learning" in page.success[0].value


def test_a_vq_vae_shows_copies_what_its_prior_foresees_and_the_entries_in_use(
    store: RunStore, open_page: OpenPage
) -> None:
    page = watch(open_page, write_run(store, preset("vq-vae"), steps=100))
    assert len(page.image) == 3
    shown = charts(page)
    assert {trace["name"] for trace in shown["Loss curves of this run"]["data"]} == {
        "VAE loss",
        "Reconstruction loss",
        "Prior (surprise at the codes)",
    }
    assert "the VQ-VAE is learning" in page.success[0].value


def test_every_picture_and_chart_has_a_text_for_those_who_cannot_see_it(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_GAN, steps=50))
    assert all(picture.alt for imgs in page.image for picture in imgs.proto.imgs)
    assert all(charts(page))


def test_the_curious_find_gradients_times_and_settings(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=50)
    page = open_page("train", {"run": run.run_id})
    page.session_state["curious"] = True
    page.run()
    assert not page.exception
    assert {"Gradients", "Time per step", "Learning rate"} <= set(charts(page))
    assert page.table


def test_a_waiting_run_tells_its_place(store: RunStore, engine: QuietEngine, open_page: OpenPage) -> None:
    runs = [store.create(QUICK_GAN) for _ in range(2)]
    engine.advance()
    page = watch(open_page, runs[1])
    assert "Place 2 in the queue" in texts(page)
    page.button(key=f"stop-{runs[1].run_id}").click().run()
    assert runs[1].status().state is RunState.STOPPED


def test_a_failed_run_says_why_and_has_its_log(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.FAILED, steps=30, failure="out_of_memory")
    page = watch(open_page, run)
    assert "ran out of memory" in page.error[0].value
    assert "Choose a smaller batch size" in page.error[0].value
    assert "fake worker: 30 steps" in texts(page)


def test_a_failure_of_a_newer_version_is_not_hidden(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, state=RunState.FAILED, steps=30, failure="no-such-key")
    assert "Something unexpected" in watch(open_page, run).error[0].value


def test_a_lost_run_is_called_lost_and_keeps_its_curves(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_GAN, state=RunState.LOST, steps=60))
    assert "process disappeared" in page.warning[0].value
    assert charts(page)


@pytest.mark.parametrize("name", ["status.json", "config.json"])
def test_a_damaged_run_is_shown_as_damaged_with_what_is_left(store: RunStore, open_page: OpenPage, name: str) -> None:
    run = write_run(store, QUICK_GAN, steps=60)
    (run.path / name).write_text("{")
    page = watch(open_page, run)
    assert "Files of this run are missing" in page.error[0].value
    assert len(page.image) == 2
    assert charts(page)


def test_a_damaged_picture_is_said_in_words(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=60)
    run.pictures()[60].write_bytes(b"no picture")
    assert "missing or damaged" in texts(watch(open_page, run))


@pytest.mark.parametrize("run_id", ["20260101-000000-gone-0000", "../../etc", "<script>", ""])
def test_an_unknown_run_is_said_with_the_way_to_the_others(open_page: OpenPage, run_id: str) -> None:
    page = open_page("train", {"run": run_id})
    assert not page.exception
    assert "There is no run" in page.error[0].value
    assert page.get("page_link")


def test_a_name_is_shown_as_it_was_typed(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, QUICK_GAN, steps=30)
    run.describe(About(name="**bold** :red[x] $a$"))
    title = watch(open_page, run).title[0].value
    assert "\\*\\*bold" in title
    assert ":red[" not in title
    assert "\\$a" in title


def test_another_like_this_opens_the_form_with_its_settings(store: RunStore, open_page: OpenPage) -> None:
    page = watch(open_page, write_run(store, QUICK_GAN.with_settings({"latent_dim": 9}), steps=30))
    page.button(key="another").click().run()
    assert address(page)["latent_dim"] == "9"
    assert field(page, "latent_dim").value == 9
