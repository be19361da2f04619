"""A run's checkpoints as its worker uses them: find the one to go on from, save, roll back."""

from pathlib import Path

from ganlib.store.checkpoints import Checkpoint, checkpoints_of, newest_good, write_checkpoint
from ganlib.train import state
from ganlib.train.progress import Progress
from ganlib.train.trainee import Trainee


class Checkpointing:
    """What happens between one run folder and one trainee."""

    def __init__(self, run_dir: Path, trainee: Trainee, progress: Progress) -> None:
        self._run_dir = run_dir
        self._trainee = trainee
        self._progress = progress

    def save(self) -> bool:
        """Save the state as it is, unless it is saved already. False: it holds numbers that are none."""
        newest = checkpoints_of(self._run_dir)[:1]
        if newest and newest[0].step == self._progress.step:
            return True
        taken = state.take(self._trainee)
        if not state.is_finite(taken):
            return False
        write_checkpoint(self._run_dir, self._progress.moment(), lambda folder: state.write(taken, folder))
        return True

    def load(self, checkpoint: Checkpoint) -> None:
        """Make the trainee, which is compiled, what it was then. Raises StateMismatchError."""
        state.give_back(self._trainee, state.read(checkpoint.path))

    def roll_back(self) -> bool:
        """Load the newest good checkpoint; False: there is none."""
        checkpoint, _ = newest_good(self._run_dir)
        if checkpoint is not None:
            self.load(checkpoint)
        return checkpoint is not None
