"""Addresses inside this installation that may be followed after signing in."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_path(text: str | None) -> str:
    """A path of this installation; “/” for anything that could lead elsewhere."""
    if not text or not text.startswith("/") or text.startswith("//") or "\\" in text or any(ord(c) < 33 for c in text):
        return "/"
    parts = urlsplit(text)
    return text if not parts.scheme and not parts.netloc else "/"
