"""Train: choose, start, watch. The address says which of the three it is."""

import streamlit as st

from ganlib.ui import frame, front_door, new_run, state, watch

frame.enter("train")
params = {key: value for key, value in st.query_params.to_dict().items() if key != state.LANGUAGE}
if "run" in params:
    watch.show(params["run"])
elif params:
    new_run.show(params)
else:
    front_door.show()
