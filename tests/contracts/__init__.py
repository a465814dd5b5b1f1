"""The shape of the program, checked from its text; each check is given an example that it must catch."""
