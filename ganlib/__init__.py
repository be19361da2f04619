"""GAN Studio: see, train and compare generative models. Importing this package imports nothing heavy."""

__version__ = "0.1.0"
