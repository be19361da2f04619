"""The VAE-GAN's training step against algorithm 1 written out plainly."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.models.vae_gan import VaeGan
from ganlib.nets.conditional import conditional_discriminator, conditional_encoder, conditional_sampler
from ganlib.nets.inner_features import with_inner_features
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES

IMAGES = np.random.default_rng(0).random((6, 4, 4, 1), dtype=np.float32)
LABELS = np.eye(3, dtype=np.float32)[np.arange(6) % 3]
Networks = tuple[keras.Model, keras.Model, keras.Model]


def networks(is_told: bool = False) -> Networks:
    keras.utils.set_random_seed(1)
    images, latents = keras.Input((4, 4, 1 + is_told)), keras.Input((2 + 2 * is_told,))
    x = keras.layers.Flatten()(images)
    encoder = keras.Model(images, [keras.layers.Dense(2)(x), keras.layers.Dense(2)(x)])
    x = keras.layers.Dense(16, activation="sigmoid")(latents)
    decoder = keras.Model(latents, keras.layers.Reshape((4, 4, 1))(x))
    images = keras.Input((4, 4, 1))
    x = keras.layers.Conv2D(5, 3, activation="tanh")(images)
    discriminator = keras.Model(images, keras.layers.Dense(1)(keras.layers.Flatten()(x)))
    if not is_told:
        return encoder, decoder, discriminator
    return (
        conditional_encoder(encoder, 3),
        conditional_sampler(decoder, 2, 3),
        conditional_discriminator(discriminator, 3),
    )


def make_vae_gan(is_told: bool = False, rate: float = 1.0, **settings: Any) -> VaeGan:
    model = VaeGan(*networks(is_told), loss=ADVERSARIAL_LOSSES["non_saturating"], seed=5, **settings)
    model.compile(optimizer=keras.optimizers.SGD(rate), d_optimizer=keras.optimizers.SGD(rate))
    return model


def weights(model: VaeGan) -> dict[str, list[np.ndarray]]:
    return {
        name: [variable.numpy() for variable in getattr(model, name).trainable_variables]
        for name in ("encoder", "decoder", "discriminator")
    }


def moved(model: VaeGan) -> dict[str, list[np.ndarray]]:
    """By how much one step of plain gradient descent moves each network."""
    before = weights(model)
    model.train_step(tf.constant(IMAGES))
    return {
        name: [new - old for old, new in zip(before[name], arrays, strict=True)]
        for name, arrays in weights(model).items()
    }


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all(np.allclose(a, b, atol=1e-7) for a, b in zip(one, other, strict=True))


def test_one_step_does_what_the_three_losses_say() -> None:
    model = make_vae_gan(beta=2.0, feature_weight=0.3, r1_weight=0.4)
    pair, images = ADVERSARIAL_LOSSES["non_saturating"], tf.constant(IMAGES)
    see = with_inner_features(model.discriminator)
    chance = keras.random.SeedGenerator(5)
    noise, latents = (keras.random.normal((6, 2), seed=chance) for _ in range(2))
    with tf.GradientTape(persistent=True) as tape:
        z_mean, z_log_var = model.encoder(images)
        kl = tf.reduce_mean(tf.reduce_sum(0.5 * (tf.exp(z_log_var) + z_mean**2 - 1.0 - z_log_var), axis=1))
        copies, samples = model.decoder(z_mean + tf.exp(z_log_var / 2) * noise), model.decoder(latents)
        with tf.GradientTape() as inner:
            inner.watch(images)
            real_logits, features = see(images)
        r1 = tf.reduce_mean(tf.reduce_sum(inner.gradient(real_logits, images) ** 2, [1, 2, 3]))
        (copy_logits, copied_features), (sample_logits, _) = see(copies), see(samples)
        distance = tf.reduce_mean(tf.reduce_sum((features - copied_features) ** 2, [1, 2, 3]))
        llike = 0.5 * distance / tf.reduce_mean(features**2)
        fake_logits = tf.concat([copy_logits, sample_logits], axis=0)
        g_loss, d_loss = pair.generator(real_logits, fake_logits), pair.discriminator(real_logits, fake_logits)
        objectives = {
            "encoder": 2.0 * kl + llike,
            "decoder": 0.3 * llike + g_loss,
            "discriminator": d_loss + 0.4 * r1,
        }
    gradients = {
        name: tape.gradient(objective, getattr(model, name).trainable_variables)
        for name, objective in objectives.items()
    }
    expected = {
        name: [old - g.numpy() for old, g in zip(weights(model)[name], gradients[name], strict=True)]
        for name in gradients
    }

    report = model.train_step(images)

    for name, arrays in weights(model).items():
        for found, wanted in zip(arrays, expected[name], strict=True):
            np.testing.assert_allclose(found, wanted, atol=1e-5, err_msg=name)
    logged = {"loss/features": llike, "loss/kl": kl, "loss/g": g_loss, "loss/d": d_loss, "penalty/r1": r1}
    logged |= {
        "probability/real": tf.reduce_mean(tf.sigmoid(real_logits)),
        "probability/copies": tf.reduce_mean(tf.sigmoid(copy_logits)),
        "probability/fake": tf.reduce_mean(tf.sigmoid(sample_logits)),
    }
    for key, value in logged.items():
        assert float(report[key]) == pytest.approx(float(value), rel=1e-4), key


@pytest.mark.parametrize(
    ("one", "other", "unmoved"),
    [
        ({"beta": 1.0}, {"beta": 9.0}, {"decoder", "discriminator"}),
        ({"feature_weight": 0.0}, {"feature_weight": 5.0}, {"encoder", "discriminator"}),
        ({"r1_weight": 0.0}, {"r1_weight": 5.0}, {"encoder", "decoder"}),
    ],
)
def test_what_weighs_one_networks_loss_moves_no_other(
    one: dict[str, float], other: dict[str, float], unmoved: set[str]
) -> None:
    found, else_found = moved(make_vae_gan(**one)), moved(make_vae_gan(**other))
    assert {name for name in found if same(found[name], else_found[name])} == unmoved


def test_the_encoder_never_hears_of_the_game() -> None:
    found = moved(make_vae_gan())
    model = make_vae_gan()
    model.adversarial_loss = ADVERSARIAL_LOSSES["wasserstein"]
    other = moved(model)
    assert {name for name in found if same(found[name], other[name])} == {"encoder"}


@pytest.mark.parametrize("is_told", [False, True])
def test_training_makes_codes_copies_and_discriminator_better(is_told: bool) -> None:
    model = make_vae_gan(is_told, feature_weight=1.0)
    model.compile(optimizer=keras.optimizers.Adam(1e-2), d_optimizer=keras.optimizers.Adam(1e-3))
    data = (tf.constant(IMAGES), tf.constant(LABELS)) if is_told else tf.constant(IMAGES)
    before = model.train_step(data)
    model.fit(tf.data.Dataset.from_tensors(data).repeat(), steps_per_epoch=150, shuffle=False, verbose=0)
    after = model.train_step(data)
    assert float(after["loss/features"]) < 0.8 * float(before["loss/features"])
    assert float(after["probability/real"]) > 0.5 > float(after["probability/fake"]) - 0.1


def test_the_class_decides_on_code_picture_and_judgement() -> None:
    model = make_vae_gan(is_told=True, ema_half_life=0.04)
    model.train_step((tf.constant(IMAGES), tf.constant(LABELS)))
    same_picture = tf.repeat(tf.constant(IMAGES[:1]), 3, axis=0)
    assert len(np.unique(model.posterior(same_picture, tf.eye(3))[0], axis=0)) == 3
    assert len(np.unique(model.sampler([tf.zeros([3, 2]), tf.eye(3)]), axis=0)) == 3
    assert len(np.unique(model.discriminator([same_picture, tf.eye(3)]), axis=0)) == 3


def test_encoder_and_decoder_are_averaged_and_no_weight_is_kept_twice() -> None:
    model = make_vae_gan(ema_half_life=0.04)
    model.train_step(tf.constant(IMAGES))
    assert model.sampler is model.decoder_ema
    assert model.observer is model.encoder_ema
    count = 2 * len(model.encoder.variables + model.decoder.variables) + len(model.discriminator.variables)
    assert len(model.variables) == count + 2, "steps done and the seed beside them"
