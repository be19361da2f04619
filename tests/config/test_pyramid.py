"""How networks grow with the picture."""

import pytest

from ganlib.config.presets import preset
from ganlib.config.pyramid import first_map, growing_widths, halving_widths, num_doublings, shrinking_widths
from ganlib.config.size import networks_of

SIDES = range(16, 129, 4)


@pytest.mark.parametrize("side", SIDES)
def test_the_first_map_is_small_and_covers_the_picture(side):
    shape = (side, side, 3)
    height, width = first_map(shape)
    assert 3 <= height == width <= 8
    assert 0 <= height * 2 ** num_doublings(shape) - side < 2 ** num_doublings(shape)


@pytest.mark.parametrize(("side", "first", "doublings"), [(28, 7, 2), (32, 8, 2), (64, 8, 3), (96, 6, 4), (128, 8, 4)])
def test_usual_sizes_are_met_exactly(side, first, doublings):
    assert (first_map((side, side, 1)), num_doublings((side, side, 1))) == ((first, first), doublings)


def test_a_longer_side_decides():
    assert first_map((16, 128, 1)) == (1, 8)


def test_widths_near_the_picture_do_not_depend_on_its_size():
    assert growing_widths(64, (28, 28, 1)) == (32, 16)
    assert growing_widths(64, (128, 128, 3)) == (64, 64, 32, 16)
    assert halving_widths(256, (128, 128, 3)) == (128, 64, 32, 16)
    assert shrinking_widths(32, (28, 28, 1)) == (32, 64, 128)
    assert shrinking_widths(32, (128, 128, 3)) == (32, 64, 128, 128, 128)


def test_no_width_vanishes():
    assert min(growing_widths(1, (128, 128, 3)) + halving_widths(1, (128, 128, 3))) == 1


@pytest.mark.parametrize("architecture", ["lean", "resnet", "r3gan", "tutorial_dcgan"])
@pytest.mark.parametrize("side", SIDES)
def test_larger_pictures_do_not_make_the_dense_layers_explode(architecture, side):
    config = preset("quick-gan").with_settings({"architecture": architecture})
    assert all(network.parameters < 1_600_000 for network in networks_of(config, (side, side, 3)).values())
