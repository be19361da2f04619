"""What the tests of every choice begin from."""

from ganlib.config.presets import preset

FAMILIES = {"gan": preset("quick-gan"), "vae": preset("quick-vae")}
POINTS_GAN = preset("ring-gan")
POINTS_VAE = preset("grid-vae")
OFF = {"loss": "non_saturating", "r1_weight": 0.0, "r2_weight": 0.0}  # quick-gan with no regulariser
