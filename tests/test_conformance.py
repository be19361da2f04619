"""Every choice of a GAN or VAE trains, is of the size foretold, and is explained by what it logs."""

import math
from collections.abc import Iterator
from itertools import product

import keras
import numpy as np
import pytest

from ganlib.catalog.scalars import SCALARS
from ganlib.catalog.settings import SETTINGS
from ganlib.config.datasets import image_shape
from ganlib.config.gan import GAN_LOSSES, PICTURE_ARCHITECTURES
from ganlib.config.optimizer import OPTIMIZERS
from ganlib.config.presets import PRESETS
from ganlib.config.run import RunConfig
from ganlib.config.size import networks_of
from ganlib.config.vae import PICTURE_VAE_ARCHITECTURES, POINT_OBJECTIVES, VAE_LIKELIHOODS, VAE_OBJECTIVES
from ganlib.data.dots import load_dots
from ganlib.data.pipeline import make_batches
from ganlib.errors import ConfigError
from ganlib.train.build import build, images_per_step
from tests.starts import FAMILIES, OFF, POINTS_GAN, POINTS_VAE

SHAPES = [(28, 28, 1), (32, 32, 3)]
LARGER = (60, 64, 3)  # three doublings, the height cropped
REGULARISERS = {  # setting → a value with which it is on
    "r1_weight": 0.1,
    "r2_weight": 0.1,
    "gradient_penalty_weight": 10.0,
    "dragan_weight": 10.0,
    "spectral_norm": True,
    "weight_clip": 0.01,
    "label_smoothing": 0.1,
    "instance_noise": 0.1,
    "augment_probability": 0.5,
    "adaptive_augmentation": True,
}
TOGETHER = [  # what may get in each other's way
    ("gan", "article", REGULARISERS | {"packed_images": 4, "minibatch_deviation": True}, SHAPES[1]),
    ("gan", "article", REGULARISERS | {"minibatch_deviation": True, "conditional": True}, SHAPES[0]),
    ("gan", "lean", REGULARISERS | {"conditional": True, "d_steps_per_g_step": 2}, SHAPES[0]),
    ("gan", "lean", REGULARISERS | {"loss": "minimax", "d_steps_per_g_step": 2, "dropout": 0.3}, SHAPES[1]),
    ("gan", "article", REGULARISERS | {"penalty_every_steps": 3, "d_steps_per_g_step": 2}, SHAPES[0]),
    (
        "gan",
        "lean",
        REGULARISERS | {"penalty_method": "finite_difference", "dropout": 0.3, "penalty_every_steps": 2},
        SHAPES[1],
    ),
]
COMBINATIONS = [
    *product(["gan"], ["article"], [{"loss": loss, "r1_weight": 0.1} for loss in GAN_LOSSES], SHAPES[:1]),
    *product(["gan"], ["article"], [OFF | {key: value} for key, value in REGULARISERS.items()], SHAPES[:1]),
    *product(["gan"], PICTURE_ARCHITECTURES, [OFF], [*SHAPES, LARGER]),
    *product(["gan"], PICTURE_ARCHITECTURES, [{"conditional": True}], SHAPES[:1]),
    *product(["gan"], PICTURE_ARCHITECTURES, [{"minibatch_deviation": True}], SHAPES[:1]),
    *product(["gan"], PICTURE_ARCHITECTURES, [{"packed_images": 2}], SHAPES[:1]),
    ("gan", "article", {"penalty_method": "finite_difference"}, SHAPES[0]),
    *product(["vae"], PICTURE_VAE_ARCHITECTURES, [{"likelihood": name} for name in VAE_LIKELIHOODS], SHAPES),
    *product(
        ["vae"],
        ["conv"],
        [{"objective": name, "decoder_penalty_weight": 1e-3, "free_bits": 0.1} for name in VAE_OBJECTIVES],
        SHAPES[1:],
    ),
    *product(["vae"], PICTURE_VAE_ARCHITECTURES, [{}], [LARGER]),
    *product(
        ["vae"], ["conv"], [{"conditional": True, "objective": name} for name in VAE_OBJECTIVES], [SHAPES[0], LARGER]
    ),
    *product(["vae"], ["lean"], [{"conditional": True, "likelihood": name} for name in VAE_LIKELIHOODS], SHAPES[:1]),
    *(
        (family, architecture, {f"{name}.method": method for name in names}, SHAPES[0])
        for family, architecture, names in (
            ("gan", "article", ("g_optimizer", "d_optimizer")),
            ("vae", "conv", ("optimizer",)),
        )
        for method in OPTIMIZERS
    ),
]

