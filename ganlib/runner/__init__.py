"""Processes and the queue: what starts workers, watches over them and stops them. No TensorFlow, no Streamlit."""
