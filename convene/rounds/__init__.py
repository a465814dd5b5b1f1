"""Rounds of bilateral check-ins: who meets whom, when and where, who can come, and what is heard (002, II.c.ii; B3)."""
