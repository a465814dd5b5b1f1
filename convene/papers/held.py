"""Files chosen on a form that came back with errors: held for an hour, so that nothing is lost (settled 32)."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from convene.findings import Finding, Level
from convene.papers.actions import Filed

HELD_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Held:
    """An inspected file that waits for its form; refused where `findings` refuse it."""

    token: str
    filed: Filed | None
    findings: tuple[Finding, ...]


def _path(folder: Path, person_key: str, token: str) -> Path:
    return folder / "held" / f"{person_key}.{token}.json"


def hold(folder: Path, person_key: str, filed: Filed, findings: tuple[Finding, ...]) -> Held:
    """Remember an inspected file for one person, for an hour."""
    token = secrets.token_urlsafe(16)
    path = _path(folder, person_key, token)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {"filed": asdict(filed), "findings": [asdict(f) for f in findings]}
    path.write_text(json.dumps(kept), encoding="utf-8")
    return Held(token, filed, findings)


def take_back(folder: Path, person_key: str, token: str) -> Held | None:
    """What this person's form left here under that token; None for anything else."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{22}", token):
        return None
    path = _path(folder, person_key, token)
    if not path.is_file():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    findings = tuple(Finding(f["rule"], Level(f["level"]), f["text"], f["field"]) for f in kept["findings"])
    return Held(token, Filed(**kept["filed"]), findings)


def let_go(folder: Path, person_key: str, token: str) -> None:
    """The form went through: nothing need be held."""
    _path(folder, person_key, token).unlink(missing_ok=True)


def forget(folder: Path, *, at: datetime) -> None:
    """Let go of what has been held for over an hour."""
    for path in (folder / "held").glob("*.json"):
        if path.stat().st_mtime < (at - HELD_FOR).timestamp():
            path.unlink(missing_ok=True)
