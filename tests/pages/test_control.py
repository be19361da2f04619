"""Pausing, resuming, training longer and branching from the page."""

import shutil
from dataclasses import replace

import pytest

from ganlib.config.presets import preset
from ganlib.store import layout
from ganlib.store.checkpoints import Best, Moment, mark_best, write_checkpoint
from ganlib.store.runs import Run, RunStore
from ganlib.store.status import RunState
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage, QuietEngine
from tests.pages.looking import address, field, texts, watch

STEPS = preset("quick-gan").with_settings({"budget": "steps", "num_steps": 200})


def keys(page) -> set[str]:
    return {button.key.split("-")[0] for button in page.button if button.key}


def test_a_running_run_can_be_paused(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, state=RunState.RUNNING, steps=100)
    page = watch(open_page, run)
    page.button(key=f"pause-{run.run_id}").click().run()
    assert run.is_requested(layout.PAUSE)
    assert page.button(key=f"pause-{run.run_id}").disabled
    assert "Pausing" in page.get("progress")[0].proto.text
    assert not page.button(key=f"stop-{run.run_id}").disabled, "a stop may still follow"


@pytest.mark.parametrize("state", [RunState.PAUSED, RunState.STOPPED, RunState.FAILED, RunState.LOST])
def test_what_ended_early_offers_to_go_on(store: RunStore, open_page: OpenPage, state: RunState) -> None:
    run = write_run(store, STEPS, state=state, steps=100, failure="killed" if state is RunState.FAILED else "")
    page = watch(open_page, run)
    button = page.button(key=f"resume-{run.run_id}")
    assert button.label == "Resume from step 100"
    button.click().run()
    assert run.status().state is RunState.QUEUED
    assert "Place 1 in the queue" in texts(page)


def test_a_run_without_a_checkpoint_starts_again(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, state=RunState.FAILED, steps=1, failure="killed")
    for checkpoint in run.checkpoints():
        (checkpoint.path / layout.CHECKPOINT_FACTS).unlink()
        checkpoint.path.rename(checkpoint.path.with_name("gone"))
    assert watch(open_page, run).button(key=f"resume-{run.run_id}").label == "Start it again"


def test_a_paused_run_can_be_finished_as_it_is(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, state=RunState.PAUSED, steps=100)
    watch(open_page, run).button(key=f"stop-{run.run_id}").click().run()
    assert (run.status().state, run.is_requested(layout.STOP)) == (RunState.QUEUED, True)


def test_a_finished_run_can_be_trained_longer(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, steps=200)
    page = watch(open_page, run)
    assert "resume" not in keys(page)
    page.number_input(key=f"in-all-{run.run_id}").set_value(250).run()
    page.button(key=f"extend-{run.run_id}").click().run()
    assert run.status().state is RunState.QUEUED
    assert run.config().training.num_steps == 250


def test_a_budget_that_cannot_be_is_said_and_changes_nothing(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, steps=200)
    page = watch(open_page, run)
    page.number_input(key=f"in-all-{run.run_id}").set_value(190).run()
    page.button(key=f"extend-{run.run_id}").click().run()
    assert "whole budget" in texts(page)
    assert run.config() == STEPS
    assert run.status().state is RunState.COMPLETED


def test_a_total_out_of_range_is_said_by_the_name_that_stands_on_the_page(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, steps=200)
    page = watch(open_page, run)
    page.number_input(key=f"in-all-{run.run_id}").set_value(-5).run()
    page.button(key=f"extend-{run.run_id}").click().run()
    assert "Steps:\u2060 got \\-5, expected 1 – 10,000,000" in texts(page)
    assert "Pictures" in texts(page), "the rest of the page stays"


def test_two_visitors_who_press_resume_get_one_run_and_one_explanation(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, state=RunState.PAUSED, steps=100)
    first, second = watch(open_page, run), watch(open_page, run)
    first.button(key=f"resume-{run.run_id}").click().run()
    second.button(key=f"resume-{run.run_id}").click().run()
    assert "active already" in texts(second)


def branch_link(run: Run) -> dict[str, str]:
    return {"preset": "quick-gan", "budget": "steps", "num_steps": "200", "branch": run.run_id, "branch_step": "100"}


def test_a_branch_keeps_its_networks_and_starts_from_the_checkpoint(store: RunStore, open_page: OpenPage) -> None:
    parent = write_run(store, STEPS, state=RunState.STOPPED, steps=100, name="the first")
    page = open_page("train", branch_link(parent))
    assert "the first" in texts(page)
    assert field(page, "generator_filters").disabled
    assert "as in its parent" in field(page, "latent_dim").label
    assert next(widget for widget in page.button_group if "-size-" in widget.key).disabled
    field(page, "g_optimizer.learning_rate").set_value(1e-4).run()
    assert address(page)["branch"] == parent.run_id
    page.button(key="start-training").click().run()
    child = store.open(address(page)["run"])
    assert (child.origin().parent, child.origin().parent_step) == (parent.run_id, 100)
    assert child.config().settings()["g_optimizer.learning_rate"] == 1e-4
    assert "A branch, from step 100 of" in texts(page)
    page.button(key="parent").click().run()
    assert address(page)["run"] == parent.run_id


