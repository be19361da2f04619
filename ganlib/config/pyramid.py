"""How networks climb from a small map to a picture of any size, and down again; `ganlib/nets` and `size.py` follow it.

A larger picture gets more steps rather than a larger first map, whose dense layer would soon hold most of the network.
"""

import math

from ganlib.config.datasets import ImageShape

_LARGEST_FIRST_SIDE = 8  # pixels of the first map: 7 for pictures of 28, 8 for those of 32
_FEWEST_DOUBLINGS = 2


def num_doublings(image_shape: ImageShape) -> int:
    """How often the side doubles between first map and picture: 2 up to 32 pixels, 3 up to 64, 4 up to 128."""
    longest = max(image_shape[:2])
    return max(_FEWEST_DOUBLINGS, math.ceil(math.log2(longest / _LARGEST_FIRST_SIDE)))


def first_map(image_shape: ImageShape) -> tuple[int, int]:
    """Height and width to begin with. Doubled often enough it covers the picture; what stands over is cropped."""
    height, width, _ = image_shape
    factor = 2 ** num_doublings(image_shape)
    return -(-height // factor), -(-width // factor)


def code_map(image_shape: ImageShape) -> tuple[int, int]:
    """Height and width of a map of codes: half the first map, 4 × 4 for pictures of 28 pixels."""
    height, width = first_map(image_shape)
    return -(-height // 2), -(-width // 2)


def growing_widths(filters: int, image_shape: ImageShape) -> tuple[int, ...]:
    """Channels after each doubling: kept at first, halved by each of the last two."""
    kept = (filters,) * (num_doublings(image_shape) - 2)
    return *kept, max(1, filters // 2), max(1, filters // 4)


def halving_widths(filters: int, image_shape: ImageShape) -> tuple[int, ...]:
    """Channels after each doubling, every one of which halves them."""
    return tuple(max(1, filters // 2**step) for step in range(1, num_doublings(image_shape) + 1))


def shrinking_widths(filters: int, image_shape: ImageShape) -> tuple[int, ...]:
    """Channels after each halving of the side, one more than there are doublings: doubled twice, then kept."""
    return tuple(filters * min(4, 2**step) for step in range(num_doublings(image_shape) + 1))
