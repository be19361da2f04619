"""runs"""

import streamlit as st

from ganlib.ui import frame

frame.enter("runs")
st.title("runs")
st.write(dict(st.query_params))
