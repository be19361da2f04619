"""Runs: every run with its state; open, rename, duplicate, delete or download it, or select some to compare."""

import streamlit as st

from ganlib.ui import engine, frame, limits, resources, run_card, run_dialogs, state
from ganlib.ui.import_run import import_form
from ganlib.ui.words import number, t

PAGE_SIZE = 10
MOST_COMPARED = 4

frame.enter("runs")
run_dialogs.close_on_arrival()
st.title(t("Runs"))
if resources.engine().visitor.is_host:
    engine.show()
else:
    st.caption(t("Others use this studio too. Here are your own runs; whoever has the link of a run may look at it."))
runs = resources.engine().runs()
limits.warn_when_nearly_full()

if not runs:
    st.write(
        t("No run yet. A run is one training: its settings, its curves, its pictures and the model that it learned.")
    )
    if st.button(t("Start the first one"), key="runs-first", type="primary", icon=":material/rocket_launch:"):
        st.switch_page(frame.file_of("train"))
    import_form()
    st.stop()

selected = [run for run in runs if st.session_state.get(f"{state.RUNS_PICK}{run.run_id}")]
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.caption(t("Runs: {total}, newest first. Selected: {selected}.", total=number(len(runs)), selected=len(selected)))
    compares = st.button(
        t("Compare"),
        key=state.RUNS_COMPARE,
        icon=":material/compare_arrows:",
        type="primary",
        disabled=not 2 <= len(selected) <= MOST_COMPARED,
        help=t("Select two to four runs to see them side by side."),
    )
if compares:
    st.switch_page(frame.file_of("compare"), query_params={"runs": ",".join(run.run_id for run in selected)})

num_pages = -(-len(runs) // PAGE_SIZE)
listing = st.container()
page = st.pagination(num_pages, key="page", bind="query-params") if num_pages > 1 else 1
with listing:
    for run in runs[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]:
        run_card.show(run)
import_form()
run_dialogs.show_requested()
