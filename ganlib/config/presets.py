"""Named starting points. What each one shows is told in `catalog/presets.py`."""

from ganlib.config.game_presets import GAMES
from ganlib.config.gan import GanConfig
from ganlib.config.optimizer import OptimizerConfig
from ganlib.config.run import DataConfig, RunConfig, TrainingConfig
from ganlib.config.vae import VaeConfig
from ganlib.errors import ConfigError
from ganlib.i18n import N_

_QUICK_ADAM = OptimizerConfig(learning_rate=2e-3, beta_1=0.0, beta_2=0.99)
_QUICK_VAE_ADAM = OptimizerConfig(learning_rate=2e-3, beta_2=0.99)
_SLOW_ADAM = OptimizerConfig(learning_rate=1e-4)
_WGAN_GP_ADAM = OptimizerConfig(learning_rate=1e-4, beta_1=0.0, beta_2=0.9)
_SNGAN_ADAM = OptimizerConfig(learning_rate=2e-4, beta_1=0.5, beta_2=0.999)
_DRAGAN_ADAM = OptimizerConfig(learning_rate=1e-4, beta_1=0.5, beta_2=0.9)
_LSGAN_ADAM = OptimizerConfig(learning_rate=2e-4, beta_1=0.5, beta_2=0.999)
_QUICK_GAN = GanConfig(
    architecture="lean",
    loss="relativistic",
    r1_weight=0.03,
    r2_weight=0.03,
    dropout=0.0,
    g_optimizer=_QUICK_ADAM,
    d_optimizer=_QUICK_ADAM,
    ema_half_life=0.04,
    rejected_share=0.65,
)
_QUICK_VAE = VaeConfig(
    architecture="lean",
    latent_dim=12,
    likelihood="continuous_bernoulli",
    prior="gaussian_mixture",
    optimizer=_QUICK_VAE_ADAM,
    ema_half_life=0.04,
)
_POINTS_ADAM = OptimizerConfig(learning_rate=4e-3, beta_1=0.0, beta_2=0.99)
_POINTS_GAN = GanConfig(
    architecture="fourier_mlp",
    latent_dim=14,
    dropout=0.0,
    loss="relativistic",
    r1_weight=0.01,
    r2_weight=0.01,
    d_steps_per_g_step=3,
    g_optimizer=_POINTS_ADAM,
    d_optimizer=_POINTS_ADAM,
    ema_half_life=0.01,
    rejected_share=0.65,
)
_PLAIN_ADAM = OptimizerConfig(learning_rate=1e-3, beta_1=0.5, beta_2=0.999)
_PLAIN_SLOW_ADAM = OptimizerConfig(learning_rate=1e-4, beta_1=0.5, beta_2=0.999)
_DCGAN_STEPS = 50 * (60_000 // 256)  # 50 epochs, as in the tutorial

PRESETS: dict[str, RunConfig] = {
    config.preset: config
    for config in (
        RunConfig(
            preset="quick-gan",
            model=_QUICK_GAN,
            training=TrainingConfig(minutes=5.0, decay_start=0.5),
        ),
        RunConfig(
            preset="quick-vae",
            model=_QUICK_VAE,
            training=TrainingConfig(minutes=2.0, decay_start=0.5, sample_every_steps=50, steps_per_execution=5),
        ),
        RunConfig(
            preset="info-gan",
            model=_QUICK_GAN.replace({"categorical_codes": 10, "rejected_share": 0.0}),
            training=TrainingConfig(minutes=5.0, decay_start=0.5, num_samples=50),
        ),
        RunConfig(
            preset="rae",
            model=VaeConfig(
                architecture="lean",
                latent_dim=16,
                objective="rae",
                likelihood="continuous_bernoulli",
                decoder_penalty_weight=1e-4,
                optimizer=_QUICK_VAE_ADAM,
                ema_half_life=0.04,
            ),
            training=TrainingConfig(minutes=2.0, decay_start=0.5, sample_every_steps=50, steps_per_execution=5),
        ),
        RunConfig(
            preset="vae-gan",
            model=VaeConfig(
                architecture="lean",
                latent_dim=16,
                encoder_filters=16,
                decoder_filters=32,
                objective="vae_gan",
                beta=5.0,
                prior="gaussian_mixture",
                optimizer=_QUICK_ADAM,
                ema_half_life=0.04,
            ),
            training=TrainingConfig(minutes=3.0, decay_start=0.5, sample_every_steps=50),
        ),
        RunConfig(
            preset="vq-vae",
            model=VaeConfig(
                architecture="lean",
                latent_dim=16,
                objective="vq_vae",
                codebook_size=32,
                likelihood="continuous_bernoulli",
                optimizer=OptimizerConfig(learning_rate=4e-3, beta_2=0.99),
                ema_half_life=0.04,
            ),
            training=TrainingConfig(minutes=5.0, decay_start=0.5, sample_every_steps=100),
        ),
        RunConfig(
            preset="article-gan",
            data=DataConfig(batch_size=128),
            model=GanConfig(architecture="article", latent_dim=100, g_optimizer=_SLOW_ADAM, d_optimizer=_SLOW_ADAM),
            training=TrainingConfig(budget="steps", num_steps=50_000, sample_every_steps=100, num_samples=16),
        ),
        RunConfig(
            preset="tutorial-dcgan",
            data=DataConfig(batch_size=256),
            model=GanConfig(
                architecture="tutorial_dcgan",
                latent_dim=100,
                generator_filters=256,
                discriminator_filters=64,
                kernel_size=5,
                leaky_slope=0.3,
                g_optimizer=_SLOW_ADAM,
                d_optimizer=_SLOW_ADAM,
            ),
            training=TrainingConfig(budget="steps", num_steps=_DCGAN_STEPS, sample_every_steps=25, num_samples=16),
        ),
        RunConfig(
            preset="conv-vae",
            data=DataConfig(batch_size=128),
            model=VaeConfig(architecture="conv", latent_dim=2, likelihood="bernoulli"),
            training=TrainingConfig(minutes=5.0, sample_every_steps=50, steps_per_execution=5),
        ),
        RunConfig(
            preset="lsgan",
            model=GanConfig(loss="least_squares", dropout=0.0, g_optimizer=_LSGAN_ADAM, d_optimizer=_LSGAN_ADAM),
        ),
        RunConfig(
            preset="wgan-gp",
            model=GanConfig(
                loss="wasserstein",
                gradient_penalty_weight=10.0,
                d_steps_per_g_step=5,
                dropout=0.0,
                g_optimizer=_WGAN_GP_ADAM,
                d_optimizer=_WGAN_GP_ADAM,
            ),
            training=TrainingConfig(minutes=10.0),
        ),
        RunConfig(
            preset="dragan",
            model=GanConfig(dragan_weight=10.0, dropout=0.0, g_optimizer=_DRAGAN_ADAM, d_optimizer=_DRAGAN_ADAM),
        ),
        RunConfig(
            preset="sngan",
            model=GanConfig(
                loss="hinge", spectral_norm=True, dropout=0.0, g_optimizer=_SNGAN_ADAM, d_optimizer=_SNGAN_ADAM
            ),
        ),
        RunConfig(
            preset="conditional-gan",
            model=_QUICK_GAN.replace({"conditional": True, "rejected_share": 0.0}),
            training=TrainingConfig(minutes=5.0, decay_start=0.5, num_samples=50),
        ),
        RunConfig(
            preset="conditional-vae",
            model=_QUICK_VAE.replace({"conditional": True}),
            training=TrainingConfig(
                minutes=2.0, decay_start=0.5, sample_every_steps=50, steps_per_execution=5, num_samples=50
            ),
        ),
        RunConfig(
            preset="binary-vae",
            model=_QUICK_VAE.replace(
                {"latent_dim": 32, "likelihood": "bernoulli", "binarised": True, "prior": "standard_normal"}
            ),
            training=TrainingConfig(minutes=10.0, decay_start=0.5, sample_every_steps=50, steps_per_execution=5),
        ),
        RunConfig(
            preset="ladder-vae",
            model=_QUICK_VAE.replace(
                {
                    "latent_dim": 32,
                    "likelihood": "bernoulli",
                    "binarised": True,
                    "prior": "standard_normal",
                    "objective": "hierarchical",
                }
            ),
            training=TrainingConfig(minutes=10.0, decay_start=0.5, sample_every_steps=50, steps_per_execution=5),
        ),
        RunConfig(
            preset="few-pictures",
            data=DataConfig(num_images=500),
            model=_QUICK_GAN.replace(
                {"adaptive_augmentation": True, "r1_weight": 0.1, "r2_weight": 0.1, "rejected_share": 0.0}
            ),
            training=TrainingConfig(minutes=5.0, decay_start=0.5),
        ),
        RunConfig(
            preset="ring-gan",
            data=DataConfig(dataset="ring", batch_size=256),
            model=_POINTS_GAN,
            training=TrainingConfig(minutes=1.0, decay_start=0.0, sample_every_steps=100, steps_per_execution=10),
        ),
        RunConfig(
            preset="grid-gan",
            data=DataConfig(dataset="grid", batch_size=256),
            model=_POINTS_GAN,
            training=TrainingConfig(minutes=3.0, decay_start=0.0, sample_every_steps=100, steps_per_execution=10),
        ),
        RunConfig(
            preset="grid-vae",
            data=DataConfig(dataset="grid", batch_size=256),
            model=VaeConfig(
                architecture="mlp", latent_dim=2, kl_warmup=0.3, optimizer=_QUICK_VAE_ADAM, ema_half_life=0.01
            ),
            training=TrainingConfig(minutes=1.0, decay_start=0.5, sample_every_steps=100, steps_per_execution=10),
        ),
        RunConfig(
            preset="plain-ring-gan",
            data=DataConfig(dataset="ring", batch_size=256),
            model=GanConfig(
                architecture="mlp",
                latent_dim=2,
                dropout=0.0,
                g_optimizer=_PLAIN_ADAM,
                d_optimizer=_PLAIN_ADAM,
            ),
            training=TrainingConfig(minutes=1.0, sample_every_steps=100, steps_per_execution=10),
        ),
        RunConfig(
            preset="unrolled-ring-gan",
            data=DataConfig(dataset="ring", batch_size=256),
            model=GanConfig(
                architecture="mlp",
                latent_dim=256,
                dropout=0.0,
                loss="minimax",
                unrolled_steps=5,
                g_optimizer=_PLAIN_ADAM,
                d_optimizer=_PLAIN_SLOW_ADAM,
            ),
            training=TrainingConfig(minutes=3.0, sample_every_steps=50, steps_per_execution=10),
        ),
        *GAMES,
    )
}


def preset(key: str) -> RunConfig:
    """The starting point called `key`.

    Raises:
        ConfigError: there is no such preset.
    """
    if key not in PRESETS:
        raise ConfigError(
            "preset",
            N_("There is no preset “{value}”. Presets that exist: {known}."),
            value=key,
            known=", ".join(PRESETS),
        )
    return PRESETS[key]
