"""What can be done with a run, as buttons: pause, stop, resume, train longer, branch, move in the queue."""

from collections.abc import Callable

import streamlit as st

from ganlib.catalog.metrics import METRICS
from ganlib.catalog.settings import SETTINGS
from ganlib.config.link import to_params
from ganlib.config.run import RunConfig
from ganlib.errors import GanlibError
from ganlib.i18n import N_
from ganlib.runner.going_on import can_go_on
from ganlib.store import layout
from ganlib.store.checkpoints import Best, Checkpoint
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status
from ganlib.ui import cards, resources, state
from ganlib.ui.start import go_button, keep
from ganlib.ui.words import number, plain, t, what_went_wrong

_GOES_ON = N_("It goes on from its last checkpoint; when another run has the machine, it waits.")
_CAN_RESUME = (RunState.PAUSED, RunState.STOPPED, RunState.FAILED, RunState.LOST)


def while_active(run: Run, status: Status) -> None:
    """Buttons of a run that trains or waits; nothing for those who may only look."""
    if not resources.engine().may_control(run):
        return
    if status.state is RunState.RUNNING:
        is_ending = run.is_requested(layout.STOP) or run.is_requested(layout.PAUSE)
        _button(
            run,
            "pause",
            t("Pause"),
            resources.engine().pause,
            icon=":material/pause:",
            explanation=t("Saves a checkpoint and frees the machine. Resume goes on exactly there."),
            is_disabled=is_ending,
        )
        _button(
            run,
            "stop",
            t("Stop training"),
            resources.engine().stop,
            icon=":material/stop:",
            explanation=t("Ends training after the step it is at. The model and its pictures are saved."),
            is_disabled=run.is_requested(layout.STOP),
        )
    elif status.state is RunState.QUEUED:
        if (resources.queue_place(run) or 0) > 1 and resources.engine().visitor.is_host:
            _button(
                run,
                "first",
                t("Train it next"),
                lambda run: resources.engine().move(run, 1),
                icon=":material/vertical_align_top:",
                explanation=t("Moves it to the head of the queue. What trains now is not disturbed."),
            )
        _button(
            run,
            "stop",
            t("Take it out of the queue"),
            resources.engine().stop,
            icon=":material/stop:",
            explanation=t("It will not be trained. Its settings are kept."),
        )


def after_the_end(run: Run, status: Status, config: RunConfig | None) -> None:
    """Buttons of a run that is not active; nothing for one whose settings cannot be read, or of somebody else."""
    if config is None or not resources.engine().may_control(run):
        return
    checkpoints = run.checkpoints()
    resume_button(run, status, config)
    if status.state is RunState.PAUSED and checkpoints:
        _button(
            run,
            "stop",
            t("Finish it as it is"),
            resources.engine().stop,
            icon=":material/stop:",
            explanation=t("Saves the model of the last checkpoint and ends the run."),
        )
    longer = _with_budget_left(config, status)
    if longer != config and can_go_on(run, status, longer, resources.engine().admission.limits):
        _train_longer(run, config)
    if not checkpoints:
        return
    params = to_params(longer) | {state.BRANCH_OF: run.run_id}
    go_button(
        t("Branch"),
        params | {state.BRANCH_STEP: str(checkpoints[0].step)},
        key=f"branch-{run.run_id}",
        icon=":material/call_split:",
        explanation=t("A new run that goes on from here with other settings. This one stays as it is."),
    )
    best = run.best()
    for checkpoint in checkpoints[1:]:
        if best is not None and checkpoint.step == best.step:
            _go_back_to(run, best, checkpoint, params)


