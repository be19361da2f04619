"""How data are kept ↔ how the networks see them: pictures as bytes ↔ [0, 1]; points as they are on both sides."""

import numpy as np


def to_networks(images: np.ndarray) -> np.ndarray:
    """float32; uint8 0 … 255 becomes [0, 1]."""
    return images.astype(np.float32) / np.float32(255.0) if images.dtype == np.uint8 else images


def from_networks(images: np.ndarray, like: np.ndarray) -> np.ndarray:
    """As `like` is kept; what lies outside [0, 1] is cut off where bytes are."""
    return to_bytes(images) if like.dtype == np.uint8 else images


def to_bytes(images: np.ndarray) -> np.ndarray:
    """[0, 1] → uint8, as pictures are saved."""
    return np.round(np.clip(images, 0.0, 1.0) * 255.0).astype(np.uint8)
