"""Draws the pictures of the front door from finished runs. `python -m benchmarks.front_door RUN_DIR …`

Sixteen unpicked samples (seed 1) of each run's final model, and the duel: eight of `quick-gan` above eight of
`quick-vae`. The runs are those of `benchmarks.quality`: five minutes each.
"""

import sys
from pathlib import Path

import numpy as np

from ganlib.sampling import sample
from ganlib.store.images import grid, write_picture
from ganlib.store.runs import Run

PICTURES = Path(__file__).parents[1] / "ganlib" / "ui" / "pictures"
COLUMNS, ROWS = 8, 2
DUELLISTS = ("quick-gan", "quick-vae")


def main(runs: list[Run]) -> None:
    PICTURES.mkdir(exist_ok=True)
    samples = {run.config().preset: sample(run.path / "model", COLUMNS * ROWS, seed=1) for run in runs}
    for preset, images in samples.items():
        write_picture(PICTURES / f"{preset}.png", grid(images, columns=COLUMNS))
    duel = np.concatenate([samples[preset][:COLUMNS] for preset in DUELLISTS])
    write_picture(PICTURES / "duel.png", grid(duel, columns=COLUMNS))


if __name__ == "__main__":
    main([Run(Path(folder)) for folder in sys.argv[1:]])
