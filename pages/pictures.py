"""Pictures: bring pictures of your own, and train on them."""

import streamlit as st

from ganlib.ui import frame, resources
from ganlib.ui.add_pictures import add_form
from ganlib.ui.picture_card import close_on_arrival, show_card, show_requested
from ganlib.ui.words import t

frame.enter("pictures")
close_on_arrival()
is_host = resources.engine().visitor.is_host
st.title(t("Your own pictures"))
st.markdown(
    t(
        "A model can learn from a folder of yours: drawings, faces, leaves, stamps. A few hundred that resemble each "
        "other are enough to begin with, a few thousand are better. They stay on the computer that GAN Studio runs on."
    )
)
if is_host:
    add_form()
sets = list(resources.engine().pictures)
for pictures in sets:
    show_card(pictures, may_change=is_host)
if not sets and not is_host:
    st.caption(t("Only the owner of this studio can add pictures, and has not added any yet."))
show_requested()
