"""The tables of the Compare page, facts and differing settings, and their CSV files."""

from collections.abc import Sequence

import streamlit as st

from ganlib.catalog.choices import CHOICES
from ganlib.catalog.scalars import SCALARS
from ganlib.catalog.settings import SETTINGS
from ganlib.catalog.states import STATES
from ganlib.charts.comparison import Side, differences, facts_csv, latest, scalars_csv
from ganlib.config.run import RunConfig
from ganlib.runner.reconcile import current_status
from ganlib.store import layout
from ganlib.store.records import Record, RecordReader
from ganlib.store.runs import Run
from ganlib.store.scores import Score, read_scores
from ganlib.store.status import Status
from ganlib.ui import quality, readers
from ganlib.ui.cards import network_title
from ganlib.ui.words import duration, number, plain, seen, t

_MISSING = "–"
_BYTE_ORDER_MARK = "\ufeff"  # tells spreadsheets that a CSV file is UTF-8


def show_facts(looks: Sequence[tuple[Run, str, RunConfig, Status, list[Record]]]) -> None:
    """What each run has done so far, as a table with a column for each run."""
    st.subheader(t("Facts"))
    scores = [readers.scores(run) for run, *_ in looks]
    sides = [_side(one, *look) for one, look in zip(scores, looks, strict=True)]
    variety = SCALARS["samples/diversity"]
    title, explanation = seen(draws_points=all(config.draws_points for _, _, config, *_ in looks))
    lines = [
        (t("State"), [t(STATES[side.state].title) for side in sides], t("What the run is doing.")),
        (
            t("Training time"),
            [duration(side.seconds) for side in sides],
            t("On the clock; starting the program is not in it."),
        ),
        (t("Steps"), [number(side.step) for side in sides], t("Updates of the networks.")),
        (title, [number(side.images_seen) for side in sides], explanation),
        (
            t(variety.title),
            [_MISSING if side.diversity is None else f"{side.diversity:.2f}" for side in sides],
            f"{t(variety.why)} {t(variety.healthy)}",
        ),
    ]
    measured, notes = quality.comparison_lines([(side.dataset, one) for side, one in zip(sides, scores, strict=True)])
    lines += measured
    networks = dict.fromkeys(network for side in sides for network in side.parameters)
    lines += [
        (
            t("Parameters: {network}", network=network_title(network)),
            [number(side.parameters[network]) if network in side.parameters else _MISSING for side in sides],
            t("Numbers that this network learns."),
        )
        for network in networks
    ]
    if networks:
        lines.append(
            (
                t("Parameters in all"),
                [number(side.num_parameters) if side.num_parameters else _MISSING for side in sides],
                t("Of all networks together, those too that only training needs."),
            )
        )
    _table([side.name for side in sides], lines, alt=t("Facts about each run"))
    for note in notes:
        st.caption(note)


def show_differences(runs: Sequence[tuple[str, RunConfig]]) -> None:
    """The settings that are not the same in all runs."""
    found = differences([_settings(config) for _, config in runs])
    names = [title for title, _ in runs]
    st.subheader(t("Settings that differ"))
    if found.differing:
        _table(names, [_line(key, values) for key, values in found.differing.items()], alt=t("Settings that differ"))
    else:
        st.caption(t("All settings that these runs share are the same."))
    if found.exclusive:
        with st.expander(t("Settings that only some of these runs have")):
            _table(
                names,
                [_line(key, values) for key, values in found.exclusive.items()],
                alt=t("Settings that only some of these runs have"),
            )


def offer_downloads(runs: Sequence[tuple[Run, str]]) -> None:
    """Both files are made when somebody clicks, from what the runs are then."""
    with st.container(horizontal=True):
        st.download_button(
            t("Facts and settings (CSV)"),
            data=lambda: facts_file(runs),
            file_name="comparison.csv",
            mime="text/csv",
            key="compare-facts-csv",
            icon=":material/download:",
            on_click="ignore",
            help=t("One line for each run."),
        )
        st.download_button(
            t("Curves (CSV)"),
            data=lambda: curves_file([run for run, _ in runs]),
            file_name="curves.csv",
            mime="text/csv",
            key="compare-curves-csv",
            icon=":material/download:",
            on_click="ignore",
            help=t("Every logged value of every run: one line for each logged step."),
        )


def facts_file(runs: Sequence[tuple[Run, str]]) -> bytes:
    sides = [
        _side(read_scores(_rows(run, layout.METRICS)), run, title, run.config(), current_status(run), _rows(run))
        for run, title in runs
    ]
    return (_BYTE_ORDER_MARK + facts_csv(sides)).encode()


def curves_file(runs: Sequence[Run]) -> bytes:
    return (_BYTE_ORDER_MARK + scalars_csv({run.run_id: _rows(run) for run in runs})).encode()


def _rows(run: Run, name: str = layout.SCALARS) -> list[Record]:
    """Read apart from the page's shared readers: a download runs in a thread of its own."""
    return RecordReader(run.path / name).read()


def _side(scores: list[Score], run: Run, title: str, config: RunConfig, status: Status, rows: list[Record]) -> Side:
    return Side(
        run_id=run.run_id,
        name=title,
        preset=config.preset,
        family=config.family,
        dataset=config.data.dataset,
        state=status.state.value,
        seconds=status.seconds,
        step=status.step,
        images_seen=status.images_seen,
        parameters=status.parameters,
        diversity=latest(rows, "samples/diversity"),
        scores=tuple({(score.metric, score.network): score for score in scores}.values()),
        settings=_settings(config),
    )


def _settings(config: RunConfig) -> dict[str, object]:
    """The settings that do something in this run."""
    return {
        key: value
        for key, value in config.settings().items()
        if key not in SETTINGS or SETTINGS[key].applies_to(config)
    }


_Line = tuple[str, list[str], str]  # title, a value for each run, what it means


def _line(key: str, values: Sequence[object]) -> _Line:
    spec = SETTINGS.get(key)
    title = key if spec is None else f"{t(spec.title)} ({t(spec.unit)})" if spec.unit else t(spec.title)
    return title, [_spell(key, value) for value in values], t(spec.why) if spec else ""


def _spell(key: str, value: object) -> str:
    if value is None:
        return _MISSING
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, str):
        choice = CHOICES.get(key, {}).get(value)
        return t(choice.title) if choice else value
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def _table(names: Sequence[str], lines: Sequence[_Line], alt: str) -> None:
    columns: dict[str, list[str]] = {" ": [title for title, _, _ in lines]}
    for index, name in enumerate(names):
        heading = plain(name)
        columns[heading if heading not in columns else f"{heading} ({index + 1})"] = [
            plain(values[index]) for _, values, _ in lines
        ]
    columns[t("What it means")] = [why for _, _, why in lines]
    st.table(columns, hide_index=True, border="horizontal", alt=alt)
