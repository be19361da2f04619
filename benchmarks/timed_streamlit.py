"""Streamlit's own command line with a stopwatch: `python -m benchmarks.timed_streamlit run app.py`

Writes the wall-clock milliseconds that the server spends on each live tick (a fragment that the browser's timer asked
for) to the file that the environment variable GAN_STUDIO_TICKS names, one number a line.
"""

import os
import sys
import time

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.web.cli import main

run_script = ScriptRunner._run_script


def run_timed(runner: ScriptRunner, rerun_data: RerunData) -> None:
    began = time.perf_counter()
    run_script(runner, rerun_data)
    if rerun_data.fragment_id or rerun_data.fragment_id_queue:
        with open(os.environ["GAN_STUDIO_TICKS"], "a") as file:
            file.write(f"{1000.0 * (time.perf_counter() - began):.1f}\n")


if __name__ == "__main__":
    ScriptRunner._run_script = run_timed  # type: ignore[method-assign]
    sys.exit(main())
