"""Models that can be trained: networks and objectives joined by a training step."""
