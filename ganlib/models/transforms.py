"""Transformations of pictures that have a gradient, of each picture by random numbers of its own.

Zhao et al. 2020 (DiffAugment), arXiv:2006.10738, section 3, with the ranges of the authors' program. A picture may be a
pack (`ganlib/nets/packing.py`): its pictures are then all transformed alike, so that equal ones stay equal. Nothing is
cut off outside [0, 1], where the gradient would be lost.
"""

import tensorflow as tf

CHANCES = 12  # random numbers for one picture: whether, for each of five transformations; and how, seven
_MOST_COLOURS = (0.25, 1.0, 0.5)  # brightness up or down, in the program 0.5 with black at −1; factors away from 1
_REACH = 8  # the side divided by this is how far a picture moves, at most
_CUTOUT, _LIGHT_CUTOUT = 2, 4  # the side divided by this is cut out; lightly without colours: half a digit is none


def transformed(
    images: tf.Tensor, chances: tf.Tensor, probability: float | tf.Tensor, images_per_pack: int = 1
) -> tf.Tensor:
    """T(x): colours where there are some, translation, cutout; what is not applied leaves x as it is, to the last bit.

    Args:
        images: `[batch, height, width, images_per_pack · channels]` in [0, 1]; three channels are colours.
        chances: uniform in [0, 1) `[batch, CHANCES]`.
        probability: p with which each of the transformations is applied to each picture.
    """
    _, height, width, channels = images.shape
    is_colour = channels == 3 * images_per_pack
    colours, moves, cuts = chances[:, :6], chances[:, 6:9], chances[:, 9:]
    if is_colour:
        changes = tf.where(colours[:, :3] < probability, (2.0 * colours[:, 3:] - 1.0) * _MOST_COLOURS, 0.0)
        images = recoloured(images, changes, images_per_pack)
    reach = tf.constant([height // _REACH, width // _REACH])
    shift = _whole_number(moves[:, 1:], below=2 * reach + 1) - reach
    images = translated(images, tf.where(moves[:, :1] < probability, shift, 0))
    share = _CUTOUT if is_colour else _LIGHT_CUTOUT
    size = height // share, width // share
    # The square's middle is anywhere in the picture.
    first = _whole_number(cuts[:, 1:], below=tf.constant([height, width]) + 1 - tf.constant(size) % 2)
    is_cut = (cuts[:, :1] < probability)[:, :, tf.newaxis, tf.newaxis]
    return tf.where(is_cut, cut_out(images, first - tf.constant(size) // 2, size), images)


def recoloured(images: tf.Tensor, changes: tf.Tensor, images_per_pack: int = 1) -> tf.Tensor:
    """Brightness, saturation and contrast, in this order.

    Args:
        images: colours `[batch, height, width, images_per_pack · 3]`.
        changes: `[batch, 3]`: what is added to every channel, and how far the distance of the channels from the grey
            of their pixel, and of the pixels from the mean of their picture, is from what it was. 0 = as it was.
    """
    _, height, width, channels = images.shape
    brightness, saturation, contrast = tf.unstack(changes[:, :, tf.newaxis, tf.newaxis, tf.newaxis, tf.newaxis], axis=1)
    pictures = tf.reshape(images, [-1, height, width, images_per_pack, 3]) + brightness
    pictures += saturation * (pictures - tf.reduce_mean(pictures, axis=4, keepdims=True))
    pictures += contrast * (pictures - tf.reduce_mean(pictures, axis=[1, 2, 4], keepdims=True))
    return tf.reshape(pictures, [-1, height, width, channels])


@tf.custom_gradient
def translated(images: tf.Tensor, shift: tf.Tensor) -> tuple[tf.Tensor, object]:
    """Pictures moved by whole pixels; what comes in is zero.

    Its gradient is a translation too, the way back: exact, and faster than that of a gather.

    Args:
        images: `[batch, height, width, channels]`.
        shift: int32 `[batch, 2]`: pixels down and to the right.
    """
    _, height, width, channels = images.shape
    rows = tf.range(height) - shift[:, :1]  # where each row comes from: [batch, height]
    columns = tf.range(width) - shift[:, 1:]
    is_known = _outer((rows >= 0) & (rows < height), (columns >= 0) & (columns < width))
    rows, columns = tf.clip_by_value(rows, 0, height - 1), tf.clip_by_value(columns, 0, width - 1)
    places = tf.reshape(width * rows[:, :, tf.newaxis] + columns[:, tf.newaxis, :], [-1, height * width])
    moved = tf.gather(tf.reshape(images, [-1, height * width, channels]), places, batch_dims=1)
    moved = tf.where(is_known, tf.reshape(moved, [-1, height, width, channels]), 0.0)
    return moved, lambda upstream: (translated(tf.ensure_shape(upstream, images.shape), -shift), None)


def cut_out(images: tf.Tensor, corner: tf.Tensor, size: tuple[int, int]) -> tf.Tensor:
    """Pictures with a rectangle of zeros.

    Args:
        images: `[batch, height, width, channels]`.
        corner: int32 `[batch, 2]`: its first row and column, which may lie outside.
        size: its height and width.
    """
    rows, columns = (tf.range(side) for side in images.shape[1:3])
    top, left = corner[:, :1], corner[:, 1:]
    is_cut = _outer((rows >= top) & (rows < top + size[0]), (columns >= left) & (columns < left + size[1]))
    return tf.where(is_cut, 0.0, images)


def _whole_number(chances: tf.Tensor, below: tf.Tensor) -> tf.Tensor:
    """int32, each from 0 to `below` − 1 as likely as the others."""
    return tf.cast(chances * tf.cast(below, chances.dtype), tf.int32)


def _outer(rows: tf.Tensor, columns: tf.Tensor) -> tf.Tensor:
    """Where both are true: `[batch, height]` and `[batch, width]` → `[batch, height, width, 1]`."""
    return (rows[:, :, tf.newaxis] & columns[:, tf.newaxis, :])[..., tf.newaxis]
