"""How far a posterior is from the prior."""

import tensorflow as tf


def kl_to_standard_normal(z_mean: tf.Tensor, z_log_var: tf.Tensor) -> tf.Tensor:
    """KL(N(μ, σ²) ‖ N(0, I)) = −½ Σ (1 + log σ² − μ² − σ²), averaged over the batch.

    Kingma & Welling 2013, arXiv:1312.6114, appendix B.

    Args:
        z_mean, z_log_var: `[batch, latent_dim]`.
    """
    per_picture = -0.5 * tf.reduce_sum(1.0 + z_log_var - tf.square(z_mean) - tf.exp(z_log_var), axis=-1)
    return tf.reduce_mean(per_picture)
