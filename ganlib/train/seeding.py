"""The one place where chance is set: same seed, same numbers on the same machine's CPU."""

import keras
import numpy as np


def seed_everything(seed: int) -> None:
    """Seed Python, NumPy and TensorFlow: initial weights and dropout follow from it."""
    keras.utils.set_random_seed(seed)


def fixed_latents(seed: int, count: int, latent_dim: int) -> np.ndarray:
    """ε ~ N(0, I) behind every sample grid of a run, so that progress is visible. float32 `[count, latent_dim]`."""
    return np.random.default_rng([seed, 0]).standard_normal((count, latent_dim), dtype=np.float32)


def evaluation_latents(seed: int, count: int, latent_dim: int) -> np.ndarray:
    """ε ~ N(0, I) behind the samples that are scored, others than those of the grid. float32 `[count, latent_dim]`."""
    return np.random.default_rng([seed, 2]).standard_normal((count, latent_dim), dtype=np.float32)


def counted_latents(seed: int, count: int, latent_dim: int) -> np.ndarray:
    """ε ~ N(0, I) behind the points from which p_G is counted, always the same. float32 `[count, latent_dim]`."""
    return np.random.default_rng([seed, 6]).standard_normal((count, latent_dim), dtype=np.float32)


def fixed_chances(seed: int, count: int) -> np.ndarray:
    """Uniform in [0, 1) `[count]`: which component of a mixture each latent comes from, always the same."""
    return np.random.default_rng([seed, 4]).random(count)


def columns_of_classes(count: int, num_classes: int) -> np.ndarray | None:
    """One class after the other, again and again, so that a grid has a column of each: one-hot `[count, classes]`."""
    return np.eye(num_classes, dtype=np.float32)[np.arange(count) % num_classes] if num_classes else None


def evaluation_labels(seed: int, count: int, train_labels: np.ndarray | None) -> np.ndarray | None:
    """Labels of the samples that are scored, as frequent as among training pictures: one-hot `[count, classes]`."""
    return None if train_labels is None else np.random.default_rng([seed, 5]).choice(train_labels, count)


def pick_images(images: np.ndarray, seed: int, count: int) -> np.ndarray:
    """A fixed, random choice of real pictures."""
    chosen = np.random.default_rng([seed, 1]).choice(len(images), size=min(count, len(images)), replace=False)
    return images[np.sort(chosen)]
