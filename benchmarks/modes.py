"""Modes found on ring and grid, through the whole product. `python -m benchmarks.modes [MINUTES] [--seeds …]`

Each contender is trained by the command line for the same minutes (compiling included), one after the other; 2,500
unpicked points of its final model are drawn by `python -m ganlib sample` and held against the true mixture, as VEEGAN
(arXiv:1705.07761) and PacGAN (arXiv:1712.04086) do. Beside our recipe on each set stands the plain GAN on the same
networks, on the ring also the unrolled one, on the grid a VAE; failures count as what they are.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.quality import samples_of, train
from benchmarks.report import provenance, table
from ganlib.config.dots import DOTS
from ganlib.metrics.modes import ModesFound, find_modes
from ganlib.store.runs import Run

CONTENDERS = [
    ("ring-gan", "ring"),
    ("plain-ring-gan", "ring"),
    ("unrolled-ring-gan", "ring"),
    ("grid-gan", "grid"),
    ("plain-ring-gan", "grid"),
    ("grid-vae", "grid"),
]
NUM_SAMPLES = 2_500


def train_and_judge(preset: str, dataset: str, minutes: float, seed: int, folder: Path) -> tuple[int, ModesFound]:
    """Steps done, and what was found."""
    run_dir = train(preset, "--data", dataset, "--minutes", str(minutes), "--seed", str(seed))
    points = samples_of(run_dir, NUM_SAMPLES, folder / "points.npz")
    return Run(Path(run_dir)).status().step, find_modes(points, DOTS[dataset])


def _row(preset: str, dataset: str, results: list[tuple[int, ModesFound]]) -> list[str]:
    """Median of the seeds, with the worst and the best of them."""
    steps = median(step for step, _ in results)
    found = [result for _, result in results]
    num_modes = len(DOTS[dataset].centres)
    modes = [num_modes - len(one.missing) for one in found]
    return [
        f"{dataset}: `{preset}`",
        f"{steps:,.0f}",
        f"{_spread([float(count) for count in modes], '.0f')} of {num_modes}",
        f"{_spread([100.0 * one.high_quality for one in found], '.1f')} %",
        _spread([one.reverse_kl for one in found], ".3f"),
        _spread([one.spread for one in found], ".2f"),
    ]


def _spread(values: list[float], form: str) -> str:
    return f"{median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def main(minutes: float, seeds: list[int], presets: list[str]) -> None:
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for preset, dataset in CONTENDERS:
            if preset not in presets:
                continue
            results = [train_and_judge(preset, dataset, minutes, seed, Path(name)) for seed in seeds]
            rows.append(_row(preset, dataset, results))
            print(rows[-1], file=sys.stderr)
    print(f"{provenance()}; {minutes:g} min each, seeds {seeds}; N = {NUM_SAMPLES:,}; median (least–most)\n")
    print(table(["points", "steps", "modes ↑", "high quality → 98.9 %", "reverse KL ↓", "size of clouds → 1"], rows))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("minutes", type=float, nargs="?", default=1.0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    known = [preset for preset, _ in CONTENDERS]
    parser.add_argument("--presets", nargs="+", choices=known, default=known)
    options = parser.parse_args()
    main(options.minutes, options.seeds, options.presets)
