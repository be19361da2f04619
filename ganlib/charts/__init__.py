"""Rows in, Plotly figure out, in two steps: rows → record (plain data, tested), record → figure. No Streamlit."""
