"""Each transformation on pictures whose answer is plain."""

import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.transforms import CHANCES, cut_out, recoloured, transformed, translated

CHANCE = np.random.default_rng(0)
SHAPES = [(28, 28, 1), (32, 32, 3), (17, 24, 3), (12, 20, 2), (1, 5, 1)]


def pictures(shape: tuple[int, ...], count: int = 6) -> np.ndarray:
    return CHANCE.random((count, *shape), np.float32)


def chances(count: int = 6) -> tf.Tensor:
    return tf.constant(CHANCE.random((count, CHANCES), np.float32))


def test_a_picture_moves_by_whole_pixels_and_zeros_come_in() -> None:
    images = pictures((4, 5, 2))
    shift = np.array([[0, 0], [1, 0], [0, -2], [-3, 4], [4, 0], [9, 9]], np.int32)
    moved = translated(images, tf.constant(shift)).numpy()
    expected = np.zeros_like(images)
    expected[0] = images[0]
    expected[1, 1:] = images[1, :-1]
    expected[2, :, :-2] = images[2, :, 2:]
    expected[3, :1, 4:] = images[3, 3:, :1]
    np.testing.assert_array_equal(moved, expected)


def test_a_rectangle_is_zero_and_the_rest_as_it_was() -> None:
    images = pictures((4, 5, 2), 3)
    corner = np.array([[1, 2], [-1, 4], [7, 0]], np.int32)
    found = cut_out(images, tf.constant(corner), (2, 3)).numpy()
    expected = images.copy()
    expected[0, 1:3, 2:5] = 0.0
    expected[1, :1, 4:] = 0.0
    np.testing.assert_array_equal(found, expected)


def test_brightness_is_added() -> None:
    images, change = pictures((3, 4, 3), 2), np.array([[0.25, 0, 0], [-0.1, 0, 0]], np.float32)
    np.testing.assert_allclose(recoloured(images, change), images + change[:, :1, None, None], atol=1e-7)


def test_saturation_leaves_each_pixels_grey() -> None:
    images, change = pictures((3, 4, 3), 2), np.array([[0, -1, 0], [0, 1, 0]], np.float32)
    found, grey = recoloured(images, change).numpy(), images.mean(axis=3, keepdims=True)
    np.testing.assert_allclose(found[0], np.broadcast_to(grey[0], found[0].shape), atol=1e-6)
    np.testing.assert_allclose(found[1], 2.0 * images[1] - grey[1], atol=1e-6)


def test_contrast_leaves_each_pictures_mean() -> None:
    images, change = pictures((3, 4, 3), 1), np.array([[0, 0, -0.5]], np.float32)
    np.testing.assert_allclose(recoloured(images, change), 0.5 * (images + images.mean()), atol=1e-6)


def test_pictures_of_one_pack_are_recoloured_alike_each_by_its_own_mean() -> None:
    images, changes = pictures((3, 4, 3), 2), np.array([[0.1, 0.3, -0.5]], np.float32)
    pack = np.concatenate(list(images), axis=2)[None]
    apart = recoloured(images, np.repeat(changes, 2, axis=0)).numpy()
    np.testing.assert_allclose(recoloured(pack, changes, 2)[0], np.concatenate(list(apart), axis=2), atol=1e-6)


@pytest.mark.parametrize("shape", SHAPES)
def test_never_is_as_it_was_to_the_last_bit(shape: tuple[int, ...]) -> None:
    images = pictures(shape)
    np.testing.assert_array_equal(transformed(images, chances(), 0.0), images)


@pytest.mark.parametrize("shape", SHAPES)
def test_any_size_keeps_its_shape(shape: tuple[int, ...]) -> None:
    images = pictures(shape)
    found = transformed(images, chances(), 1.0)
    assert found.shape == images.shape
    assert np.isfinite(found).all()


def moved_only(down: float, right: float) -> tf.Tensor:
    row = np.ones((1, CHANCES), np.float32)
    row[0, 6:9] = 0.0, down, right
    return tf.constant(row)


