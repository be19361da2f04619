"""The feature networks that pictures are measured in: their weights, checked, and the forward pass."""

import hashlib
import io
import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from ganlib.config.datasets import STACKS
from ganlib.config.own import own_pictures
from ganlib.errors import GanlibError
from ganlib.i18n import N_

WEIGHTS = Path(__file__).with_name("weights")
MANIFEST = "networks.json"  # in that folder: network → data set, kind, version, file, SHA-256; see its README.md
KINDS = ("classifier", "encoder")
CONVOLUTIONS = ("conv_1", "conv_2", "conv_3")  # grey pictures need two of them
_FOR_OWN_PICTURES, _THEIR_SIDE = "cifar10", 32  # whose encoder looks at a person's own pictures; pixels that it sees
LAYERS = (*CONVOLUTIONS, "features", "logits")  # an encoder has no logits
_BATCH = 500  # pictures at once


class WeightsError(GanlibError):
    """The weights of a feature network are missing or not what was shipped."""


@dataclass(frozen=True, kw_only=True)
class Features:
    """What a network makes of n pictures.

    Attributes:
        features: float32 `[n, d]`.
        logits: float32 `[n, classes]`; None: the network knows no classes.
    """

    features: np.ndarray
    logits: np.ndarray | None


class FeatureNetwork:
    """Two or three 3×3 convolutions with stride 2, one dense layer (the features); a classifier also has its logits.

    Plain operations and float32 constants, no Keras layers: nothing here draws a random number, follows the precision
    that a run trains in, or is touched by `clear_session`.

    Args:
        weights: `<layer>/kernel` and `<layer>/bias` of each layer.
    """

    def __init__(self, name: str, version: int, weights: dict[str, np.ndarray]) -> None:
        self.name = name
        self.version = version
        constants = {key: tf.constant(value, tf.float32) for key, value in weights.items()}

        convolutions = [layer for layer in CONVOLUTIONS if f"{layer}/kernel" in constants]

        def forward(images: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor | None]:
            x = tf.cast(images, tf.float32) / 255.0
            for layer in convolutions:
                x = tf.nn.conv2d(x, constants[f"{layer}/kernel"], strides=2, padding="SAME")
                x = tf.nn.relu(x + constants[f"{layer}/bias"])
            x = tf.reshape(x, [tf.shape(x)[0], -1])
            x = x @ constants["features/kernel"] + constants["features/bias"]
            if "logits/kernel" not in constants:
                return x, None
            features = tf.nn.relu(x)
            return features, features @ constants["logits/kernel"] + constants["logits/bias"]

        channels = weights["conv_1/kernel"].shape[2]
        self._forward = tf.function(forward, input_signature=[tf.TensorSpec([None, None, None, channels], tf.uint8)])

    def __call__(self, images: np.ndarray) -> Features:
        """Measure uint8 pictures `[n, height, width, channels]`."""
        batches = [self._forward(images[start : start + _BATCH]) for start in range(0, len(images), _BATCH)]
        features = np.concatenate([np.asarray(features) for features, _ in batches])
        has_logits = batches[0][1] is not None
        logits = np.concatenate([np.asarray(logits) for _, logits in batches]) if has_logits else None
        return Features(features=features, logits=logits)


class StackNetwork:
    """A network for grey pictures, asked about each of the three colours of a stack.

    The features stand one after the other. Logits are those of the triple of classes, l₁[i] + l₂[j] + l₃[k] for class
    100i + 10j + k of 1,000: their softmax is the product of the three, as the colours are read independently.
    """

    def __init__(self, of_one_colour: FeatureNetwork) -> None:
        self._of_one_colour = of_one_colour
        self.name = of_one_colour.name
        self.version = of_one_colour.version

    def __call__(self, images: np.ndarray) -> Features:
        """Measure uint8 stacks `[n, height, width, 3]`."""
        seen = [self._of_one_colour(images[..., colour : colour + 1]) for colour in range(3)]
        features = np.concatenate([one.features for one in seen], axis=1)
        first, second, third = (one.logits for one in seen)
        if first is None or second is None or third is None:
            return Features(features=features, logits=None)
        triples = first[:, :, None, None] + second[:, None, :, None] + third[:, None, None, :]
        return Features(features=features, logits=triples.reshape(len(images), -1))


