"""`python -m ganlib.runner RUNS_DIR`: the small process that watches over one worker."""

import sys
from pathlib import Path

from ganlib.runner.supervisor import Supervisor

if __name__ == "__main__":
    sys.exit(Supervisor(Path(sys.argv[1])).serve())
