"""Signing in at an OpenID Connect provider on this machine: one person's runs in two browsers."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import FAKE_WORKER, Studio, free_port, keep

pytestmark = pytest.mark.e2e

ANN, BOB = "person-4711", "person-4712"  # as the provider calls them
CONTROL = re.compile("Stop training|Take it out of the queue")
SECRETS = """
[auth]
redirect_uri = "{studio}/oauth2callback"
cookie_secret = "only for this test"
client_id = "gan-studio"
client_secret = "known to the provider"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[int]:
    """The port of somebody who says who people are."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--user", BOB]
    command += ["--user-claims", json.dumps({"sub": ANN, "email": "ann@example.org"})]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield port
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def shared(provider: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder: Path = tmp_path_factory.mktemp("sign-in")
    secrets = folder / "secrets.toml"
    app = Studio(folder / "runs", GAN_STUDIO_MODE="shared", STREAMLIT_SECRETS_FILES=str(secrets), **FAKE_WORKER)
    secrets.write_text(SECRETS.format(studio=app.url, provider=provider))
    app.start()
    yield app
    app.end()


def sign_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def start(page: Page, shared: Studio) -> str:
    """The link of a new run, which is this person's."""
    page.goto(shared.url)
    page.get_by_role("button", name="Start", exact=True).first.click()
    page.wait_for_url("**/*run=*")
    assert_own(page, page.url)
    return page.url


def assert_own(page: Page, link: str, is_own: bool = True) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="Quick GAN")).to_be_visible()
    expect(page.get_by_role("button", name=CONTROL)).to_have_count(int(is_own))


def test_whoever_signs_in_finds_their_runs_in_another_browser(shared: Studio, visitors: list[Page]) -> None:
    at_school, at_home = visitors
    of_the_browser = start(at_school, shared)
    sign_in(at_school, ANN)
    assert_own(at_school, of_the_browser)  # as before she signed in
    of_ann = start(at_school, shared)

    at_home.goto(f"{shared.url}/runs")
    expect(at_home.get_by_text("No run yet")).to_be_visible()
    sign_in(at_home, ANN)
    at_home.get_by_role("button", name="Sign out").hover()
    expect(at_home.get_by_text("You are signed in as ann@example.org.")).to_be_visible()
    keep(at_home, "signed-in")
    assert_own(at_home, of_ann)
    assert_own(at_home, of_the_browser, is_own=False)

    at_home.get_by_role("button", name="Sign out").click()
    at_home.get_by_role("button", name="End session").click()  # the provider asks
    expect(at_home.get_by_role("button", name="Sign in")).to_be_visible()
    assert_own(at_home, of_ann, is_own=False)
    sign_in(at_home, BOB)
    assert_own(at_home, of_ann, is_own=False)

    written = b"".join(path.read_bytes() for path in shared.runs.rglob("*") if path.is_file())
    assert not [secret for secret in (ANN, BOB, "ann@example.org") if secret.encode() in written]