class OfAnySize:
    """A network for small colour photos, asked about square pictures of another size, or without colours.

    It sees the whole picture at its own 32 × 32 pixels. Where that hides what is fine, from 64 pixels on, it also sees
    the middle of each quarter as it is: the mean of those features stands behind the features of the whole.
    """

    def __init__(self, of_photos: FeatureNetwork) -> None:
        self._of_photos = of_photos
        self.name = of_photos.name
        self.version = of_photos.version

    def __call__(self, images: np.ndarray) -> Features:
        """Measure uint8 pictures `[n, side, side, 1 or 3]`."""
        batches = [self._measure(images[start : start + _BATCH]) for start in range(0, len(images), _BATCH)]
        return Features(features=np.concatenate(batches), logits=None)

    def _measure(self, images: np.ndarray) -> np.ndarray:
        images = np.repeat(images, 3, axis=-1) if images.shape[-1] == 1 else images
        whole = self._of_photos(_at_their_side(images)).features
        if images.shape[1] < 2 * _THEIR_SIDE:
            return whole
        pieces = [self._of_photos(piece).features for piece in _middles_of_quarters(images)]
        return np.concatenate([whole, np.mean(pieces, axis=0)], axis=1)


def _at_their_side(images: np.ndarray) -> np.ndarray:
    """Bilinear, antialiased."""
    if images.shape[1] == _THEIR_SIDE:
        return images
    resized = tf.image.resize(images, (_THEIR_SIDE, _THEIR_SIDE), antialias=True)
    return np.asarray(tf.cast(tf.round(tf.clip_by_value(resized, 0.0, 255.0)), tf.uint8))


def _middles_of_quarters(images: np.ndarray) -> list[np.ndarray]:
    side = images.shape[1]
    starts = [(quarter * side - 2 * _THEIR_SIDE) // 4 for quarter in (1, 3)]
    return [
        images[:, top : top + _THEIR_SIDE, left : left + _THEIR_SIDE] for top, left in itertools.product(starts, starts)
    ]


Network = FeatureNetwork | StackNetwork | OfAnySize


def kinds_for(dataset: str) -> tuple[str, ...]:
    """The kinds of networks for a data set: nobody has labelled a person's own pictures."""
    return ("encoder",) if own_pictures(dataset) else KINDS


def datasets_with_networks(folder: Path = WEIGHTS) -> set[str]:
    """Data sets that have a network of each kind."""
    networks = _manifest(folder).values()
    has = {kind: {entry["dataset"] for entry in networks if entry["kind"] == kind} for kind in KINDS}
    of_their_own = set.intersection(*has.values())
    return of_their_own | {dataset for dataset, base in STACKS.items() if base in of_their_own}


def load_network(dataset: str, kind: str, folder: Path = WEIGHTS) -> Network:
    """The shipped network of a data set; for stacks that of the pictures in them, for own pictures that of photos.

    Args:
        kind: one of `kinds_for`: "classifier" (trained on labels) or "encoder" (which saw none).

    Raises:
        WeightsError: it is missing, or its file is not the one that was shipped.
    """
    if dataset in STACKS:
        of_one_colour = load_network(STACKS[dataset], kind, folder)
        assert isinstance(of_one_colour, FeatureNetwork)
        return StackNetwork(of_one_colour)
    if own_pictures(dataset):
        of_photos = load_network(_FOR_OWN_PICTURES, kind, folder)
        assert isinstance(of_photos, FeatureNetwork)
        return OfAnySize(of_photos)
    name = f"{dataset}-{kind}"
    entry = _manifest(folder).get(name)
    if entry is None:
        raise WeightsError(
            N_("There is no feature network “{name}” in {folder}. Pictures of this data set cannot be measured."),
            name=name,
            folder=folder,
        )
    content = _read(folder / entry["file"])
    received = hashlib.sha256(content).hexdigest()
    if received != entry["sha256"]:
        raise WeightsError(
            N_(
                "The feature network {path} is damaged: its SHA-256 is {received}, expected {expected}. "
                "Install GAN Studio again, or check the file out again."
            ),
            path=folder / entry["file"],
            received=received,
            expected=entry["sha256"],
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return FeatureNetwork(name, entry["version"], dict(archive))


def _manifest(folder: Path) -> dict[str, dict[str, Any]]:
    content = _read(folder / MANIFEST)
    try:
        return dict(json.loads(content))
    except (ValueError, TypeError) as error:
        raise _unreadable(folder / MANIFEST, error) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error.strerror or error) from error


def _unreadable(path: Path, reason: object) -> WeightsError:
    return WeightsError(
        N_("{path}, a file of the feature networks, cannot be read ({reason}). Install GAN Studio again."),
        path=path,
        reason=reason,
    )
