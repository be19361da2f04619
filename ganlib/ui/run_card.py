"""One run as the Runs page lists it: picture, name, state, progress, and what can be done with it."""

import io

import streamlit as st

from ganlib.catalog.presets import PRESETS
from ganlib.catalog.states import FAILURES, STATES
from ganlib.config.limits import is_shared
from ganlib.config.link import to_params
from ganlib.config.run import RunConfig
from ganlib.errors import GanlibError
from ganlib.i18n import N_
from ganlib.runner.reconcile import current_status
from ganlib.store.bundle import write_zip
from ganlib.store.runs import Run
from ganlib.store.status import RunState, Status
from ganlib.ui import datasets, frame, quality, readers, resources, run_actions, run_dialogs, state
from ganlib.ui.cards import run_title, state_badge
from ganlib.ui.gallery import show_picture
from ganlib.ui.live import full_rerun_when, refresh
from ganlib.ui.words import clock, duration, plain, t

REFRESH_SECONDS = 3.0
_PICTURE_WIDTH = 112  # pixels on the screen


def show(run: Run) -> None:
    """Draw the card. Only its upper part refreshes, and only while the run is active."""
    problem, seen = _first_look(run)
    with st.container(border=True, key=f"run-{run.run_id}"):
        if problem:
            _damaged(run, problem)
        else:
            is_active = seen is not None and seen.is_active
            refresh(_live_part, run, seen, active=is_active, seconds=REFRESH_SECONDS)
        note = run.about().note
        if note:
            st.caption(plain(note))
        if not problem:
            _control(run)
        _actions(run, is_damaged=bool(problem))


def _first_look(run: Run) -> tuple[str, RunState | None]:
    """What is wrong with the folder ("" when nothing), and the state of the run."""
    try:
        run.config()
        return "", current_status(run).state
    except GanlibError as error:
        return error.text(t), None


def _damaged(run: Run, problem: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(run_title(run))}**", width="content")
        st.badge(t(STATES["damaged"].title), icon=":material/broken_image:", color="red", help=t(STATES["damaged"].why))
    st.caption(plain(problem))


def _live_part(run: Run, before: RunState | None) -> None:
    """What refreshes. The buttons below do not: with another state the whole page is drawn anew."""
    try:
        config, status = run.config(), current_status(run)
    except GanlibError:  # deleted or damaged since the page was drawn
        full_rerun_when(True)
        return
    title, pictures = run_title(run), run.pictures()
    with st.container(horizontal=True, gap="medium"):
        if pictures:
            show_picture(
                pictures[max(pictures)],
                alt=t("The latest samples of {name}", name=title),
                width=_PICTURE_WIDTH,
            )
        with st.container(gap="xsmall", width="stretch"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{plain(title)}**", width="content")
                state_badge(status)
            st.caption(
                _facts(title, config, status), help=t("Training time on the clock; starting the program is not in it.")
            )
            score = quality.headline(readers.scores(run))
            if score:
                st.caption(plain(quality.short(score)), help=quality.meaning(score.metric))
            _progress(run, status)
            _failure(status)
    full_rerun_when(status.state is not before)


def _facts(title: str, config: RunConfig, status: Status) -> str:
    preset = PRESETS.get(config.preset)
    kind = t(preset.title) if preset else config.preset
    facts = [
        "" if kind == title else plain(kind),
        plain(datasets.title_of(config.data.dataset)),
        t("started {time}", time=clock(status.started_at)) if status.started_at else t("not started"),
        duration(status.seconds) if status.seconds else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def _progress(run: Run, status: Status) -> None:
    if status.state is RunState.QUEUED:
        place = resources.queue_place(run)
        if place:
            st.caption(t("Place {place} in the queue.", place=place))
    elif status.state is not RunState.COMPLETED:
        text = t("{share:.0%} done", share=status.progress)
        if status.seconds_left is not None and status.state is RunState.RUNNING:
            text += " · " + t("{time} left", time=duration(status.seconds_left))
        st.progress(min(1.0, max(0.0, status.progress)), text=text)


def _failure(status: Status) -> None:
    reason = FAILURES.get(status.failure or "unexpected")
    if status.state is RunState.FAILED and reason:
        st.caption(f":material/error: {t(reason.title)} {t(reason.why)}")


def _control(run: Run) -> None:
    """What decides whether it trains."""
    try:
        config, status = run.config(), current_status(run)
    except GanlibError:  # deleted or damaged this moment
        return
    with st.container(horizontal=True, gap="xsmall"):
        if status.state.is_active:
            run_actions.while_active(run, status)
        else:
            run_actions.resume_button(run, status, config)
    run_actions.show_problem(run)


_ACTIONS = {"rename": N_("Rename"), "delete": N_("Delete")}
_ICONS = {"rename": ":material/edit:", "delete": ":material/delete:"}


def _actions(run: Run, is_damaged: bool) -> None:
    train = frame.file_of("train")
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.checkbox(
            t("Select"),
            key=f"{state.RUNS_PICK}{run.run_id}",
            disabled=is_damaged,
            persist_state="page",
        )
        if not is_damaged:
            st.page_link(train, label=t("Open"), icon=":material/monitoring:", query_params={"run": run.run_id})
            st.page_link(
                train,
                label=t("Duplicate as new"),
                icon=":material/content_copy:",
                query_params=to_params(run.config()),
                help=t("Opens the form with the same settings; nothing starts yet."),
            )
        for action, title in _ACTIONS.items():
            st.button(
                t(title),
                key=f"runs-{action}-{run.run_id}",
                icon=_ICONS[action],
                type="tertiary",
                on_click=run_dialogs.request,
                args=(action, run),
            )
        st.download_button(
            t("Download"),
            data=lambda: zip_of(run),
            file_name=f"{run.run_id}.zip",
            mime="application/zip",
            key=f"runs-download-{run.run_id}",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            help=t("The whole run as one zip file: settings, curves, pictures, model."),
        )


def zip_of(run: Run) -> bytes:
    """Built when somebody clicks."""
    file = io.BytesIO()
    write_zip(run, file, is_public=is_shared())
    return file.getvalue()
