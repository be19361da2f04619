"""Named starting points of the Playground (docs/adr/0040)."""

from ganlib.config.gan import GanConfig
from ganlib.config.optimizer import OptimizerConfig
from ganlib.config.run import DataConfig, RunConfig, TrainingConfig
from ganlib.config.vae import VaeConfig

_GAN = GanConfig(  # a discriminator that is nearly the best one before each step of the generator
    architecture="mlp",
    latent_dim=2,
    generator_units=64,
    discriminator_units=64,
    dropout=0.0,
    d_steps_per_g_step=5,
    g_optimizer=OptimizerConfig(learning_rate=3e-4, beta_1=0.5, beta_2=0.999),
    d_optimizer=OptimizerConfig(learning_rate=5e-3, beta_1=0.5, beta_2=0.999),
)
_TRAINING = TrainingConfig(
    budget="steps", num_steps=3_000, decay_start=0.5, sample_every_steps=40, steps_per_execution=5
)

GAMES = (
    RunConfig(
        preset="hills-gan",
        data=DataConfig(dataset="hills", batch_size=512),
        model=_GAN.replace({"latent_dim": 1}),
        training=_TRAINING.replace({"num_steps": 1_500, "sample_every_steps": 15}),
    ),
    RunConfig(
        preset="islands-gan",
        data=DataConfig(dataset="islands", batch_size=512),
        model=_GAN,
        training=_TRAINING,
    ),
    RunConfig(
        preset="spiral-gan",
        data=DataConfig(dataset="spiral", batch_size=512),
        model=_GAN,
        training=_TRAINING,
    ),
    RunConfig(
        preset="spiral-vae",
        data=DataConfig(dataset="spiral", batch_size=512),
        model=VaeConfig(architecture="mlp", latent_dim=2, optimizer=OptimizerConfig(learning_rate=2e-3, beta_2=0.99)),
        training=_TRAINING.replace({"steps_per_execution": 10}),
    ),
)
