"""Files of past recommendations that were looked at and wait to be taken over: held for an hour, for one person."""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

HELD_FOR = timedelta(hours=1)


def hold(folder: Path, person_key: str, content: bytes, *, at: datetime) -> str:
    """Keep a file for one person; gives the token by which their form names it. What waited longer is let go of."""
    place = folder / "lists"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in place.iterdir():
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < at - HELD_FOR:
                path.unlink()
    token = secrets.token_urlsafe(16)
    coming = place / f"{person_key}.{token}.coming"
    coming.write_bytes(content)
    coming.replace(place / f"{person_key}.{token}")
    return token


def take_back(folder: Path, person_key: str, token: str) -> bytes | None:
    """What that person's form left under that token; None for anything else."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{22}", token):
        return None
    try:
        return (folder / "lists" / f"{person_key}.{token}").read_bytes()
    except FileNotFoundError:
        return None


def let_go(folder: Path, person_key: str, token: str) -> None:
    """It was taken over: nothing need be held."""
    if re.fullmatch(r"[A-Za-z0-9_-]{22}", token):
        (folder / "lists" / f"{person_key}.{token}").unlink(missing_ok=True)
