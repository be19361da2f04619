"""One run from its folder to its model: load, build, draw, train, save; from its start or from a checkpoint."""

import traceback
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from ganlib.config.limits import limits_wanted
from ganlib.config.run import RunConfig
from ganlib.data.images import first_of, load_images, load_labels
from ganlib.data.pipeline import make_batches
from ganlib.store.checkpoints import Moment, discard, newest_good
from ganlib.store.history import cut_history
from ganlib.store.picture_sets import PictureSets
from ganlib.store.runs import Run
from ganlib.store.status import RunState
from ganlib.train.best import BestCheckpoint
from ganlib.train.build import build, images_per_step
from ganlib.train.callbacks.checkpoints import CheckpointsCallback
from ganlib.train.callbacks.evaluation import EvaluationCallback
from ganlib.train.callbacks.guards import NotFiniteGuard
from ganlib.train.callbacks.samples import SamplesCallback
from ganlib.train.callbacks.scalars import ScalarsCallback
from ganlib.train.callbacks.schedule import Schedule
from ganlib.train.callbacks.status import StatusCallback, report_progress
from ganlib.train.callbacks.stopping import Budget, StopWhenAsked
from ganlib.train.callbacks.tensorboard import TensorBoardCallback
from ganlib.train.checkpointing import Checkpointing
from ganlib.train.devices import device_name, set_precision, share_cores, sharing_strategy
from ganlib.train.drawing import Drawing
from ganlib.train.evaluation import Evaluation
from ganlib.train.export import export
from ganlib.train.failures import NotFiniteError, failure_detail, failure_key
from ganlib.train.heartbeat import Heartbeat
from ganlib.train.logs import RunLogs
from ganlib.train.prior import Prior
from ganlib.train.progress import Progress
from ganlib.train.rejection import Rejection
from ganlib.train.reporter import StatusReporter
from ganlib.train.requests import Requests
from ganlib.train.seeding import seed_everything

_ENDLESS = 2**40  # steps; a callback ends training


def run_training(run_dir: Path, requests: Requests) -> bool:
    """Train the run in `run_dir`, from its newest checkpoint if it has one, and say in its folder how it went.

    Returns:
        Whether it ended well (completed, paused or stopped).
    """
    reporter = StatusReporter(run_dir)
    with Heartbeat(run_dir):
        try:
            reporter.begin()
            config = Run(run_dir).config()
            try:
                state = _train(run_dir, config, reporter, requests)
            except NotFiniteError as error:
                if not config.training.rescue or error.rescues:
                    raise
                traceback.print_exc()
                keras.backend.clear_session()
                state = _train(run_dir, config, reporter, requests, is_rescue=True)
            reporter.end(state)
        except Exception as error:
            reporter.end(RunState.FAILED, failure=failure_key(error), detail=failure_detail(error))
            with suppress(OSError):  # worker.log is on the same disk, which may be full
                traceback.print_exc()
            return False
    return True


