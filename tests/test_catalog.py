"""What the catalog promises exists, and what exists is in the catalog."""

import numpy as np
import pytest

from ganlib.catalog import presets as preset_words
from ganlib.catalog.choices import CHOICES
from ganlib.catalog.datasets import CLASSES
from ganlib.catalog.health import RULES
from ganlib.catalog.metrics import FRESH_METRICS, GAME_METRICS, MODEL_METRICS, NETWORKS, POINT_METRICS, SAMPLE_METRICS
from ganlib.catalog.scalars import SCALARS
from ganlib.catalog.setting import GROUPS
from ganlib.catalog.settings import SETTINGS
from ganlib.catalog.sizes import SIZES as SIZE_WORDS
from ganlib.config.base import Bounds
from ganlib.config.datasets import DATASETS, NUM_CLASSES, PICTURES
from ganlib.config.dots import DOTS
from ganlib.config.drawn import DRAWN
from ganlib.config.gan import GAN_ARCHITECTURES, GAN_LOSSES, POINT_ARCHITECTURES
from ganlib.config.optimizer import OPTIMIZERS
from ganlib.config.own import OWN
from ganlib.config.presets import PRESETS
from ganlib.config.run import RunConfig
from ganlib.config.size import parameters_of
from ganlib.config.vae import VAE_ARCHITECTURES, VAE_LIKELIHOODS, VAE_OBJECTIVES
from ganlib.config.widths import CUSTOM, WIDTHS, at_size
from ganlib.config.widths import SIZES as SIZE_KEYS
from ganlib.data.dots import load_dots
from ganlib.data.images import LOADERS, load_images, load_labels
from ganlib.metrics.features import KINDS, datasets_with_networks
from ganlib.metrics.judge import Judge, StackJudge
from ganlib.metrics.plane_judge import PlaneJudge
from ganlib.nets.registry import GAN_NETWORKS, VAE_NETWORKS
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES
from ganlib.objectives.penalties import PENALTIES
from ganlib.objectives.reconstruction import RECONSTRUCTION_LOSSES
from ganlib.train import duality, fresh_judge, likelihood
from ganlib.train.build import build
from ganlib.train.build_vae import AUTOENCODERS
from ganlib.train.optimizers import OPTIMIZERS as MADE_OPTIMIZERS
from tests.starts import FAMILIES, OFF, POINTS_GAN, POINTS_VAE


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
        (OPTIMIZERS, MADE_OPTIMIZERS),
        (VAE_OBJECTIVES, {*AUTOENCODERS, "vq_vae"}),
        (setting_types(), SETTINGS),
        (PRESETS, preset_words.PRESETS),
        (PICTURES, datasets_with_networks()),
        (DATASETS, {**PICTURES, **DOTS}),
        (DATASETS, CLASSES),
        (NUM_CLASSES.items(), [(dataset, len(names)) for dataset, names in CLASSES.items()]),
        ((*KINDS, "plane", fresh_judge.NETWORK, duality.NETWORK), NETWORKS),
        ((*SIZE_KEYS, CUSTOM), SIZE_WORDS),
    ],
)
def test_what_is_declared_is_implemented_and_nothing_else(declared: object, implemented: object) -> None:
    assert set(declared) == set(implemented)  # type: ignore[call-overload]


