"""Files chosen on a form that came back with errors: held for an hour, so that nothing is lost (settled 32)."""

from __future__ import annotations

import json
import re
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

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


def hold(folder: Path, person_key: str, filed: Filed, findings: tuple[Finding, ...], *, at: datetime) -> Held:
    """Remember an inspected file for one person, for an hour; what has waited longer is let go of."""
    token = secrets.token_urlsafe(16)
    path = _path(folder, person_key, token)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _forget(path.parent, at=at)
    kept = {"at": at.isoformat(), "filed": asdict(filed), "findings": [asdict(f) for f in findings]}
    # Whole or not at all: another form reads every note of the folder, and this process may be killed here.
    coming = path.with_suffix(".coming")
    coming.write_text(json.dumps(kept), encoding="utf-8")
    coming.replace(path)
    return Held(token, filed, findings)


def take_back(folder: Path, person_key: str, token: str, *, at: datetime) -> Held | None:
    """What this person's form left here under that token within the hour; None for anything else."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{22}", token):
        return None
    kept = _read(_path(folder, person_key, token))
    if kept is None or _is_over(kept, at):
        return None
    findings = tuple(Finding(f["rule"], Level(f["level"]), f["text"], f["field"]) for f in kept["findings"])
    return Held(token, Filed(**kept["filed"]), findings)


def _read(path: Path) -> dict[str, Any] | None:
    """A note; None where there is none, or its own form let go of it at this moment."""
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return kept


def _is_over(kept: dict[str, Any], at: datetime) -> bool:
    return at - datetime.fromisoformat(kept["at"]) >= HELD_FOR


def let_go(folder: Path, person_key: str, token: str) -> None:
    """The form went through: nothing need be held."""
    _path(folder, person_key, token).unlink(missing_ok=True)


def _forget(folder: Path, *, at: datetime) -> None:
    for path in folder.glob("*.json"):
        kept = _read(path)
        if kept is not None and _is_over(kept, at):
            path.unlink(missing_ok=True)
    for path in folder.glob("*.coming"):
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < at - HELD_FOR:
                path.unlink()
