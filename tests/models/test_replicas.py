"""A step that two devices share is the step of one: two logical processors in a process of their own for each model.

The sums over devices of two models in one process get into each other's way (TensorFlow 2.21).
"""

import subprocess
import sys

import pytest

SCRIPT = """
import sys
import keras, numpy as np, tensorflow as tf
from keras import layers
from ganlib.models.augmentation import Augmentation
from ganlib.models.gan import Gan
from ganlib.models.hierarchical_vae import HierarchicalVae
from ganlib.models.unrolled_gan import UnrolledGan
from ganlib.models.vae import Vae
from ganlib.models.vae_gan import VaeGan
from ganlib.models.vq_vae import VqVae
from ganlib.nets.code_prior import build_prior
from ganlib.nets.codebook import build_codebook
from ganlib.nets.layers import batch_norm
from ganlib.objectives.adversarial import ADVERSARIAL_LOSSES
from ganlib.objectives.penalties import PENALTIES
from ganlib.objectives.reconstruction import RECONSTRUCTION_LOSSES

cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
images = np.random.default_rng(0).random((24, 4, 4, 1), np.float32)

def decoder():
    z = keras.Input((3,))
    x = batch_norm(layers.Dense(8, activation="tanh")(z), momentum=0.5)
    return keras.Model(z, layers.Reshape((4, 4, 1))(layers.Dense(16, activation="sigmoid")(x)))

def gan(make=Gan, **settings):
    keras.utils.set_random_seed(1)
    x = keras.Input((4, 4, 1))
    discriminator = keras.Model(x, layers.Dense(1)(layers.Dense(8, activation="tanh")(layers.Flatten()(x))))
    loss, penalty_weights = ADVERSARIAL_LOSSES["non_saturating"], dict.fromkeys(PENALTIES, 0.1)
    model = make(decoder(), discriminator, loss=loss, penalty_weights=penalty_weights, weight_clip=0.5,
                 spectral_norm=True, instance_noise=0.1, ema_half_life=0.04, seed=1, **settings)
    model.compile(g_optimizer=keras.optimizers.SGD(0.1), d_optimizer=keras.optimizers.SGD(0.1))
    return model

def vae():
    keras.utils.set_random_seed(1)
    x = keras.Input((4, 4, 1))
    hidden = batch_norm(layers.Dense(8, activation="tanh")(layers.Flatten()(x)))
    encoder = keras.Model(x, [layers.Dense(3)(hidden), layers.Dense(3)(hidden)])
    loss = RECONSTRUCTION_LOSSES["bernoulli"]
    model = Vae(encoder, decoder(), reconstruction_loss=loss, ema_half_life=0.04, seed=1)
    model.compile(optimizer=keras.optimizers.SGD(0.01))
    return model

def hierarchical():
    keras.utils.set_random_seed(1)
    x, noise = keras.Input((4, 4, 1)), keras.Input((1,))
    hidden = batch_norm(layers.Dense(8, activation="tanh")(layers.Flatten()(x)))
    both = layers.Concatenate()([hidden, noise])
    encoder = keras.Model([x, noise], [layers.Dense(3)(both), layers.Dense(3)(both)])
    loss = RECONSTRUCTION_LOSSES["bernoulli"]
    model = HierarchicalVae(encoder, decoder(), reconstruction_loss=loss, ema_half_life=0.04, seed=1)
    model.compile(optimizer=keras.optimizers.SGD(0.01))
    return model

def vae_gan():
    keras.utils.set_random_seed(1)
    x = keras.Input((4, 4, 1))
    hidden = batch_norm(layers.Dense(8, activation="tanh")(layers.Flatten()(x)))
    encoder = keras.Model(x, [layers.Dense(3)(hidden), layers.Dense(3)(hidden)])
    x = keras.Input((4, 4, 1))
    discriminator = keras.Model(x, layers.Dense(1)(layers.Flatten()(layers.Conv2D(5, 3, activation="tanh")(x))))
    model = VaeGan(encoder, decoder(), discriminator, loss=ADVERSARIAL_LOSSES["non_saturating"], feature_weight=0.3,
                   r1_weight=0.1, ema_half_life=0.04, seed=1)
    model.compile(optimizer=keras.optimizers.SGD(0.01), d_optimizer=keras.optimizers.SGD(0.01))
    return model

def vq_vae():
    keras.utils.set_random_seed(1)
    x = keras.Input((4, 4, 1))
    encoder = keras.Model(x, layers.Conv2D(3, 2, strides=2)(x))
    vectors = keras.Input((2, 2, 3))
    hidden = batch_norm(layers.Dense(8, activation="tanh")(layers.Flatten()(vectors)), momentum=0.5)
    pictures = keras.Model(vectors, layers.Reshape((4, 4, 1))(layers.Dense(16, activation="sigmoid")(hidden)))
    model = VqVae(encoder, pictures, build_codebook(5, 3, (2, 2)), build_prior(5, 3, 8, (2, 2)), ema_half_life=0.04,
                  reconstruction_loss=RECONSTRUCTION_LOSSES["bernoulli"], seed=1)
    model.compile(optimizer=keras.optimizers.SGD(0.01))
    return model

def trained(make, strategy):
    with strategy.scope():
        model = make()
    batches = tf.data.Dataset.from_tensor_slices(images).batch(8, drop_remainder=True).repeat()
    history = model.fit(batches, steps_per_epoch=3, shuffle=False, verbose=0).history
    return model, {key: value for key, value in history.items() if not key.startswith("grad_norm/")}

def augmented_gan(**settings):
    return gan(augmentation=Augmentation(0.5, is_adaptive=True), **settings)

make = {"gan": augmented_gan, "lazy gan": lambda: augmented_gan(penalty_every_steps=2),
        "finite differences": lambda: augmented_gan(finite_differences=True),
        "unrolled gan": lambda: gan(UnrolledGan, unrolled_steps=2),
        "vae": vae, "hierarchical": hierarchical, "vae_gan": vae_gan, "vq_vae": vq_vae}[sys.argv[1]]
start = make().get_weights()
alone, alone_log = trained(make, tf.distribute.get_strategy())
shared, shared_log = trained(make, tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]))
assert any(not np.allclose(before, after, atol=1e-3) for before, after in zip(start, alone.get_weights()))
for one, both in zip(alone.get_weights(), shared.get_weights(), strict=True):
    np.testing.assert_allclose(both, one, atol=1e-6)
for variable in shared.variables:
    first, second = variable.value.values
    np.testing.assert_array_equal(first.numpy(), second.numpy())
for key, value in alone_log.items():
    np.testing.assert_allclose(shared_log[key], value, rtol=1e-4, err_msg=key)
print("equal")
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "family", ["gan", "lazy gan", "finite differences", "unrolled gan", "vae", "hierarchical", "vae_gan", "vq_vae"]
)
def test_two_devices_that_share_a_batch_learn_what_one_learns_from_it(family):
    done = subprocess.run([sys.executable, "-c", SCRIPT, family], capture_output=True, text=True)
    assert done.stdout == "equal\n", done.stderr[-3000:]
