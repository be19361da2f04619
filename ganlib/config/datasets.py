"""Which data sets there are, and what has to be known of them before a look at them."""

from ganlib.config.dots import DOTS
from ganlib.config.drawn import DRAWN, dots_of, drawn_points
from ganlib.config.own import OWN, own_pictures

ImageShape = tuple[int, int, int]  # height, width, channels

PICTURES: dict[str, ImageShape] = {
    "mnist": (28, 28, 1),
    "fashion_mnist": (28, 28, 1),
    "cifar10": (32, 32, 3),
    "stacked_mnist": (28, 28, 3),
}
STACKS = {"stacked_mnist": "mnist"}  # each colour of a picture is one of another data set (docs/adr/0026)
DATASETS = (*PICTURES, *DOTS)  # and those that a person brought or drew, of which there may be any number
KINDS_OF_PICTURES = (*PICTURES, OWN)
KINDS_OF_POINTS = (*DOTS, DRAWN)
NUM_CLASSES = dict.fromkeys(PICTURES, 10) | dict.fromkeys(STACKS, 1_000)
NUM_CLASSES |= {dataset: len(dots.centres) for dataset, dots in DOTS.items()}


def image_shape(dataset: str) -> ImageShape:
    """Height, width and channels of its pictures."""
    own, dots = own_pictures(dataset), dots_of(dataset)
    if dots:
        return (1, 1, dots.dimensions)  # a point is a picture of one pixel, each coordinate a colour (docs/adr/0017)
    return own.shape if own else PICTURES[dataset]


def is_brought(dataset: str) -> bool:
    """Whether it is a data set that a person made."""
    return bool(own_pictures(dataset) or drawn_points(dataset))
