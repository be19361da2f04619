"""The worker's command line: `python -m ganlib.train RUN_DIR`, `--standby`, `--measure FILE`."""

import argparse
import os
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Returns 0 when the run completed, was paused or was stopped, 1 when it failed."""
    parser = argparse.ArgumentParser(prog="python -m ganlib.train", description="Train one run.")
    job = parser.add_mutually_exclusive_group(required=True)
    job.add_argument("run_dir", nargs="?", type=Path, help="the run's folder, with its config.json")
    job.add_argument("--standby", action="store_true", help="get ready, then read the run's folder from stdin")
    job.add_argument("--measure", type=Path, metavar="FILE", help="measure every preset's speed here")
    chosen = parser.parse_args(arguments)

    if chosen.measure:
        return _measure(chosen.measure)
    if chosen.standby:
        _get_ready()
        line = sys.stdin.readline()
        if not line.endswith("\n"):
            return 0  # nobody needs this worker
        return _train(Path(line.rstrip("\n")))
    return _train(chosen.run_dir)


def _train(run_dir: Path) -> int:
    from ganlib.train.requests import Requests

    requests = Requests(run_dir)
    requests.listen()  # before the slow imports, so that a stop during them is heard

    from ganlib.train.devices import prepare_devices
    from ganlib.train.loop import run_training

    prepare_devices()
    return 0 if run_training(run_dir, requests) else 1


def _measure(file: Path) -> int:
    if hasattr(os, "nice"):
        os.nice(19)
    from ganlib.train.devices import prepare_devices
    from ganlib.train.measure import measure

    prepare_devices()
    measure(file)
    return 0


def _get_ready() -> None:
    """Import what training needs; touch no device, so that a worker that waits holds no GPU memory."""
    import ganlib.train.loop  # noqa: F401


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")  # before TensorFlow is imported: no banner in the log
    sys.exit(main())
