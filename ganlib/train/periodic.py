"""Things that happen now and then. Time and step are passed in, so that tests need no clock."""


class EverySeconds:
    """Due at once, and again whenever `every_seconds` have passed since the last time."""

    def __init__(self, every_seconds: float) -> None:
        self._every_seconds = every_seconds
        self._last: float | None = None

    def wait(self, now: float, every_seconds: float | None = None) -> None:
        """Due when `every_seconds` have passed from now, and so on from there; unless given, as before."""
        self._every_seconds = self._every_seconds if every_seconds is None else every_seconds
        self._last = now

    def is_due(self, now: float) -> bool:
        """Whether it is time; if so, the next time counts from now."""
        if self._last is not None and now - self._last < self._every_seconds:
            return False
        self._last = now
        return True


class EverySteps:
    """Due at each multiple of `every_steps`, or at the first look after it.

    Args:
        since: the step before the first look.
    """

    def __init__(self, every_steps: int, since: int = 0) -> None:
        self._every_steps = every_steps
        self._last = since

    def is_due(self, step: int) -> bool:
        """Whether a multiple was passed since the last look."""
        before, self._last = self._last, step
        return step // self._every_steps > before // self._every_steps
