"""The data sets: MNIST from the product itself, other pictures through Keras, stacks and points made here."""

import hashlib
import io
import os
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import keras
import numpy as np

from ganlib.config.datasets import NUM_CLASSES
from ganlib.config.dots import DOTS
from ganlib.config.drawn import drawn_points
from ganlib.data.dots import load_dots
from ganlib.data.stacks import stack
from ganlib.errors import DataError, DataOfflineError
from ganlib.i18n import N_

MNIST_FILE = Path(__file__).with_name("mnist") / "mnist.npz"
MNIST_SHA256 = "06af5dfe73b70e3bc1c36439982b18a8d76803db9b544f6fdf838a37fbb01b64"

Pair = tuple[np.ndarray, np.ndarray]
Splits = tuple[Pair, Pair]  # training and test: pictures and labels


def load_images(dataset: str) -> Pair:
    """Training and test pictures, uint8 `[n, height, width, channels]`; points float32 `[n, 1, 1, coordinates]`.

    Raises:
        DataError: the files are damaged.
        DataOfflineError: the files are not here and could not be fetched.
    """
    (train_images, _), (test_images, _) = _load(dataset)
    return _with_channels(train_images), _with_channels(test_images)


def _load(dataset: str) -> Splits:
    return load_dots(dataset) if drawn_points(dataset) else LOADERS[dataset]()


def load_labels(dataset: str) -> Pair:
    """The classes of those pictures, one-hot: float32 `[n, classes]`. Raises as `load_images`."""
    (_, train_labels), (_, test_labels) = _load(dataset)
    one_hot = np.eye(NUM_CLASSES[dataset], dtype=np.float32)
    return one_hot[train_labels.reshape(-1)], one_hot[test_labels.reshape(-1)]


def first_of(pictures: np.ndarray, count: int) -> np.ndarray:
    """The first `count` training pictures, or their labels; 0: all of them.

    Whatever the seed, and the larger choice contains the smaller. Every data set comes in an order without order, so
    that the first few hundred have all classes, about equally often.
    """
    return pictures[: count or None]


def load_mnist(path: Path = MNIST_FILE) -> Splits:
    """MNIST (LeCun et al. 1998) from the file in the product, so that the first run needs no network."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(
            N_("The MNIST file {path} cannot be read ({reason}). Install GAN Studio again, or check it out again."),
            path=path,
            reason=error.strerror or error,
        ) from error
    received = hashlib.sha256(content).hexdigest()
    if received != MNIST_SHA256:
        raise DataError(
            N_(
                "The MNIST file {path} is damaged: its SHA-256 is {received}, expected {expected}. "
                "Install GAN Studio again, or check the file out again."
            ),
            path=path,
            received=received,
            expected=MNIST_SHA256,
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return (archive["x_train"], archive["y_train"]), (archive["x_test"], archive["y_test"])


def _through_keras(title: str, load: Callable[[], Splits]) -> Splits:
    """Call a `keras.datasets` loader; it uses its cache, else downloads."""
    print(f"Loading {title} (downloaded once, then kept in {_cache_folder()})", flush=True)
    try:
        return load()
    except (EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(
            N_("The files of {title} in {folder} are damaged ({reason}). Delete them there and start again."),
            title=title,
            folder=_cache_folder(),
            reason=error,
        ) from error
    except Exception as error:  # Keras wraps network errors in plain Exception
        raise DataOfflineError(
            N_(
                "{title} is not on this computer yet and could not be downloaded ({reason}). "
                "Connect to the internet once and start again, or choose MNIST, which needs no network."
            ),
            title=title,
            reason=error,
        ) from error


def _cache_folder() -> Path:
    """Where Keras keeps what it downloads."""
    return Path(os.environ.get("KERAS_HOME", Path.home() / ".keras")) / "datasets"


def load_fashion_mnist() -> Splits:
    """Fashion-MNIST (Xiao, Rasul & Vollgraf 2017, arXiv:1708.07747)."""
    return _through_keras("Fashion-MNIST", keras.datasets.fashion_mnist.load_data)


def load_cifar10() -> Splits:
    """CIFAR-10 (Krizhevsky 2009)."""
    return _through_keras("CIFAR-10", keras.datasets.cifar10.load_data)


def load_stacked_mnist() -> Splits:
    """Three digits of MNIST in each picture."""
    return stack(*load_mnist())


LOADERS: dict[str, Callable[[], Splits]] = {
    "mnist": load_mnist,
    "fashion_mnist": load_fashion_mnist,
    "cifar10": load_cifar10,
    "stacked_mnist": load_stacked_mnist,
    **{dataset: partial(load_dots, dataset) for dataset in DOTS},
}


def _with_channels(images: np.ndarray) -> np.ndarray:
    return images if images.ndim == 4 else images[..., np.newaxis]
