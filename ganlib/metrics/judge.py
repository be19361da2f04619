"""Scores generated pictures against a data set's test pictures: every metric, and its floor from real pictures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ganlib.metrics.classes import (
    class_agreement,
    class_coverage,
    class_probabilities,
    class_shares,
    kind_purity,
    mean_confidence,
    missing_classes,
)
from ganlib.metrics.distances import features_to_statistics, frechet_distance, kernel_distance
from ganlib.metrics.features import Features, kinds_for, load_network
from ganlib.metrics.memorisation import nearest_distance
from ganlib.metrics.modes import kl_to_uniform
from ganlib.metrics.neighbours import neighbourhood
from ganlib.metrics.similarity import pairs_of_one_kind, structural_similarity

_MOST_NEIGHBOURS = 5_000  # pictures among which neighbours are looked for; the cost grows with the square
_MOST_COPIES = 2_000  # pictures whose nearest training picture is looked for
_MOST_PAIRS = 2_000  # of pictures that are held against each other
_SEED = 0  # the same pictures stand for the real ones in every run, so that floors compare


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One metric of one set of pictures; `ganlib.store.scores.Score` says what the fields mean."""

    metric: str
    value: float
    floor: float
    num_samples: int
    network: str
    version: int
    shares: tuple[float, ...] = ()
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A set of pictures, and as each kind of network sees it."""

    images: np.ndarray
    features: dict[str, Features]
    labels: np.ndarray | None = None  # one-hot: the classes that they are, or the classes or kinds asked for

    @property
    def classifier(self) -> Features:
        return self.features["classifier"]

    @property
    def encoder(self) -> Features:
        return self.features["encoder"]


@dataclass(frozen=True, kw_only=True)
class _Value:
    metric: str
    kind: str  # of network
    value: float
    num_samples: int
    shares: tuple[float, ...] = ()
    missing: tuple[int, ...] = ()


_Part = Callable[[_Seen], list[_Value]]


class Judge:
    """Holds generated pictures against the test pictures of one data set.

    Args:
        train_images, test_images: uint8 `[n, height, width, channels]`.
        test_labels: their classes, one-hot; only for generated pictures that have labels or kinds too.
        seen_images: the training pictures that the model was trained on, of which it may have copies; None: all.

    Raises:
        WeightsError: the data set has no feature networks, or theirs are damaged.
    """

    quick_samples, full_samples = 2_000, 10_000  # how many the worker draws for a look

    def __init__(
        self,
        dataset: str,
        train_images: np.ndarray,
        test_images: np.ndarray,
        test_labels: np.ndarray | None = None,
        seen_images: np.ndarray | None = None,
    ) -> None:
        self._networks = {kind: load_network(dataset, kind) for kind in kinds_for(dataset)}
        chance = np.random.default_rng(_SEED)
        self._train_images = train_images
        self._seen_images = train_images if seen_images is None else seen_images
        self._train_order = chance.permutation(len(train_images))
        # Shuffled, so that the first n are like the rest: the first half of MNIST's test set is the easier one.
        order = chance.permutation(len(test_images))
        self._real = self._see(test_images[order], None if test_labels is None else test_labels[order])
        self._statistics = {kind: features_to_statistics(one.features) for kind, one in self._real.features.items()}
        self._seen_codes: np.ndarray | None = None
        self._train_seen: dict[int, _Seen] = {}  # by number of pictures
        self._floors: dict[tuple[int, str], list[_Value]] = {}

    def measure(
        self,
        fake_images: np.ndarray,
        is_full: bool = False,
        labels: np.ndarray | None = None,
        kinds: np.ndarray | None = None,
    ) -> Iterator[Measured]:
        """Score uint8 pictures `[n, height, width, channels]`, n ≥ 6, part by part: a caller in a hurry breaks off.

        Args:
            is_full: also what takes seconds: the kernel distance, how alike pictures of one class are (which needs more
                pictures than there are classes), and the search for copies of training pictures.
            labels: the classes that were asked for, one-hot; None: none were.
            kinds: likewise of kinds that the model has found by itself; not both.
        """
        fake = self._see(fake_images, kinds if labels is None else labels)
        parts = self._quick_parts()
        parts += [self._by_agreement] if labels is not None else []
        parts += [self._by_purity] if kinds is not None else []
        parts += self._slow_parts() if is_full else []
        for part in parts:
            for found, floor in zip(part(fake), self._floor(part, len(fake_images)), strict=True):
                network = self._networks[found.kind]
                yield Measured(
                    metric=found.metric,
                    value=found.value,
                    floor=floor.value,
                    num_samples=found.num_samples,
                    network=network.name,
                    version=network.version,
                    shares=found.shares,
                    missing=found.missing,
                )

    def prepare(self, count: int) -> None:
        """Find the floors for so many pictures, so that measuring them takes no longer the first time."""
        for part in self._quick_parts():
            self._floor(part, count)

    def _quick_parts(self) -> list[_Part]:
        return [self._by_distance, self._by_neighbours, self._by_classes]

    def _slow_parts(self) -> list[_Part]:
        return [self._by_kernel, self._by_similarity, self._by_copies]

    def _floor(self, part: _Part, count: int) -> list[_Value]:
        """What real pictures get that the test pictures do not contain; for copies, that the model has not seen.

        For agreement with labels or kinds, test pictures too, of which their classes are the kinds: the classifier has
        learned the training pictures' labels.
        """
        key = count, part.__name__
        if key not in self._floors:
            of_test_pictures = {part.__name__ for part in (self._by_copies, self._by_agreement, self._by_purity)}
            self._floors[key] = part(self._real if part.__name__ in of_test_pictures else self._see_train(count))
        return self._floors[key]

    def _see_train(self, count: int) -> _Seen:
        if count not in self._train_seen:
            self._train_seen[count] = self._see(self._train_images[self._train_order[:count]])
        return self._train_seen[count]

    def _see(self, images: np.ndarray, labels: np.ndarray | None = None) -> _Seen:
        features = {kind: network(images) for kind, network in self._networks.items()}
        return _Seen(images=images, labels=labels, features=features)

    def _by_distance(self, seen: _Seen) -> list[_Value]:
        values = []
        for kind, one in seen.features.items():
            distance = frechet_distance(self._statistics[kind], features_to_statistics(one.features))
            values.append(_Value(metric="frechet_distance", kind=kind, value=distance, num_samples=len(seen.images)))
        return values

    def _by_kernel(self, seen: _Seen) -> list[_Value]:
        kind = next(iter(self._networks))
        mean, spread = kernel_distance(self._real.features[kind].features, seen.features[kind].features, _SEED)
        return [
            _Value(metric=metric, kind=kind, value=value, num_samples=len(seen.images))
            for metric, value in (("kid_mean", mean), ("kid_std", spread))
        ]

    def _by_neighbours(self, seen: _Seen) -> list[_Value]:
        """In the encoder's features: among those of the classifier, pure noise has a precision of 0.58."""
        real, fake = self._real.encoder.features, seen.encoder.features
        count = min(len(real), len(fake), _MOST_NEIGHBOURS)
        found = neighbourhood(real[:count], fake[:count])
        return [
            _Value(metric=metric, kind="encoder", value=value, num_samples=count)
            for metric, value in (
                ("precision", found.precision),
                ("recall", found.recall),
                ("density", found.density),
                ("coverage", found.coverage),
            )
        ]

    def _by_classes(self, seen: _Seen) -> list[_Value]:
        probabilities = class_probabilities(seen.classifier.logits)
        shares = class_shares(probabilities)
        covered = _Value(
            metric="class_coverage",
            kind="classifier",
            value=class_coverage(shares, self._real_shares),
            num_samples=len(probabilities),
            shares=tuple(float(share) for share in shares),
            missing=missing_classes(shares, self._real_shares),
        )
        return [covered, self._confidence(probabilities)]

    @cached_property
    def _real_shares(self) -> np.ndarray:
        return class_shares(class_probabilities(self._real.classifier.logits))

    def _confidence(self, probabilities: np.ndarray) -> _Value:
        sure = mean_confidence(probabilities)
        return _Value(metric="mean_confidence", kind="classifier", value=sure, num_samples=len(probabilities))

    def _by_similarity(self, seen: _Seen) -> list[_Value]:
        assert seen.classifier.logits is not None
        first, second = pairs_of_one_kind(seen.classifier.logits.argmax(axis=1), _MOST_PAIRS, _SEED)
        similarity = float(structural_similarity(seen.images[first], seen.images[second]).mean())
        count = 2 * len(first)
        return [_Value(metric="class_similarity", kind="classifier", value=similarity, num_samples=count)]

    def _by_agreement(self, seen: _Seen) -> list[_Value]:
        assert seen.labels is not None
        agreement = class_agreement(class_probabilities(seen.classifier.logits), seen.labels)
        count = len(seen.labels)
        return [_Value(metric="class_agreement", kind="classifier", value=agreement, num_samples=count)]

    def _by_purity(self, seen: _Seen) -> list[_Value]:
        assert seen.labels is not None
        purity = kind_purity(class_probabilities(seen.classifier.logits), seen.labels)
        return [_Value(metric="kind_purity", kind="classifier", value=purity, num_samples=len(seen.labels))]

    def _by_copies(self, seen: _Seen) -> list[_Value]:
        if self._seen_codes is None:
            self._seen_codes = self._networks["encoder"](self._seen_images).features
        codes = seen.encoder.features[:_MOST_COPIES]
        distance = nearest_distance(codes, self._seen_codes)
        return [_Value(metric="nearest_distance", kind="encoder", value=distance, num_samples=len(codes))]


