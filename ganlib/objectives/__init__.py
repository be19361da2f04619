"""What the networks are trained for: pure functions of tensors."""
