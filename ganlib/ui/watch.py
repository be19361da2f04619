"""Watching one run: what it is doing, how healthy it is, its pictures and its curves."""

from functools import partial

import streamlit as st

from ganlib.catalog.choices import CHOICES
from ganlib.catalog.settings import SETTINGS
from ganlib.catalog.states import EVENTS, FAILURES, PHASES, STATES
from ganlib.config.link import to_params
from ganlib.errors import RunNotFoundError
from ganlib.runner.machine import gpu_memory_in_use, memory_in_use, run_memory, this_machine
from ganlib.runner.processes import is_elsewhere
from ganlib.store import layout
from ganlib.store.checkpoints import Checkpoint
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status
from ganlib.ui import cards, draw, frame, live, pace, panels, quality, readers, resources, run_actions
from ganlib.ui.start import go_button
from ganlib.ui.time_lapse import show_pictures
from ganlib.ui.words import clock, duration, memory, number, plain, seen, t

_LONGEST_MESSAGE = 200  # characters: it repeats what the address says


def show(run_id: str) -> None:
    """The page of an address that names a run."""
    try:
        run = resources.store().open(run_id)
    except RunNotFoundError as error:
        st.title(t("Train"))
        st.error(plain(error.text(t)[:_LONGEST_MESSAGE]))
        st.page_link(frame.file_of("runs"), label=t("Go to the Runs page"), icon=":material/list:")
        return
    status = cards.status_of(run)
    is_active = status is not None and status.state.is_active
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.title(plain(cards.run_title(run)), width="content", anchor=False)
        _links(run)
    _parent(run)
    live.refresh(_progress, run, is_active, active=is_active, seconds=partial(pace.of_numbers, run))
    if status is not None and not is_active:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            run_actions.after_the_end(run, status, cards.config_of(run))
    chart_pace = partial(pace.of_charts, run)
    pictures, curves = st.columns(2, gap="large")
    with pictures:
        show_pictures(run, is_active)
    with curves:
        live.refresh(panels.losses, run, active=is_active, seconds=chart_pace)
    config = cards.config_of(run)
    if config is not None:
        if not is_active:
            draw.show(run, config)
        live.refresh(quality.show, run, config, is_active, active=is_active, seconds=chart_pace)
    live.refresh(panels.judgement, run, active=is_active, seconds=chart_pace)
    curious = st.expander(t("For the curious"), icon=":material/biotech:", on_change="rerun", key="curious")
    if curious.open:
        with curious:
            live.refresh(panels.curious, run, active=is_active, seconds=chart_pace)
            _settings(run)
    _log(run, is_expanded=status is not None and status.state is RunState.FAILED)


def _links(run: Run) -> None:
    config = cards.config_of(run)
    with st.container(horizontal=True, width="content", vertical_alignment="center"):
        if config is not None and config.draws_points:
            st.page_link(
                frame.file_of("playground"),
                label=t("Playground"),
                icon=":material/scatter_plot:",
                query_params={"run": run.run_id},
            )
        if config is not None:
            go_button(t("Start another like this"), to_params(config), key="another", icon=":material/content_copy:")
        st.page_link(
            frame.file_of("compare"),
            label=t("Compare"),
            icon=":material/compare_arrows:",
            query_params={"runs": run.run_id},
        )
        with st.popover(t("Share"), icon=":material/link:", type="tertiary"):
            st.markdown(t("This address opens the same run for anybody who can reach this computer:"))
            st.code(f"{(st.context.url or '').split('?')[0]}?run={run.run_id}", language=None, wrap_lines=True)


def _parent(run: Run) -> None:
    """Where a branch comes from."""
    origin = run.origin()
    if not origin.parent:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(t("A branch, from step {step} of", step=number(origin.parent_step or 0)), width="content")
        try:
            parent = resources.store().open(origin.parent)
        except RunNotFoundError:
            st.caption(t("a run that was deleted"), width="content")
        else:
            go_button(cards.run_title(parent), {"run": parent.run_id}, key="parent", icon=":material/call_split:")


def _progress(run: Run, was_active: bool) -> None:
    status = cards.status_of(run)
    live.full_rerun_when(was_active and not (status and status.state.is_active))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        cards.state_badge(status)
        if status:
            st.caption(_device(status), width="content")
            run_actions.while_active(run, status)
    run_actions.show_problem(run)
    if status is None or cards.config_of(run) is None:
        st.error(t(STATES["damaged"].why), icon=":material/broken_image:")
    if status is None:
        return
    match status.state:
        case RunState.QUEUED:
            _waiting(run, status)
        case RunState.RUNNING:
            _running(run, status)
        case RunState.FAILED:
            _failed(status)
        case RunState.LOST:
            st.warning(t(STATES["lost"].why), icon=":material/link_off:")
        case RunState.PAUSED:
            st.info(t(STATES["paused"].why), icon=":material/pause:")
    if status.step:
        config = cards.config_of(run)
        _numbers(status, next(iter(run.checkpoints()), None), draws_points=config is not None and config.draws_points)
    if status.state is not RunState.FAILED:
        cards.health_line(readers.scalar_rows(run))