def _go_back_to(run: Run, best: Best, checkpoint: Checkpoint, params: dict[str, str]) -> None:
    """The step with the best score, when that is not the last."""
    with st.popover(t("Best: step {step}", step=number(best.step)), icon=":material/trophy:", type="tertiary"):
        st.caption(
            t(
                "By the quick scores it was best at step {step}: {metric} {value}. Its checkpoint is kept.",
                step=number(best.step),
                metric=t(METRICS[best.metric].title) if best.metric in METRICS else plain(best.metric),
                value=number(float(f"{best.value:.3g}")),
            )
        )
        if st.button(
            t("Go back to it"),
            icon=":material/history:",
            type="primary",
            key=f"keep-{run.run_id}",
            help=t(
                "Makes a run of its own of what this one was then: the model is saved and measured. Nothing is lost."
            ),
        ):
            keep(run, checkpoint, t("{name}, step {step}", name=cards.run_title(run), step=number(best.step)))
        go_button(
            t("Branch from there"),
            params | {state.BRANCH_STEP: str(best.step)},
            key=f"branch-best-{run.run_id}",
            icon=":material/call_split:",
            explanation=t("A new run that goes on from there with other settings. This one stays as it is."),
        )


def _with_budget_left(config: RunConfig, status: Status) -> RunConfig:
    """A branch counts from its parent's start: after a finished run it gets as much again, as far as that can be."""
    if config.training.share_done(status.step, status.seconds) < 1.0:
        return config
    key = _budget_key(config)
    return config.with_settings({key: _doubled(config, key)})


def _doubled(config: RunConfig, key: str) -> int | float:
    """Twice a budget, as far as its setting goes."""
    most = config.setting_types()[key][1].maximum
    twice: int | float = 2 * getattr(config.training, key)
    return twice if most is None else type(twice)(min(twice, most))


def _budget_key(config: RunConfig) -> str:
    return "num_steps" if config.training.budget == "steps" else "minutes"


def resume_button(run: Run, status: Status, config: RunConfig) -> None:
    """For a run that ended before its budget did; nothing for others."""
    limits = resources.engine().admission.limits
    if status.state not in _CAN_RESUME or not can_go_on(run, status, config, limits):
        return
    checkpoints = run.checkpoints()
    step = checkpoints[0].step if checkpoints else 0
    _button(
        run,
        "resume",
        t("Resume from step {step}", step=number(step)) if step else t("Start it again"),
        resources.engine().resume,
        icon=":material/play_arrow:",
        explanation=t(_GOES_ON) if step else t("From the very beginning: it has no checkpoint to go on from."),
        is_primary=True,
    )


def _train_longer(run: Run, config: RunConfig) -> None:
    key = _budget_key(config)
    before = getattr(config.training, key)
    with st.popover(t("Train longer"), icon=":material/more_time:", type="tertiary"):
        st.caption(
            t(
                "It goes on from its last checkpoint. A learning rate that falls towards the end of the budget starts "
                "higher again, because the end is now farther away."
            )
        )
        in_all = st.number_input(
            t("Steps in all") if key == "num_steps" else t("Minutes in all"),
            value=_doubled(config, key),
            key=f"in-all-{run.run_id}",
            format=SETTINGS[key].number_format,
            help=t("Counted from the very start. So far it had {n}.", n=number(before)),
        )
        _button(
            run,
            "extend",
            t("Go on"),
            lambda run: resources.engine().resume(run, config.with_settings({key: in_all})),
            icon=":material/play_arrow:",
            explanation=t(_GOES_ON),
            is_primary=True,
        )


def _button(
    run: Run,
    name: str,
    label: str,
    action: Callable[[Run], object],
    *,
    icon: str,
    explanation: str,
    is_disabled: bool = False,
    is_primary: bool = False,
) -> None:
    st.button(
        label,
        key=f"{name}-{run.run_id}",
        help=explanation,
        icon=icon,
        on_click=_note_problem,
        args=(action, run),
        disabled=is_disabled,
        type="primary" if is_primary else "secondary",
    )


def show_problem(run: Run) -> None:
    """What went wrong with the button of this run that was pressed last, until another is."""
    run_id, problem = st.session_state.get(state.ACTION_PROBLEM, ("", ""))
    if run_id == run.run_id:
        st.error(plain(problem), icon=":material/error:")


def _note_problem(action: Callable[[Run], object], run: Run) -> None:
    """A callback cannot draw: what went wrong is shown by `show_problem` when the page, or its live part, follows."""
    st.session_state.pop(state.ACTION_PROBLEM, None)
    try:
        action(run)
        resources.look_again()
    except (GanlibError, OSError) as error:
        st.session_state[state.ACTION_PROBLEM] = (run.run_id, what_went_wrong(error))
