"""What real pictures score against real pictures, and what scoring costs. `python -m benchmarks.floors [DATASET …]`"""

import sys
import time

import numpy as np

from benchmarks.report import provenance, table
from ganlib.data.images import load_images
from ganlib.metrics.judge import Judge
from ganlib.train import fresh_judge

_SHOWN = (
    "frechet_distance",
    "kid_mean",
    "precision",
    "recall",
    "density",
    "coverage",
    "nearest_distance",
    "jensen_shannon_bound",
)
_REPEATS = 3


def floors(dataset: str) -> list[list[str]]:
    """A row for each number of samples: the floor as the product shows it, and the seconds for one set of pictures."""
    train_images, test_images = load_images(dataset)
    began = time.perf_counter()
    judge = Judge(dataset, train_images, test_images)
    setup = time.perf_counter() - began
    rows = []
    for count in (Judge.quick_samples, Judge.full_samples):
        seconds = []
        for seed in range(_REPEATS):
            began = time.perf_counter()
            others = np.random.default_rng(seed + 1).choice(len(train_images), count, replace=False)
            found = list(judge.measure(train_images[others], is_full=count == Judge.full_samples))
            seconds.append(time.perf_counter() - began)
        began = time.perf_counter()
        if count == Judge.full_samples:
            found += fresh_judge.measure(dataset, train_images[others], train_images, test_images, lambda: False)
        afresh = time.perf_counter() - began
        cells = {
            metric: " / ".join(f"{one.floor:.3g}" for one in found if one.metric == metric) or "–" for metric in _SHOWN
        }
        cost = f"{setup:.1f} + {seconds[0]:.1f}, then {min(seconds[1:]):.1f}; {afresh:.1f}"
        rows.append([dataset, f"{count:,}", *cells.values(), cost])
    return rows


def main(datasets: list[str]) -> None:
    rows = [row for dataset in datasets for row in floors(dataset)]
    print(f"{provenance()}; Fréchet distance in the classifier / in the encoder\n")
    print(table(["data set", "N", *_SHOWN, "seconds: load + first, then; fresh discriminators"], rows))


if __name__ == "__main__":
    main(sys.argv[1:] or ["mnist", "fashion_mnist"])
