"""Pictures that a discriminator judges together."""

import numpy as np
import tensorflow as tf

from ganlib.nets.packing import packed

IMAGES = np.random.default_rng(0).random((6, 2, 3, 2), dtype=np.float32)


def test_neighbours_lie_one_upon_the_other_along_the_channels() -> None:
    packs = packed(tf.constant(IMAGES), 3).numpy()
    assert packs.shape == (2, 2, 3, 6)
    for place in range(6):
        channels = slice(2 * (place % 3), 2 * (place % 3) + 2)
        np.testing.assert_array_equal(packs[place // 3, :, :, channels], IMAGES[place])


def test_a_pack_of_one_is_the_picture() -> None:
    images = tf.constant(IMAGES)
    assert packed(images, 1) is images


def test_a_generator_of_one_picture_shows_in_every_pack() -> None:
    """Real pictures are black or white: alone, a generator of white ones makes no mistake; in packs of two it does."""
    real = np.repeat(np.array([0, 1, 1, 0, 0, 0, 1, 1], np.float32), 4).reshape(8, 2, 2, 1)
    collapsed = np.ones_like(real)
    kinds = [{pack.tobytes() for pack in packed(tf.constant(images), 2).numpy()} for images in (real, collapsed)]
    assert len(kinds[0]) == 4
    assert len(kinds[1]) == 1