@pytest.mark.parametrize(
    ("change", "said"),
    [({"branch_step": "7"}, "no checkpoint of step"), ({"branch": "../etc"}, "no run"), ({"branch_step": "<b>"}, "no")],
)
def test_a_branch_link_that_leads_nowhere_opens_a_plain_form_and_says_so(
    store: RunStore, open_page: OpenPage, change: dict[str, str], said: str
) -> None:
    parent = write_run(store, STEPS, state=RunState.STOPPED, steps=100)
    page = open_page("train", branch_link(parent) | change)
    assert not page.exception
    assert said in texts(page)
    assert page.button(key="start-training").label == "Start training"


def test_the_branch_of_a_finished_run_gets_as_much_again(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, steps=200)
    page = watch(open_page, run)
    page.button(key=f"branch-{run.run_id}").click().run()
    assert address(page)["num_steps"] == "400"
    assert address(page)["branch"] == run.run_id


def test_a_branch_with_other_networks_is_refused_in_words(store: RunStore, open_page: OpenPage) -> None:
    parent = write_run(store, STEPS, state=RunState.STOPPED, steps=100)
    page = open_page("train", branch_link(parent) | {"generator_filters": "32"})
    page.button(key="start-training").click().run()
    assert "the networks and optimizers of its parent" in texts(page)
    assert list(store) == [parent]


def test_a_waiting_run_can_be_trained_next(store: RunStore, engine: QuietEngine, open_page: OpenPage) -> None:
    first, second = engine.start(STEPS), engine.start(STEPS)
    page = watch(open_page, second)
    page.button(key=f"first-{second.run_id}").click().run()
    assert engine.queue() == [second, first]
    assert "Place 1 in the queue" in texts(page)


def test_the_runs_page_resumes_too(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, state=RunState.PAUSED, steps=100)
    page = open_page("runs")
    page.button(key=f"resume-{run.run_id}").click().run()
    assert run.status().state is RunState.QUEUED


def test_what_happened_is_told(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, state=RunState.FAILED, steps=100, failure="killed")
    page = watch(open_page, run)
    assert "Training started" in page.dataframe[0].value.to_string()


def with_best(run: Run, step: int) -> None:
    write_checkpoint(run.path, Moment(step=step), lambda folder: (folder / "weights").write_bytes(b"fake"))
    mark_best(run.path, Best(step=step, metric="frechet_distance", value=3.456))


def test_a_run_that_was_better_before_offers_to_go_back(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, steps=200, name="the first")
    with_best(run, step=150)
    page = watch(open_page, run)
    assert "best at step 150: Fréchet distance 3.46" in texts(page)
    page.button(key=f"branch-best-{run.run_id}").click().run()
    assert address(page)["branch_step"] == "150"
    page = watch(open_page, run)
    page.button(key=f"keep-{run.run_id}").click().run()
    kept = store.open(address(page)["run"])
    assert kept.about().name == "the first, step 150"
    assert (kept.origin().parent, kept.origin().parent_step) == (run.run_id, 150)
    assert kept.config().training.num_steps == 150
    assert run.status().state is RunState.COMPLETED, "nothing is lost"


def test_a_run_whose_last_step_is_its_best_offers_no_way_back(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS, steps=200)
    assert "keep" not in keys(watch(open_page, run))
    mark_best(run.path, Best(step=200, metric="frechet_distance", value=3.0))
    assert "keep" not in keys(watch(open_page, run))


@pytest.mark.parametrize("state", [RunState.COMPLETED, RunState.STOPPED])
def test_an_imported_run_is_not_offered_to_be_trained_over(
    store: RunStore, open_page: OpenPage, state: RunState
) -> None:
    run = write_run(store, STEPS, state=state, steps=200 if state is RunState.COMPLETED else 100, with_model=True)
    shutil.rmtree(run.path / layout.CHECKPOINTS)
    assert not {"resume", "extend", "branch"} & set(keys(watch(open_page, run)))


def test_the_longest_run_there_can_be_has_a_page(store: RunStore, open_page: OpenPage) -> None:
    run = write_run(store, STEPS.with_settings({"num_steps": 6_000_000}), steps=3)
    replace(run.status(), step=6_000_000).write(run.path)
    page = watch(open_page, run)
    assert page.number_input(key=f"in-all-{run.run_id}").value == 10_000_000
    run.replace_config(STEPS.with_settings({"num_steps": 10_000_000}))
    replace(run.status(), step=10_000_000).write(run.path)
    assert "extend" not in keys(watch(open_page, run))
