"""How far training is: steps, pictures, seconds, speed."""

import time
from collections import deque
from collections.abc import Callable

from ganlib.store.checkpoints import Moment

_SPEED_WINDOW_SECONDS = 10.0


class Progress:
    """Counts from the moment it is made: compiling included, the start of the process not.

    Args:
        since: where training stood, when a run goes on.
    """

    def __init__(
        self, images_per_step: int, since: Moment | None = None, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        since = since or Moment()
        self._images_per_step = images_per_step
        self._since = since
        self._clock = clock
        self._started = clock() - since.seconds
        self._recent: deque[tuple[float, int]] = deque()  # (seconds, step)
        self._step_began = self._started
        self.step = since.step
        self.rescues = since.rescues
        self.step_ms = 0.0  # a step of the last ones alone, without what the callbacks did around them

    @property
    def seconds(self) -> float:
        return self._clock() - self._started

    @property
    def images_seen(self) -> int:
        return self._since.images + (self.step - self._since.step) * self._images_per_step

    def moment(self) -> Moment:
        """Where training stands now."""
        return Moment(step=self.step, seconds=self.seconds, images=self.images_seen, rescues=self.rescues)

    @property
    def steps_per_second(self) -> float | None:
        """Over the last ten seconds, everything around the steps included; None before the second look."""
        if len(self._recent) < 2:
            return None
        (first_seconds, first_step), (last_seconds, last_step) = self._recent[0], self._recent[-1]
        return (last_step - first_step) / (last_seconds - first_seconds) if last_seconds > first_seconds else None

    def begin_steps(self) -> None:
        self._step_began = self._clock()

    def end_steps(self, count: int) -> None:
        """So many steps are done, in one go. The first ones compile and do not count for the speed."""
        self.step += count
        self.step_ms = 1_000.0 * (self._clock() - self._step_began) / count
        now = self.seconds
        self._recent.append((now, self.step))
        while len(self._recent) > 2 and now - self._recent[0][0] > _SPEED_WINDOW_SECONDS:
            self._recent.popleft()
