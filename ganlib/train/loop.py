"""One run from its folder to its model: load, build, draw, train, save."""

import traceback
from contextlib import ExitStack
from pathlib import Path

import keras
import tensorflow as tf

from ganlib.config.limits import limits_wanted
from ganlib.config.run import RunConfig
from ganlib.data.images import load_images
from ganlib.data.pipeline import make_batches
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from ganlib.train.build import build, images_per_step
from ganlib.train.callbacks.guards import NotFiniteGuard
from ganlib.train.callbacks.samples import SamplesCallback
from ganlib.train.callbacks.scalars import ScalarsCallback
from ganlib.train.callbacks.schedule import LearningRateSchedule
from ganlib.train.callbacks.status import StatusCallback, report_progress
from ganlib.train.callbacks.stopping import Budget, StopWhenAsked
from ganlib.train.callbacks.tensorboard import TensorBoardCallback
from ganlib.train.devices import device_name, set_precision
from ganlib.train.drawing import Drawing
from ganlib.train.export import export
from ganlib.train.failures import NotFiniteError, failure_detail, failure_key
from ganlib.train.heartbeat import Heartbeat
from ganlib.train.logs import RunLogs
from ganlib.train.progress import Progress
from ganlib.train.reporter import StatusReporter
from ganlib.train.seeding import seed_everything
from ganlib.train.stop_request import StopRequest

_ENDLESS = 2**40  # steps; a callback ends training


def run_training(run_dir: Path, stop_request: StopRequest) -> bool:
    """Train the run in `run_dir` and say in its folder how it went.

    Returns:
        Whether it ended well (completed or stopped).
    """
    reporter = StatusReporter(run_dir)
    with Heartbeat(run_dir):
        try:
            reporter.begin()
            state = _train(run_dir, Run(run_dir).config(), reporter, stop_request)
            reporter.end(state)
        except Exception as error:
            traceback.print_exc()  # to worker.log
            reporter.end(RunState.FAILED, failure=failure_key(error), detail=failure_detail(error))
            return False
    return True


def _train(run_dir: Path, config: RunConfig, reporter: StatusReporter, stop_request: StopRequest) -> RunState:
    limits = limits_wanted()
    limits.check(config)
    reporter.update(phase="loading_data", device=device_name())
    train_images, test_images = load_images(config.data.dataset)
    image_shape = train_images.shape[1:]

    reporter.update(phase="building")
    progress = Progress(images_per_step(config))
    seed_everything(config.training.seed)
    set_precision(config.training.mixed_precision)
    trainee = build(config, image_shape)
    with ExitStack() as stack:
        logs = stack.enter_context(RunLogs(run_dir, progress))
        logs.event("started", reporter.status.device)
        drawing = Drawing(run_dir, config, trainee, logs, train_images, test_images)
        drawing.draw_real()
        drawing.draw(step=0)  # before anything is compiled, so that the first grid appears at once
        logs.scalars({})

        reporter.update(phase="compiling", parameters=trainee.parameters())
        trainee.compile()
        callbacks = [  # the order matters: see each class
            LearningRateSchedule(config.training, progress, trainee.optimizers),
            StatusCallback(config.training, progress, reporter),
            NotFiniteGuard(progress, logs),
            Budget(config.training, progress, limits),
            StopWhenAsked(stop_request),
            SamplesCallback(config.training.sample_every_steps, progress, drawing),
            ScalarsCallback(logs, progress, trainee.optimizers),
            TensorBoardCallback(run_dir, progress, drawing),
        ]
        batches = make_batches(train_images, images_per_step(config), config.training.seed)
        failure: NotFiniteError | None = None
        try:
            if not stop_request.is_made():
                _fit(trainee.model, batches, callbacks)
        except NotFiniteError as error:
            failure = error
        report_progress(reporter, config.training, progress, phase="saving")
        if trainee.is_finite():
            export(run_dir, config, trainee, image_shape)
        else:  # maybe only since the very last update, which nothing has looked at yet
            failure = failure or NotFiniteError(["weights"], progress.step)
        if failure:
            raise failure
        is_spent = config.training.share_done(progress.step, progress.seconds) >= 1.0
        state = RunState.COMPLETED if is_spent else RunState.STOPPED
        logs.event(state.value)
    return state


def _fit(model: keras.Model, batches: tf.data.Dataset, callbacks: list[keras.callbacks.Callback]) -> None:
    """Train without an end of its own: a callback stops it."""
    model.fit(batches, steps_per_epoch=_ENDLESS, shuffle=False, verbose=0, callbacks=callbacks)
