"""Draws a map of codes from its prior, and the picture of it, as one plain network of Gaussian numbers.

So a VQ-VAE is drawn from like everything else: z ~ N(0, I) in, picture out, by Keras or ONNX alone (docs/adr/0020).
"""

import math

import keras
from keras import KerasTensor, layers, ops

from ganlib.nets.code_prior import guess, name_of_place, nothing
from ganlib.nets.layers import OUTPUT_DTYPE


def build_sampler(prior: keras.Model, codebook: keras.Model, decoder: keras.Model) -> keras.Model:
    """z `[batch, places]`, or [z, label], → pictures; the weights are those of the three networks.

    Ancestral sampling: cᵢ is the code at which the distribution function of p(cᵢ | c₁ … cᵢ₋₁) passes Φ(zᵢ), which is
    uniform in [0, 1]. Each place is worked out once; the loop over them is unrolled.
    """
    height, width = prior.inputs[0].shape[1:3]
    latents = keras.Input((height * width,), name="latents")
    labels = [keras.Input(one.shape[1:], name="labels") for one in prior.inputs[1:]]
    chances = ops.split(0.5 + 0.5 * ops.erf(latents * math.sqrt(0.5)), height * width, axis=1)
    of_class = [prior.get_layer("class")(label) for label in labels]
    vectors: list[KerasTensor] = []
    for place, chance in enumerate(chances):
        before = _side_by_side(vectors) if vectors else nothing(latents)
        told = prior.get_layer(name_of_place(place))(before)
        logits = guess(prior.get_layer, layers.Add()([told, *of_class]) if labels else told)
        vectors.append(codebook.get_layer("vectors")(_draw(logits, chance)))
    codes = layers.Reshape((height, width, -1))(_side_by_side(vectors))
    return keras.Model([latents, *labels] if labels else latents, decoder(codes), name="sampler")


def _side_by_side(parts: list[KerasTensor]) -> KerasTensor:
    return layers.Concatenate()(parts) if len(parts) > 1 else parts[0]


def _draw(logits: KerasTensor, chance: KerasTensor) -> KerasTensor:
    """The code, int `[batch]`: how many have a distribution function of at most `chance` `[batch, 1]`."""
    shares = layers.Softmax(dtype=OUTPUT_DTYPE)(logits)
    # Without the last, whose function is 1: a chance that rounding has made 1 finds a code too.
    reached = chance >= ops.cumsum(shares[:, :-1], axis=1)
    return ops.sum(ops.cast(reached, "int32"), axis=1)
