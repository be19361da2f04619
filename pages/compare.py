"""compare"""

import streamlit as st

from ganlib.ui import frame

frame.enter("compare")
st.title("compare")
st.write(dict(st.query_params))
