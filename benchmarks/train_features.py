"""Trains the feature networks that ship in ganlib/metrics/weights. `python -m benchmarks.train_features NETWORK …`

For each data set (mnist, fashion_mnist, cifar10) a classifier and an encoder that sees no labels, both on the training
pictures alone; the test pictures stay the reference that generated ones are held against. Weights are stored in half
precision; what is stored is the network. Retraining makes another network, and with it other numbers: raise its
version, and never compare scores across versions. Coloured pictures take a third convolution, more epochs, and for the
classifier mirror images and shifts. The encoder of grey pictures is half of an autoencoder; that of coloured ones
learns by contrast, for an autoencoder of photos takes blurs for the best of pictures (docs/adr/0035).
"""

import hashlib
import io
import json
import sys
import time

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from benchmarks.contrast import CONTRAST_BATCH, ContrastiveEncoder
from ganlib.data.images import MNIST_FILE
from ganlib.metrics.features import CONVOLUTIONS, LAYERS, MANIFEST, WEIGHTS, load_network

NETWORKS = {  # → version
    "mnist-classifier": 1,
    "mnist-encoder": 1,
    "fashion_mnist-classifier": 1,
    "fashion_mnist-encoder": 1,
    "cifar10-classifier": 2,
    "cifar10-encoder": 2,
}
_WIDTHS, _GREY_WIDTHS = (64, 128, 256), (32, 64)  # of the convolutions
_EPOCHS = {"cifar10-classifier": 40, "cifar10-encoder": 8}
_GREY_EPOCHS = 6
_NUM_FEATURES, _GREY_CODE = 128, 64
_BATCH = 128


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


def train_classifier(images: np.ndarray, labels: np.ndarray, epochs: int) -> keras.Sequential:
    is_coloured = images.shape[-1] == 3
    shift = layers.RandomTranslation(0.125, 0.125, fill_mode="reflect", interpolation="nearest")
    vary = [layers.RandomFlip("horizontal"), shift] if is_coloured else []
    head = [layers.ReLU(), layers.Dropout(0.3), layers.Dense(10, name="logits")]
    body = trunk(_WIDTHS if is_coloured else _GREY_WIDTHS, _NUM_FEATURES)
    model = keras.Sequential([keras.Input(images.shape[1:]), *vary, *body, *head])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=_adam(len(images) // _BATCH, epochs), loss=loss)
    model.fit(_scaled(images), labels, batch_size=_BATCH, epochs=epochs, verbose=0)
    return model


def train_autoencoder(images: np.ndarray, epochs: int) -> keras.Sequential:
    """Encoder and decoder, of grey pictures."""
    height, width, channels = images.shape[1:]
    first, second = _GREY_WIDTHS
    decoder = [
        layers.Dense(height // 4 * (width // 4) * second, activation="relu"),
        layers.Reshape((height // 4, width // 4, second)),
        layers.Conv2DTranspose(first, 4, strides=2, padding="same", activation="relu"),
        layers.Conv2DTranspose(channels, 4, strides=2, padding="same", activation="sigmoid"),
    ]
    model = keras.Sequential([keras.Input(images.shape[1:]), *trunk(_GREY_WIDTHS, _GREY_CODE), *decoder])
    model.compile(optimizer=_adam(len(images) // _BATCH, epochs), loss="binary_crossentropy")
    model.fit(_scaled(images), _scaled(images), batch_size=_BATCH, epochs=epochs, verbose=0)
    return model


def train_by_contrast(images: np.ndarray, epochs: int) -> keras.Sequential:
    """The encoder of coloured pictures."""
    encoder = keras.Sequential([keras.Input(images.shape[1:]), *trunk(_WIDTHS, _NUM_FEATURES)])
    model = ContrastiveEncoder(encoder)
    model.compile(optimizer=_adam(len(images) // CONTRAST_BATCH, epochs))
    shuffled = tf.data.Dataset.from_tensor_slices(images).shuffle(len(images))
    batches = shuffled.batch(CONTRAST_BATCH, drop_remainder=True).map(lambda batch: tf.cast(batch, tf.float32) / 255.0)
    model.fit(batches, epochs=epochs, verbose=0)
    return encoder


def save(model: keras.Sequential, name: str, trained_on: int) -> None:
    """Write the weights and their line in the manifest."""
    arrays = {}
    for layer in model.layers:
        if layer.name in LAYERS:
            kernel, bias = layer.get_weights()
            arrays |= {f"{layer.name}/kernel": kernel.astype(np.float16), f"{layer.name}/bias": bias.astype(np.float16)}
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    dataset, kind = name.split("-")
    (WEIGHTS / f"{name}.npz").write_bytes(content.getvalue())
    manifest = json.loads((WEIGHTS / MANIFEST).read_bytes()) if (WEIGHTS / MANIFEST).exists() else {}
    manifest[name] = {
        "dataset": dataset,
        "kind": kind,
        "version": NETWORKS[name],
        "file": f"{name}.npz",
        "sha256": hashlib.sha256(content.getvalue()).hexdigest(),
        "trained_on": f"{trained_on:,} training pictures",
    }
    (WEIGHTS / MANIFEST).write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")


def _adam(steps: int, epochs: int) -> keras.Optimizer:
    return keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(2e-3, epochs * steps))


def _scaled(images: np.ndarray) -> np.ndarray:
    return images.astype(np.float32) / 255.0


def main(names: list[str]) -> None:
    for name in names:
        dataset, kind = name.split("-")
        train_images, train_labels, test_images, test_labels = load_with_labels(dataset)
        epochs = _EPOCHS.get(name, _GREY_EPOCHS)
        keras.utils.set_random_seed(0)
        began = time.perf_counter()
        if kind == "classifier":
            model = train_classifier(train_images, train_labels, epochs)
        elif train_images.shape[-1] == 3:
            model = train_by_contrast(train_images, epochs)
        else:
            model = train_autoencoder(train_images, epochs)
        save(model, name, len(train_images))
        network = load_network(dataset, kind)  # as the product reads it
        size = (WEIGHTS / f"{name}.npz").stat().st_size
        print(f"{name}: {size:,} bytes, {time.perf_counter() - began:.0f} s", flush=True)
        for split, images, labels in (("train", train_images, train_labels), ("test", test_images, test_labels)):
            if kind == "classifier":
                print(f"  right on {split}: {(network(images).logits.argmax(1) == labels).mean():.2%}", flush=True)
            elif model.loss:
                loss = model.evaluate(_scaled(images), _scaled(images), verbose=0)
                print(f"  loss on {split}: {loss:.4f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or list(NETWORKS))
