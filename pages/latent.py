"""Explore: a walk through the latent space of a finished model, and the search for a picture in it."""

from ganlib.ui import explore, frame

frame.enter("latent")
explore.show()
