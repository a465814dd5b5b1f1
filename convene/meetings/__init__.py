"""Meetings and their sessions: when, where, how to get in, in what state."""
