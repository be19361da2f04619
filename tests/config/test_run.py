"""A saved RunConfig is read back, from this version and from others."""

import json

import pytest

from ganlib.config.gan import GanConfig
from ganlib.config.presets import PRESETS, preset
from ganlib.config.run import RunConfig
from ganlib.config.vae import VaeConfig
from ganlib.errors import ConfigError


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_survives_its_json(key):
    config = preset(key)
    assert config.preset == key
    assert RunConfig.from_dict(json.loads(json.dumps(config.to_dict(), allow_nan=False))) == config


def test_an_unknown_preset_is_answered_with_those_that_exist():
    with pytest.raises(ConfigError, match="quick-gan") as caught:
        preset("magic")
    assert caught.value.field == "preset"


def test_the_family_follows_the_model():
    assert RunConfig(model=GanConfig()).family == "gan"
    assert RunConfig(model=VaeConfig()).family == "vae"


def test_no_setting_has_the_name_of_another():
    for config in PRESETS.values():
        groups = [set(getattr(config, group).values()) for group in config.groups]
        assert sum(map(len, groups)) == len(config.settings()) == len(config.setting_types())


def test_a_config_of_a_newer_version_says_so():
    data = RunConfig().to_dict() | {"schema_version": 99}
    with pytest.raises(ConfigError, match="newer GAN Studio") as caught:
        RunConfig.from_dict(data)
    assert caught.value.field == "schema_version"


@pytest.mark.parametrize("data", [{}, [], None, {"schema_version": 1}, {"schema_version": 1, "model": {"family": "x"}}])
def test_something_else_than_a_config_is_refused(data):
    with pytest.raises(ConfigError):
        RunConfig.from_dict(data)


def test_a_bad_value_in_a_saved_config_names_its_field():
    data = RunConfig().to_dict()
    data["data"]["batch_size"] = "many"
    with pytest.raises(ConfigError) as caught:
        RunConfig.from_dict(data)
    assert caught.value.field == "batch_size"


@pytest.mark.parametrize("key", ["quick-gan", "quick-vae"])
def test_a_config_saved_before_optimizers_could_be_chosen_means_adam(key):
    data = preset(key).to_dict()
    for name in ("g_optimizer", "d_optimizer", "optimizer"):
        data["model"].get(name, {}).pop("method", None)
    assert RunConfig.from_dict(data) == preset(key)


def test_the_momentum_of_an_optimizer_without_moments_decides_what_a_checkpoint_holds():
    adam = preset("quick-gan")
    adam.check_same_networks(adam.with_settings({"g_optimizer.beta_1": 0.5}))
    sgd = adam.with_settings({"g_optimizer.method": "sgd", "g_optimizer.beta_1": 0.0})
    with pytest.raises(ConfigError) as caught:
        sgd.check_same_networks(sgd.with_settings({"g_optimizer.beta_1": 0.5}))
    assert caught.value.field == "g_optimizer.beta_1"


@pytest.mark.parametrize(
    ("start", "key", "value"),
    [
        ("quick-gan", "dataset", "ring"),
        ("ring-gan", "dataset", "mnist"),
        ("quick-vae", "dataset", "grid"),
        ("conditional-gan", "dataset", "stacked_mnist"),
        ("conditional-vae", "dataset", "stacked_mnist"),
    ],
)
def test_data_of_another_kind_than_the_preset_s_are_refused(start, key, value):
    config = preset(start)
    assert value not in config.possible_choices(key)
    with pytest.raises(ConfigError, match="Start from a preset") as caught:
        config.with_settings({key: value})
    assert caught.value.field == "dataset"


@pytest.mark.parametrize(
    ("key", "value"), [("objective", "vq_vae"), ("objective", "hierarchical"), ("likelihood", "bernoulli")]
)
def test_a_vae_of_points_has_one_level_and_numbers_beyond_one(key, value):
    with pytest.raises(ConfigError, match=r"got .*expected") as caught:
        preset("grid-vae").with_settings({key: value})
    assert caught.value.field == key


def test_every_possible_choice_is_possible():
    for config in PRESETS.values():
        for key, (_, bounds) in config.setting_types().items():
            for choice in config.possible_choices(key):
                assert choice in bounds.choices
                config.with_settings({key: choice})


def test_the_best_of_points_is_told_by_what_is_measured_on_points():
    assert preset("ring-gan").best_metric == "histogram_divergence"
    assert preset("quick-gan").with_settings({"best_metric": "coverage"}).best_metric == "coverage"


def test_one_picture_is_not_enough_and_two_are():
    config = preset("quick-gan")
    with pytest.raises(ConfigError, match="expected 0, 2") as caught:
        config.with_settings({"num_images": 1})
    assert caught.value.field == "num_images"
    assert config.with_settings({"num_images": 2}).data.num_images == 2


