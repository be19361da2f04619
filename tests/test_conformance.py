"""What the catalog promises exists, and what exists is in the catalog; every combination of a GAN or VAE trains."""

import math
from itertools import product

import keras
import numpy as np
import pytest

from ganlib.catalog import presets as preset_words
from ganlib.catalog.choices import CHOICES
from ganlib.catalog.health import RULES
from ganlib.catalog.metrics import CLASSES, MODEL_METRICS, NETWORKS, SAMPLE_METRICS
from ganlib.catalog.scalars import SCALARS
from ganlib.catalog.setting import GROUPS
from ganlib.catalog.settings import SETTINGS
from ganlib.config.base import Bounds
from ganlib.config.gan import GAN_ARCHITECTURES, GAN_LOSSES
from ganlib.config.presets import PRESETS, preset
from ganlib.config.run import DATASETS, IMAGE_SHAPES, MEASURED_DATASETS, RunConfig
from ganlib.config.size import parameters_of
from ganlib.config.vae import VAE_ARCHITECTURES, VAE_LIKELIHOODS, VAE_OBJECTIVES
from ganlib.data.images import LOADERS, load_images
from ganlib.data.pipeline import make_batches
from ganlib.metrics.features import KINDS, datasets_with_networks
from ganlib.metrics.judge import Judge
from ganlib.nets.registry import GAN_NETWORKS, VAE_NETWORKS
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES
from ganlib.objectives.reconstruction import RECONSTRUCTION_LOSSES
from ganlib.train import likelihood
from ganlib.train.build import AUTOENCODERS, build

FAMILIES = {"gan": preset("quick-gan"), "vae": preset("quick-vae")}
SHAPES = [(28, 28, 1), (32, 32, 3)]
COMBINATIONS = [
    *product(["gan"], GAN_ARCHITECTURES, [{"loss": loss, "r1_weight": 0.1} for loss in GAN_LOSSES], SHAPES),
    *product(
        ["vae"],
        VAE_ARCHITECTURES,
        [
            *({"likelihood": name} for name in VAE_LIKELIHOODS),
            *({"objective": name, "decoder_penalty_weight": 1e-3, "free_bits": 0.1} for name in VAE_OBJECTIVES),
        ],
        SHAPES,
    ),
]


def setting_types() -> dict[str, tuple[type, Bounds]]:
    return {key: leaf for config in FAMILIES.values() for key, leaf in config.setting_types().items()}


@pytest.mark.parametrize(
    ("declared", "implemented"),
    [
        (DATASETS, LOADERS),
        (GAN_ARCHITECTURES, GAN_NETWORKS),
        (VAE_ARCHITECTURES, VAE_NETWORKS),
        (GAN_LOSSES, ADVERSARIAL_LOSSES),
        (VAE_LIKELIHOODS, RECONSTRUCTION_LOSSES),
        (VAE_OBJECTIVES, AUTOENCODERS),
        (setting_types(), SETTINGS),
        (PRESETS, preset_words.PRESETS),
        (MEASURED_DATASETS, datasets_with_networks()),
        (MEASURED_DATASETS, CLASSES),
        (KINDS, NETWORKS),
    ],
)
def test_what_is_declared_is_implemented_and_nothing_else(declared: object, implemented: object) -> None:
    assert set(declared) == set(implemented)  # type: ignore[call-overload]


def test_the_catalog_explains_every_metric_and_no_other() -> None:
    train_images, test_images = load_images("mnist")
    measured = Judge("mnist", train_images[:300], test_images[:300]).measure(test_images[300:500], is_full=True)
    assert {one.metric for one in measured} == set(SAMPLE_METRICS)
    vae = build(FAMILIES["vae"].with_settings({"likelihood": "bernoulli"}), SHAPES[0])
    assert {one.metric for one in likelihood.measure(vae, test_images[:20])} == set(MODEL_METRICS)


def test_every_choice_of_every_setting_is_explained() -> None:
    for family in FAMILIES.values():
        for key, (_, bounds) in family.setting_types().items():
            assert set(bounds.choices) <= set(CHOICES.get(key, {})), key


