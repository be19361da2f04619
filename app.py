"""GAN Studio: `streamlit run app.py`."""

from pathlib import Path

from ganlib.ui import frame

frame.run(Path(__file__).parent)
