"""How good a run's samples are: the scores, each beside that of real data, and their course."""

from collections.abc import Iterable, Sequence

import streamlit as st

from ganlib.catalog.datasets import CLASSES
from ganlib.catalog.metrics import COUNTS, DIRECTIONS, FRESH_METRICS, HEADLINES, METRICS, NETWORKS
from ganlib.charts.scores import score_record, side_by_side
from ganlib.charts.theme import family_colour
from ganlib.config.run import RunConfig
from ganlib.store.runs import Run
from ganlib.store.scores import Score, latest_of, newest_of
from ganlib.ui import drawings, readers
from ganlib.ui.live_chart import live_chart
from ganlib.ui.words import number, plain, t

_OF_PICTURES = (
    "frechet_distance",
    "coverage",
    "class_coverage",
    "kinds_found",
    "kinds_kl",
    "class_agreement",
    "kind_purity",
)
_OF_POINTS = ("histogram_divergence", "high_quality", "modes_found")
_OF_BOTH = ("jensen_shannon_bound",)
_OF_THE_MODEL = ("duality_gap", "iwae_bound", "active_units")


def show(run: Run, config: RunConfig, is_active: bool) -> None:
    """The panel of the Train page."""
    st.subheader(t("How good it is"), anchor=False)
    scores = readers.scores(run)
    if not scores:
        st.caption(_why_not(config, is_active))
        return
    numbers, curve = st.columns(2, gap="large")
    with numbers:
        _numbers(config.data.dataset, scores)
    with curve:
        _curve(run, config, scores)
    with st.expander(t("All scores"), icon=":material/straighten:"):
        _table(scores)


def short(score: Score) -> str:
    """A score in one line, with what real data get."""
    return t(
        "{title} {value} (real data {floor}; {count} samples)",
        title=t(METRICS[score.metric].title),
        value=figure(score.value),
        floor=_floor(score),
        count=number(score.num_samples),
    )


def headline(scores: Iterable[Score]) -> Score | None:
    """The newest of the score that says most."""
    scores = list(scores)
    found = (latest_of(scores, metric, network) for metric, network in HEADLINES.items())
    return next((score for score in found if score), None)


def figure(value: float) -> str:
    """Three significant digits, as people write them."""
    return number(float(f"{value:.3g}"))


def basis(score: Score) -> str:
    """What the number belongs to: how many samples, in which network; or how many test pictures."""
    if not score.network and score.draws is not None:
        words = t("{count} test pictures, {draws} codes for each", count=number(score.num_samples), draws=score.draws)
        return words + t(", given the class") if score.given else words
    if not score.network:
        return t("{count} test pictures", count=number(score.num_samples))
    if score.network.endswith("plane"):
        return t("{count} points", count=number(score.num_samples))
    if score.network.endswith("game"):
        return t("{count} test samples, game {game}", count=number(score.num_samples), game=score.network)
    return t(
        "{count} samples, network {network} version {version}",
        count=number(score.num_samples),
        network=score.network,
        version=score.version,
    )


def missing_names(dataset: str, score: Score) -> list[str]:
    """The missing classes in the session's language; clouds of points have numbers and no names."""
    if score.metric != "class_coverage":
        return []
    names = CLASSES.get(dataset, ())
    return [t(names[label]) if label < len(names) else str(label) for label in score.missing]


def meaning(metric: str) -> str:
    """What a score says, and which way is better."""
    spec = METRICS[metric]
    return f"{t(spec.why)} {t(DIRECTIONS[spec.direction])}"


def comparison_lines(runs: Sequence[tuple[str, list[Score]]]) -> tuple[list[tuple[str, list[str], str]], list[str]]:
    """Lines for the table of the Compare page: title, a cell for each run, meaning; and sentences to put below it.

    Args:
        runs: data set and scores of each.
    """
    lines, notes = [], []
    for metric in (*_OF_PICTURES, *_OF_POINTS, *_OF_BOTH, *_OF_THE_MODEL):
        network = HEADLINES.get(metric, "")
        found, are_comparable = side_by_side([scores for _, scores in runs], metric, network)
        if not any(found):
            continue
        are_comparable &= len({dataset for (dataset, _), score in zip(runs, found, strict=True) if score}) == 1
        title = t(METRICS[metric].title)
        cells = [_cell(dataset, score, are_comparable) for (dataset, _), score in zip(runs, found, strict=True)]
        lines.append((title, cells, meaning(metric)))
        first = next(score for score in found if score)
        if first.shares:  # found or not: their number hardly depends on how many were looked at
            continue
        if are_comparable:
            notes.append(t("{score}: {basis}.", score=title, basis=plain(basis(first))))
        else:
            notes.append(
                t(
                    "{score}: not comparable here. These runs were measured on different data or numbers of "
                    "samples, in different networks, or some are told the class.",
                    score=title,
                )
            )
    return lines, notes


