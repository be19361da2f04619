"""Images per second through the whole product against a bare TensorFlow loop of the same network. `make bench`

Both train the tutorial DCGAN in processes of their own, in turn (product, bare, product, bare …), so that both meet
the same noise of a shared machine; the ratio is taken pair by pair and its median counts. The first steps of each
run (tracing, compiling) are left out on both sides; sample grids, logs, checkpoints and status of the product are left
in: the product's time is the clock time between its logged steps. Scoring the samples is off: it may take 5 % of a
run, in one piece that would be most of so short a one.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.report import provenance, table
from ganlib.config.presets import preset
from ganlib.store import layout
from ganlib.store.records import RecordReader
from ganlib.store.runs import RunStore

NUM_STEPS, WARM_UP_STEPS, PAIRS = 40, 5, 3


def product_images_per_second(root: Path) -> float:
    """Train the preset in a worker, as the app does, and time it from its own log."""
    config = preset("tutorial-dcgan").with_settings({"num_steps": NUM_STEPS, "evaluate": False})
    run = RunStore(root).create(config)
    subprocess.run([sys.executable, "-m", "ganlib.train", str(run.path)], check=True, capture_output=True)
    rows = RecordReader(run.path / layout.SCALARS).read()
    first, last = next(row for row in rows if row["step"] >= WARM_UP_STEPS), rows[-1]
    return float((last["images"] - first["images"]) / (last["seconds"] - first["seconds"]))


def bare_images_per_second() -> float:
    command = [sys.executable, "-m", "benchmarks.bare_dcgan", str(NUM_STEPS)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    step_ms = json.loads(output.splitlines()[-1])[WARM_UP_STEPS:]
    return 256 * len(step_ms) / (sum(step_ms) / 1000.0)


def main() -> None:
    product, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(PAIRS):
            product.append(product_images_per_second(Path(folder)))
            bare.append(bare_images_per_second())
    ratios = [ours / theirs for ours, theirs in zip(product, bare, strict=True)]
    print(f"{provenance()}; {PAIRS} pairs of {NUM_STEPS} steps, {WARM_UP_STEPS} left out\n")
    rows = [
        [name, f"{min(values):.2f}", f"{statistics.median(values):.2f}", f"{max(values):.2f}"]
        for name, values in (
            ("GAN Studio, images/s", product),
            ("bare TensorFlow loop, images/s", bare),
            ("ratio", ratios),
        )
    ]
    print(table(["tutorial DCGAN, batch 256", "min", "median", "max"], rows))


if __name__ == "__main__":
    main()
