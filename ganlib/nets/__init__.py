"""Builders of plain Keras networks; all of them read and write pictures in [0, 1]."""
