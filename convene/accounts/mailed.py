"""Addresses in mail that tell nothing: for somebody at risk, whose mail others may read (settled 6).

A path such as /evidence/… or /meetings/…/record says to whoever looks over a shoulder what a letter leaves unsaid. In
its place the letter carries the key of its own row in the outbox, sealed; after signing in it leads to the page.
"""

from __future__ import annotations

import json
import re

from sqlalchemy import select

from convene.access.scope import as_system
from convene.accounts.proofs import Purpose, is_proof, key_in, token
from convene.mail.models import OutboxMessage
from convene.web.paths import safe_path

# The first page, and what is sealed itself behind a single letter: an invitation, a poll, a registration.
_TELLS_NOTHING = re.compile(r"/([a-z]/[A-Za-z0-9_-]+)?")


def discreet_path(message_key: str, path: str) -> str:
    """The path as it may stand in a letter to somebody at risk."""
    return path if _TELLS_NOTHING.fullmatch(path) else f"/m/{token(Purpose.MAIL, message_key)}"


def page_of(text: str, person_id: int) -> str | None:
    """The page to which such an address leads the person whom its letter was written to; None for anybody else."""
    key = key_in(text)
    if not key or not is_proof(text, Purpose.MAIL, key):
        return None
    with as_system("follow an address out of a letter") as session:
        found = session.scalars(
            select(OutboxMessage).where(OutboxMessage.key == key, OutboxMessage.person_id == person_id)
        ).one_or_none()
        return safe_path(str(json.loads(found.facts).get("path", "/"))) if found else None
