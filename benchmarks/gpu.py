"""What a graphics processor does for a run, and what half precision and XLA add. `python -m benchmarks.gpu`

Every run is the whole product: its worker, started as the app starts it, with sample grids, logs and checkpoints;
scoring is off. The speed is that of its own log between two moments well after compiling, and NVML is asked for the
utilisation (the share of time in which the processor computed anything at all) and memory meanwhile. The bare
TensorFlow loop of the tutorial DCGAN stands beside, in the same run. Arguments choose among the contenders.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pynvml

from benchmarks.report import provenance, table
from benchmarks.speed import bare_steps_per_second
from ganlib.config.presets import preset
from ganlib.runner.machine import this_machine
from ganlib.store import layout
from ganlib.store.records import Record, RecordReader
from ganlib.store.runs import RunStore

TRAINING_SECONDS, XLA_SECONDS, MEASURED_SECONDS = 25.0, 60.0, 8.0  # the last of training count; XLA compiles for long
WIDE = {"batch_size": 512, "generator_filters": 256, "discriminator_filters": 128}  # enough work for a large GPU
HALF, XLA, TEN = {"mixed_precision": True}, {"jit_compile": True}, {"steps_per_execution": 10}
CONTENDERS: dict[str, tuple[str, dict[str, Any]]] = {
    "tutorial-dcgan": ("tutorial-dcgan", {}),
    "tutorial-dcgan, ten steps per execution": ("tutorial-dcgan", TEN),
    "quick-gan": ("quick-gan", {}),
    "quick-gan, ten steps per execution": ("quick-gan", TEN),
    "quick-gan, XLA": ("quick-gan", XLA),
    "quick-gan, wide": ("quick-gan", WIDE),
    "quick-gan, wide, bfloat16": ("quick-gan", WIDE | HALF),
    "quick-gan, wide, finite differences": ("quick-gan", WIDE | {"penalty_method": "finite_difference"}),
    "quick-vae": ("quick-vae", {}),
    "tutorial-dcgan, XLA": ("tutorial-dcgan", XLA),
    "tutorial-dcgan, bfloat16": ("tutorial-dcgan", HALF),
}


def measure(root: Path, name: str, changes: dict[str, Any]) -> list[str]:
    """Train, and return a row's cells: steps/s, images/s, utilisation in percent, memory in MiB."""
    seconds = XLA_SECONDS if changes.get("jit_compile") else TRAINING_SECONDS
    budget = {"budget": "minutes", "minutes": seconds / 60.0, "evaluate": False}
    run = RunStore(root).create(preset(name).with_settings(budget | changes))
    device = pynvml.nvmlDeviceGetHandleByIndex(0)
    log = RecordReader(run.path / layout.SCALARS)
    begin = seconds - MEASURED_SECONDS
    usage: list[tuple[int, int]] = []
    command, output = [sys.executable, "-m", "ganlib.train", str(run.path)], run.path / layout.WORKER_LOG
    with open(output, "wb") as file, subprocess.Popen(command, stdout=file, stderr=file) as worker:
        while worker.poll() is None:
            rows = log.read()
            if rows and begin <= rows[-1]["seconds"] < seconds - 0.5:
                memory = pynvml.nvmlDeviceGetMemoryInfo(device).used
                usage.append((pynvml.nvmlDeviceGetUtilizationRates(device).gpu, int(memory)))
            time.sleep(0.1)
    if worker.returncode:
        raise SystemExit(f"{name} {changes} failed:\n{output.read_text()[-2000:]}")
    first, last = _ends([row for row in log.read() if row["seconds"] >= begin])
    measured = last["seconds"] - first["seconds"]
    return [
        f"{(last['step'] - first['step']) / measured:.0f}",
        f"{(last['images'] - first['images']) / measured:,.0f}",
        f"{statistics.mean(share for share, _ in usage):.0f} %" if usage else "–",
        f"{max(memory for _, memory in usage) / 2**20:,.0f}" if usage else "–",
    ]


def bare() -> list[str]:
    """The same cells of the bare loop; it is asked for neither utilisation nor memory."""
    steps_per_second, _ = bare_steps_per_second(
        "benchmarks.bare_dcgan", seconds=TRAINING_SECONDS, warm_up=TRAINING_SECONDS - MEASURED_SECONDS
    )
    return [f"{steps_per_second:.0f}", f"{256 * steps_per_second:,.0f}", "–", "–"]


def _ends(rows: list[Record]) -> tuple[Record, Record]:
    return rows[0], rows[-1]


def main(contenders: list[str]) -> None:
    gpus = this_machine().gpus
    if not gpus:
        raise SystemExit("This benchmark needs an NVIDIA GPU; none was found here.")
    pynvml.nvmlInit()
    header = ["run", "steps/s", "images/s", "GPU utilisation", "GPU memory, MiB"]
    print(
        f"{provenance()}, {gpus[0].name}; the last {MEASURED_SECONDS:.0f} s of {TRAINING_SECONDS:.0f} s, "
        f"{XLA_SECONDS:.0f} s with XLA\n"
    )
    print(table(header, [["tutorial DCGAN, bare TensorFlow loop", *bare()]]), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for label in contenders:
            name, changes = CONTENDERS[label]
            print("| " + " | ".join([label, *measure(Path(folder), name, changes)]) + " |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or list(CONTENDERS))
