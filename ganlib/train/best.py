"""Which checkpoint is the best so far, by the scores of the quick looks."""

from collections.abc import Sequence
from pathlib import Path

from ganlib.catalog.metrics import HEADLINES, METRICS
from ganlib.store.checkpoints import Best, best_of, mark_best
from ganlib.store.scores import Score, latest_of
from ganlib.train.checkpointing import Checkpointing


class BestCheckpoint:
    """Saves a checkpoint whenever a score is better than all before. Quick looks compare: all draw as many samples.

    Args:
        metric: one of `catalog/metrics.py` in which more or less is better.
    """

    def __init__(self, run_dir: Path, metric: str, checkpointing: Checkpointing) -> None:
        self._run_dir = run_dir
        self._metric = metric
        self._sign = {"lower": -1.0, "higher": 1.0}[METRICS[metric].direction]
        self._checkpointing = checkpointing

    def consider(self, scores: Sequence[Score]) -> None:
        """Look at the scores of the model as it is."""
        score = latest_of(scores, self._metric, HEADLINES[self._metric])
        if score is None:
            return
        best = best_of(self._run_dir)
        is_rival = best is not None and (best.metric, best.version) == (self._metric, score.version)
        if best and is_rival and self._sign * score.value <= self._sign * best.value:
            return
        if self._checkpointing.save():
            best = Best(step=score.step, metric=score.metric, value=score.value, version=score.version)
            mark_best(self._run_dir, best)