Combination = tuple[str, str, dict[str, object], tuple[int, int, int]]


@pytest.mark.parametrize("combination", COMBINATIONS)
def test_every_choice_trains_two_steps(combination: Combination) -> None:
    """One operation at a time: to make a graph of each would take twice as long."""
    train_two_steps(*combination, is_eager=True)


@pytest.mark.parametrize("combination", TOGETHER)
def test_choices_that_meet_train_as_one_graph(combination: Combination) -> None:
    train_two_steps(*combination, is_eager=False)


def train_two_steps(
    family: str, architecture: str, changes: dict[str, object], shape: tuple[int, int, int], is_eager: bool
) -> None:
    config = FAMILIES[family].with_settings({"architecture": architecture, "latent_dim": 4, "batch_size": 4, **changes})
    trainee = build(config, shape)
    before = {name: network.get_weights() for name, network in trainee.learned.items()}
    trainee.compile()
    trainee.model.run_eagerly = is_eager
    logged: dict[str, float] = {}
    keep = keras.callbacks.LambdaCallback(on_train_batch_end=lambda _batch, logs: logged.update(logs))
    images = np.random.default_rng(0).integers(0, 256, (16, *shape), dtype=np.uint8)
    labels = np.eye(10, dtype=np.float32)[np.arange(16) % 10] if config.is_conditional else None
    trainee.model.fit(
        make_batches(images, images_per_step(config), seed=0, labels=labels),
        steps_per_epoch=2,
        shuffle=False,
        verbose=0,
        callbacks=[keep],
    )

    assert set(logged) <= set(SCALARS)
    assert all(math.isfinite(value) for value in logged.values())
    for name, network in trainee.learned.items():
        kernels = [(old, new) for old, new in zip(before[name], network.get_weights(), strict=True) if old.ndim > 1]
        assert all((old != new).any() for old, new in kernels), f"a layer of the {name} never learns"
    pictures = trainee.draw(np.zeros((3, trainee.latent_dim), np.float32), None if labels is None else labels[:3])
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
    starts = [config, {"gan": POINTS_GAN, "vae": POINTS_VAE}[config.family]]
    for start in starts:
        shape = image_shape(start.data.dataset)
        for choice in set(start.possible_choices(other)) - set(values):
            plain = start.with_settings({other: choice})
            if isinstance(plain.settings()[key], bool):  # it is off there, and stays so
                with pytest.raises(ConfigError):
                    plain.with_settings({key: True})
                continue
            changed = plain.with_settings({key: int(plain.settings()[key]) // 2})
            assert build(plain, shape).parameters() == build(changed, shape).parameters()


@pytest.mark.parametrize("loss", GAN_LOSSES)
@pytest.mark.parametrize(
    "changes",
    [
        OFF,
        OFF | {"unrolled_steps": 2},
        REGULARISERS | {"conditional": True, "d_steps_per_g_step": 2},
    ],
)
def test_every_loss_trains_points(loss: str, changes: dict[str, object]) -> None:
    assert_points_train(POINTS_GAN.with_settings(changes | {"loss": loss}))


@pytest.mark.parametrize("conditional", [False, True])
@pytest.mark.parametrize("objective", POINT_OBJECTIVES)
def test_every_autoencoder_of_points_trains(objective: str, conditional: bool) -> None:
    changes = {"objective": objective, "conditional": conditional, "dataset": "ring", "decoder_penalty_weight": 1e-3}
    assert_points_train(POINTS_VAE.with_settings(changes))


def assert_points_train(config: RunConfig) -> None:
    """Two steps on the ring: numbers stay numbers, and every layer learns."""
    config = config.with_settings({"batch_size": 4, "steps_per_execution": 1})
    (points, modes), _ = load_dots("ring")
    labels = np.eye(8, dtype=np.float32)[modes[:16]] if config.is_conditional else None
    trainee = build(config, image_shape("ring"))
    before = {name: network.get_weights() for name, network in trainee.learned.items()}
    trainee.compile()
    trainee.model.run_eagerly = True  # as above
    batches = make_batches(points[:16], images_per_step(config), seed=0, labels=labels)
    history = trainee.model.fit(batches, steps_per_epoch=2, shuffle=False, verbose=0).history
    assert all(math.isfinite(value) for values in history.values() for value in values)
    for name, network in trainee.learned.items():
        kernels = [(old, new) for old, new in zip(before[name], network.get_weights(), strict=True) if old.ndim > 1]
        assert all((old != new).any() for old, new in kernels)
    keras.backend.clear_session()


SIZES = [
    (
        POINTS_GAN.with_settings({"generator_units": 9, "discriminator_units": 11, "conditional": True}),
        image_shape("ring"),
    ),
    (POINTS_VAE.with_settings({"encoder_units": 9, "decoder_units": 11, "conditional": True}), image_shape("grid")),
    *((config, image_shape(config.data.dataset)) for config in PRESETS.values()),
    *(
        (FAMILIES[family].with_settings({"architecture": architecture} | sizes), shape)
        for family, architectures, sizes in (
            ("gan", PICTURE_ARCHITECTURES, {"generator_filters": 5, "discriminator_filters": 6, "kernel_size": 3}),
            ("gan", PICTURE_ARCHITECTURES, {"latent_dim": 1, "generator_units": 9, "generator_filters": 48}),
            ("gan", PICTURE_ARCHITECTURES, {"latent_dim": 3, "conditional": True, "dropout": 0.1}),
            ("gan", PICTURE_ARCHITECTURES, {"minibatch_deviation": True}),
            ("gan", PICTURE_ARCHITECTURES, {"packed_images": 2}),
            ("gan", ("article",), {"packed_images": 2, "conditional": True}),
            ("gan", ("lean", "resnet"), {"minibatch_deviation": True, "conditional": True}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"latent_dim": 3, "encoder_filters": 5, "decoder_filters": 7}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"latent_dim": 99, "encoder_filters": 24, "decoder_filters": 40}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"objective": "rae"}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"latent_dim": 3, "conditional": True}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"objective": "rae", "conditional": True}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"objective": "hierarchical", "lower_maps": 3, "encoder_filters": 5}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"objective": "hierarchical", "latent_dim": 3, "conditional": True}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"objective": "vae_gan", "encoder_filters": 5}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"objective": "vae_gan", "conditional": True}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"objective": "vq_vae", "codebook_size": 9, "prior_units": 11}),
            ("vae", PICTURE_VAE_ARCHITECTURES, {"objective": "vq_vae", "latent_dim": 3, "conditional": True}),
        )
        for architecture in architectures
        for shape in ((12, 20, 2), (100, 128, 3))  # the presets are 28 × 28
        if shape[0] < 100 or "conditional" not in sizes  # labels come as flat numbers, whatever a picture's size
    ),
]


def plain_layers(network: keras.Model) -> Iterator[keras.layers.Layer]:
    """Its layers, and those of the networks inside it."""
    for layer in network.layers:
        yield from plain_layers(layer) if isinstance(layer, keras.Model) else [layer]


@pytest.mark.parametrize(("config", "shape"), SIZES)
def test_the_size_foretold_is_the_size_built(config: RunConfig, shape: tuple[int, int, int]) -> None:
    foretold, trainee = networks_of(config, shape), build(config, shape)
    assert {name: network.parameters for name, network in foretold.items()} == trainee.parameters()
    for name, network in trainee.learned.items():
        maps = [layer.output.shape[1:] for layer in plain_layers(network) if layer.weights]
        assert foretold[name].activations == sum(map(math.prod, maps))
    keras.backend.clear_session()
