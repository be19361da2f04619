"""The app's background thread: moves the queue, keeps a worker standing by, measures this machine once."""

import os
import threading
import time
from contextlib import suppress

from ganlib.errors import GanlibError
from ganlib.runner.engine import Engine

STANDBY_DELAY_SECONDS = 3.0  # the first page comes first
IDLE_SECONDS = 15.0  # without a run, before this machine is measured


class Upkeep:
    """A daemon thread that looks after one engine."""

    def __init__(self, engine: Engine, every_seconds: float) -> None:
        self._engine = engine
        self._every_seconds = every_seconds
        self._started = self._busy_until = time.monotonic()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="ganlib-upkeep", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, the worker that stands by and the measurement; runs go on."""
        self._end.set()
        self._thread.join()
        self._engine.close()

    def _loop(self) -> None:
        with suppress(OSError):
            self._engine.store.sweep()
            self._engine.pictures.sweep()
        while not self._end.wait(self._every_seconds):
            try:
                self.tick(time.monotonic())
            except (GanlibError, OSError):  # a full disk, a lock held too long: the next look may succeed
                continue

    def tick(self, now: float) -> None:
        """One look; `now` in seconds of a monotonic clock."""
        engine = self._engine
        if not engine.store.is_writable():
            return  # there is nothing to look after where runs are only looked at
        engine.advance()
        if os.environ.get("GAN_STUDIO_STANDBY") == "0":
            return
        num_running, num_waiting = len(engine.running()), len(engine.queue())
        if num_running or num_waiting:
            self._busy_until = now
            engine.make_way()
        if num_running < engine.slots and not num_waiting and now - self._started >= STANDBY_DELAY_SECONDS:
            engine.get_ready()
        if now - self._busy_until >= IDLE_SECONDS:
            engine.use_idle_time()
            self._busy_until = now  # look again a while later


def keep_moving(engine: Engine, every_seconds: float = 2.0) -> Upkeep:
    """Start looking after `engine` in the background; once per app process."""
    return Upkeep(engine, every_seconds)
