"""Rules of finding a time, as pure functions: dates and deadlines, the scores of options, fair hours."""
