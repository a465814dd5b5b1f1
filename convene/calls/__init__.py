"""Calls for papers: who owes what for which item by when, extensions, and the board of what came (B5)."""
