"""No page imports TensorFlow or Keras: the app's process stays small, and the first page comes at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Runs in a process of its own: what pytest itself has imported must not count.
VISIT_EVERY_PAGE = """
import json, sys
from pathlib import Path

from streamlit.testing.v1 import AppTest

from ganlib.config.presets import preset
from ganlib.store.runs import RunStore, default_root
from ganlib.store.status import RunState
from tests.fakes.run import write_run

visited = []

def visit(key, **params):
    page = AppTest.from_file("app.py", default_timeout=60)
    page.switch_page(f"pages/{key}.py")
    for name, value in params.items():
        page.query_params[name] = value
    page.run()
    visited.append([key, [str(error.message) for error in page.exception]])

keys = sorted(path.stem for path in Path("pages").glob("*.py"))
for key in keys:
    visit(key)  # an empty studio
store = RunStore(default_root())
gan = write_run(store, preset("quick-gan"), steps=60, with_model=True)
vae = write_run(store, preset("quick-vae"), steps=60, with_model=True)
running = write_run(store, preset("quick-gan"), steps=60, state=RunState.RUNNING)
failed = write_run(store, preset("quick-gan"), steps=60, state=RunState.FAILED, failure="crashed")
broken = write_run(store, preset("quick-gan"), steps=60)
(broken.path / "status.json").write_text("{")
for key in keys:
    visit(key)
    for run in (gan, vae, running, failed, broken):
        visit(key, run=run.run_id)
    visit(key, runs=f"{gan.run_id},{vae.run_id}")
    visit(key, preset="quick-vae")
heavy = sorted({name.partition(".")[0] for name in sys.modules} & {"tensorflow", "keras", "torch", "jax"})
print(json.dumps({"visited": visited, "heavy": heavy}))
"""


def test_no_page_imports_tensorflow(tmp_path: Path) -> None:
    environment = os.environ | {
        "GAN_STUDIO_RUNS": str(tmp_path / "runs"),
        "GAN_STUDIO_STANDBY": "0",
        "GAN_STUDIO_WORKER": f"{sys.executable} -m tests.fakes.worker",
        "PYTHONPATH": str(ROOT),
    }
    child = subprocess.run(
        [sys.executable, "-c", VISIT_EVERY_PAGE], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert child.returncode == 0, child.stderr[-2000:]
    found = json.loads(child.stdout.splitlines()[-1])
    assert not found["heavy"]
    assert {key for key, _ in found["visited"]} == {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert not [visit for visit in found["visited"] if visit[1]]
