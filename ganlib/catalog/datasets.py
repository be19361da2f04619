"""The data sets in plain words, and the names of their classes."""

from ganlib.catalog.spec import Spec, by_key
from ganlib.config.dots import DOTS
from ganlib.config.drawn import DRAWN, drawn_points
from ganlib.config.own import OWN
from ganlib.i18n import N_

DATASETS = by_key(
    Spec(
        key="mnist",
        title=N_("MNIST digits"),
        why=N_("70,000 handwritten digits, 28×28, grey. Comes with GAN Studio, no network needed."),
        paper="LeCun, Cortes, Burges",
    ),
    Spec(
        key="fashion_mnist",
        title=N_("Fashion-MNIST"),
        why=N_("70,000 shirts, shoes and bags, 28×28, grey. Downloaded once (30 MB)."),
        paper="Xiao et al. 2017, arXiv:1708.07747",
    ),
    Spec(
        key="cifar10",
        title=N_("CIFAR-10"),
        why=N_("60,000 small colour photos, 32×32. Downloaded once (170 MB). Slow without a GPU."),
        paper="Krizhevsky 2009",
    ),
    Spec(
        key="stacked_mnist",
        title=N_("Stacked MNIST"),
        why=N_(
            "70,000 pictures of three digits at once, one in red, one in green, one in blue, 28×28: a thousand kinds, so that one can count how many a model has forgotten. Made here of MNIST, no network needed."
        ),
        paper="Metz et al. 2017, arXiv:1611.02163",
    ),
    Spec(
        key="ring",
        title=N_("Ring of eight dots"),
        why=N_("100,000 points in the plane, in eight tiny clouds on a circle. Made here, no network needed."),
        paper="Srivastava et al. 2017, arXiv:1705.07761, sec. 5.1",
    ),
    Spec(
        key="grid",
        title=N_("Grid of 25 dots"),
        why=N_("100,000 points in the plane, in 25 small clouds. Made here, no network needed."),
        paper="Srivastava et al. 2017, arXiv:1705.07761, sec. 5.1",
    ),
    Spec(
        key="hills",
        title=N_("Two hills on a line"),
        why=N_("100,000 numbers, about half of them near −0.7 and half near 0.7. Made here, no network needed."),
    ),
    Spec(
        key="islands",
        title=N_("Three islands"),
        why=N_("100,000 points in the plane, in three wide clouds. Made here, no network needed."),
    ),
    Spec(
        key="spiral",
        title=N_("Spiral"),
        why=N_("100,000 points in the plane, along a spiral. Made here, no network needed."),
    ),
)

OWN_PICTURES = Spec(
    key=OWN,
    title=N_("Your own pictures"),
    why=N_("Pictures that somebody brought to this studio. They stay on this computer."),
)


DRAWN_POINTS = Spec(
    key=DRAWN,
    title=N_("Your own drawing"),
    why=N_("100,000 points in the plane, along what somebody drew. The link holds the drawing."),
)


def about_dataset(dataset: str) -> Spec:
    """Its words in the catalog; of what a person brought or drew, those of all such."""
    return DATASETS.get(dataset) or (DRAWN_POINTS if drawn_points(dataset) else OWN_PICTURES)


_DIGITS = tuple(str(digit) for digit in range(10))
_CLOTHES = (
    N_("T-shirt"),
    N_("trousers"),
    N_("pullover"),
    N_("dress"),
    N_("coat"),
    N_("sandal"),
    N_("shirt"),
    N_("sneaker"),
    N_("bag"),
    N_("ankle boot"),
)
_THINGS = (
    N_("airplane"),
    N_("car"),
    N_("bird"),
    N_("cat"),
    N_("deer"),
    N_("dog"),
    N_("frog"),
    N_("horse"),
    N_("ship"),
    N_("truck"),
)
CLASSES: dict[str, tuple[str, ...]] = {
    "mnist": _DIGITS,
    "fashion_mnist": _CLOTHES,
    "cifar10": _THINGS,
    "stacked_mnist": tuple(f"{triple:03}" for triple in range(1000)),  # of the red, the green and the blue digit
} | {dataset: tuple(str(1 + mode) for mode in range(len(dots.centres))) for dataset, dots in DOTS.items()}
