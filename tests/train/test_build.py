"""What a trainee made of a config does with pictures."""

import numpy as np
import pytest

from ganlib.config.presets import preset
from ganlib.models.info_gan import CODE_SPREAD
from ganlib.train.build import build

GREY = np.random.default_rng(0).random((50, 28, 28, 1), dtype=np.float32)


def test_an_encoder_that_learns_from_black_and_white_pictures_sees_no_other() -> None:
    trainee = build(preset("conv-vae").with_settings({"binarised": True}), (28, 28, 1))
    assert trainee.reconstruct
    once, again = trainee.likely_codes(GREY, None), trainee.likely_codes(GREY, None)
    np.testing.assert_array_equal(once, again)
    by_encoder, _ = trainee.saved["encoder"](GREY)
    assert not np.allclose(once, by_encoder)
    black_and_white = np.round(GREY)
    np.testing.assert_allclose(
        trainee.likely_codes(black_and_white, None), trainee.saved["encoder"](black_and_white)[0], rtol=1e-5
    )
    np.testing.assert_array_equal(trainee.reconstruct(GREY, None), trainee.reconstruct(GREY, None))


def test_other_likelihoods_are_of_grey_pictures() -> None:
    config = preset("conv-vae").with_settings({"binarised": True, "likelihood": "gaussian"})
    trainee = build(config, (28, 28, 1))
    np.testing.assert_allclose(trainee.likely_codes(GREY, None), trainee.saved["encoder"](GREY)[0], rtol=1e-5)


@pytest.mark.parametrize("conditional", [False, True])
def test_with_two_levels_every_draw_has_a_posterior_of_its_own(conditional: bool) -> None:
    config = preset("ladder-vae").with_settings({"conditional": conditional, "latent_dim": 3})
    trainee = build(config, (28, 28, 1))
    assert trainee.posterior
    assert trainee.latent_dim == 2 * 7 * 7 + 3
    images, labels = np.round(GREY[:4]), np.eye(10, dtype=np.float32)[:4] if conditional else None
    noise = np.random.default_rng(0).standard_normal((4, 5, trainee.latent_dim)).astype(np.float32)
    means, deviations = trainee.posterior(images, labels, noise)
    assert means.shape == deviations.shape == noise.shape
    upper = means[..., -3:]
    np.testing.assert_allclose(upper, np.broadcast_to(upper[:, :1], upper.shape), rtol=1e-4, atol=1e-5)
    told = None if labels is None else labels[2:3]
    alone, _ = trainee.posterior(images[2:3], told, noise[2:3, 4:])
    np.testing.assert_allclose(means[2, 4], alone[0, 0], rtol=1e-3, atol=1e-4)
    assert np.std(means[..., :-3], axis=1).max() > 1e-3


def test_a_learned_prior_is_fitted_nothing() -> None:
    config = preset("ladder-vae").with_settings({"prior": "gaussian_mixture"})
    assert not build(config, (28, 28, 1)).is_prior_fitted


def test_kinds_that_a_gan_finds_begin_quieter_than_its_latents() -> None:
    """As loud as the latents, each would be one and the same picture for the first thousand steps (docs/adr/0033)."""
    trainee = build(preset("info-gan"), (28, 28, 1))
    told = build(preset("conditional-gan"), (28, 28, 1))
    spreads = [float(np.std(one.learned["generator"].get_layer("embedding").kernel.numpy())) for one in (trainee, told)]
    assert spreads == pytest.approx([CODE_SPREAD, 1.0], rel=0.1)
