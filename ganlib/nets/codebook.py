"""The codebook of a VQ-VAE: a vector for each code."""

import keras
from keras import layers

from ganlib.nets.layers import OUTPUT_DTYPE


def build_codebook(codebook_size: int, latent_dim: int, map_shape: tuple[int, int]) -> keras.Model:
    """Codes int `[batch, height, width]` → their vectors `[batch, height, width, latent_dim]`."""
    tokens = keras.Input(map_shape, dtype="int32", name="tokens")
    spread = keras.initializers.RandomNormal(stddev=1.0)
    vectors = layers.Embedding(
        codebook_size, latent_dim, embeddings_initializer=spread, dtype=OUTPUT_DTYPE, name="vectors"
    )
    return keras.Model(tokens, vectors(tokens), name="codebook")
