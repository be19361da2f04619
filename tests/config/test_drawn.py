"""Drawings as names of data sets: what is drawn comes back, and what nobody can have drawn is none."""

import numpy as np
import pytest

from ganlib.config.datasets import image_shape
from ganlib.config.dots import DOTS
from ganlib.config.drawn import DRAWN, EXTENT, HEART, MOST, dots_of, drawn_points, name_of, short_name
from ganlib.config.link import from_params, to_params
from ganlib.config.presets import preset
from ganlib.config.run import RunConfig
from ganlib.errors import ConfigError


def test_a_drawing_comes_back_from_its_name() -> None:
    centres = [(0.0, 0.0), (-1.2, 0.7), (1.49, -1.49)]
    dots = drawn_points(name_of(centres))
    assert dots is not None
    assert dots.dimensions == 2
    np.testing.assert_allclose(dots.centres, centres, atol=EXTENT / 62 + 1e-9)
    assert name_of(dots.centres) == name_of(centres), "and stays the same from then on"


def test_what_lies_beyond_the_sheet_is_moved_to_its_edge() -> None:
    dots = drawn_points(name_of([(99.0, -99.0)]))
    assert dots is not None
    ((x, y),) = dots.centres
    assert x == -y > 0.95 * EXTENT


@pytest.mark.parametrize(
    "name",
    ["drawn", "drawn-", "drawn-a", "drawn-abc", "drawn-a b!", "drawn-" + "ab" * (MOST + 1), "drawn-ab\n", "own-ab", ""],
)
def test_what_is_no_drawing_is_refused(name: str) -> None:
    assert drawn_points(name) is None
    with pytest.raises(ConfigError, match="dataset"):
        preset("spiral-gan").with_settings({"dataset": name})


def test_a_score_can_say_of_which_drawing_it_is() -> None:
    one, other = short_name(name_of([(0.0, 0.0)] * MOST)), short_name(name_of([(1.0, 0.0)] * MOST))
    assert one != other
    assert len(one) == len(other) < 20
    assert short_name("ring") == "ring"


def test_the_first_drawing_is_one() -> None:
    dots = drawn_points(HEART)
    assert dots is not None
    assert 20 <= len(dots.centres) <= MOST
    assert dots.is_resolved
    assert dots_of(HEART) == dots
    assert dots_of("ring") == DOTS["ring"]
    assert dots_of("mnist") is None


def test_a_link_and_a_saved_run_carry_the_drawing() -> None:
    config = preset("spiral-gan").with_settings({"dataset": HEART})
    found, problems = from_params(to_params(config), "spiral-gan")
    assert (found, problems) == (config, [])
    assert RunConfig.from_dict(config.to_dict()) == config
    assert config.draws_points
    assert config.kind_of_data == DRAWN
    assert image_shape(HEART) == (1, 1, 2)


@pytest.mark.parametrize(("key", "change"), [("quick-gan", {}), ("spiral-gan", {"conditional": True})])
def test_a_drawing_is_not_for_pictures_and_has_no_classes(key: str, change: dict[str, bool]) -> None:
    with pytest.raises(ConfigError, match="dataset"):
        preset(key).with_settings({"dataset": HEART} | change)
