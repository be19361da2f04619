"""Small arrangements of plain Keras layers that several networks share."""

import tensorflow as tf
from keras import KerasTensor, layers, ops

from ganlib.config.datasets import ImageShape
from ganlib.nets.batch_norm import FusedBatchNormalization

# Outputs stay float32 when the rest of a network computes in half precision.
OUTPUT_DTYPE = "float32"


def depth_to_space(x: KerasTensor, factor: int = 2) -> KerasTensor:
    """`[batch, h, w, c·factor²]` → `[batch, h·factor, w·factor, c]`.

    Reshape–Permute–Reshape, so that a saved network opens in plain Keras (Shi et al. 2016, arXiv:1609.05158).
    """
    _, height, width, depth = x.shape
    channels = depth // factor**2
    x = layers.Reshape((height, width, factor, factor, channels))(x)
    x = layers.Permute((1, 3, 2, 4, 5))(x)
    return layers.Reshape((height * factor, width * factor, channels))(x)


def fourier_features(x: KerasTensor, num_octaves: int) -> KerasTensor:
    """All numbers in a row, and sin(2ᵏ·x) and cos(2ᵏ·x) of each for k < num_octaves: dense layers then see fine detail.

    Always float32: half precision would blur the fastest waves. Tancik et al. 2020, arXiv:2006.10739, section 4 (there
    as positional encoding).
    """
    x = layers.Flatten(dtype="float32")(x)
    waves = [wave(2.0**octave * x) for octave in range(num_octaves) for wave in (ops.sin, ops.cos)]
    return layers.Concatenate(dtype="float32")([x, *waves])


def crop_to(x: KerasTensor, image_shape: ImageShape) -> KerasTensor:
    """The middle of a map that has outgrown the picture; nothing at all where it fits."""
    extra = [size - wanted for size, wanted in zip(x.shape[1:3], image_shape[:2], strict=True)]
    return layers.Cropping2D([(pixels // 2, pixels - pixels // 2) for pixels in extra])(x) if any(extra) else x


def batch_norm(x: KerasTensor, momentum: float = 0.99) -> KerasTensor:
    """Batch normalisation, over the whole batch also when several devices share it.

    Each device would else keep moving statistics of its own, and only those of the first would be saved.
    """
    if tf.distribute.get_strategy().num_replicas_in_sync > 1:
        return layers.BatchNormalization(momentum=momentum, synchronized=True)(x)
    return FusedBatchNormalization(momentum=momentum)(x)


def dropout(x: KerasTensor, rate: float) -> KerasTensor:
    """Dropout, or nothing at all at rate 0."""
    return layers.Dropout(rate)(x) if rate > 0.0 else x


def to_signed_range(x: KerasTensor) -> KerasTensor:
    """[0, 1] → [−1, 1], for networks whose recipe expects that."""
    return layers.Rescaling(2.0, -1.0)(x)


def to_unit_range(x: KerasTensor) -> KerasTensor:
    """[−1, 1] → [0, 1], after a tanh."""
    return layers.Rescaling(0.5, 0.5, dtype=OUTPUT_DTYPE)(x)
