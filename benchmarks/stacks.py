"""Kinds of stacked digits that a model draws, of a thousand. `python -m benchmarks.stacks [MINUTES] [--seeds …]`

Each contender is trained on Stacked MNIST by the command line for the same minutes (compiling included), one after the
other; the colours of 26,000 unpicked samples of its final model are read by the classifier of
`benchmarks/yardstick.py`, which no model here trains against. As in VEEGAN (arXiv:1705.07761) and PacGAN
(arXiv:1712.04086) every sample counts as what it is taken for, and KL is that of the counts from uniform. Unlike there,
training and test stacks share no digit, and there are 60,000 training stacks, not 128,000. A plain GAN stands beside.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.quality import kinds_of_samples, train
from benchmarks.report import provenance, table
from benchmarks.yardstick import Yardstick
from ganlib.data.images import load_images
from ganlib.metrics.modes import kl_to_uniform
from ganlib.store.runs import Run

CONTENDERS = ("quick-gan", "quick-vae", "tutorial-dcgan")
NUM_SAMPLES = 26_000


def _row(name: str, steps: str, yardstick: Yardstick, stacks: np.ndarray) -> list[str]:
    red, green, blue = (yardstick.read(stacks[..., colour : colour + 1]) for colour in range(3))
    counts = np.bincount(100 * red + 10 * green + blue, minlength=1000)
    return [name, steps, f"{(counts > 0).sum():,}", f"{kl_to_uniform(counts):.3f}"]


def main(minutes: float, seeds: list[int], presets: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yardstick = Yardstick(folder / "classifier.keras")
        real, _ = load_images("stacked_mnist")
        rows = [_row("real training stacks (floor)", "", yardstick, real[:NUM_SAMPLES])]
        for preset in presets:
            for seed in seeds:
                run_dir = train(preset, "--data", "stacked_mnist", "--minutes", str(minutes), "--seed", str(seed))
                steps = f"{Run(Path(run_dir)).status().step:,}"
                for remark, stacks in kinds_of_samples(run_dir, NUM_SAMPLES, folder / "samples.npz").items():
                    rows.append(_row(f"`{preset}`, seed {seed}{remark}", steps, yardstick, stacks))
                    print(rows[-1], file=sys.stderr)
    print(f"{provenance()}; {minutes:g} min each; N = {NUM_SAMPLES:,}\n")
    print(table(["Stacked MNIST", "steps", "kinds of 1,000 ↑", "reverse KL ↓"], rows))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("minutes", type=float, nargs="?", default=10.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--presets", nargs="+", default=CONTENDERS)
    options = parser.parse_args()
    main(options.minutes, options.seeds, options.presets)
