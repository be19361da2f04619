"""Playground: a game about points, small enough to see all of it."""

import streamlit as st

from ganlib.ui import frame, playground, state

frame.enter("playground")
params = {key: value for key, value in st.query_params.to_dict().items() if key != state.LANGUAGE}
if "run" in params:
    playground.watch(params["run"])
else:
    playground.choose(params)
