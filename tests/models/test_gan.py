"""The GAN's training step against the algorithm written out plainly."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from ganlib.config.gan import GAN_LOSSES
from ganlib.models.gan import Gan
from ganlib.nets.conditional import conditional_discriminator, conditional_sampler
from ganlib.nets.deviation import deviation_discriminator
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES
from ganlib.objectives.penalties import PENALTIES
from tests.models.small_gan import IMAGES, make_gan


@pytest.mark.parametrize("loss", GAN_LOSSES)
def test_one_step_does_what_the_two_losses_say(loss: str) -> None:
    gan = make_gan(loss, penalty_weights={"r1": 0.15, "r2": 0.1, "gradient": 0.3, "dragan": 0.2})
    pair, real_images = ADVERSARIAL_LOSSES[loss], tf.constant(IMAGES)
    chance = keras.random.SeedGenerator(5)
    latents = keras.random.normal((4, 3), seed=chance)
    share, noise = keras.random.uniform((4, 1, 1, 1), seed=chance), keras.random.normal((4, 4, 4, 1), seed=chance)
    deviation = np.std(IMAGES, axis=(1, 2, 3), keepdims=True)
    with tf.GradientTape(persistent=True) as tape:
        fake_images = gan.generator(latents, training=True)
        between = tf.stop_gradient(share * real_images + (1.0 - share) * fake_images)
        around = real_images + 0.5 * deviation * noise
        with tf.GradientTape(persistent=True) as inner:
            inner.watch([real_images, fake_images, between, around])
            real_logits, fake_logits = gan.discriminator(real_images), gan.discriminator(fake_images)
            between_logits, around_logits = gan.discriminator(between), gan.discriminator(around)
        r1 = tf.reduce_mean(tf.reduce_sum(inner.gradient(real_logits, real_images) ** 2, [1, 2, 3]))
        r2 = tf.reduce_mean(tf.reduce_sum(inner.gradient(fake_logits, fake_images) ** 2, [1, 2, 3]))
        slopes = inner.gradient(between_logits, between), inner.gradient(around_logits, around)
        gradient, dragan = (tf.reduce_mean((tf.norm(tf.reshape(s, [4, -1]), axis=1) - 1.0) ** 2) for s in slopes)
        d_loss = pair.discriminator(real_logits, fake_logits)
        d_objective = d_loss + 0.15 * r1 + 0.1 * r2 + 0.3 * gradient + 0.2 * dragan
        g_loss = pair.generator(real_logits, fake_logits)
    d_gradients = tape.gradient(d_objective, gan.discriminator.trainable_variables)
    g_gradients = tape.gradient(g_loss, gan.generator.trainable_variables)
    d_expected = [v.numpy() - g for v, g in zip(gan.discriminator.trainable_variables, d_gradients, strict=True)]
    g_expected = [v.numpy() - g for v, g in zip(gan.generator.trainable_variables, g_gradients, strict=True)]

    report = gan.train_step(real_images)

    for network, expected in ((gan.discriminator, d_expected), (gan.generator, g_expected)):
        for variable, value in zip(network.trainable_variables, expected, strict=True):
            np.testing.assert_allclose(variable.numpy(), value, atol=1e-6)
    logged = {"loss/g": g_loss, "loss/d": d_loss, "penalty/r1": r1, "penalty/r2": r2}
    logged |= {"penalty/gradient": gradient, "penalty/dragan": dragan}
    for key, value in logged.items():
        assert float(report[key]) == pytest.approx(float(value), rel=1e-5), key
    assert ("distance/critic" in report) == (loss == "wasserstein")


def test_each_fake_picture_has_the_label_of_a_real_one_and_all_passes_have_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    images, labels = keras.Input((4, 4, 1)), np.eye(2, dtype=np.float32)[[0, 1, 1, 0]]
    joined, features = keras.Input((6,)), keras.layers.Flatten()(images)
    x = keras.layers.Reshape((4, 4, 1))(keras.layers.Dense(16)(joined))
    generator = conditional_sampler(keras.Model(joined, x, name="generator"), latent_dim=3, num_classes=2)
    plain = keras.Model(images, keras.layers.Dense(1)(features), name="discriminator")
    discriminator = conditional_discriminator(plain, num_classes=2)
    gan = Gan(
        generator,
        discriminator,
        loss=ADVERSARIAL_LOSSES["hinge"],
        penalty_weights=dict.fromkeys(PENALTIES, 0.1),
        d_steps_per_g_step=2,
    )
    gan.compile(g_optimizer=keras.optimizers.SGD(0.1), d_optimizer=keras.optimizers.SGD(0.1))
    seen: dict[str, list[np.ndarray]] = {"generator": [], "discriminator": []}
    for network in (generator, discriminator):
        call = network.call

        def noted(inputs: list, *rest: Any, _name: str = network.name, _call: Any = call, **more: Any) -> Any:
            seen[_name].append(np.asarray(inputs[1]))
            return _call(inputs, *rest, **more)

        monkeypatch.setattr(network, "call", noted)
    gan.train_step((tf.constant(IMAGES), tf.constant(labels)))
    halves = labels[:2], labels[2:]
    for found, passes in ((seen["generator"], 1), (seen["discriminator"], 4)):  # real, fake, between, around
        np.testing.assert_array_equal(found, [half for half in halves for _ in range(passes)])


@pytest.mark.parametrize("penalty_every_steps", [1, 2])
def test_where_the_discriminator_mixes_pictures_the_generator_has_its_true_gradient(penalty_every_steps: int) -> None:
    mixed = {"mixes_pictures": True, "wrap": deviation_discriminator}
    gan = make_gan(penalty_weights={"r1": 0.3, "r2": 0.2}, penalty_every_steps=penalty_every_steps, **mixed)
    real_images, latents = tf.constant(IMAGES), keras.random.normal((4, 3), seed=keras.random.SeedGenerator(5))
    with tf.GradientTape(persistent=True) as tape:
        fake_images = gan.generator(latents, training=True)
        with tf.GradientTape(persistent=True) as inner:
            inner.watch([real_images, fake_images])
            real_logits, fake_logits = gan.discriminator(real_images), gan.discriminator(fake_images)
        real_slopes, slopes = inner.gradient(real_logits, real_images), inner.gradient(fake_logits, fake_images)
        r1, r2 = (tf.reduce_mean(tf.reduce_sum(s**2, [1, 2, 3])) for s in (real_slopes, slopes))
        g_loss = gan.adversarial_loss.generator(real_logits, fake_logits)
        d_loss = gan.adversarial_loss.discriminator(real_logits, fake_logits)
        objective = d_loss + penalty_every_steps * (0.3 * r1 + 0.2 * r2)
    pull = tape.gradient(g_loss, fake_logits)
    short_way = tf.reshape(pull, [4, 1, 1, 1]) * slopes
    assert not np.allclose(short_way, tape.gradient(g_loss, fake_images), rtol=1e-3), "the scene tells them apart"
    variables = [*gan.generator.trainable_variables, *gan.discriminator.trainable_variables]
    count = len(gan.generator.trainable_variables)
    gradients = tape.gradient(g_loss, variables[:count]) + tape.gradient(objective, variables[count:])
    expected = [variable.numpy() - gradient for variable, gradient in zip(variables, gradients, strict=True)]

    report = gan.train_step(real_images)

    for variable, value in zip(variables, expected, strict=True):
        np.testing.assert_allclose(variable.numpy(), value, atol=1e-5)
    assert float(report["penalty/r2"]) == pytest.approx(float(r2), rel=1e-4)


def test_packs_are_judged_as_one() -> None:
    gan = make_gan(channels=2, images_per_pack=2, penalty_weights={"r1": 0.3})
    real_images, latents = tf.constant(IMAGES), keras.random.normal((4, 3), seed=keras.random.SeedGenerator(5))
    with tf.GradientTape(persistent=True) as tape:
        fake_images = gan.generator(latents, training=True)
        real_packs, fake_packs = (
            tf.stack([tf.concat([images[0], images[1]], -1), tf.concat([images[2], images[3]], -1)])
            for images in (real_images, fake_images)
        )
        with tf.GradientTape() as inner:
            inner.watch(real_packs)
            real_logits = gan.discriminator(real_packs)
        r1 = tf.reduce_mean(tf.reduce_sum(inner.gradient(real_logits, real_packs) ** 2, [1, 2, 3]))
        g_loss = gan.adversarial_loss.generator(real_logits, gan.discriminator(fake_packs))
    assert real_logits.shape == (2, 1)
    variables = gan.generator.trainable_variables
    gradients = tape.gradient(g_loss, variables)
    expected = [variable.numpy() - gradient for variable, gradient in zip(variables, gradients, strict=True)]

    report = gan.train_step(real_images)

    for variable, value in zip(variables, expected, strict=True):
        np.testing.assert_allclose(variable.numpy(), value, atol=1e-6)
    assert float(report["penalty/r1"]) == pytest.approx(float(r1), rel=1e-5)
    assert float(report["loss/g"]) == pytest.approx(float(g_loss), rel=1e-5)


def test_penalties_that_are_off_are_not_reported() -> None:
    report = make_gan().train_step(tf.constant(IMAGES))
    assert not any(key.startswith("penalty/") for key in report)


def d_gradients_at_frozen_weights(num_steps: int, **settings: Any) -> list[list[np.ndarray]]:
    """Of each update of the discriminator, which never moves; and neither does the generator."""
    gan = make_gan(penalty_weights={"r1": 0.3, "r2": 0.2}, **settings)
    gan.compile(g_optimizer=keras.optimizers.SGD(0.0), d_optimizer=keras.optimizers.SGD(0.0))
    gan.seed_generator.next = lambda ordered=True: tf.constant([7, 7], tf.uint32)  # always the same fake pictures
    seen: list[list[np.ndarray]] = []
    gan._update_discriminator = lambda gradients: seen.append([gradient.numpy() for gradient in gradients])
    images = tf.constant(np.concatenate([IMAGES] * gan.d_steps_per_g_step))
    for _ in range(num_steps):
        gan.train_step(images)
    return seen


@pytest.mark.parametrize("d_steps_per_g_step", [1, 2])
def test_lazy_penalties_push_as_much_on_average(d_steps_per_g_step: int) -> None:
    (always,) = d_gradients_at_frozen_weights(1)
    settings = {"penalty_every_steps": 4, "d_steps_per_g_step": d_steps_per_g_step}
    lazy = d_gradients_at_frozen_weights(12 // d_steps_per_g_step, **settings)
    kernels = [gradients[0] for gradients in lazy]
    is_first = [np.allclose(kernel, kernels[0], rtol=1e-4) for kernel in kernels]
    is_second = [np.allclose(kernel, kernels[1], rtol=1e-4) for kernel in kernels]
    assert is_first == [True, False, False, False] * 3
    assert is_second == [False, True, True, True] * 3
    for gradient, *others in zip(always, *lazy, strict=True):
        np.testing.assert_allclose(np.mean(others, axis=0), gradient, rtol=1e-4, atol=1e-6)


def test_the_last_penalty_stands_until_it_is_worked_out_again() -> None:
    gan = make_gan(penalty_weights={"r1": 0.1}, penalty_every_steps=3)
    curve = [float(gan.train_step(tf.constant(IMAGES))["penalty/r1"]) for _ in range(6)]
    assert 0.0 < curve[0] == curve[1] == curve[2] != curve[3] == curve[4] == curve[5] > 0.0
    assert float(gan.last_penalties["r1"]) == pytest.approx(curve[5])


def test_lazy_penalties_that_are_off_change_nothing() -> None:
    lazy, plain = make_gan(penalty_every_steps=3), make_gan()
    for gan in (lazy, plain):
        report = gan.train_step(tf.constant(IMAGES))
        assert not any(key.startswith("penalty/") for key in report)
    for one, other in zip(lazy.discriminator.get_weights(), plain.discriminator.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_several_discriminator_steps_share_the_pictures_of_a_batch() -> None:
    gan = make_gan(d_steps_per_g_step=2)
    gan.train_step(tf.constant(IMAGES))
    assert int(gan.d_optimizer.iterations) == 2
    assert int(gan.g_optimizer.iterations) == 1


def test_every_discriminator_step_leaves_its_weights_clipped() -> None:
    gan = make_gan("wasserstein", weight_clip=0.01, d_steps_per_g_step=2)
    gan.train_step(tf.constant(IMAGES))
    assert max(np.abs(weights).max() for weights in gan.discriminator.get_weights()) == pytest.approx(0.01)
    assert max(np.abs(weights).max() for weights in gan.generator.get_weights()) > 0.01


def test_every_discriminator_step_is_one_power_iteration() -> None:
    gan = make_gan("hinge", spectral_norm=True, d_steps_per_g_step=2)
    steps = []
    gan.spectral_norm.iterate = lambda: steps.append(int(gan.d_optimizer.iterations))
    gan.train_step(tf.constant(IMAGES))
    assert steps == [1, 2], "after the update, so that the next pictures are judged by the newest kernels"


def test_both_players_see_the_normalised_discriminator() -> None:
    """With kernels ten times as long nothing changes: neither judgement nor the generator's gradient."""
    reports, generators = [], []
    for factor in (1.0, 10.0):
        gan = make_gan("hinge", spectral_norm=True)
        for variable in gan.discriminator.trainable_variables:
            if len(variable.shape) > 1:
                variable.assign(factor * variable)
        reports.append(gan.train_step(tf.constant(IMAGES)))
        generators.append(gan.generator.get_weights())
    for key in ("loss/g", "loss/d", "grad_norm/g"):
        assert float(reports[0][key]) == pytest.approx(float(reports[1][key]), rel=1e-5)
    for one, other in zip(*generators, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


def test_the_noise_is_what_the_model_was_last_told() -> None:
    gan, quiet = make_gan(instance_noise=0.5), make_gan()
    noisy_logits = gan.train_step(tf.constant(IMAGES))["logits/real_mean"]
    assert float(noisy_logits) != pytest.approx(float(quiet.train_step(tf.constant(IMAGES))["logits/real_mean"]))
    gan.instance_noise.assign(0.0)
    assert float(gan.train_step(tf.constant(IMAGES))["noise/instance"]) == 0.0


def test_the_averaged_generator_follows() -> None:
    gan = make_gan(ema_half_life=0.04)
    first = gan.generator_ema.get_weights()[0].copy()
    gan.train_step(tf.constant(IMAGES))
    assert gan.sampler is gan.generator_ema
    assert not np.array_equal(first, gan.generator_ema.get_weights()[0])


def weights_after_fit(jit_compile: bool, **settings: Any) -> list[np.ndarray]:
    penalty_weights = dict.fromkeys(PENALTIES, 0.1)
    settings = {"spectral_norm": True, "instance_noise": 0.1, "ema_half_life": 0.1} | settings
    gan = make_gan(penalty_weights=penalty_weights, **settings)
    optimizers = {f"{player}_optimizer": keras.optimizers.Adam(1e-2) for player in "gd"}
    gan.compile(**optimizers, jit_compile=jit_compile)
    gan.fit(tf.data.Dataset.from_tensors(IMAGES).repeat(), steps_per_epoch=5, shuffle=False, verbose=0)
    return gan.generator.get_weights() + gan.discriminator.get_weights()


def test_the_same_seed_gives_the_same_numbers() -> None:
    for one, other in zip(weights_after_fit(False), weights_after_fit(False), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("penalty_every_steps", [1, 2])
def test_the_step_compiles_with_xla(penalty_every_steps: int) -> None:
    """Its numbers are others: XLA draws the latents by another algorithm."""
    weights_after = weights_after_fit(jit_compile=True, penalty_every_steps=penalty_every_steps)
    assert all(np.isfinite(weights).all() for weights in weights_after)
