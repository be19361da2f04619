"""How far a run is through its budget, and what follows for the learning rate and the KL term."""

from ganlib.config.run import TrainingConfig


def seconds_left(training: TrainingConfig, step: int, seconds: float, steps_per_second: float | None) -> float | None:
    """How long until the budget is spent; None while nobody can know."""
    if training.budget == "minutes":
        return max(0.0, 60.0 * training.minutes - seconds)
    return (training.num_steps - step) / steps_per_second if steps_per_second else None


def learning_rate_factor(share: float, decay_start: float) -> float:
    """1 until `decay_start` of the budget, then in a straight line to 0 at its end."""
    if share <= decay_start or decay_start >= 1.0:
        return 1.0
    return (1.0 - share) / (1.0 - decay_start)


def kl_factor(share: float, warmup: float) -> float:
    """From 0 in a straight line to 1 after `warmup` of the budget. Sønderby et al. 2016, arXiv:1602.02282, sec. 3."""
    return min(1.0, share / warmup) if warmup > 0.0 else 1.0
