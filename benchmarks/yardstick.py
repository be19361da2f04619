"""A yardstick that no model here trains against: Fréchet distance in the features of a small classifier.

Classifier: conv 32 – conv 64 stride 2 – dense 128 (the features) – dense 10, three epochs on the training pictures of
the data set, trained anew with seed 0 wherever it is missing. Values belong to this network: compare them with each
other and with the floor (real against real), never with published Inception figures.
"""

from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np
from keras import layers

from ganlib.data.images import load_images, load_labels

Array = np.ndarray


@dataclass(frozen=True, kw_only=True)
class Score:
    """Fréchet distance, precision, recall (k = 3), coverage (k = 5), and the share of each class as the net sees it."""

    frechet_distance: float
    precision: float
    recall: float
    coverage: float
    class_shares: list[float]


class Yardstick:
    """Scores `[n, 28, 28, 1]` uint8 pictures against the 10,000 test pictures of the data set."""

    def __init__(self, saved: Path, dataset: str = "mnist") -> None:
        self.train_images, self.test_images = load_images(dataset)
        if not saved.exists():
            labels, _ = load_labels(dataset)
            _train_classifier(self.train_images, labels.argmax(axis=1)).save(saved)
        classifier = keras.models.load_model(saved)
        self._network = keras.Model(classifier.inputs, [classifier.get_layer("features").output, *classifier.outputs])
        self._real, _ = self._features(self.test_images)

    def score(self, images: Array) -> Score:
        fake, logits = self._features(images)
        precision, recall, coverage = manifold_scores(self._real[:5000], fake[:5000])
        return Score(
            frechet_distance=frechet_distance(self._real, fake),
            precision=precision,
            recall=recall,
            coverage=coverage,
            class_shares=(np.bincount(logits.argmax(1), minlength=10) / len(images)).tolist(),
        )

    def floor(self) -> Score:
        """10,000 real training pictures: what a perfect generator would get."""
        return self.score(self.train_images[:10_000])

    def read(self, images: Array) -> Array:
        """The class that each picture is taken for, `[n]`."""
        return self._features(images)[1].argmax(axis=1)

    def _features(self, images: Array) -> tuple[Array, Array]:
        features, logits = self._network.predict(images.astype("float32") / 255.0, batch_size=500, verbose=0)
        return features.astype("float64"), logits


def _train_classifier(images: Array, labels: Array) -> keras.Model:
    keras.utils.set_random_seed(0)
    classifier = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, strides=2, activation="relu"),
            layers.Flatten(),
            layers.Dense(128, activation="relu", name="features"),
            layers.Dense(10),
        ]
    )
    classifier.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    classifier.fit(images.astype("float32") / 255.0, labels, batch_size=128, epochs=3, verbose=0)
    return classifier


def frechet_distance(real: Array, fake: Array) -> float:
    """‖μ₁ − μ₂‖² + Tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½), unbiased Σ. Heusel et al. 2017, arXiv:1706.08500, equation 6.

    Tr (Σ₁Σ₂)^½ is the nuclear norm of R₁R₂ᵀ, where Σᵢ = RᵢᵀRᵢ: no matrix square root, right for singular Σ too.
    """
    factors = [np.linalg.qr((x - x.mean(0)) / np.sqrt(len(x) - 1), mode="r") for x in (real, fake)]
    cross = np.linalg.svd(factors[0] @ factors[1].T, compute_uv=False).sum()
    means = np.square(real.mean(0) - fake.mean(0)).sum()
    return float(means + sum(np.square(factor).sum() for factor in factors) - 2.0 * cross)


def manifold_scores(real: Array, fake: Array) -> tuple[float, float, float]:
    """Precision and recall (Kynkäänniemi et al. 2019, k = 3), coverage (Naeem et al. 2020, k = 5); equal sizes."""
    between = _squared_distances(real, fake)
    among_real, among_fake = _squared_distances(real, real), _squared_distances(fake, fake)
    radius_3_real, radius_5_real = (np.partition(among_real, k, axis=1)[:, k] for k in (3, 5))  # 0 is the point itself
    radius_3_fake = np.partition(among_fake, 3, axis=1)[:, 3]
    precision = (between < radius_3_real[:, None]).any(0).mean()
    recall = (between < radius_3_fake[None, :]).any(1).mean()
    coverage = (between.min(1) < radius_5_real).mean()
    return float(precision), float(recall), float(coverage)


def _squared_distances(a: Array, b: Array) -> Array:
    a, b = a.astype("float32"), b.astype("float32")
    return np.maximum(np.square(a).sum(1)[:, None] + np.square(b).sum(1)[None, :] - 2.0 * a @ b.T, 0.0)
