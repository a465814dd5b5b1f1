"""Tests of planned years."""
