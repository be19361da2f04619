"""What runs the runs: the one interface that pages and the command line know."""

from typing import Protocol

from ganlib.store.runs import Run


class Engine(Protocol):
    """Takes runs that the store has created, and trains them when their turn comes."""

    def submit(self, run: Run) -> None:
        """Let a newly created run have its turn: at once when a slot is free."""

    def stop(self, run: Run) -> None:
        """Take a waiting run out of the queue, or ask a running one to stop and save its model."""

    def discard(self, run: Run, patience_seconds: float = 15.0) -> None:
        """Delete a run, whatever it is doing."""

    def queue(self) -> list[Run]:
        """The runs that wait, the next one first."""

    def queue_position(self, run: Run) -> int | None:
        """1 is next; None: the run does not wait."""

    def running(self) -> list[Run]:
        """The runs that are being trained, the first to start first."""
