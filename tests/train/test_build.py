"""What a trainee made of a config does with pictures."""

import numpy as np

from ganlib.config.presets import preset
from ganlib.train.build import build

GREY = np.random.default_rng(0).random((50, 28, 28, 1), dtype=np.float32)


def test_an_encoder_that_learns_from_black_and_white_pictures_sees_no_other() -> None:
    trainee = build(preset("conv-vae").with_settings({"binarised": True}), (28, 28, 1))
    assert trainee.posterior
    assert trainee.reconstruct
    once, again = trainee.posterior(GREY, None)[0], trainee.posterior(GREY, None)[0]
    np.testing.assert_array_equal(once, again)
    by_encoder, _ = trainee.saved["encoder"](GREY)
    assert not np.allclose(once, by_encoder)
    black_and_white = np.round(GREY)
    np.testing.assert_allclose(
        trainee.posterior(black_and_white, None)[0], trainee.saved["encoder"](black_and_white)[0], rtol=1e-5
    )
    np.testing.assert_array_equal(trainee.reconstruct(GREY, None), trainee.reconstruct(GREY, None))


def test_other_likelihoods_are_of_grey_pictures() -> None:
    config = preset("conv-vae").with_settings({"binarised": True, "likelihood": "gaussian"})
    trainee = build(config, (28, 28, 1))
    assert trainee.posterior
    np.testing.assert_allclose(trainee.posterior(GREY, None)[0], trainee.saved["encoder"](GREY)[0], rtol=1e-5)
