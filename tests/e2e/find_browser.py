"""Prints the path of a Chromium; installs one if there is none. `python -m tests.e2e.find_browser`"""

import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
SYSTEM_PACKAGE = ("apt-get update -qq", "apt-get install -y -qq chromium")


def installed() -> str | None:
    """A Chromium or Chrome on the PATH, else Playwright's own if it was downloaded."""
    on_path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return on_path or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Download Playwright's Chromium; where that is out of reach, install the system's package."""
    if _succeeds([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]):
        return
    for command in SYSTEM_PACKAGE:
        _succeeds(command.split())


def _succeeds(command: list[str]) -> bool:
    print("+", " ".join(command), file=sys.stderr)
    try:
        return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0
    except FileNotFoundError:
        return False


def main() -> None:
    if not installed():
        install()
    path = installed()
    if not path:
        sys.exit("No Chromium could be found or installed. Install Chromium or Chrome, then run `make test` again.")
    print(path)


if __name__ == "__main__":
    main()
