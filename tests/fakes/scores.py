"""Believable scores of a run that gets better; two classes are missing at first."""

import math

from ganlib.config.run import MEASURED_DATASETS, RunConfig
from ganlib.store.scores import Score


def fake_scores(config: RunConfig, step: int, seconds: float, num_samples: int) -> list[Score]:
    """Three of the many that a worker measures, one more of conditional runs; none where it measures none."""
    dataset = config.data.dataset
    if not config.training.evaluate or dataset not in MEASURED_DATASETS:
        return []
    missing = (4, 7) if step < 100 else ()
    shares = tuple(0.0 if label in missing else 1 / (10 - len(missing)) for label in range(10))
    floor = 6_000 / num_samples

    def score(metric: str, kind: str, value: float, real: float, **counts: tuple) -> Score:
        return Score(
            metric=metric,
            value=value,
            floor=real,
            num_samples=num_samples,
            network=f"{dataset}-{kind}",
            version=1,
            step=step,
            seconds=seconds,
            seed=config.training.seed,
            **counts,
        )

    agreement = [score("class_agreement", "classifier", 1 - 0.9 * math.exp(-step / 50), 0.99)]
    return [
        *(agreement if config.is_conditional else []),
        score("frechet_distance", "classifier", floor + 900 * math.exp(-step / 40), floor),
        score("coverage", "encoder", 0.9 * (1 - math.exp(-step / 60)), 0.95),
        score("class_coverage", "classifier", 1 - len(missing) / 10, 1.0, shares=shares, missing=missing),
    ]
