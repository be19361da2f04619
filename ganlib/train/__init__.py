"""The worker: trains one run, `python -m ganlib.train RUN_DIR`."""
