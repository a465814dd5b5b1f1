"""Packed office files without the moment of their making: equal contents give equal bytes."""

from __future__ import annotations

import re
import shutil
import zipfile
from io import BytesIO

# The entries of a packed file bear this day, on which nothing happened.
NO_MOMENT = (2000, 1, 1, 0, 0, 0)
# Where such a file says when it was made and changed.
PROPERTIES = "docProps/core.xml"
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def timeless(content: bytes) -> bytes:
    """The same packed file with its entries in one order and under one day."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, NO_MOMENT)
            if name == PROPERTIES:
                part = _MOMENT.sub(b"2000-01-01T00:00:00Z", read.read(name))
                written.writestr(entry, part, zipfile.ZIP_DEFLATED)
                continue
            entry.compress_type, entry.file_size = zipfile.ZIP_DEFLATED, read.getinfo(name).file_size
            # A long table is many times as large as its file: it is handed on piece by piece.
            with read.open(name) as before, written.open(entry, "w") as after:
                shutil.copyfileobj(before, after)
    return out.getvalue()
