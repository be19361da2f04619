"""What refreshes when: parts that are due, news that is none, and moments that many visitors share."""

from itertools import pairwise
from pathlib import Path

import pytest

from ganlib.config.presets import PRESETS
from ganlib.store import layout
from ganlib.store.runs import RunStore
from ganlib.store.status import RunState
from ganlib.ui import pace
from ganlib.ui.appointments import Appointments
from ganlib.ui.live import Part
from tests.fakes.run import write_run
from tests.pages.conftest import OpenPage


def part(seconds: float = 2.0, news=None) -> Part:
    shown = Part(pace=lambda: seconds, news=news, due=0.0)
    shown.show(now=100.0)
    return shown


def test_a_part_is_due_when_its_time_has_come():
    assert not part().is_due(101.9)
    assert part().is_due(102.0)


def test_a_part_without_news_is_left_as_it_is():
    pictures = [1, 2]
    gallery = part(news=lambda: list(pictures))
    assert not gallery.is_due(110.0)
    pictures.append(3)
    assert gallery.is_due(110.0)
    gallery.show(110.0)
    assert not gallery.is_due(120.0)


def test_the_pace_is_asked_for_after_each_look():
    seconds = [4.0]
    chart = Part(pace=lambda: seconds[0], news=None, due=0.0)
    chart.show(now=0.0)
    seconds[0] = 12.0
    chart.show(now=4.0)
    assert not chart.is_due(15.9)
    assert chart.is_due(16.0)


@pytest.mark.parametrize(
    ("trained", "numbers", "charts"), [(None, 2.0, 4.0), (10, 2.0, 4.0), (180, 3.0, 6.0), (7_200, 5.0, 12.0)]
)
def test_a_long_run_is_looked_at_less_often(trained: int | None, numbers: float, charts: float, tmp_path: Path):
    run = RunStore(tmp_path).create(PRESETS["quick-gan"])
    if trained:
        (run.path / layout.SCALARS).write_text(f'{{"step": 9, "seconds": {trained}}}\n')
    assert (pace.of_numbers(run), pace.of_charts(run)) == (numbers, charts)


def test_a_page_alone_looks_about_as_often_as_it_likes():
    assert 2.0 <= Appointments().make(2.0, now=100.0) <= 2.2
    assert 0.4 <= Appointments().make(0.4, now=100.0) <= 0.6


def test_pages_that_ask_at_once_come_back_one_after_the_other():
    shared = Appointments()
    waits = [shared.make(2.0, now=0.0) for _ in range(30)]
    spaces = [after - before for before, after in pairwise(waits)]
    assert min(spaces) == pytest.approx(max(spaces))
    assert 4.0 <= waits[-1] <= 8.0


def test_a_quick_page_is_not_held_up_by_a_few_slow_ones():
    shared = Appointments()
    for _ in range(5):
        shared.make(2.0, now=0.0)
    assert shared.make(0.4, now=0.0) <= 0.6


def test_visitors_who_have_gone_hold_nobody_up():
    shared = Appointments()
    for _ in range(100):
        shared.make(2.0, now=0.0)
    assert shared.make(2.0, now=100.0) <= 2.2


@pytest.mark.parametrize(("state", "clocks"), [(RunState.RUNNING, 1), (RunState.COMPLETED, 0)])
def test_a_page_has_one_clock_while_something_on_it_is_live(
    store: RunStore, open_page: OpenPage, state: RunState, clocks: int
) -> None:
    run = write_run(store, PRESETS["quick-gan"], state=state, steps=50)
    page = open_page("train", {"run": run.run_id})
    names = [element.proto.component_name for element in page.get("bidi_component")]
    assert names.count("gan_studio_live_clock") == clocks
