"""What is said about every optimizer, whichever network it moves."""

from ganlib.i18n import N_

RATE = N_("How big a step one update takes. Too high: the curves jump or break. Too low: nothing seems to happen.")
BETA_1 = N_("How much of the previous direction an update keeps (momentum). GANs like little: 0 to 0.5.")
BETA_2 = N_("How slowly the optimizer forgets how large the gradients were. Closer to 1 is steadier.")
