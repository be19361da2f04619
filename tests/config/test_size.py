"""The size of networks that do not exist yet; tests/test_conformance.py compares it with those that do."""

import pytest

from ganlib.config.presets import preset
from ganlib.config.size import memory_of, parameters_of


def test_the_article_network_has_the_articles_size():
    generator = 100 * 128 + 128 + 128 * 128 + 128 + 128 * 784 + 784
    assert parameters_of(preset("article-gan")) == {"generator": generator, "discriminator": 544 + 32_832 + 3_137}


def test_colour_needs_more_than_grey():
    grey, colour = preset("quick-gan"), preset("quick-gan").with_settings({"dataset": "cifar10"})
    assert sum(parameters_of(colour).values()) > sum(parameters_of(grey).values())


def test_memory_grows_with_networks_and_with_batches():
    small = preset("quick-gan")
    assert memory_of(small) < memory_of(small.with_settings({"batch_size": 256}))
    assert memory_of(small) < memory_of(small.with_settings({"generator_filters": 128}))


@pytest.mark.parametrize(("key", "mebibytes"), [("quick-gan", 1_434), ("tutorial-dcgan", 1_565)])
def test_memory_is_about_what_a_worker_took_on_stacked_mnist(key, mebibytes):
    stacks = preset(key).with_settings({"dataset": "stacked_mnist"})
    assert memory_of(stacks) / 2**20 == pytest.approx(mebibytes, rel=0.2)
