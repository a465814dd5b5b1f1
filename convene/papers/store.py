"""Files of papers by content: written once, whole or not at all, and never under a name that somebody typed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def path_of(folder: Path, digest: str) -> Path:
    """Where a file of that SHA-256 lies."""
    return folder / digest[:2] / digest


def digest_of(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(source: Path, folder: Path) -> str:
    """Move a file into the store and give its digest: durable before it is acknowledged (security.md 0.10).

    The order is file, fsync, rename, fsync of the folder; the row that names it is committed after that.
    """
    digest = digest_of(source)
    target = path_of(folder, digest)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if target.exists():
        target.touch()  # So that a sweep takes it for wanted while its row is still to come.
        source.unlink()
    else:
        with source.open("rb") as file:
            os.fsync(file.fileno())
        source.replace(target)
    # Also where the file was there: whoever moved it may not have come to this yet. The folder's own folder may be new.
    for changed in (target.parent, folder):
        _sync(changed)
    return digest


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def new_file(folder: Path) -> Path:
    """An empty file of our own inside the store's folder, to be written and then kept."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".coming-")
    os.close(handle)
    return Path(name)


def sweep(folder: Path, *, named: frozenset[str], before: float) -> int:
    """Remove files that no row names and that are older than `before` (seconds since 1970): left by refused forms.

    A file is younger than the row that names it by the time of one form at the most, so a day is ample.
    """
    count = 0
    for path in folder.glob("[0-9a-f][0-9a-f]/*"):
        if path.name not in named and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            count += 1
    for path in folder.glob(".coming-*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
    return count
