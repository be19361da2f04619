"""Compare: a GAN and a VAE, or any two to four runs, side by side at the same training time or the same step."""

import streamlit as st

from ganlib.ui import choose_runs, comparison, frame, resources
from ganlib.ui.duel import duel_form
from ganlib.ui.words import t

frame.enter("compare")
st.title(t("Compare"))
selection = choose_runs.in_address()
all_runs = resources.engine().runs()
for problem in [*selection.problems, *comparison.problems_in_address()]:
    st.warning(problem, icon=":material/link_off:")

if len(selection.runs) < 2:
    duel_form()
    if len(all_runs) >= 2:
        choose_runs.box(t("Or choose two to four runs"), selection.runs, all_runs)
    if len(selection.runs) == 1:
        st.info(t("One run is chosen. Choose at least one more, to see them side by side."))
    st.stop()

choose_runs.box(t("Runs to compare"), selection.runs, all_runs)
comparison.show(selection.runs)
with st.expander(t("Start another pair"), icon=":material/add:"):
    duel_form()
