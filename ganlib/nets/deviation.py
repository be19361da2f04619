"""Lets any discriminator see how much the pictures of a batch differ (docs/adr/0016)."""

import keras
from keras import layers, ops

from ganlib.nets.layers import OUTPUT_DTYPE

_UNITS = 16
_TINY = 1e-8  # keeps the root from zero, where its gradient is infinite: features that are the same in all pictures


def deviation_discriminator(network: keras.Model) -> keras.Model:
    """Picture → logit, told the minibatch standard deviation. Karras et al. 2018, arXiv:1710.10196, section 3.

    As there, one number for the whole batch: the standard deviation of each feature over the pictures, averaged over
    all features. The paper appends it as a feature map and then convolves; here it goes through a small dense layer to
    the last one, beside the features φ(x) that this sees, whatever the network is.

    Args:
        network: picture → logit, its last layer a dense one.
    """
    last = network.layers[-1]
    spread = layers.Dense(_UNITS, activation="leaky_relu", dtype=OUTPUT_DTYPE, name="spread")(deviation(last.input))
    features = layers.Concatenate(dtype=OUTPUT_DTYPE)([last.input, spread])
    logits = layers.Dense.from_config(last.get_config())(features)
    return keras.Model(network.inputs[0], logits, name=network.name)


def deviation(features: keras.KerasTensor) -> keras.KerasTensor:
    """`[batch, features]` → `[batch, 1]`, the same number for each picture: the mean of √Var over the batch."""
    x = ops.cast(features, OUTPUT_DTYPE)
    mean = ops.mean(ops.sqrt(ops.var(x, axis=0, keepdims=True) + _TINY), axis=1, keepdims=True)
    return ops.zeros_like(x[:, :1]) + mean
