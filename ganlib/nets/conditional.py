"""Makes a conditional network of any generator or discriminator: one that is told the class (docs/adr/0015).

Labels are one-hot vectors, float32 `[batch, classes]`: a dense layer without bias is then the embedding of a class.
"""

from typing import Any

import keras
from keras import layers

from ganlib.nets.layers import OUTPUT_DTYPE

Tensor = Any  # of TensorFlow or NumPy


def conditional_generator(network: keras.Model, latent_dim: int, num_classes: int) -> keras.Model:
    """[z, label] → picture: the network sees z with an embedding of the class beside it.

    Mirza & Osindero 2014, arXiv:1411.1784. The embedding has the size of z and, at the start, its spread.

    Args:
        network: `[batch, 2 · latent_dim]` → pictures.
    """
    latents, labels = keras.Input((latent_dim,), name="latents"), _labels(num_classes)
    standard_normal = keras.initializers.RandomNormal(stddev=1.0)
    embedding = layers.Dense(latent_dim, use_bias=False, kernel_initializer=standard_normal, name="embedding")(labels)
    images = network(layers.Concatenate()([latents, embedding]))
    return keras.Model([latents, labels], images, name=network.name)


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


def _labels(num_classes: int) -> keras.KerasTensor:
    return keras.Input((num_classes,), name="labels")


def with_labels(x: Tensor, labels: Tensor | None) -> Tensor | list[Tensor]:
    """What a network takes: `x` alone, or with the labels if it is a conditional one."""
    return x if labels is None else [x, labels]
