"""Trains the feature networks that ship in ganlib/metrics/weights. `python -m benchmarks.train_features DATASET …`

For each data set (mnist, fashion_mnist, cifar10) a classifier and the encoder of an autoencoder that sees no labels,
both on the training pictures alone; the test pictures stay the reference that generated ones are held against. Weights
are stored in half precision; what is stored is the network. Retraining makes another network, and with it other
numbers: raise VERSION, and never compare scores across versions. Coloured pictures take a third convolution, more
epochs, and for the classifier mirror images.
"""

import hashlib
import io
import json
import sys
import time

import keras
import numpy as np
from keras import layers

from ganlib.data.images import MNIST_FILE
from ganlib.metrics.features import CONVOLUTIONS, LAYERS, MANIFEST, WEIGHTS, load_network

VERSION = 1
_WIDTHS = {"cifar10": {"classifier": (64, 128, 256), "encoder": (32, 64, 128)}}  # of the convolutions
_GREY_WIDTHS = (32, 64)
_EPOCHS = {"cifar10": 15}
_GREY_EPOCHS = 6
_FEATURES = {"classifier": 128, "encoder": 64}


def load_with_labels(dataset: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Training pictures uint8 `[n, height, width, channels]` and labels `[n]`, test pictures and labels."""
    if dataset == "mnist":
        with np.load(MNIST_FILE) as archive:
            train, test = (archive["x_train"], archive["y_train"]), (archive["x_test"], archive["y_test"])
    else:
        train, test = getattr(keras.datasets, dataset).load_data()
    pictures = [images if images.ndim == 4 else images[..., np.newaxis] for images in (train[0], test[0])]
    return pictures[0], train[1].ravel(), pictures[1], test[1].ravel()


def trunk(widths: tuple[int, ...], num_features: int) -> list[layers.Layer]:
    """The layers that `ganlib.metrics.features.FeatureNetwork` computes."""
    convolutions = [
        layers.Conv2D(width, 3, strides=2, padding="same", activation="relu", name=name)
        for name, width in zip(CONVOLUTIONS, widths, strict=False)
    ]
    return [*convolutions, layers.Flatten(), layers.Dense(num_features, name="features")]


def train_classifier(dataset: str, images: np.ndarray, labels: np.ndarray) -> keras.Sequential:
    widths, epochs = _recipe(dataset, "classifier")
    mirror = [layers.RandomFlip("horizontal")] if images.shape[-1] == 3 else []
    head = [layers.ReLU(), layers.Dropout(0.3), layers.Dense(10, name="logits")]
    body = trunk(widths, _FEATURES["classifier"])
    model = keras.Sequential([keras.Input(images.shape[1:]), *mirror, *body, *head])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=_adam(len(images), epochs), loss=loss)
    model.fit(_scaled(images), labels, batch_size=128, epochs=epochs, verbose=0)
    return model


def train_encoder(dataset: str, images: np.ndarray) -> keras.Sequential:
    widths, epochs = _recipe(dataset, "encoder")
    height, width, channels = images.shape[1:]
    shrunk = 2 ** len(widths)
    grown = [
        layers.Conv2DTranspose(filters, 4, strides=2, padding="same", activation="relu") for filters in widths[-2::-1]
    ]
    decoder = [
        layers.Dense(height // shrunk * (width // shrunk) * widths[-1], activation="relu"),
        layers.Reshape((height // shrunk, width // shrunk, widths[-1])),
        *grown,
        layers.Conv2DTranspose(channels, 4, strides=2, padding="same", activation="sigmoid"),
    ]
    model = keras.Sequential([keras.Input(images.shape[1:]), *trunk(widths, _FEATURES["encoder"]), *decoder])
    model.compile(optimizer=_adam(len(images), epochs), loss="binary_crossentropy")
    model.fit(_scaled(images), _scaled(images), batch_size=128, epochs=epochs, verbose=0)
    return model


def _recipe(dataset: str, kind: str) -> tuple[tuple[int, ...], int]:
    """Channels of the convolutions, and how often the network sees every picture."""
    return _WIDTHS.get(dataset, {}).get(kind, _GREY_WIDTHS), _EPOCHS.get(dataset, _GREY_EPOCHS)


def save(model: keras.Sequential, dataset: str, kind: str, trained_on: int) -> None:
    """Write the weights and their line in the manifest."""
    names = [layer.name for layer in model.layers if layer.name in LAYERS]
    arrays = {}
    for name in names:
        kernel, bias = model.get_layer(name).get_weights()
        arrays |= {f"{name}/kernel": kernel.astype(np.float16), f"{name}/bias": bias.astype(np.float16)}
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    name = f"{dataset}-{kind}"
    (WEIGHTS / f"{name}.npz").write_bytes(content.getvalue())
    manifest = json.loads((WEIGHTS / MANIFEST).read_bytes()) if (WEIGHTS / MANIFEST).exists() else {}
    manifest[name] = {
        "dataset": dataset,
        "kind": kind,
        "version": VERSION,
        "file": f"{name}.npz",
        "sha256": hashlib.sha256(content.getvalue()).hexdigest(),
        "trained_on": f"{trained_on:,} training pictures",
    }
    (WEIGHTS / MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")


def _adam(num_images: int, epochs: int) -> keras.Optimizer:
    return keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(2e-3, epochs * num_images // 128))


def _scaled(images: np.ndarray) -> np.ndarray:
    return images.astype(np.float32) / 255.0


def main(datasets: list[str]) -> None:
    for dataset in datasets:
        train_images, train_labels, test_images, test_labels = load_with_labels(dataset)
        for kind in _FEATURES:
            keras.utils.set_random_seed(0)
            began = time.perf_counter()
            model = (
                train_classifier(dataset, train_images, train_labels)
                if kind == "classifier"
                else train_encoder(dataset, train_images)
            )
            save(model, dataset, kind, len(train_images))
            network = load_network(dataset, kind)  # as the product reads it
            size = (WEIGHTS / f"{network.name}.npz").stat().st_size
            line = f"{network.name}: {size:,} bytes, {time.perf_counter() - began:.0f} s"
            if kind == "classifier":
                right = [
                    (network(images).logits.argmax(1) == labels).mean()
                    for images, labels in ((train_images, train_labels), (test_images, test_labels))
                ]
                line += f", right on train {right[0]:.2%}, on test {right[1]:.2%}"
            else:
                line += f", loss on test {model.evaluate(_scaled(test_images), _scaled(test_images), verbose=0):.4f}"
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["mnist", "fashion_mnist", "cifar10"])
