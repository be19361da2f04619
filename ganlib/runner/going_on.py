"""Whether a run that is not active can be trained further, and why not."""

from ganlib.config.limits import Limits
from ganlib.config.run import RunConfig
from ganlib.errors import GanlibError
from ganlib.i18n import N_
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status

SPENT = N_("This run has spent its whole budget. Give it more steps or minutes.")
_CRASHED = (RunState.FAILED, RunState.LOST)


class NotPossibleError(GanlibError):
    """What was asked for cannot be done with a run in this state."""


def _has_beginning(run: Run, status: Status) -> bool:
    """Whether there is something to go on from, or nothing to lose by beginning anew: training without a checkpoint
    starts at step 0 and replaces what the run has recorded.
    """
    return bool(run.checkpoints()) or status.step == 0 or (status.state in _CRASHED and not run.has_model())


def check_can_go_on(run: Run, status: Status, config: RunConfig, limits: Limits) -> None:
    """Raises NotPossibleError.

    Args:
        config: what it is to be trained by, maybe with a larger budget than before.
        limits: of this studio.
    """
    if status.state.is_active:
        raise NotPossibleError(N_("This run is active already: there is nothing to resume."))
    if config.training.share_done(status.step, status.seconds) >= 1.0:
        raise NotPossibleError(SPENT)
    if limits.is_reached(status.step, status.seconds):
        raise NotPossibleError(N_("This run has been trained for as long as a run may be here."))
    if not _has_beginning(run, status):
        raise NotPossibleError(
            N_(
                "This run has no checkpoint to go on from; runs that were imported have none. Begin a new one with the "
                "same settings: “Duplicate as new”, on the Runs page."
            )
        )


def can_go_on(run: Run, status: Status, config: RunConfig, limits: Limits) -> bool:
    """Whether it can be trained further by these settings."""
    try:
        check_can_go_on(run, status, config, limits)
    except NotPossibleError:
        return False
    return True
