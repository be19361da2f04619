"""A real studio, started by the README's own command, and a real browser in front of it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "artifacts" / "screenshots"
START_SECONDS = 120
FAKE_WORKER = {
    "GAN_STUDIO_WORKER": f"{sys.executable} -m tests.fakes.worker",
    "GAN_STUDIO_FAKE_STEPS": "100000",
    "GAN_STUDIO_FAKE_STEP_MS": "50",
    "GAN_STUDIO_STANDBY": "0",
}

expect.set_options(timeout=30_000)  # milliseconds; two cores may be busy training

# Streamlit asks for these two relative to a deep link before it looks at the root; harmless.
EXPECTED_404 = re.compile(r"/_stcore/(health|host-config)$")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


class Studio:
    """The app as a process that the tests start, kill and start again."""

    def __init__(self, runs: Path, **environment: str) -> None:
        self.runs = runs
        self._environment = environment
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["make", "app"],
            cwd=ROOT,
            env=os.environ
            | {
                "GAN_STUDIO_RUNS": str(self.runs),
                "STREAMLIT_SERVER_PORT": str(self.port),
                "STREAMLIT_SERVER_HEADLESS": "true",
                **self._environment,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_up():
            assert self._process.poll() is None, "`make app` ended"
            assert time.monotonic() < deadline, "`make app` did not answer"
            time.sleep(0.1)

    def kill(self) -> None:
        """As when the computer's owner closes the terminal the hard way."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def end(self) -> None:
        """The app and what it trains."""
        for run in self.runs.glob("2*"):
            (run / "stop").touch()
        self.kill()

    def _is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    app = Studio(tmp_path_factory.mktemp("runs"))
    app.start()
    yield app
    app.end()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("GAN_STUDIO_BROWSER", "")
    assert executable, "GAN_STUDIO_BROWSER names no browser: run these tests with `make test` or `make e2e`"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )


@pytest.fixture
def visitors(browser: Browser) -> Iterator[list[Page]]:
    """Two people, each with a browser of their own."""
    contexts = [browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US") for _ in range(2)]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


class Watcher:
    """Notes what a page should never do: errors in its console, requests to other computers."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.complaints: list[str] = []

    def watch(self, page: Page) -> Page:
        page.on("response", lambda answer: self._note_status(answer.status, answer.url))
        page.on("request", lambda request: self._note_host(request.url))
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("console", lambda message: self._note_console(message.type, message.text))
        return page

    def _note_status(self, status: int, url: str) -> None:
        if status >= 400 and not EXPECTED_404.search(url):
            self.complaints.append(f"{status} {url}")

    def _note_host(self, url: str) -> None:
        if not url.startswith((self._studio.url, "data:", "blob:", f"ws://localhost:{self._studio.port}")):
            self.complaints.append(f"asked elsewhere: {url}")

    def _note_console(self, kind: str, text: str) -> None:
        is_known = "404" in text or "WebSocket" in text or "net::ERR_" in text  # judged above; our own kills
        if kind == "error" and not is_known:
            self.complaints.append(f"console: {text}")


@pytest.fixture(scope="module")
def watcher(studio: Studio) -> Watcher:
    return Watcher(studio)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US", reduced_motion="reduce") as one:
        one.set_default_timeout(30_000)
        yield one


@pytest.fixture
def page(context: BrowserContext, watcher: Watcher) -> Page:
    return watcher.watch(context.new_page())


def keep(page: Page, name: str) -> None:
    """Save a screenshot of the whole page under artifacts/."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
