"""What a discriminator sees in a picture, beside what it says of it."""

import keras
from keras import layers


def with_inner_features(discriminator: keras.Model) -> keras.Model:
    """The same discriminator, with the same weights, giving [logits, Dis_l(x)].

    Dis_l(x) is the last map before the layer that flattens it: all that the discriminator has found, and still where.
    Larsen et al. 2016, arXiv:1512.09300, section 2.3, measure copies there.

    Args:
        discriminator: picture, or [picture, label], → logits; one of its layers is `Flatten`.

    Returns:
        A network whose outputs are `[batch, 1]` and `[batch, height, width, channels]`.
    """
    flatten = next(layer for layer in discriminator.layers if isinstance(layer, layers.Flatten))
    return keras.Model(discriminator.input, [discriminator.outputs[0], flatten.input], name="judge")


def last_features(discriminator: keras.Model) -> keras.Model:
    """Picture → the features `[batch, d]` of which the discriminator's logit is a weighted sum."""
    return keras.Model(discriminator.input, discriminator.layers[-1].input, name="features")
