"""The table in docs/faults.md: written by the tests that cause the faults, so that it says what happened."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_HEAD = """# What the studio survives

Written by `make test-faults` on the machine that ran it; do not edit. Each row is a test that really causes the
fault; the last column is how to see it again. “Most that is lost” is meant at worst: what came after the last
checkpoint comes again when the run goes on. Tests that mount a file system need the right to, and are skipped without;
those in a browser need its path in GAN_STUDIO_BROWSER.

| fault | what is done | what the person sees | most that is lost | found | again with |
|---|---|---|---|---|---|
"""


@dataclass
class Row:
    """One test function, all its cases together."""

    marker: pytest.Mark
    address: str
    outcomes: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        told = [self.marker.args[0], *(self.marker.kwargs[key] for key in ("done", "sees", "lost")), self.result]
        return "| " + " | ".join([*told, f"`pytest {self.address}`"]) + " |\n"

    @property
    def result(self) -> str:
        """The worst outcome, and what was measured."""
        worst = next(outcome for outcome in ("failed", "skipped", "passed") if outcome in self.outcomes)
        cases = f" ({len(self.outcomes)} cases)" if len(self.outcomes) > 1 else ""
        return "; ".join([f"{worst}{cases}", *dict.fromkeys(self.facts)])


class Table:
    """Collects reports of tests that carry the marker `fault`."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}

    def add(self, item: pytest.Item, report: pytest.TestReport) -> None:
        marker = item.get_closest_marker("fault")
        if marker is None or (report.when != "call" and report.outcome == "passed"):
            return
        address = item.nodeid.split("[")[0]
        row = self._rows.setdefault(address, Row(marker, address))
        row.outcomes.append(report.outcome)
        row.facts += [str(value) for name, value in item.user_properties if name == "fact"]

    def write(self, file: Path) -> None:
        """Put what was found into the table; rows of tests that did not run this time stay as they are."""
        lines = dict(_addressed(file.read_text(encoding="utf-8"))) if file.exists() else {}
        lines |= {row.address: row.markdown() for row in self._rows.values()}
        file.write_text(_HEAD + "".join(lines[address] for address in sorted(lines)), encoding="utf-8")

    def lines(self) -> list[str]:
        """For the terminal: fault and result."""
        return [f"{row.marker.args[0]}: {row.result}" for row in self._rows.values()]


def _addressed(table: str) -> Iterator[tuple[str, str]]:
    for line in table.splitlines(keepends=True):
        if found := re.search(r"`pytest (\S+)` \|$", line):
            yield found[1], line
