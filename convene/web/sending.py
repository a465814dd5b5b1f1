"""Sending files to a browser: never shown inside a page, never cached, with a harmless name."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response


def download(content: bytes, name: str, media_type: str) -> Response:
    """A file to be saved. The name goes out twice: plainly for old browsers, in full for the others (RFC 6266)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name) or "file"
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
