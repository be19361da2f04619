"""Images per second through the whole product against bare TensorFlow loops of the same networks. `make bench`

Each pair trains in processes of its own, in turn (product, bare, product, bare …), so that both meet the same noise of
a shared machine; the ratio is taken pair by pair and its median counts. The first seconds of each run (tracing,
compiling) are left out on both sides; sample grids, logs, checkpoints and status of the product are left in: its time
is the clock time between its logged steps. Scoring the samples is off: it may take 5 % of a run, in pieces that would
be most of so short a one. Memory is the most that the whole process held. Arguments choose among the presets.
"""

import json
import os
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
from ganlib.train.build import images_per_step

SECONDS, WARM_UP, PAIRS = 20.0, 8.0, 3
BARE = {  # preset → the module and arguments of its bare loop
    "quick-gan": ("benchmarks.bare_gan", "quick-gan"),
    "quick-vae": ("benchmarks.bare_vae", "quick-vae"),
    "tutorial-dcgan": ("benchmarks.bare_dcgan",),
    "conv-vae": ("benchmarks.bare_vae", "conv-vae"),
    "article-gan": ("benchmarks.bare_gan", "article-gan"),
    "lsgan": ("benchmarks.bare_gan", "lsgan"),
    "wgan-gp": ("benchmarks.bare_gan", "wgan-gp"),
    "binary-vae": ("benchmarks.bare_vae", "binary-vae"),
}


def product_steps_per_second(root: Path, name: str) -> tuple[float, int]:
    """Train the preset in a worker, as the app does, and time it from its own log; and its largest memory in bytes."""
    config = preset(name).with_settings({"budget": "minutes", "minutes": SECONDS / 60.0, "evaluate": False})
    run = RunStore(root).create(config)
    _, memory = _output_and_memory("ganlib.train", str(run.path))
    rows = [row for row in RecordReader(run.path / layout.SCALARS).read() if row["seconds"] >= WARM_UP]
    first, last = rows[0], rows[-1]
    return float((last["step"] - first["step"]) / (last["seconds"] - first["seconds"])), memory


def bare_steps_per_second(*module: str, seconds: float = SECONDS, warm_up: float = WARM_UP) -> tuple[float, int]:
    """The same of a bare loop."""
    output, memory = _output_and_memory(*module, str(seconds), str(warm_up))
    return json.loads(output.splitlines()[-1])["steps_per_second"], memory


def _output_and_memory(*module: str) -> tuple[str, int]:
    """What `python -m …` prints, and the most bytes that the process held."""
    with tempfile.TemporaryFile("w+") as file:
        process = subprocess.Popen([sys.executable, "-m", *module], stdout=file, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)  # what `wait` would have set
        if process.returncode:
            raise SystemExit(f"python -m {' '.join(module)} failed with {process.returncode}")
        file.seek(0)
        return file.read(), usage.ru_maxrss * 1024


def _row(name: str, root: Path) -> list[str]:
    product, bare = [], []
    for _ in range(PAIRS):
        product.append(product_steps_per_second(root, name))
        bare.append(bare_steps_per_second(*BARE[name]))
    ratios = [ours / theirs for (ours, _), (theirs, _) in zip(product, bare, strict=True)]
    images = images_per_step(preset(name))
    return [
        f"`{name}`",
        *(f"{images * statistics.median(speed for speed, _ in side):,.0f}" for side in (product, bare)),
        f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})",
        *(f"{statistics.median(memory for _, memory in side) / 2**20:,.0f}" for side in (product, bare)),
    ]


def main(names: list[str]) -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            rows.append(_row(name, Path(folder)))
            print(rows[-1], file=sys.stderr)
    print(f"{provenance()}; {PAIRS} pairs of {SECONDS:g} s, the first {WARM_UP:g} s left out\n")
    header = ["preset", "GAN Studio, images/s", "bare loop, images/s", "ratio", "GAN Studio, MiB", "bare loop, MiB"]
    print(table(header, rows))


if __name__ == "__main__":
    main(sys.argv[1:] or list(BARE))