def _train(
    run_dir: Path, config: RunConfig, reporter: StatusReporter, requests: Requests, is_rescue: bool = False
) -> RunState:
    limits = limits_wanted()
    limits.check(config)
    share_cores(config)
    reporter.update(phase="loading_data", device=device_name())
    train_images, test_images = _pictures(run_dir, config)
    labels = load_labels(config.data.dataset) if config.is_conditional else None
    seen_images = first_of(train_images, config.data.num_images)
    seen_labels = None if labels is None else first_of(labels[0], config.data.num_images)
    image_shape = train_images.shape[1:]

    reporter.update(phase="building")
    checkpoint, damaged = newest_good(run_dir)
    since = checkpoint.moment() if checkpoint else Moment()
    if is_rescue:
        since = replace(since, rescues=since.rescues + 1)
    cut_history(run_dir, last_step=since.step if checkpoint else -1)
    progress = Progress(images_per_step(config), since)
    seed_everything(config.training.seed)
    set_precision(config.training.mixed_precision)
    with sharing_strategy(config).scope():
        trainee = build(config, image_shape)
    checkpointing = Checkpointing(run_dir, trainee, progress)
    with ExitStack() as stack:
        logs = stack.enter_context(RunLogs(run_dir, progress))
        for passed_over in damaged:
            logs.event("checkpoint_damaged", passed_over.path.name)
            discard(passed_over)
        logs.event(_beginning(since, is_rescue), reporter.status.device)
        prior = Prior(trainee, seen_images, config.training.seed, seen_labels)
        rejection = Rejection(trainee, seen_images, config.training.seed, seen_labels)
        shown_labels = None if labels is None else (seen_labels, labels[1])
        drawing = Drawing(run_dir, config, trainee, prior, logs, seen_images, test_images, shown_labels)
        drawing.draw_real()
        if checkpoint is None:
            drawing.draw(step=0)  # before anything is compiled, so that the first grid appears at once
            logs.scalars({})

        reporter.update(phase="compiling", parameters=trainee.parameters())
        trainee.compile()
        if checkpoint is not None:
            checkpointing.load(checkpoint)
        last_step = limits.last_step(config.training)
        schedule = Schedule(config.training, progress, trainee)
        callbacks = [  # the order matters: see each class
            schedule,
            StatusCallback(config.training, progress, reporter, last_step),
            NotFiniteGuard(progress, logs),
            Budget(config.training, progress, limits),
            StopWhenAsked(requests),
            SamplesCallback(config.training.sample_every_steps, progress, drawing),
            ScalarsCallback(logs, progress, schedule),
            TensorBoardCallback(run_dir, progress, drawing),
            CheckpointsCallback(config.training, progress, checkpointing),
        ]
        evaluation = None
        best = BestCheckpoint(run_dir, config.best_metric, checkpointing)
        if config.is_evaluated:
            evaluation = Evaluation(
                config, trainee, prior, rejection, logs, progress, requests, (train_images, test_images), labels
            )
            callbacks.append(EvaluationCallback(progress, evaluation, best))
        first_batch = since.images // images_per_step(config)
        batches = make_batches(
            seen_images,
            images_per_step(config),
            config.training.seed,
            first_batch,
            seen_labels,
            with_mirrored=config.data.mirror_images,
        )
        failure: NotFiniteError | None = None
        try:
            is_over = config.training.share_done(since.step, since.seconds) >= 1.0
            if requests.wanted() is None and not is_over and not limits.is_reached(since.step, since.seconds):
                _fit(trainee.model, batches.take(last_step - since.step), callbacks)
        except NotFiniteError as error:
            failure = error
        report_progress(reporter, config.training, progress, phase="saving")
        if not trainee.is_finite():  # maybe only since the very last update, which nothing has looked at yet
            failure = failure or NotFiniteError(["weights"], progress.step, progress.rescues)
        if failure is None:
            checkpointing.save()
        is_spent = config.training.share_done(progress.step, progress.seconds) >= 1.0
        state = RunState.COMPLETED if is_spent else requests.wanted() or RunState.STOPPED
        if state is not RunState.PAUSED and (failure is None or checkpointing.roll_back()):
            export(run_dir, trainee, prior.settle(progress.step), rejection.settle())
        if failure:
            raise failure
        if state is not RunState.PAUSED:
            drawing.draw_with_settled_prior()
        if evaluation and (is_spent or (state is RunState.STOPPED and evaluation.is_ready)):
            reporter.update(phase="measuring")
            best.consider(evaluation.conclude(is_completed=is_spent, seconds=reporter.status.seconds))
        logs.event(state.value)
    return state


def _pictures(run_dir: Path, config: RunConfig) -> tuple[np.ndarray, np.ndarray]:
    """Training and test pictures, from the runs folder where a person's own are meant."""
    if config.has_own_pictures:
        return PictureSets(run_dir.parent).open(config.data.dataset).load()
    return load_images(config.data.dataset)


def _beginning(since: Moment, is_rescue: bool) -> str:
    """How this stretch of training begins, as an event."""
    if is_rescue:
        return "rescued"
    return "resumed" if since.step else "started"


def _fit(model: keras.Model, batches: tf.data.Dataset, callbacks: list[keras.callbacks.Callback]) -> None:
    """Train until a callback stops it, at the latest with the last batch."""
    model.fit(batches, steps_per_epoch=_ENDLESS, shuffle=False, verbose=0, callbacks=callbacks)
