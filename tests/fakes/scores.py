"""Believable scores of a run that gets better; two classes are missing at first."""

import math
from functools import partial

from ganlib.config.datasets import STACKS
from ganlib.config.drawn import dots_of
from ganlib.config.run import RunConfig
from ganlib.store.scores import Score


def fake_scores(config: RunConfig, step: int, seconds: float, num_samples: int) -> list[Score]:
    """Three of the many that a worker measures, one more of conditional runs; none where it measures none."""
    if not config.training.evaluate:
        return []
    if config.draws_points:
        return _of_points(config, step, seconds, num_samples)
    missing = (4, 7) if step < 100 else ()
    shares = tuple(0.0 if label in missing else 1 / (10 - len(missing)) for label in range(10))
    floor = 6_000 / num_samples
    score = partial(_score, config, step, seconds, num_samples)
    if config.data.dataset in STACKS:
        return [
            score("frechet_distance", "classifier", floor + 900 * math.exp(-step / 40), floor),
            score("kinds_found", "classifier", 0.86 * (1 - math.exp(-step / 60)), 0.86),
            score("kinds_kl", "classifier", 0.3 + 6.6 * math.exp(-step / 60), 0.28),
        ]
    agreement = [score("class_agreement", "classifier", 1 - 0.9 * math.exp(-step / 50), 0.99)]
    purity = [score("kind_purity", "classifier", 1 - 0.9 * math.exp(-step / 50), 0.99)]
    return [
        *(agreement if config.is_conditional else []),
        *(purity if config.num_codes else []),
        score("frechet_distance", "classifier", floor + 900 * math.exp(-step / 40), floor),
        score("coverage", "encoder", 0.9 * (1 - math.exp(-step / 60)), 0.95),
        score("class_coverage", "classifier", 1 - len(missing) / 10, 1.0, shares=shares, missing=missing),
    ]


def _of_points(config: RunConfig, step: int, seconds: float, num_samples: int) -> list[Score]:
    score = partial(_score, config, step, seconds, num_samples)
    dots = dots_of(config.data.dataset)
    assert dots is not None
    count = len(dots.centres)
    missing = (3,) if step < 100 else ()
    shares = tuple(0.0 if mode in missing else 1 / (count - len(missing)) for mode in range(count))
    return [
        score("modes_found", "plane", 1 - len(missing) / count, 1.0, shares=shares, missing=missing),
        score("high_quality", "plane", 1 - math.exp(-step / 60), 0.989),
        score("histogram_divergence", "plane", 0.01 + 0.68 * math.exp(-step / 60), 0.01),
    ]


def _score(
    config: RunConfig,
    step: int,
    seconds: float,
    num_samples: int,
    metric: str,
    kind: str,
    value: float,
    real: float,
    **counts: tuple,
) -> Score:
    return Score(
        metric=metric,
        value=value,
        floor=real,
        num_samples=num_samples,
        network=f"{STACKS.get(config.data.dataset, config.data.dataset)}-{kind}",
        version=1,
        step=step,
        seconds=seconds,
        seed=config.training.seed,
        **counts,
    )
