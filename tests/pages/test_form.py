"""The form of a new run: what it shows, what it refuses, and the address that holds it."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from ganlib.config.limits import Limits
from ganlib.config.presets import PRESETS, preset
from ganlib.runner.machine import Gpu, Machine
from ganlib.store.runs import RunStore
from ganlib.store.speed import SPEED_FILE, write_speed
from ganlib.ui import forms
from tests.pages.conftest import OpenPage, QuietEngine
from tests.pages.looking import address, field, texts

QUICK_GAN = preset("quick-gan")


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_has_a_form_that_starts_what_it_shows(store: RunStore, open_page: OpenPage, key: str) -> None:
    page = open_page("train", {"preset": key})
    assert not page.exception
    assert not page.warning
    page.button(key="start-training").click().run()
    (run,) = store
    assert run.config() == PRESETS[key]


def test_the_form_tells_the_size_of_the_networks_before_they_exist(open_page: OpenPage) -> None:
    assert "about 1.8 million parameters" in texts(open_page("train", {"preset": "quick-gan"}))


def test_the_form_tells_the_speed_once_this_machine_was_measured(engine: QuietEngine, open_page: OpenPage) -> None:
    assert "pictures a second" not in texts(open_page("train", {"preset": "quick-gan"}))
    engine.store.root.mkdir(exist_ok=True)
    write_speed(engine.store.root / SPEED_FILE, {"quick-gan": 10.0})
    assert "on about 640 pictures a second" in texts(open_page("train", {"preset": "quick-gan"}))
    other = {"preset": "quick-gan", "architecture": "resnet"}
    assert "on very roughly" in texts(open_page("train", other))
    assert "Takes very roughly" in texts(open_page("train", other | {"budget": "steps"}))


LARGE = {"preset": "quick-gan", "generator_filters": "512", "discriminator_filters": "512", "kernel_size": "7"}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        (LARGE, "here a run may have 100,000,000"),
        ({"preset": "article-gan", "num_steps": "10000000"}, "here a run may take 9,000,000"),
    ],
)
def test_what_is_beyond_a_limit_is_said_beside_the_form_and_cannot_start(
    engine: QuietEngine, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, params: dict[str, str], words: str
) -> None:
    monkeypatch.setattr(engine.admission, "limits", Limits(max_steps=9_000_000))
    page = open_page("train", params)
    assert not page.exception
    assert words in texts(page)
    assert page.button(key="start-training").disabled


def test_a_run_that_will_be_cut_short_is_told_so_before_it_starts(
    engine: QuietEngine, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.admission, "limits", Limits(max_minutes=10.0))
    engine.store.root.mkdir()
    write_speed(engine.store.root / SPEED_FILE, {"article-gan": 10.0})
    page = open_page("train", {"preset": "article-gan"})
    assert "every run ends after 10 min" in texts(page)
    assert not page.button(key="start-training").disabled
    assert "every run ends" not in texts(open_page("train", {"preset": "article-gan", "num_steps": "5000"}))


@pytest.mark.parametrize("key", ["quick-gan", "quick-vae"])
def test_at_most_eight_settings_are_shown_at_once(open_page: OpenPage, key: str) -> None:
    page = open_page("train", {"preset": key})
    folded = page.expander[0]
    kinds = ("number_input", "selectbox", "toggle", "button_group")
    count = sum(len(page.get(kind)) - len(folded.get(kind)) for kind in kinds)
    assert 4 <= count <= 8
    assert folded.number_input


def size_control(page: AppTest):
    return next(widget for widget in page.button_group if "-size-" in widget.key)


def test_a_size_sets_the_widths_and_only_they_go_into_the_address(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan"})
    assert size_control(page).value == "medium"
    size_control(page).set_value("large").run()
    assert not page.exception
    assert address(page) == {"preset": "quick-gan", "generator_filters": "128", "discriminator_filters": "64"}
    assert (field(page, "generator_filters").value, size_control(page).value) == (128, "large")
    size_control(page).set_value("medium").run()
    assert address(page) == {"preset": "quick-gan"}
    page.button(key="start-training").click().run()
    (run,) = store
    assert run.config() == QUICK_GAN


def test_widths_set_by_hand_are_a_custom_size_until_one_is_pressed(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-vae"})
    assert "Custom" not in size_control(page).options
    field(page, "encoder_filters").set_value(33).run()
    assert size_control(page).value == "custom"
    size_control(page).set_value("small").run()
    assert (field(page, "encoder_filters").value, field(page, "decoder_filters").value) == (16, 32)
    assert "Custom" not in size_control(page).options


def test_what_a_vae_gan_has_no_use_for_is_grey_and_says_why(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "vae-gan", "likelihood": "bernoulli"})
    useless = ("likelihood", "binarised", "free_bits", "importance_samples")
    assert [key for key in useless if not field(page, key).disabled] == []
    assert "not with Kind of autoencoder: Autoencoder with a discriminator" in field(page, "likelihood").label
    assert not field(page, "feature_weight").disabled
    field(page, "objective").set_value("elbo").run()
    assert field(page, "feature_weight").disabled
    assert field(page, "slope_penalty_weight").disabled


def test_what_a_vq_vae_has_no_use_for_is_grey_and_its_own_settings_are_so_elsewhere(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "vq-vae"})
    useless = (
        "beta",
        "kl_warmup",
        "free_bits",
        "importance_samples",
        "feature_weight",
        "slope_penalty_weight",
        "prior",
    )
    assert [key for key in useless if not field(page, key).disabled] == []
    own = ("codebook_size", "prior_units", "commitment_weight")
    assert [key for key in (*own, "likelihood") if field(page, key).disabled] == []
    field(page, "objective").set_value("elbo").run()
    assert [key for key in own if not field(page, key).disabled] == []
    assert "only with Kind of autoencoder" in field(page, "codebook_size").label


def test_what_two_levels_of_codes_have_no_use_for_is_grey_and_says_why(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "ladder-vae"})
    useful = ("likelihood", "binarised", "beta", "kl_warmup", "free_bits", "lower_maps", "latent_dim")
    assert [key for key in useful if field(page, key).disabled] == []
    assert field(page, "prior").disabled
    assert "not with Kind of autoencoder: Two levels of codes" in field(page, "prior").label
    assert field(page, "importance_samples").disabled
    field(page, "objective").set_value("elbo").run()
    assert field(page, "lower_maps").disabled
    assert not field(page, "prior").disabled


def test_a_change_goes_into_the_address(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan"})
    field(page, "latent_dim").set_value(16).run()
    assert address(page)["latent_dim"] == "16"
    assert set(address(page)) == {"preset", "latent_dim"}


def test_a_link_opens_the_same_form_and_starts_the_same_run(store: RunStore, open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan", "latent_dim": "7", "loss": "relativistic"})
    assert field(page, "latent_dim").value == 7
    page.button(key="start-training").click().run()
    (run,) = store
    assert run.config() == QUICK_GAN.with_settings({"latent_dim": 7, "loss": "relativistic"})


def test_a_link_with_mistakes_opens_with_what_is_valid_and_says_what_was_not(open_page: OpenPage) -> None:
    params = {"preset": "quick-gan", "latent_dim": "100000", "batch_size": "32", "[bad](http://x)": "1"}
    page = open_page("train", params)
    assert not page.exception
    (warning,) = page.warning
    assert "Latent size" in warning.value, "its title on the form"
    assert "100000" in warning.value
    assert "[bad](http" not in warning.value  # shown as text, not as a link
    assert "adaptive" not in warning.value, "the settings that exist are those of the form"
    assert field(page, "batch_size").value == 32
    assert set(address(page)) == {"preset", "batch_size"}


def test_a_link_to_an_unknown_preset_opens_another_and_says_so(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "no-such"})
    assert not page.exception
    assert "no\\-such" in page.warning[0].value
    assert page.title[0].value == "Quick GAN"


def test_another_address_opens_another_form(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan"})
    field(page, "latent_dim").set_value(16).run()
    page.query_params["latent_dim"] = "20"  # Back, or a link pasted into the same tab
    page.run()
    assert field(page, "latent_dim").value == 20


def test_what_does_not_apply_is_grey_and_says_why(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan"})
    steps = field(page, "num_steps")
    assert steps.disabled
    assert "only with Length in: steps" in steps.label
    field(page, "budget").set_value("steps").run()
    assert not field(page, "num_steps").disabled
    assert field(page, "minutes").disabled
    assert address(page)["budget"] == "steps"


def test_lazy_penalties_are_grey_while_there_is_none(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "article-gan"})
    lazy = field(page, "penalty_every_steps")
    assert lazy.disabled
    assert "only when one of these is above zero: R1 penalty, R2 penalty" in lazy.label
    field(page, "r2_weight").set_value(0.1).run()
    assert not field(page, "penalty_every_steps").disabled


def test_finite_differences_are_grey_for_two_reasons(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "article-gan"})
    assert "only when one of these is above zero: R1 penalty, R2 penalty" in field(page, "penalty_method").label
    field(page, "r1_weight").set_value(0.1).run()
    assert not field(page, "penalty_method").disabled
    field(page, "minibatch_deviation").set_value(True).run()
    assert "only with The discriminator sees variety: off" in field(page, "penalty_method").label


def test_of_a_thousand_classes_none_can_be_chosen_and_packs_still_can(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan", "dataset": "stacked_mnist"})
    assert "not with What it learns from: Stacked MNIST" in field(page, "conditional").label
    assert field(page, "conditional").disabled
    assert not field(page, "packed_images").disabled, "it needs the class not to be chosen"
    assert not field(page, "penalty_method").disabled
    told = open_page("train", {"preset": "conditional-gan"})
    assert "Stacked MNIST" not in field(told, "dataset").options


def test_unrolling_is_grey_for_pictures(open_page: OpenPage) -> None:
    assert (
        "not with What it learns from: MNIST digits"
        in field(open_page("train", {"preset": "quick-gan"}), "unrolled_steps").label
    )
    assert not field(open_page("train", {"preset": "ring-gan"}), "unrolled_steps").disabled


def test_a_value_out_of_range_is_said_beside_the_field_and_starts_nothing(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "quick-gan"})
    field(page, "batch_size").set_value(999_999).run()
    assert "999999, expected 2 – 1,024" in page.error[0].value
    assert page.button(key="start-training").disabled
    field(page, "batch_size").set_value(32).run()
    assert not page.error
    assert not page.button(key="start-training").disabled


def test_half_precision_needs_a_machine_that_is_made_for_it(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Machine(cpu="a processor", cores=2, memory=2**33)
    monkeypatch.setattr(forms, "this_machine", lambda: old)
    switch = field(open_page("train", {"preset": "quick-gan"}), "mixed_precision")
    assert switch.disabled
    assert "not made for it" in switch.label
    gpu = Gpu(name="a graphics processor", memory=2**34)
    for machine in (replace(old, gpus=(gpu,)), replace(old, cpu_has_bfloat16=True)):
        monkeypatch.setattr(forms, "this_machine", lambda machine=machine: machine)
        assert not field(open_page("train", {"preset": "quick-gan"}), "mixed_precision").disabled


def test_every_field_has_help(open_page: OpenPage) -> None:
    page = open_page("train", {"preset": "article-gan"})
    fields = [*page.number_input, *page.selectbox, *page.toggle]
    assert len(fields) > 15
    assert all(len(widget.help) > 10 for widget in fields)


# Watching
