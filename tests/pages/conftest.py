"""Pages run in process, with the real runs folder and queue, but nothing is ever launched."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ganlib.runner.local import LocalEngine
from ganlib.store.runs import Run, RunStore
from ganlib.ui import resources

ROOT = Path(__file__).parents[2]
OpenPage = Callable[..., AppTest]


class QuietEngine(LocalEngine):
    """Queues, stops and deletes like the real one; starts no process."""

    def advance(self) -> list[Run]:
        return []


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QuietEngine:
    quiet = QuietEngine(RunStore(tmp_path / "runs"))
    monkeypatch.setattr(resources, "whole_engine", lambda: quiet)
    return quiet


@pytest.fixture
def store(engine: QuietEngine) -> RunStore:
    return engine.store


@pytest.fixture
def open_page(store: RunStore) -> OpenPage:
    """`open_page("compare", {"runs": "a,b"})`: the page as the first request of a visitor."""
    return first_request


def first_request(key: str, params: Mapping[str, str] | None = None) -> AppTest:
    """A page as the first request of a visitor, with the engine that the test has put into `resources`."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.switch_page(f"pages/{key}.py")
    for name, value in (params or {}).items():
        app.query_params[name] = value
    return app.run()
