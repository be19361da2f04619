"""Real pictures: loading them, and feeding them to a training step."""
