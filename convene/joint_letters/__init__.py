"""Joint letters (S10): a text, its addressees, organisations that sign until a deadline, what comes of it."""
