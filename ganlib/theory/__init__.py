"""What can be computed about the games of GANs and the codes of VAEs, by NumPy alone. Nothing here is trained."""
