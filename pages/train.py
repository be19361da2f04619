"""train"""

import streamlit as st

from ganlib.ui import frame

frame.enter("train")
st.title("train")
st.write(dict(st.query_params))
