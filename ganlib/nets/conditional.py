"""Makes a conditional network of any other: one that is told the class (docs/adr/0015).

Labels are one-hot vectors, float32 `[batch, classes]`: a dense layer without bias is then the embedding of a class.
"""

from typing import Any

import keras
from keras import layers

from ganlib.nets.layers import OUTPUT_DTYPE

_SPREAD_OF_PIXELS = 0.3  # of those of digits, from 0 to 1

Tensor = Any  # of TensorFlow or NumPy


def conditional_sampler(network: keras.Model, latent_dim: int, num_classes: int, spread: float = 1.0) -> keras.Model:
    """[z, label] → picture: a generator or decoder sees z with an embedding of the class beside it.

    Mirza & Osindero 2014, arXiv:1411.1784; Sohn, Lee & Yan 2015, section 4. The embedding has, at the start, the spread
    of z, unless another is asked for.

    Args:
        network: `[batch, size of z + latent_dim]` → pictures.
        latent_dim: the size of z; of a code of two levels, that of the upper one.
        spread: standard deviation of the numbers of the embedding.
    """
    latents = keras.Input((network.input_shape[-1] - latent_dim,), name="latents")
    labels = _labels(num_classes)
    embedding = _embedding(labels, latent_dim, spread)
    images = network(layers.Concatenate()([latents, embedding]))
    return keras.Model([latents, labels], images, name=network.name)


def conditional_encoder(network: keras.Model, num_classes: int) -> keras.Model:
    """[picture, label] → code: the network sees the picture with an embedding of the class as one more channel.

    q(z | x, y) of Sohn, Lee & Yan 2015 and Kingma et al. 2014, arXiv:1406.5298 (M2). The embedding has the size of the
    picture and, at the start, about the spread of pixels.

    Args:
        network: `[batch, height, width, channels + 1]`, and further inputs if it has such → one output or several.
    """
    seen, *others = network.inputs
    _, height, width, channels = seen.shape
    images, labels = keras.Input((height, width, channels - 1), name="images"), _labels(num_classes)
    embedding = _embedding(labels, height * width, spread=_SPREAD_OF_PIXELS)
    seen = layers.Concatenate()([images, layers.Reshape((height, width, 1))(embedding)])
    others = [keras.Input(other.shape[1:], name=other.name) for other in others]
    return keras.Model([images, labels, *others], network([seen, *others] if others else seen), name=network.name)


def conditional_discriminator(network: keras.Model, num_classes: int) -> keras.Model:
    """[picture, label] → logit b(φ(x)) + ⟨V_y, φ(x)⟩. Miyato & Koyama 2018, arXiv:1802.05637, equation 3: projection.

    Args:
        network: picture → logit, its last layer b a dense one, so that φ(x) is what that layer sees.
    """
    images, labels = network.inputs[0], _labels(num_classes)
    features, unconditional = network.layers[-1].input, network.outputs[0]
    class_vector = layers.Dense(features.shape[-1], use_bias=False, dtype=OUTPUT_DTYPE, name="class_vector")(labels)
    projection = layers.Dot(axes=1, dtype=OUTPUT_DTYPE)([class_vector, features])
    logits = layers.Add(dtype=OUTPUT_DTYPE)([unconditional, projection])
    return keras.Model([images, labels], logits, name=network.name)


def _embedding(labels: keras.KerasTensor, size: int, spread: float) -> keras.KerasTensor:
    start = keras.initializers.RandomNormal(stddev=spread)
    return layers.Dense(size, use_bias=False, kernel_initializer=start, name="embedding")(labels)


def _labels(num_classes: int) -> keras.KerasTensor:
    return keras.Input((num_classes,), name="labels")


def with_labels(x: Tensor, labels: Tensor | None, *others: Tensor) -> Tensor | list[Tensor]:
    """What a network takes: `x` alone, or with the labels if it is a conditional one, or with what else it sees."""
    inputs = [x, *others] if labels is None else [x, labels, *others]
    return inputs if len(inputs) > 1 else x
