"""What refreshes when: parts that are due, news that is none, and a beat that many visitors share."""

from ganlib.ui.live import Part
from ganlib.ui.viewers import Viewers


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


def watched_by(count: int) -> Viewers:
    viewers = Viewers()
    for number in range(count):
        viewers.seen(f"visitor {number}", now=0.0)
    return viewers


def test_a_few_visitors_look_as_often_as_they_like():
    assert watched_by(10).beat(2.0) == 2.0
    assert watched_by(10).beat(0.4) > 0.4  # a time-lapse in a full room


def test_many_visitors_share_what_the_server_can_answer():
    few, many = watched_by(50).beat(2.0), watched_by(100).beat(2.0)
    assert many == 2 * few > 2.0


def test_a_visitor_who_has_gone_is_forgotten():
    viewers = watched_by(100)
    viewers.seen("the last one", now=1_000.0)
    assert viewers.beat(2.0) == 2.0
