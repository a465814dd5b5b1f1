"""Signing in: passwords, links that work once, and visits (browser sessions)."""