def test_a_checkpoint_fits_whatever_pictures_it_saw_and_however_they_were_transformed():
    config = preset("quick-gan")
    config.check_same_networks(config.with_settings({"num_images": 500, "augment_probability": 0.5}))


def test_an_adaptive_probability_is_in_the_checkpoint():
    config = preset("quick-gan")
    with pytest.raises(ConfigError) as caught:
        config.check_same_networks(config.with_settings({"adaptive_augmentation": True}))
    assert caught.value.field == "adaptive_augmentation"


def test_points_are_not_transformed():
    points = preset("ring-gan")
    told = points.with_settings({"adaptive_augmentation": True, "augment_probability": 0.5})
    assert not told.model.augments
    points.check_same_networks(told)


def test_a_batch_that_packs_do_not_divide_is_refused_unless_they_are_not_used():
    config = preset("quick-gan").with_settings({"batch_size": 64})
    with pytest.raises(ConfigError, match="64 pictures cannot be divided into packs of 3") as caught:
        config.with_settings({"packed_images": 3})
    assert caught.value.field == "packed_images"
    assert config.with_settings({"packed_images": 4}).model.images_per_pack == 4
    assert config.with_settings({"packed_images": 3, "conditional": True}).model.images_per_pack == 1


@pytest.mark.parametrize("first", ["penalty_method", "mixed_precision"])
def test_finite_differences_in_half_precision_are_refused_unless_they_are_not_used(first):
    changes = {"penalty_method": "finite_difference", "mixed_precision": True}
    config = preset("quick-gan").with_settings({first: changes.pop(first)})
    with pytest.raises(ConfigError, match="half precision rounds away") as caught:
        config.with_settings(changes)
    assert caught.value.field == "penalty_method"
    for off in ({"minibatch_deviation": True}, {"r1_weight": 0.0, "r2_weight": 0.0}):
        assert not config.with_settings(changes | off).model.has_finite_differences


def test_pictures_are_not_unrolled():
    assert preset("ring-gan").with_settings({"unrolled_steps": 5}).model.unrolled_updates == 5
    assert preset("quick-gan").with_settings({"unrolled_steps": 5}).model.unrolled_updates == 0


@pytest.mark.parametrize("key", ["quick-gan", "quick-vae"])
def test_networks_that_are_told_the_class_are_other_networks(key):
    told = preset(key).with_settings({"conditional": True})
    assert told.is_conditional
    assert not preset(key).is_conditional
    with pytest.raises(ConfigError) as caught:
        preset(key).check_same_networks(told)
    assert caught.value.field == "conditional"


@pytest.mark.parametrize("objective", ["elbo", "iwae", "rae"])
def test_an_autoencoder_with_a_discriminator_is_another_network(objective):
    vae_gan = preset("vae-gan")
    with pytest.raises(ConfigError) as caught:
        vae_gan.check_same_networks(vae_gan.with_settings({"objective": objective}))
    assert caught.value.field == "objective"
    vae_gan.check_same_networks(vae_gan.with_settings({"feature_weight": 1.0, "likelihood": "bernoulli"}))


def test_two_levels_are_other_networks_than_one() -> None:
    ladder = preset("ladder-vae")
    for change in ({"objective": "elbo"}, {"lower_maps": 3}):
        with pytest.raises(ConfigError):
            ladder.check_same_networks(ladder.with_settings(change))
    one = preset("binary-vae")
    one.check_same_networks(one.with_settings({"lower_maps": 3}))


def test_a_picture_of_a_vae_gan_is_no_probability():
    bernoulli = preset("quick-vae").with_settings({"likelihood": "bernoulli"})
    assert bernoulli.model.draws_probabilities
    assert not bernoulli.with_settings({"objective": "vae_gan"}).model.draws_probabilities


def test_a_codebook_and_its_prior_are_other_networks_where_there_are_any():
    vq_vae = preset("vq-vae")
    for changes in ({"objective": "rae"}, {"codebook_size": 99}, {"prior_units": 99}):
        with pytest.raises(ConfigError) as caught:
            vq_vae.check_same_networks(vq_vae.with_settings(changes))
        assert caught.value.field == next(iter(changes))
    vq_vae.check_same_networks(vq_vae.with_settings({"commitment_weight": 1.0}))
    quick_vae = preset("quick-vae")
    quick_vae.check_same_networks(quick_vae.with_settings({"codebook_size": 64, "prior_units": 64}))


def test_no_density_is_fitted_to_choices():
    assert not preset("vq-vae").with_settings({"prior": "gaussian_mixture"}).model.is_prior_fitted
