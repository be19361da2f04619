"""The judge on real digits: unspoilt ones come near the floor, and each defect is seen by the metric meant for it."""

from collections.abc import Callable

import numpy as np
import pytest

from ganlib.data.images import MNIST_FILE, load_images, load_labels
from ganlib.metrics.judge import Judge, Measured

N = 600
Judgement = dict[str, Measured]


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """2,000 training pictures, 1,000 test pictures, and 2,000 more training pictures to be taken for generated ones."""
    train_images, test_images = load_images("mnist")
    return train_images[:2_000], test_images[::10], train_images[2_000:4_000]


@pytest.fixture(scope="module")
def judged(digits: tuple[np.ndarray, np.ndarray, np.ndarray]) -> Callable[[np.ndarray], Judgement]:
    judge = Judge("mnist", *digits[:2])

    def measure(images: np.ndarray) -> Judgement:
        found = list(judge.measure(images, is_full=True))
        return {f"{one.metric} {one.network}": one for one in found} | {one.metric: one for one in reversed(found)}

    return measure


def test_real_pictures_come_near_the_floor(judged, digits) -> None:
    found = judged(digits[2][:N])
    for network in ("classifier", "encoder"):
        distance = found[f"frechet_distance mnist-{network}"]
        assert distance.value == pytest.approx(distance.floor, rel=0.5)
    for metric in ("precision", "recall", "coverage", "mean_confidence", "class_similarity", "nearest_distance"):
        assert found[metric].value == pytest.approx(found[metric].floor, abs=0.1 * max(1.0, found[metric].floor))
    assert found["class_coverage"].value == found["class_coverage"].floor == 1.0
    assert found["class_coverage"].missing == ()
    assert sum(found["class_coverage"].shares) == pytest.approx(1.0)
    pairs = found.pop("class_similarity").num_samples
    assert N - 10 <= pairs <= N, "of a class with an odd number of pictures one has no partner"
    assert {one.num_samples for one in found.values()} == {N, pairs}
    assert {one.version for one in found.values()} == {1}


def test_blur_and_noise_are_far_in_both_networks(judged, digits) -> None:
    real = digits[2][:N]
    blurred = np.mean([np.roll(real, shift, (1, 2)) for shift in ((0, 0), (0, 2), (2, 0), (2, 2))], axis=0)
    noise = np.random.default_rng(0).integers(0, 256, real.shape, dtype=np.uint8)
    for images in (blurred.astype(np.uint8), noise):
        found = judged(images)
        for network in ("classifier", "encoder"):
            distance = found[f"frechet_distance mnist-{network}"]
            assert distance.value > 3 * distance.floor
    assert found["precision"].value < 0.1, "of the noise; blurred digits are still digits"


def test_a_missing_digit_is_named(judged) -> None:
    with np.load(MNIST_FILE) as archive:
        images, labels = archive["x_train"][2_000:4_000, ..., None], archive["y_train"][2_000:4_000]
    found = judged(images[labels != 4][:N])
    assert found["class_coverage"].missing == (4,)
    assert found["class_coverage"].value == pytest.approx(0.9)
    assert found["frechet_distance"].value > 1.5 * found["frechet_distance"].floor


def test_agreement_falls_with_labels_that_were_not_asked_for(digits) -> None:
    train_labels, test_labels = load_labels("mnist")
    judge, labels = Judge("mnist", *digits[:2], test_labels[::10]), train_labels[2_000:4_000][:N]
    for asked, lowest, highest in ((labels, 0.97, 1.0), (np.roll(labels, 1, axis=1), 0.0, 0.02)):
        found = {one.metric: one for one in judge.measure(digits[2][:N], labels=asked)}["class_agreement"]
        assert lowest <= found.value <= highest
        assert found.floor == pytest.approx(0.99, abs=0.01)
        assert found.num_samples == N


def test_kinds_are_pure_whatever_their_order_and_impure_when_they_mix(digits) -> None:
    train_labels, test_labels = load_labels("mnist")
    judge, labels = Judge("mnist", *digits[:2], test_labels[::10]), train_labels[2_000:4_000][:N]
    mixed = np.roll(labels, 1, axis=0)
    for kinds, lowest, highest in ((np.roll(labels, 1, axis=1), 0.97, 1.0), (mixed, 0.1, 0.3)):
        found = {one.metric: one for one in judge.measure(digits[2][:N], kinds=kinds)}
        assert lowest <= found["kind_purity"].value <= highest
        assert found["kind_purity"].floor == pytest.approx(0.99, abs=0.01)
        assert "class_agreement" not in found


def test_a_collapse_loses_coverage_and_keeps_precision(judged, digits) -> None:
    found = judged(np.repeat(digits[1][:1], N, axis=0))
    assert found["precision"].value == 1.0
    assert found["coverage"].value < 0.05
    assert len(found["class_coverage"].missing) == 9


def test_one_picture_for_each_class_is_seen_though_no_class_is_missing(judged) -> None:
    with np.load(MNIST_FILE) as archive:
        images, labels = archive["x_train"][2_000:4_000, ..., None], archive["y_train"][2_000:4_000]
    one_of_each = np.stack([images[labels == digit][0] for digit in range(10)])
    chance = np.random.default_rng(0)
    wobbled = [np.roll(image, chance.integers(-1, 2, 2), (0, 1)) for image in np.tile(one_of_each, (N // 10, 1, 1, 1))]
    found = judged(np.array(wobbled))
    assert found["class_coverage"].value == 1.0
    assert found["class_similarity"].value > 2 * found["class_similarity"].floor


def test_pictures_learned_by_heart_are_found_out(judged, digits) -> None:
    copies = judged(digits[0][:N])["nearest_distance"]
    assert copies.value == pytest.approx(0.0, abs=1e-3)
    assert copies.floor > 1.0


def test_copies_are_of_what_the_model_has_seen_and_the_rest_compares_with_everything(judged, digits) -> None:
    train_images, test_images, _ = digits
    few = Judge("mnist", train_images, test_images, seen_images=train_images[:50])
    for pictures, is_copied in ((train_images[:50], True), (train_images[50:100], False)):
        pictures = np.tile(pictures, (N // 50, 1, 1, 1))
        found = {f"{one.metric} {one.network}": one for one in few.measure(pictures, is_full=True)}
        copies = found.pop("nearest_distance mnist-encoder")
        assert (copies.value < 0.5 * copies.floor) == is_copied
        of_all = judged(pictures)
        assert copies.floor > of_all["nearest_distance"].floor
        assert all(one == of_all[key] for key, one in found.items())


def test_the_same_pictures_get_the_same_scores(judged, digits) -> None:
    assert judged(digits[2][:N]) == judged(digits[2][:N])
