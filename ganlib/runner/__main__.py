"""`python -m ganlib.runner RUNS_DIR [RUN_DIR JOB]`: the small process that watches over one worker.

Without a run it stands by and reads one from stdin; with one it trains it, if the run still belongs to that job.
"""

import sys
from pathlib import Path

from ganlib.runner.supervisor import Supervisor
from ganlib.store.runs import Run


def main(root: str, run_dir: str = "", job: str = "") -> int:
    """Returns the exit code."""
    supervisor = Supervisor(Path(root))
    return supervisor.train(Run(Path(run_dir)), job) if run_dir else supervisor.serve()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
