"""The suite: real database, templates, forms and mail; only the clock and random keys are set by hand."""
