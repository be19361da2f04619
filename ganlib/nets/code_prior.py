"""A prior over maps of codes that goes from place to place, row by row: each place is told all codes before it.

The paper takes a PixelCNN, whose layers see a window and share their weights over all places. Our maps are so small
that each place has a layer of its own instead, on all that is before it, as in NADE (Larochelle & Murray 2011;
Uria et al. 2016, arXiv:1605.02226); only what comes after is shared. Nothing is masked.
"""

from collections.abc import Callable

import keras
from keras import KerasTensor, layers, ops

from ganlib.nets.layers import OUTPUT_DTYPE

_HIDDEN = ("hidden_1", "hidden_2")
Layers = Callable[[str], layers.Layer]  # those of a prior, by name


def build_prior(
    codebook_size: int, latent_dim: int, units: int, map_shape: tuple[int, int], num_classes: int = 0
) -> keras.Model:
    """The codes' vectors `[batch, height, width, latent_dim]` → logits `[batch, height, width, codebook_size]`.

    p(c) = Πᵢ p(cᵢ | c₁ … cᵢ₋₁): the logits of a place depend on no code at it or behind it.

    It is told codes by their vectors in the codebook: what it learns of one code holds for those near it.

    Args:
        units: of each hidden layer.
        map_shape: height and width.
        num_classes: with classes, labels `[batch, classes]` are a second input, and all places are told them.
    """
    height, width = map_shape
    places = height * width
    made = {
        **{name: layers.Dense(units, name=name) for name in map(name_of_place, range(places))},
        "silu": layers.Activation("silu", name="silu"),
        **{name: layers.Dense(units, activation="silu", name=name) for name in _HIDDEN},
        "logits": layers.Dense(codebook_size, dtype=OUTPUT_DTYPE, name="logits"),
    }
    vectors = keras.Input((height, width, latent_dim), name="vectors")
    before = layers.Flatten()(vectors)
    told = [
        made[name_of_place(place)](before[:, : place * latent_dim] if place else nothing(before))
        for place in range(places)
    ]
    x = ops.stack(told, axis=1)
    inputs = [vectors]
    if num_classes:
        inputs.append(keras.Input((num_classes,), name="labels"))
        x = layers.Add()([x, layers.Reshape((1, units))(layers.Dense(units, use_bias=False, name="class")(inputs[1]))])
    logits = layers.Reshape((height, width, codebook_size), dtype=OUTPUT_DTYPE)(guess(made.__getitem__, x))
    return keras.Model(inputs if num_classes else vectors, logits, name="prior")


def guess(layer: Layers, x: KerasTensor) -> KerasTensor:
    """What a place has been told, `[..., units]` → the logits of its code."""
    x = layer("silu")(x)
    for name in _HIDDEN:
        x = layers.Add()([x, layer(name)(x)])
    return layer("logits")(x)


def name_of_place(place: int) -> str:
    """The name of the layer that sees all before this place."""
    return f"before_{place}"


def nothing(x: KerasTensor) -> KerasTensor:
    """What the first place is told: always 1. `[batch, n]` → `[batch, 1]`."""
    return ops.ones_like(x[:, :1])