def _cell(dataset: str, score: Score | None, is_comparable: bool) -> str:
    if score is None:
        return "–"
    if score.metric in COUNTS:
        names, text = ", ".join(missing_names(dataset, score)), _found(dataset, score)
        if names:
            return t("{found} (without {names})", found=text, names=names)
        real = _found_among_real(dataset, score)
        text = t("{value} (real data: {floor})", value=text, floor=real) if real else text
        return text if is_comparable or score.shares else f"{text}, {basis(score)}"
    text = _with_unit(score)
    if score.floor is not None:
        text = t("{value} (real data: {floor})", value=text, floor=_floor(score))
    return text if is_comparable else f"{text}, {basis(score)}"


def _found(dataset: str, score: Score) -> str:
    """How many kinds came up, of how many."""
    total = _num_kinds(dataset, score)
    found = total - len(score.missing) if score.shares else round(score.value * total)
    return t("{found} of {total}", found=number(found), total=number(total))


def _found_among_real(dataset: str, score: Score) -> str:
    """How many kinds come up among as many real pictures; empty where that is all of them."""
    if score.floor is None or score.floor >= 1.0:
        return ""
    return number(round(score.floor * _num_kinds(dataset, score)))


def _num_kinds(dataset: str, score: Score) -> int:
    """A thousand are not kept one by one."""
    return len(score.shares) or len(CLASSES.get(dataset, ()))


def _with_unit(score: Score) -> str:
    return f"{figure(score.value)} {t(METRICS[score.metric].unit)}".strip()


def _floor(score: Score) -> str:
    """What real data get; a dash where they get nothing."""
    return "–" if score.floor is None else figure(score.floor)


def _why_not(config: RunConfig, is_active: bool) -> str:
    if not config.training.evaluate:
        return t("Not measured: it is switched off in the settings of this run.")
    if not config.is_evaluated:
        return t("Not measured: there are too few pictures to hold some back and compare with them.")
    if is_active:
        return t("The first score comes after about ten seconds of training.")
    return t("This run has no scores.")


def _numbers(dataset: str, scores: list[Score]) -> None:
    shown = [score for metric, network in HEADLINES.items() if (score := latest_of(scores, metric, network))]
    with st.grid(min_column_width=160, gap="small"):
        for score in shown:
            st.metric(
                t(METRICS[score.metric].title),
                figure(score.value),
                t("real data: {floor}", floor=_floor(score)),
                delta_color="off",
                delta_arrow="off",
                help=meaning(score.metric),
            )
        classes = next((score for metric in COUNTS if (score := latest_of(scores, metric))), None)
        if classes is not None:
            real = _found_among_real(dataset, classes)
            st.metric(
                t(METRICS[classes.metric].title),
                _found(dataset, classes),
                t("real data: {floor}", floor=real) if real else None,
                delta_color="off",
                delta_arrow="off",
                help=meaning(classes.metric),
            )
        for metric in _OF_THE_MODEL:
            score = latest_of(scores, metric)
            if score is not None:
                st.metric(t(METRICS[metric].title), _with_unit(score), help=f"{meaning(metric)} {basis(score)}.")
    if classes is not None and (names := ", ".join(missing_names(dataset, classes))):
        st.warning(t("Never, or hardly ever, among the samples: {names}.", names=names), icon=":material/block:")
    for score in shown[:1]:
        kind = next((t(words) for ending, words in NETWORKS.items() if score.network.endswith(ending)), "")
        st.caption(
            t(
                "{title} at step {step}: {basis}",
                title=t(METRICS[score.metric].title),
                step=number(score.step),
                basis=plain(basis(score)),
            )
            + (f" ({kind})." if kind else ".")
        )


def _curve(run: Run, config: RunConfig, scores: list[Score]) -> None:
    first = headline(scores)
    record = first and score_record(scores, first.metric, HEADLINES[first.metric])
    if record is None:
        return
    drawing = drawings.scores(record, family_colour(config.family))
    alt = t("{title} over the steps", title=t(METRICS[record.metric].title))
    live_chart(drawing, key=f"chart-scores-{run.run_id}", alt=alt)
    st.caption(
        t(
            "{count} samples at each point; the dashed line is what as many real ones get. "
            "Nothing gets below it but by chance.",
            count=number(record.num_samples),
        )
    )


def _table(scores: list[Score]) -> None:
    known = list(METRICS)
    newest = [score for score in newest_of(scores) if score.metric in METRICS]
    rows = [
        {
            t("Score"): t(METRICS[score.metric].title),
            t("This run"): _with_unit(score),
            t("Real data"): _floor(score),
            t("Step"): number(score.step),
            t("Measured on"): plain(basis(score)),
            t("What it means"): meaning(score.metric),
        }
        for score in sorted(newest, key=lambda score: known.index(score.metric))
    ]
    st.table(rows, border="horizontal")
    if not any(score.metric in FRESH_METRICS for score in scores):
        st.caption(
            t(
                "More scores, and of more samples, come from the thorough look at the end of a run: one that has "
                "trained for a minute or longer and was not stopped before."
            )
        )
