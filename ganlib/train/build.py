"""RunConfig → a model with its networks and optimizers."""

from collections.abc import Callable

from ganlib.config.datasets import ImageShape
from ganlib.config.gan import GanConfig
from ganlib.config.run import RunConfig
from ganlib.train.build_gan import build_gan
from ganlib.train.build_vae import build_vae
from ganlib.train.trainee import Trainee

_BUILDERS: dict[str, Callable[[RunConfig, ImageShape], Trainee]] = {"gan": build_gan, "vae": build_vae}


def build(config: RunConfig, image_shape: ImageShape) -> Trainee:
    """Make the networks of a run, with fresh weights; seed and precision are set before."""
    return _BUILDERS[config.family](config, image_shape)


def images_per_step(config: RunConfig) -> int:
    """How many real pictures one step looks at."""
    d_steps = config.model.d_steps_per_g_step if isinstance(config.model, GanConfig) else 1
    return config.data.batch_size * d_steps
