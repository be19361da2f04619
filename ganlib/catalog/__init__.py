"""What can be chosen and what is measured, in plain words: data only."""
