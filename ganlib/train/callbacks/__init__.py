"""What happens around the training step: logging, drawing, watching, stopping."""
