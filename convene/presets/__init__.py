"""Presets: what a kind of body is made of, how it meets through the year, and the rules it stands by (S1-S11)."""
