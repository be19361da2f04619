"""The picture of points in the plane: everything lies where it should, nothing is out of sight."""

import io

import numpy as np
from PIL import Image

from ganlib.config.dots import DOTS
from ganlib.store.plane import SIDE, ground, plane
from ganlib.theory.cells import middles

RING = DOTS["ring"]
GREEN, BLUE, WHITE = [0, 158, 115], [0, 114, 178], [255, 255, 255]


def test_points_lie_where_the_axes_say() -> None:
    picture = plane(RING, real=np.array([[0.75, 0.75]], np.float32), fake=np.array([[-0.75, -0.75]], np.float32))
    assert picture.shape == (SIDE, SIDE, 3)
    assert picture[SIDE // 4, 3 * SIDE // 4].tolist() == GREEN  # right and up
    assert picture[3 * SIDE // 4, SIDE // 4].tolist() == BLUE
    assert picture[SIDE // 2, SIDE // 2].tolist() == WHITE


def test_a_point_far_outside_lies_on_the_edge() -> None:
    picture = plane(RING, fake=np.array([[1e9, 0.0], [0.0, -1e9]], np.float32))
    assert picture[SIDE // 2, SIDE - 1].tolist() == BLUE
    assert picture[SIDE - 1, SIDE // 2].tolist() == BLUE


def test_the_discriminators_opinion_is_behind_the_points_on_its_own_side() -> None:
    places = middles(RING)
    picture = plane(RING, belief=(places[:, 0] > 0.0).astype(np.float32))
    right, left = picture[SIDE // 2, 3 * SIDE // 4].astype(int), picture[SIDE // 2, SIDE // 4].astype(int)
    assert right[1] > right[0]  # green: taken for real
    assert left[1] < left[0]  # pink: not
    undecided = plane(RING, belief=np.full(len(places), 0.5, np.float32))
    assert (undecided == 255).all()


def test_a_point_without_a_place_is_left_out() -> None:
    nowhere = np.array([[np.nan, 0.0], [np.inf, 0.0]], np.float32)
    assert (plane(RING, fake=nowhere) == 255).all()


def test_points_on_a_line_are_bars_and_generated_ones_their_outline() -> None:
    hills = DOTS["hills"]
    real, fake = np.full((100, 1), -0.7, np.float32), np.full((50, 1), 0.7, np.float32)
    picture = plane(hills, real=real, fake=fake)
    left, right = int(SIDE * 0.8 / 3.0), int(SIDE * 2.2 / 3.0)
    assert picture[SIDE // 2, left].tolist() == GREEN, "filled"
    assert BLUE in picture[SIDE // 2, right - 10 : right + 10].tolist()
    assert (picture[: SIDE // 2, SIDE // 2] == 255).all(), "nothing is drawn in the middle"


def test_the_ground_of_a_chart_is_clear_where_nothing_can_be_told() -> None:
    places = middles(RING)
    belief = np.where(places[:, 0] > 0.5, 1.0, np.where(places[:, 0] < -0.5, 0.0, np.nan))
    with Image.open(io.BytesIO(ground(RING, belief))) as image:
        pixels = np.asarray(image)
    left, middle, right = (pixels[len(pixels) // 2, int(len(pixels) * share)].astype(int) for share in (0.1, 0.5, 0.9))
    assert middle[3] == 0
    assert right[3] > 50 < left[3]
    assert right[1] > right[0]
    assert left[1] < left[0]
