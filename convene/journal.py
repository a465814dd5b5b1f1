"""The journal: an appended line for every change: who, for whom, when, what. People by opaque key (settled 8)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from convene.db import Base, UtcDateTime, db


class JournalEntry(Base):
    """One change. `digest` chains each line to the one before it."""

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int | None] = mapped_column(Integer, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(40))
    on_behalf_of: Mapped[str] = mapped_column(String(40), default="")
    act: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(30))
    object_key: Mapped[str] = mapped_column(String(40))
    change: Mapped[str] = mapped_column(Text, default="{}")
    digest: Mapped[str] = mapped_column(String(64))


def digest_of(previous: str, *parts: object) -> str:
    """The link of a chain: SHA-256 over the previous link and this line's parts."""
    return hashlib.sha256("\x1f".join([previous, *(str(p) for p in parts)]).encode()).hexdigest()


def record(
    act: str,
    *,
    by: str,
    at: datetime,
    body: int | None,
    kind: str,
    key: str,
    on_behalf_of: str = "",
    change: Mapping[str, object] | None = None,
) -> None:
    """Append one line in the running transaction. `by` is an opaque key or a system reader's name."""
    session: Session = db.session()
    text = json.dumps(change or {}, default=str, sort_keys=True, ensure_ascii=False)
    previous = session.info.get("journal_head")
    if previous is None:
        previous = _head()
    link = digest_of(previous, at.isoformat(), by, on_behalf_of, act, kind, key, text)
    session.info["journal_head"] = link
    session.add(
        JournalEntry(
            body_id=body,
            at=at,
            by=by,
            on_behalf_of=on_behalf_of,
            act=act,
            object_kind=kind,
            object_key=key,
            change=text,
            digest=link,
        )
    )


def _head() -> str:
    """The last link; read past the row filter, since the chain runs through every body's lines."""
    from convene.access.scope import as_system  # The journal lies below access; only this read needs it.

    with as_system("chain the journal") as session:
        return session.scalars(select(JournalEntry.digest).order_by(JournalEntry.id.desc()).limit(1)).first() or ""


def last_of(body: int) -> str:
    """The link of a body's last line: while it stays, nothing of that body has changed, whoever asks."""
    from convene.access.scope import as_system  # As above.

    with as_system("ask whether anything changed") as session:
        of_body = select(JournalEntry.digest).where(JournalEntry.body_id == body)
        return session.scalars(of_body.order_by(JournalEntry.id.desc()).limit(1)).first() or ""
