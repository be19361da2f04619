"""GAN against VAE: the quick preset of each, on the same pictures, seed and time, one after the other."""

from ganlib.config.presets import preset
from ganlib.ui import resources

DUELLISTS = ("quick-gan", "quick-vae")
DEFAULT_MINUTES = 2.0


def start_duel(dataset: str = "mnist", minutes: float = DEFAULT_MINUTES, seed: int = 1) -> dict[str, str]:
    """Create both runs and put them into the queue.

    Args:
        minutes: of training for each.

    Returns:
        The address parameters with which the Compare page shows them.

    Raises:
        ConfigError: a value is out of bounds; nothing was created.
    """
    same = {"dataset": dataset, "budget": "minutes", "minutes": minutes, "seed": seed}
    configs = [preset(key).with_settings(same) for key in DUELLISTS]
    engine = resources.engine()
    runs = []
    for config in configs:
        runs.append(engine.store.create(config))
        engine.submit(runs[-1])
    return {"runs": ",".join(run.run_id for run in runs)}
