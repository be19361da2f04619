"""How long a run takes here."""

from dataclasses import replace

import pytest

from ganlib.config.presets import preset
from ganlib.config.widths import at_size
from ganlib.runner.speed import Speed, seconds_needed, speed_of, steps_per_second
from ganlib.store.speed import SPEED_FILE, write_speed
from ganlib.store.status import RunState
from tests.fakes.run import write_run


def finished(store, config, speed: float, seconds: float = 100.0, state: RunState = RunState.COMPLETED):
    run = write_run(store, config, state=state, steps=1)
    replace(run.status(), steps_per_second=speed, seconds=seconds).write(run.path)


@pytest.fixture
def measured(store):
    store.root.mkdir()
    write_speed(store.root / SPEED_FILE, {"article-gan": 50.0})
    return store


def test_nobody_knows_before_anything_was_measured(store):
    assert steps_per_second(store, "article-gan") is None
    assert seconds_needed(store, preset("article-gan")) is None


def test_the_measurement_is_used(measured):
    assert steps_per_second(measured, "article-gan") == 50.0
    assert seconds_needed(measured, preset("article-gan")) == 1000.0


def test_a_real_run_knows_better(measured):
    finished(measured, preset("article-gan").with_settings({"seed": 5, "num_steps": 7}), 25.0)
    assert steps_per_second(measured, "article-gan") == 25.0


def test_runs_that_say_little_are_passed_over(measured):
    finished(measured, preset("article-gan").with_settings({"latent_dim": 5}), 1.0)
    finished(measured, preset("article-gan"), 2.0, seconds=3.0)
    finished(measured, preset("article-gan"), 3.0, state=RunState.FAILED)
    finished(measured, preset("quick-gan"), 4.0)
    assert steps_per_second(measured, "article-gan") == 50.0


def test_minutes_are_what_they_say(store):
    assert seconds_needed(store, preset("quick-gan").with_settings({"minutes": 2.0})) == 120.0


def test_fewer_pictures_do_not_make_a_step_shorter(measured):
    config = preset("article-gan").with_settings({"num_images": 500})
    assert speed_of(measured, config) == Speed(steps_per_second=50.0, is_measured=False)


@pytest.mark.parametrize("change", [{"jit_compile": True}, {"d_steps_per_g_step": 2}, {"r1_weight": 0.1}])
def test_changes_whose_cost_nobody_knows_make_it_unknown(measured, change):
    config = preset("article-gan").with_settings(change)
    assert speed_of(measured, config) is None
    assert seconds_needed(measured, config) is None


def test_what_costs_nothing_changes_nothing(measured):
    config = preset("article-gan").with_settings({"g_optimizer.learning_rate": 1e-3, "leaky_slope": 0.1})
    assert speed_of(measured, config) == Speed(steps_per_second=50.0, is_measured=False)


def test_other_networks_and_batches_are_judged_by_their_work(measured):
    article = preset("article-gan")
    assert speed_of(measured, article) == Speed(steps_per_second=50.0, is_measured=True)
    for heavier in ({"batch_size": 512}, {"architecture": "resnet"}, {"dataset": "cifar10"}, {"generator_units": 2000}):
        speed = speed_of(measured, article.with_settings(heavier))
        assert not speed.is_measured
        assert 0.0 < speed.steps_per_second < 50.0
    larger, small = (at_size(article, size) for size in ("large", "small"))
    assert seconds_needed(measured, small) < 1000.0 < seconds_needed(measured, larger)


def test_a_run_that_borrowed_the_name_of_a_preset_is_judged_by_nothing(measured):
    assert speed_of(measured, replace(preset("quick-vae"), preset="article-gan")) is None


def test_settings_that_do_not_go_with_the_presets_batch_make_it_unknown(store):
    config = preset("quick-gan").with_settings({"batch_size": 66, "packed_images": 3})
    assert speed_of(store, config) is None
