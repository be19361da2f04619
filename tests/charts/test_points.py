"""The figures of a game about points."""

import numpy as np
import pytest

from ganlib.charts.points import line_figure, plane_figure, points_record
from ganlib.charts.theme import DISCRIMINATOR, GAN, REAL
from ganlib.config.dots import DOTS
from ganlib.theory import cells
from tests.fakes.moments import moment_of

HILLS, SPIRAL, RING = DOTS["hills"], DOTS["spiral"], DOTS["ring"]


def as_is(text: str) -> str:
    return text


def test_on_a_line_the_areas_of_both_densities_are_1() -> None:
    figure = line_figure(points_record(HILLS, moment_of(HILLS)), translate=as_is)
    real, fake = figure.data[:2]
    assert [real.line.color, fake.line.color] == [REAL, GAN]
    for trace in (real, fake):
        spacing = 2.0 * HILLS.extent / len(trace.x)
        assert sum(trace.y) * spacing == pytest.approx(1.0, abs=0.01)


def test_on_a_line_both_discriminators_share_an_axis_from_0_to_1() -> None:
    figure = line_figure(points_record(HILLS, moment_of(HILLS)), translate=as_is)
    says, best = (trace for trace in figure.data if trace.yaxis == "y2")
    assert says.line.color == DISCRIMINATOR
    assert best.line.dash == "dash"
    assert figure.layout.yaxis2.range[0] < 0 < 1 < figure.layout.yaxis2.range[1]
    there = [(x, y) for x, y in zip(best.x, best.y, strict=True) if y is not None]
    at_the_middles = dict(zip(says.x, says.y, strict=True))
    assert len(there) > 40
    assert np.mean([abs(at_the_middles[x] - y) for x, y in there]) < 0.06, "the fake discriminator is the best one"


def test_where_hardly_a_point_is_the_best_one_says_nothing() -> None:
    record = points_record(SPIRAL, moment_of(SPIRAL))
    assert record.best is not None
    corner, on_it = 0, int(cells.real_shares(SPIRAL).argmax())
    assert np.isnan(record.best[corner])
    assert 0.0 < record.best[on_it] <= 1.0


def test_of_needles_no_best_discriminator_is_shown() -> None:
    record = points_record(RING, moment_of(RING))
    assert record.best is None
    assert record.shares is None


def test_a_loss_that_aims_elsewhere_has_no_best_one() -> None:
    assert points_record(HILLS, moment_of(HILLS), has_best=False).best is None


def test_arrows_go_where_the_pull_is_and_never_farther_than_the_longest() -> None:
    record = points_record(SPIRAL, moment_of(SPIRAL))
    way = record.arrows[:, 1] - record.arrows[:, 0]
    pull = record.moment.pull
    assert ((way * pull).sum(axis=1) > 0.0).all()
    lengths = np.linalg.norm(way, axis=1)
    assert lengths.max() < 0.16 * SPIRAL.extent
    strength = np.linalg.norm(pull, axis=1)
    assert (np.diff(lengths[np.argsort(strength)]) >= 0.0).all(), "the stronger, the longer"


def test_in_the_plane_the_ground_lies_below_the_points() -> None:
    record = points_record(SPIRAL, moment_of(SPIRAL))
    figure = plane_figure(record, record.moment.belief, is_best=False, translate=as_is)
    (image,) = figure.layout.images
    assert image.layer == "below"
    assert image.source.startswith("data:image/png;base64,")
    assert (image.x, image.sizex) == (-SPIRAL.extent, 2.0 * SPIRAL.extent)
    names = [trace.name for trace in figure.data]
    assert names == ["net of z", "real", "generated", "pull"]
    best = plane_figure(record, record.best, is_best=True, translate=as_is)
    assert [trace.name for trace in best.data] == ["real", "generated"]


def test_without_a_discriminator_there_is_no_ground_and_no_arrow() -> None:
    record = points_record(SPIRAL, moment_of(SPIRAL, has_discriminator=False))
    figure = plane_figure(record, record.moment.belief, is_best=False, translate=as_is)
    assert not figure.layout.images
    assert "pull" not in [trace.name for trace in figure.data]
    line = line_figure(points_record(HILLS, moment_of(HILLS, has_discriminator=False)), translate=as_is)
    assert all(trace.yaxis != "y2" for trace in line.data)


def test_the_net_is_drawn_line_by_line() -> None:
    record = points_record(SPIRAL, moment_of(SPIRAL))
    net = plane_figure(record, None, is_best=False, translate=as_is).data[0]
    assert net.x.count(None) == net.y.count(None) == 2 * 21, "21 lines across, 21 down"