def test_the_catalog_explains_every_metric_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    (train_images, test_images), (_, labels) = load_images("mnist"), load_labels("mnist")
    judge = Judge("mnist", train_images[:300], test_images[:300], labels[:300])
    measured = list(judge.measure(test_images[300:500], is_full=True, labels=labels[300:500]))
    measured += judge.measure(test_images[300:500], kinds=labels[300:500])
    kinds = {"kinds_found", "kinds_kl"}
    assert {one.metric for one in measured} == set(SAMPLE_METRICS) - kinds
    stacks, test_stacks = load_images("stacked_mnist")
    of_stacks = StackJudge("stacked_mnist", stacks[:300], test_stacks[:300]).measure(test_stacks[300:500])
    assert kinds <= {one.metric for one in of_stacks} <= set(SAMPLE_METRICS) - {"class_coverage"}
    (train, _), (test, modes) = load_dots("ring")
    one_hot = np.eye(8, dtype=np.float32)[modes]
    of_points = PlaneJudge("ring", train, test, one_hot).measure(test, is_full=True, labels=one_hot)
    assert {one.metric for one in of_points} == set(POINT_METRICS) | {"class_agreement"}
    monkeypatch.setattr(fresh_judge, "divergence_bound", lambda fake, real, is_broken_off: 0.5)
    afresh = fresh_judge.measure("ring", test, train, test, is_broken_off=lambda: False)
    assert {one.metric for one in afresh} == set(FRESH_METRICS)
    monkeypatch.setattr(duality, "STEPS", 1)
    config = POINTS_GAN.with_settings({"duality_gap": True})
    gap = duality.measure(config, build(config, (1, 1, 2)), train, test, None, is_broken_off=lambda: False)
    assert {one.metric for one in gap} == set(GAME_METRICS)
    vae = build(FAMILIES["vae"].with_settings({"likelihood": "bernoulli"}), (28, 28, 1))
    assert {one.metric for one in likelihood.measure(vae, test_images[:20])} == set(MODEL_METRICS)


def test_a_recipe_out_of_a_paper_names_it() -> None:
    assert all(spec.paper for spec in preset_words.PRESETS.values() if spec.differs)


def test_every_choice_of_every_setting_is_explained() -> None:
    for family in FAMILIES.values():
        for key, (_, bounds) in family.setting_types().items():
            assert set(bounds.choices) <= set(CHOICES.get(key, {})), key


def test_settings_stand_under_known_headings_and_need_known_settings() -> None:
    for setting in SETTINGS.values():
        assert setting.group in GROUPS
        if setting.needs:
            other, values = setting.needs
            kind, _ = setting_types()[other]
            assert set(values) <= ({True, False} if kind is bool else {*CHOICES[other], OWN, DRAWN}), setting.key
        assert all(setting_types()[other][0] in (int, float) for other in setting.needs_any), setting.key


def test_a_setting_of_penalties_needs_any_of_them() -> None:
    lazy = SETTINGS["penalty_every_steps"]
    assert not lazy.applies_to(FAMILIES["gan"].with_settings(OFF))
    assert all(lazy.applies_to(FAMILIES["gan"].with_settings(OFF | {key: 0.1})) for key in lazy.needs_any)
    assert len(lazy.needs_any) == len(PENALTIES)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_a_form_shows_at_most_eight_settings_at_once(family: RunConfig) -> None:
    assert 1 + sum(SETTINGS[key].is_basic for key in family.setting_types()) <= 8  # 1: the size of the networks


@pytest.mark.parametrize(("family", "architectures"), [("gan", GAN_ARCHITECTURES), ("vae", VAE_ARCHITECTURES)])
def test_every_architecture_has_sizes_made_of_the_widths_that_it_uses(family: str, architectures: tuple) -> None:
    assert set(WIDTHS[family]) == set(architectures)
    for architecture in architectures:
        points = {"gan": POINTS_GAN, "vae": POINTS_VAE}
        start = (points if architecture in POINT_ARCHITECTURES else FAMILIES)[family]
        config = start.with_settings({"architecture": architecture})
        assert all(SETTINGS[key].applies_to(config) for key in WIDTHS[family][architecture])
        parameters = [sum(parameters_of(at_size(config, size)).values()) for size in SIZE_KEYS]
        assert parameters == sorted(set(parameters))


def test_health_rules_read_signals_that_are_logged() -> None:
    for rule in RULES.values():
        assert {key for key, _, _ in rule.when} | ({rule.needs, rule.unless} - {""}) <= set(SCALARS)


def test_every_penalty_of_a_gan_is_logged_under_a_key_that_the_catalog_explains() -> None:
    explained = {key for key, spec in SCALARS.items() if key.startswith("penalty/") and spec.role != "vae"}
    assert {f"penalty/{key}" for key in PENALTIES} == explained