class StackJudge(Judge):
    """For stacks, of which it is known that there are a thousand kinds, all about equally often."""

    full_samples = 26_000  # as in the papers

    def _by_classes(self, seen: _Seen) -> list[_Value]:
        """Every sample counts as what it is taken for, however unsure the classifier is: likewise."""
        probabilities = class_probabilities(seen.classifier.logits)
        count = len(probabilities)
        shares = class_shares(probabilities)
        return [
            _Value(metric="kinds_found", kind="classifier", value=float((shares > 0.0).mean()), num_samples=count),
            _Value(metric="kinds_kl", kind="classifier", value=kl_to_uniform(shares), num_samples=count),
            self._confidence(probabilities),
        ]


class OwnJudge(Judge):
    """For a person's own pictures, which nobody has labelled: what the encoder alone can say.

    As many samples as there are training pictures, where those are fewer: the floor then has as many too.
    """

    def __init__(self, dataset: str, train_images: np.ndarray, *others: np.ndarray | None) -> None:
        super().__init__(dataset, train_images, *others)  # type: ignore[arg-type]
        self.quick_samples = min(self.quick_samples, len(train_images))
        self.full_samples = min(self.full_samples, len(train_images))

    def _quick_parts(self) -> list[_Part]:
        return [self._by_distance, self._by_neighbours]

    def _slow_parts(self) -> list[_Part]:
        return [self._by_kernel, self._by_copies]
