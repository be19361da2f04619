"""Which classes generated pictures are taken for, which are missing, and how sure the classifier is."""

import numpy as np

MISSING_BELOW = 0.1  # of the share that the class has among real pictures


def class_probabilities(logits: np.ndarray) -> np.ndarray:
    """Softmax of logits `[n, classes]`."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))  # the largest is 1: no overflow, no division by zero
    return powers / powers.sum(axis=1, keepdims=True)


def class_shares(probabilities: np.ndarray) -> np.ndarray:
    """The share of pictures that is taken for each class `[classes]`; the most probable class counts."""
    count, classes = probabilities.shape
    return np.bincount(probabilities.argmax(axis=1), minlength=classes) / count


def missing_classes(shares: np.ndarray, real_shares: np.ndarray) -> tuple[int, ...]:
    """Classes that come up less than a tenth as often as among real pictures. A class that real pictures lack is none.

    A bad picture is taken for some class too: a class that is not missing here may still be drawn badly.
    """
    is_missing = (shares < MISSING_BELOW * real_shares) & (real_shares > 0.0)
    return tuple(int(label) for label in np.flatnonzero(is_missing))


def class_coverage(shares: np.ndarray, real_shares: np.ndarray) -> float:
    """The share of classes that are not missing, 0 … 1."""
    return 1.0 - len(missing_classes(shares, real_shares)) / int((real_shares > 0.0).sum())


def class_agreement(probabilities: np.ndarray, labels: np.ndarray) -> float:
    """The share of pictures that is taken for the class asked for, 0 … 1. Labels one-hot `[n, classes]`."""
    return float((probabilities.argmax(axis=1) == labels.argmax(axis=1)).mean())


def kind_purity(probabilities: np.ndarray, kinds: np.ndarray) -> float:
    """The share of pictures taken for the class that is most common in their kind, 0 … 1. Kinds one-hot `[n, kinds]`.

    Manning, Raghavan & Schütze 2008, Introduction to Information Retrieval, section 16.3.
    """
    verdicts = np.eye(probabilities.shape[1])[probabilities.argmax(axis=1)]
    return float((kinds.T @ verdicts).max(axis=1).sum() / len(kinds))


def mean_confidence(probabilities: np.ndarray) -> float:
    """How probable the classifier finds its own verdicts, on average: 1 / classes … 1."""
    return float(probabilities.max(axis=1).mean())
