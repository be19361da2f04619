"""How far a posterior is from the prior."""

import tensorflow as tf


def kl_to_standard_normal(z_mean: tf.Tensor, z_log_var: tf.Tensor) -> tf.Tensor:
    """KL(N(μ, σ²) ‖ N(0, I)) of each latent dimension, averaged over the batch: −½ (1 + log σ² − μ² − σ²).

    Kingma & Welling 2013, arXiv:1312.6114, appendix B; there it is summed over the dimensions.

    Args:
        z_mean, z_log_var: `[batch, latent_dim]`.

    Returns:
        `[latent_dim]`.
    """
    return tf.reduce_mean(-0.5 * (1.0 + z_log_var - tf.square(z_mean) - tf.exp(z_log_var)), axis=0)


def with_free_bits(kl_per_dimension: tf.Tensor, free_bits: float) -> tf.Tensor:
    """max(λ, KLⱼ): a dimension that says less than λ nats is not pushed to say even less.

    Kingma et al. 2016, arXiv:1606.04934, appendix C.8. The mean over the batch stands inside the maximum, as there; of
    several devices each takes it over its own share of the batch.
    """
    return tf.maximum(kl_per_dimension, free_bits)
