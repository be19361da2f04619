"""What the page “Learn” computes: exact, in one dimension, by NumPy alone. Nothing here is trained."""