def test_settings_stand_under_known_headings_and_need_known_settings() -> None:
    for setting in SETTINGS.values():
        assert setting.group in GROUPS
        if setting.needs:
            other, values = setting.needs
            assert set(values) <= set(CHOICES[other]), setting.key


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_a_form_shows_at_most_eight_settings_at_once(family: RunConfig) -> None:
    assert sum(SETTINGS[key].is_basic for key in family.setting_types()) <= 8


def test_health_rules_read_signals_that_are_logged() -> None:
    assert {key for rule in RULES.values() for key, _, _ in rule.when} <= set(SCALARS)


@pytest.mark.parametrize(("family", "architecture", "changes", "shape"), COMBINATIONS)
def test_every_combination_trains_two_steps(
    family: str, architecture: str, changes: dict[str, object], shape: tuple[int, int, int]
) -> None:
    config = FAMILIES[family].with_settings({"architecture": architecture, "latent_dim": 4, **changes})
    trainee = build(config, shape)
    before = {name: network.get_weights() for name, network in trainee.learned.items()}
    trainee.compile()
    logged: dict[str, float] = {}
    keep = keras.callbacks.LambdaCallback(on_train_batch_end=lambda _batch, logs: logged.update(logs))
    images = np.random.default_rng(0).integers(0, 256, (8, *shape), dtype=np.uint8)
    trainee.model.fit(make_batches(images, 4, seed=0), steps_per_epoch=2, shuffle=False, verbose=0, callbacks=[keep])

    assert set(logged) <= set(SCALARS)
    assert all(math.isfinite(value) for value in logged.values())
    for name, network in trainee.learned.items():
        kernels = [(old, new) for old, new in zip(before[name], network.get_weights(), strict=True) if old.ndim > 1]
        assert all((old != new).any() for old, new in kernels), f"a layer of the {name} never learns"
    pictures = trainee.draw(np.zeros((3, 4), np.float32))
    assert pictures.shape == (3, *shape)
    assert pictures.min() >= 0.0
    assert pictures.max() <= 1.0
    keras.backend.clear_session()


@pytest.mark.parametrize("key", [key for key, setting in SETTINGS.items() if setting.needs])
def test_a_greyed_setting_really_changes_nothing(key: str) -> None:
    setting = SETTINGS[key]
    if setting.group != "network":
        return  # budgets: see tests/train/test_schedule.py
    assert setting.needs
    other, values = setting.needs
    config = next(config for config in FAMILIES.values() if key in config.setting_types())
    for choice in set(config.setting_types()[other][1].choices) - set(values):
        plain = config.with_settings({other: choice})
        changed = plain.with_settings({key: int(plain.settings()[key]) // 2})
        assert build(plain, SHAPES[0]).parameters() == build(changed, SHAPES[0]).parameters()


SIZES = [
    *((config, IMAGE_SHAPES[config.data.dataset]) for config in PRESETS.values()),
    *(
        (FAMILIES[family].with_settings({"architecture": architecture} | sizes), shape)
        for family, architectures, sizes in (
            ("gan", GAN_ARCHITECTURES, {"generator_filters": 5, "discriminator_filters": 6, "kernel_size": 3}),
            ("gan", GAN_ARCHITECTURES, {"latent_dim": 1, "generator_units": 9, "generator_filters": 48}),
            ("vae", VAE_ARCHITECTURES, {"latent_dim": 3, "encoder_filters": 5, "decoder_filters": 7}),
            ("vae", VAE_ARCHITECTURES, {"latent_dim": 99, "encoder_filters": 24, "decoder_filters": 40}),
            ("vae", VAE_ARCHITECTURES, {"objective": "rae"}),
        )
        for architecture in architectures
        for shape in (*SHAPES, (12, 20, 2))
    ),
]


@pytest.mark.parametrize(("config", "shape"), SIZES)
def test_the_size_foretold_is_the_size_built(config: RunConfig, shape: tuple[int, int, int]) -> None:
    assert parameters_of(config, shape) == build(config, shape).parameters()
    keras.backend.clear_session()
