"""What the name of a person's own data set says, and which runs may have one."""

import pytest

from ganlib.catalog.settings import SETTINGS
from ganlib.config.datasets import image_shape
from ganlib.config.link import from_params, to_params
from ganlib.config.own import OwnPictures, own_pictures
from ganlib.config.presets import PRESETS, preset
from ganlib.config.run import RunConfig
from ganlib.config.size import memory_of, networks_of
from ganlib.errors import ConfigError

NAME = "own-300x64x64x3-0123456789ab"


def on(name: str, key: str = "quick-gan") -> RunConfig:
    return preset(key).with_settings({"dataset": name})


def test_the_name_says_how_many_and_how_large() -> None:
    facts = OwnPictures(300, (64, 64, 3), "0123456789ab" + 52 * "f")
    assert facts.name == NAME
    assert own_pictures(NAME) == OwnPictures(300, (64, 64, 3), "0123456789ab")
    assert image_shape(NAME) == (64, 64, 3)


@pytest.mark.parametrize(
    "name",
    [
        "own",
        "own-",
        "own-19x64x64x3-0123456789ab",  # too few
        "own-100001x64x64x3-0123456789ab",
        "own-300x64x64x2-0123456789ab",  # two colours
        "own-300x65x64x3-0123456789ab",  # no side that is offered
        "own-300x64x64x3-0123456789AB",
        "own-300x64x64x3-0123456789abc",
        "../own-300x64x64x3-0123456789ab",
        "own-300x64x64x3-0123456789ab\n",
        "own-³00x64x64x3-0123456789ab",
        "own-３００x64x64x3-0123456789ab",
        "own-0300x64x64x3-0123456789ab",
        f"own-{'3' * 5000}x64x64x3-0123456789ab",
        "mnist",
    ],
)
def test_no_other_name_is_one(name: str) -> None:
    assert own_pictures(name) is None
    if name != "mnist":
        with pytest.raises(ConfigError, match="dataset"):
            on(name)


@pytest.mark.parametrize(
    ("count", "held_out", "is_measured"),
    [(20, 5, False), (199, 49, False), (200, 50, True), (500, 50, True), (1_000, 100, True), (100_000, 10_000, True)],
)
def test_a_tenth_is_held_out_and_fifty_where_that_is_at_most_a_quarter(
    count: int, held_out: int, is_measured: bool
) -> None:
    facts = OwnPictures(count, (32, 32, 3), "0123456789ab")
    assert (facts.held_out, facts.is_measured) == (held_out, is_measured)
    assert on(facts.name).is_evaluated == is_measured
    assert not on(facts.name).with_settings({"evaluate": False}).is_evaluated


def test_a_link_holds_it() -> None:
    assert from_params(to_params(on(NAME)), "quick-vae") == (on(NAME), [])


@pytest.mark.parametrize("key", [key for key, config in PRESETS.items() if not config.draws_points])
def test_every_preset_of_pictures_takes_them_but_those_that_are_told_the_class(key: str) -> None:
    if preset(key).is_conditional:
        with pytest.raises(ConfigError, match="told the class"):
            on(NAME, key)
    else:
        assert networks_of(on(NAME, key))


def test_points_are_not_pictures() -> None:
    with pytest.raises(ConfigError, match="Points"):
        on(NAME, "ring-gan")


def test_what_belongs_to_pictures_belongs_to_these() -> None:
    for key in ("num_samples", "augment_probability", "adaptive_augmentation"):
        assert SETTINGS[key].applies_to(on(NAME)), key
    assert not SETTINGS["conditional"].applies_to(on(NAME))


def test_a_few_pictures_need_less_memory_than_many() -> None:
    few, many = (memory_of(on(f"own-{count}x64x64x3-0123456789ab")) for count in (300, 30_000))
    assert many - few == pytest.approx(4 * 64 * 64 * 3 * 30_000, rel=0.2)
    assert memory_of(on("own-20x28x28x1-0123456789ab")) == memory_of(preset("quick-gan"))
