"""Which runs are compared. The address is the truth: links, Back and the box on the page all go through it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ganlib.errors import GanlibError
from ganlib.runner.reconcile import current_status
from ganlib.store.runs import Run
from ganlib.ui import resources, state
from ganlib.ui.cards import run_title
from ganlib.ui.words import clock, plain, t

RUNS_PARAMETER = "runs"  # in the address: ids with commas between
BY_PARAMETER, AT_PARAMETER = "by", "at"  # in the address: at the same what, and where the slider stands
MOST_RUNS = 4
_MOST_OFFERED = 200  # the newest; older ones can be selected on the Runs page
_MOST_READ = 12  # ids in an address, which may hold anything
_LONGEST_QUOTE = 60  # characters of a parameter that a message repeats


@dataclass(frozen=True)
class Selection:
    """The runs that the address names, and, in markdown, what it names that cannot be shown."""

    runs: list[Run]
    problems: list[str]


def in_address() -> Selection:
    """Read the address, made by this page or by hand."""
    text = ",".join(st.query_params.get_all(RUNS_PARAMETER))
    ids = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    runs, problems = [], []
    for run_id in ids[:_MOST_READ]:
        try:
            run = resources.store().open(run_id)
            run.config()
            current_status(run)
            runs.append(run)
        except GanlibError as error:
            problems.append(plain(_short(error.text(t), run_id)))
    if len(runs) > MOST_RUNS or len(ids) > _MOST_READ:
        problems.append(t("At most {most} runs fit side by side: the first {most} are shown.", most=MOST_RUNS))
    return Selection(runs[:MOST_RUNS], problems)


def _short(message: str, quoted: str) -> str:
    return message if len(quoted) <= _LONGEST_QUOTE else message.replace(quoted, quoted[:_LONGEST_QUOTE] + "…")


def box(label: str, selected: Sequence[Run], all_runs: Sequence[Run]) -> None:
    """The box to choose runs in."""
    offered = {run.run_id: run for run in [*all_runs[:_MOST_OFFERED], *selected]}
    labels = labels_of(list(offered.values()))
    st.session_state[state.COMPARE_RUNS] = [run.run_id for run in selected]
    st.multiselect(
        label,
        options=list(offered),
        format_func=lambda run_id: labels[run_id],
        key=state.COMPARE_RUNS,
        max_selections=MOST_RUNS,
        select_all=False,
        placeholder=t("Choose runs"),
        help=t("Two to four runs. What you choose is in the address of this page: copy it to share the comparison."),
        on_change=_into_address,
    )


def _into_address() -> None:
    chosen = st.session_state[state.COMPARE_RUNS]
    if chosen:
        st.query_params[RUNS_PARAMETER] = ",".join(chosen)
    else:
        st.query_params.pop(RUNS_PARAMETER, None)


def labels_of(runs: Sequence[Run]) -> dict[str, str]:
    """Run id → title and time of creation; the end of the id too, where that is not unique."""
    labels: dict[str, str] = {}
    for run in runs:
        label = f"{run_title(run)} · {_created(run.run_id)}"
        labels[run.run_id] = f"{label} · {run.run_id[-4:]}" if label in labels.values() else label
    return labels


def _created(run_id: str) -> str:
    """`20261123-184012-quick-gan-ab12` → `2026-11-23 18:40`; ids begin with the server's local time."""
    try:
        return clock(time.mktime(time.strptime(run_id[:15], "%Y%m%d-%H%M%S")))
    except (ValueError, OverflowError):  # a folder that somebody else named
        return run_id
