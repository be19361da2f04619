"""Whether there is room for more runs: the limits of this studio, held against what there is already."""

from collections.abc import Sequence

from ganlib.config.limits import Limits, is_nearly
from ganlib.config.run import RunConfig
from ganlib.errors import LimitError
from ganlib.i18n import N_
from ganlib.store.disk import DiskUse
from ganlib.store.picture_sets import PictureSets
from ganlib.store.runs import RunStore


class Admission:
    """What every new run has to pass before anything of it is created."""

    def __init__(self, store: RunStore, pictures: PictureSets, limits: Limits, slots: int) -> None:
        self._pictures = pictures
        self.limits = limits
        self.disk = DiskUse(store)
        self._slots = slots

    def check(self, configs: Sequence[RunConfig], *, num_active: int, num_own: int) -> None:
        """Whether all these runs can be taken.

        Args:
            num_active: runs that wait or are being trained.
            num_own: those of them that belong to who asks.

        Raises:
            LimitError: there is no room for them.
            DataMissingError: the pictures of one are not here.
        """
        for config in configs:
            self.check_config(config)
        self.check_disk()
        if num_own + len(configs) > self.limits.max_per_visitor:
            raise LimitError(
                N_("You have {own} runs that wait or train; here a visitor may have {limit}. Wait, or stop one."),
                own=num_own,
                limit=self.limits.max_per_visitor,
            )
        if num_active + len(configs) > self._slots + self.limits.max_waiting:
            raise LimitError(
                N_("{waiting} runs are waiting already; no more than {limit} may. Try again when some are done."),
                waiting=max(0, num_active - self._slots),
                limit=self.limits.max_waiting,
            )

    def check_config(self, config: RunConfig) -> None:
        """Raises LimitError or DataMissingError: such a run may not, or cannot, be trained here at all."""
        self.limits.check(config)
        if config.has_own_pictures:
            self._pictures.open(config.data.dataset)

    def check_disk(self) -> None:
        """Raises LimitError: the runs take all the disk that they may."""
        used = self.disk.bytes()
        if used >= self.limits.disk_bytes:
            raise LimitError(
                N_("The runs take {used} GiB of the disk; here they may take {limit}. Delete some, then try again."),
                used=f"{used / 2**30:.1f}",
                limit=f"{self.limits.max_disk_gb:g}",
            )

    def is_disk_nearly_full(self) -> bool:
        return is_nearly(self.disk.bytes(), self.limits.disk_bytes)

    def is_queue_nearly_full(self, num_waiting: int) -> bool:
        return num_waiting > 0 and is_nearly(num_waiting, self.limits.max_waiting)
