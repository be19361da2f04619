"""How good generated pictures are, and how near real pictures come to themselves by the same measure."""
