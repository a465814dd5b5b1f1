"""Packs, read back from the finished PDF by programs that did not write it."""
