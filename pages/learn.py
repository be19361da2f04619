"""Learn: the ideas behind GANs and VAEs, beside figures to play with."""

import streamlit as st

from ganlib.ui import frame, lessons
from ganlib.ui.words import t

frame.enter("learn")
st.title(t("How a computer learns to draw"))
st.caption(
    t(
        "Figures to play with. Nothing in them was trained or drawn beforehand: they are computed from their "
        "formulas as you move the sliders, and the address keeps what you have set, so you can send it on."
    )
)
lessons.show()
