"""Anchor events: what a year of meetings is hung on, computed by rule, known from history, confirmed by a source."""
