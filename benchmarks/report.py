"""What every table says of itself: the commit and the machine."""

import os
import subprocess

from ganlib.runner.machine import this_machine


def provenance() -> str:
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    ).stdout.strip()
    machine = this_machine()
    return f"commit {commit or 'unknown'}, {machine.cpu}, {machine.cores} cores, load {os.getloadavg()[0]:.1f}"


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
