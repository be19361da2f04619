"""A real browser whose computer sleeps, and one whose studio is killed: the page that was open goes on by itself."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

import pytest
from playwright.sync_api import Page, sync_playwright

from ganlib.config.presets import preset
from ganlib.store.runs import Run, RunStore
from tests.e2e.conftest import Studio
from tests.faults.conftest import end_all_of
from tests.faults.readable import read_rows
from tests.waiting import wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.long]

PATIENCE_MS = 180_000
CHART = "document.querySelector(\"[role=img][aria-label^='Loss curves']\")"
CURVE = f"[...({CHART}?.data?.[0]?.x ?? [])].map(Number)"


class Line:
    """The line between browser and studio: it can be cut, as a laptop's is when its lid is closed, and mended."""

    def __init__(self, studio: Studio) -> None:
        self._studio_port = studio.port
        self._listener = socket.create_server(("localhost", 0))
        self.url = f"http://localhost:{self._listener.getsockname()[1]}"
        self._links: list[socket.socket] = []
        self._is_cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._is_cut = True
        for link in self._links:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self._is_cut = False

    def close(self) -> None:
        self._listener.close()
        self.cut()
        for link in self._links:
            link.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                self._connect(self._listener.accept()[0])

    def _connect(self, browser: socket.socket) -> None:
        try:
            if self._is_cut:
                raise ConnectionRefusedError
            studio = socket.create_connection(("localhost", self._studio_port))
        except OSError:
            browser.close()
            return
        self._links += [browser, studio]
        for source, target in ((browser, studio), (studio, browser)):
            threading.Thread(target=_carry, args=(source, target), daemon=True).start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def studio(store: RunStore, fake_worker: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setenv("GAN_STUDIO_FAKE_STEP_MS", "100")
    app = Studio(store.root)
    app.start()
    yield app
    app.kill()
    end_all_of(store)


@pytest.fixture
def line(studio: Studio) -> Iterator[Line]:
    line = Line(studio)
    yield line
    line.close()


@pytest.fixture
def page() -> Iterator[Page]:
    executable = os.environ.get("GAN_STUDIO_BROWSER", "")
    assert executable, "GAN_STUDIO_BROWSER names no browser: run these tests with `make test-faults`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(locale="en-US")
        page.set_default_timeout(PATIENCE_MS)
        yield page
        browser.close()


def watched(page: Page, line: Line, store: RunStore) -> Run:
    """A run that trains, and its page with curves; the page can be told from one that was loaded again."""
    run = store.create(preset("quick-gan"))
    page.goto(f"{line.url}/?run={run.run_id}")
    page.wait_for_function(f"{CHART}?.data?.[0]?.x?.length > 3")
    page.evaluate("window.isTheSamePage = true")
    return run


def goes_on(page: Page, run: Run) -> None:
    """The page that was open shows what has happened since, without a gap."""
    now = read_rows(run)[-1]["seconds"]
    page.wait_for_function(f"now => Math.max(...{CURVE}) > now", arg=now)
    assert page.evaluate("window.isTheSamePage")
    curve = page.evaluate(CURVE)
    gaps = [after - before for before, after in pairwise(curve)]
    assert max(gaps) < 3 * sorted(gaps)[len(gaps) // 2]
    steps = [row["step"] for row in read_rows(run)]
    assert steps == list(range(len(steps)))


@pytest.mark.fault(
    "a browser that slept",
    done="The line between an open page and the studio is cut while a run trains, and mended later, as when a laptop "
    "is closed and opened.",
    sees="The page as it was, then the same page with curves without a gap; nobody has to reload.",
    lost="Nothing.",
)
def test_a_page_that_was_cut_off_goes_on_where_training_is(page: Page, line: Line, store: RunStore) -> None:
    run = watched(page, line, store)
    line.cut()
    missed = run.status().step + 100
    wait_for(lambda: run.status().step >= missed, PATIENCE_MS / 1000)
    line.mend()
    goes_on(page, run)


@pytest.mark.fault(
    "kill −9 of the app under an open page",
    done="The studio is killed while a page watches a run, and started again on the same port.",
    sees="The page as it was meanwhile, then the same page with curves without a gap; nobody has to reload.",
    lost="Nothing.",
)
def test_an_open_page_finds_the_studio_again(page: Page, studio: Studio, line: Line, store: RunStore) -> None:
    run = watched(page, line, store)
    studio.kill()
    missed = run.status().step + 50
    wait_for(lambda: run.status().step >= missed, PATIENCE_MS / 1000)
    studio.start()
    goes_on(page, run)