def _waiting(run: Run, status: Status) -> None:
    problem = resources.engine().problem()
    if problem is not None:
        st.warning(plain(problem.text(t)), icon=":material/cloud_off:")
    elif status.phase in PHASES:
        st.info(t(PHASES[status.phase].why), icon=":material/cloud_queue:")
    elif (place := resources.queue_place(run)) is not None:
        text = t("Place {place} in the queue.", place=place) + " " + t(STATES["queued"].why)
        st.info(text, icon=":material/schedule:")


def _running(run: Run, status: Status) -> None:
    text = t("{share:.0%} done", share=status.progress)
    if run.is_requested(layout.STOP):
        text = t("Stopping: it finishes the step it is at and saves the model.")
    elif run.is_requested(layout.PAUSE):
        text = t("Pausing: it finishes the step it is at and saves a checkpoint.")
    elif status.phase == "training" and status.seconds_left is not None:
        text += " · " + t("{time} left", time=duration(status.seconds_left))
    elif status.phase in PHASES:
        text = f"{t(PHASES[status.phase].title)}: {t(PHASES[status.phase].why)}"
    st.progress(min(1.0, max(0.0, status.progress)), text=text)


def _failed(status: Status) -> None:
    failure = FAILURES.get(status.failure, FAILURES["unexpected"])
    st.error(f"**{t(failure.title)}** {t(failure.why)}", icon=":material/error:")
    if status.detail and resources.engine().visitor.is_host:  # it may name folders of this computer
        with st.expander(t("What the training process said")):
            st.code(status.detail, language=None, wrap_lines=True)


def _numbers(status: Status, checkpoint: Checkpoint | None, draws_points: bool) -> None:
    parameters = sum(status.parameters.values())
    in_use = run_memory(status) if status.state is RunState.RUNNING else None
    with st.grid(min_column_width=130, gap="small"):
        st.metric(
            t("Training time"),
            duration(status.seconds),
            help=t("Time spent on training so far, compiling included; waiting and starting are not counted."),
        )
        st.metric(t("Steps"), number(status.step), help=t(SETTINGS["num_steps"].why))
        title, explanation = seen(draws_points)
        st.metric(title, number(status.images_seen), help=explanation)
        if status.steps_per_second:
            st.metric(
                t("Speed"),
                t("{number} steps/s", number=number(round(status.steps_per_second, 1))),
                help=t("Updates of the networks in one second, lately."),
            )
        if checkpoint is not None:
            st.metric(
                t("Checkpoint"),
                number(checkpoint.step),
                help=t("The step that was saved last, whole. What comes after it is the most that a crash can cost."),
            )
        if parameters:
            networks = ", ".join(f"{cards.network_title(name)} {n:,}" for name, n in status.parameters.items())
            st.metric(
                t("Parameters"),
                number(parameters),
                help=t("Numbers that the networks can change while they learn: {networks}.", networks=networks),
            )
        if in_use:
            machine = memory_in_use()
            st.metric(
                t("Memory"),
                memory(in_use),
                help=t(
                    "In use by this run. The whole machine uses {used} of {total}.",
                    used=memory(machine.used),
                    total=memory(machine.total),
                ),
            )
        for gpu in gpu_memory_in_use() if in_use else ():
            st.metric(
                t("GPU memory"),
                memory(gpu.used),
                help=t("In use on the graphics processor by all programs, of {total}.", total=memory(gpu.total)),
            )


def _device(status: Status) -> str:
    if is_elsewhere(status):
        device = t("the processor") if status.device in ("", "CPU") else plain(status.device)
        return t("on {device} of the machine {host}", device=device, host=plain(status.host))
    machine = this_machine()
    if status.device in ("", "CPU"):
        return t("on the processor: {name}, {cores} cores", name=plain(machine.cpu), cores=machine.cores)
    return t("on the graphics processor: {name}", name=plain(status.device))


def _settings(run: Run) -> None:
    config = cards.config_of(run)
    if config is None:
        return
    heading = t("Settings of this run")
    st.markdown(f"**{heading}**")
    rows = []
    for key, value in config.settings().items():
        spec = SETTINGS.get(key)
        if spec is None:
            continue
        choice = CHOICES.get(key, {}).get(str(value))
        shown = t(choice.title) if choice else f"{value} {t(spec.unit)}".strip()
        rows.append({t("Setting"): t(spec.title), t("Value"): shown})
    st.table(rows, border="horizontal")


def _log(run: Run, is_expanded: bool) -> None:
    if not resources.engine().visitor.is_host:  # it names folders of this computer
        return
    log = st.expander(
        t("What happened, and the log"),
        icon=":material/description:",
        expanded=is_expanded,
        on_change="rerun",
        key=f"log-{run.run_id}",
    )
    if log.open:
        with log:
            _events(run)
            text = readers.log_tail(run)
            st.caption(t("The last 200 lines of {file}", file=plain(str(run.path / "worker.log"))))
            st.code(text or t("The log is empty."), language=None, height=320)


def _events(run: Run) -> None:
    rows = [
        {
            t("When"): clock(event["time"]),
            t("Step"): number(event["step"]),
            t("What"): t(EVENTS.get(str(event.get("kind")), str(event.get("kind")))),
            t("Details"): str(event.get("detail", "")),
        }
        for event in readers.event_rows(run)
    ]
    if rows:
        st.dataframe(rows, hide_index=True)
