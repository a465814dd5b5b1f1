"""Addresses inside papers: which may stay in the copy that others download, and which point at somebody's own files."""

from __future__ import annotations

import re
from urllib.parse import unquote

_PUBLIC = re.compile(r"^(?:https?|ftp|mailto|tel):", re.IGNORECASE)
# One letter before the colon is a drive, not a scheme.
_SCHEME = re.compile(r"^([A-Za-z][\w+.-]+):")


def is_public(address: str) -> bool:
    """True for web, mail and telephone addresses and for places within the paper; False for files and all else."""
    address = address.strip()
    return address.startswith("#") or _PUBLIC.match(address) is not None


def is_on_own_machine(address: str) -> bool:
    """True for a file beside the paper or on its author's own disk; False for whatever is fetched from a server."""
    path = unquote(address.strip())
    scheme = _SCHEME.match(path)
    if scheme and scheme[1].lower() != "file":
        return False
    if scheme:
        path = path[scheme.end() :]
        if path.startswith("///"):
            return not path[3:].startswith(("/", "\\"))
    return not path.startswith(("//", "\\\\", "/\\", "\\/"))
