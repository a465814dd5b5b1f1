"""Tests of anchor events."""