@pytest.mark.parametrize(("chance", "pixels"), [(0.0, -3), (0.5, 0), (0.999999, 3)])
def test_a_digit_moves_by_an_eighth_of_its_side_at_most(chance: float, pixels: int) -> None:
    image = np.zeros((1, 28, 28, 1), np.float32)
    image[0, 14, 14, 0] = 1.0
    found = transformed(image, moved_only(chance, 0.5), 1.0).numpy()
    assert np.argwhere(found[0, :, :, 0]).tolist() == [[14 + pixels, 14]]
    found = transformed(image, moved_only(0.5, chance), 1.0).numpy()
    assert np.argwhere(found[0, :, :, 0]).tolist() == [[14, 14 + pixels]]


@pytest.mark.parametrize(("channels", "side"), [(1, 7), (3, 14)])
def test_a_quarter_of_the_side_is_cut_out_of_a_digit_and_half_of_a_colour_picture(channels: int, side: int) -> None:
    row = np.ones((2, CHANCES), np.float32)
    row[:, 9:] = [[0.0, 0.5, 0.5], [0.0, 0.0, 0.0]]
    found = transformed(np.ones((2, 28, 28, channels), np.float32), tf.constant(row), 1.0).numpy()[..., 0]
    assert (found == 0.0).sum(axis=(1, 2)).tolist() == [side * side, ((side + 1) // 2) ** 2]


def test_each_is_applied_as_often_as_the_probability_says() -> None:
    many = 20_000
    numbers, images = chances(many), np.ones((many, 8, 8, 1), np.float32)
    changed = (transformed(images, numbers, 0.3).numpy() != 1.0).any(axis=(1, 2, 3))
    # Moved in two of three cases at least along one axis (side 8: by one pixel); a cutout of 2 × 2 is always seen.
    assert changed.mean() == pytest.approx(1.0 - (1.0 - 0.3 * 8 / 9) * 0.7, abs=0.02)
    assert (transformed(images, numbers, 1.0).numpy() != 1.0).any(axis=(1, 2, 3)).all()


@pytest.mark.parametrize("shape", [(6, 8, 1), (6, 8, 3), (9, 8, 6)])
def test_the_slope_is_that_at_the_picture_before_it_was_transformed(shape: tuple[int, ...]) -> None:
    """T is affine in x: a step along any direction is the difference to the last digit."""
    images, numbers, weights = pictures(shape).astype(np.float64), chances(), CHANCE.random((6, *shape))
    pack = 2 if shape[2] == 6 else 1

    def value(x: tf.Tensor) -> tf.Tensor:
        return tf.reduce_sum(tf.cast(transformed(tf.cast(x, tf.float32), numbers, 0.8, pack), tf.float64) * weights)

    x = tf.constant(images)
    with tf.GradientTape() as tape:
        tape.watch(x)
        before = value(x)
    slopes, direction = tape.gradient(before, x).numpy(), CHANCE.standard_normal(images.shape)
    assert float(value(x + direction) - before) == pytest.approx(float((slopes * direction).sum()), rel=1e-4)


def test_the_slope_has_a_slope_too() -> None:
    """Of ‖∇ₓ f(T(x))‖² for f(y) = Σ w·y³, as a penalty takes it: against the algebra with T as a matrix."""
    images, shift = pictures((5, 6, 1), 2), tf.constant([[1, -2], [0, 3]])
    x = tf.constant(images)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as tape:
            tape.watch(x)
            total = tf.reduce_sum(translated(x, shift) ** 3)
        penalty = tf.reduce_sum(tape.gradient(total, x) ** 2)
    seen = (translated(translated(tf.ones_like(x), shift), -shift)).numpy()  # 1 where the pixel stays in the picture
    np.testing.assert_allclose(outer.gradient(penalty, x), 36.0 * images**3 * seen, rtol=1e-5)
