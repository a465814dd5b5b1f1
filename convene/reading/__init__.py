"""Reading papers: sharing with desk officers, private notes, and who has opened what (B5)."""
