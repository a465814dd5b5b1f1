"""Packed office files without the moment of their making: equal contents give equal bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO

# The entries of a packed file bear this day, on which nothing happened.
NO_MOMENT = (2000, 1, 1, 0, 0, 0)


def timeless(content: bytes) -> bytes:
    """The same packed file with its entries in one order and under one day."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            written.writestr(zipfile.ZipInfo(name, NO_MOMENT), read.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
