"""What came by mail, as its recipient's programs read it: the letter, its link, and the calendar entry.

Calendar entries are read by vobject, which shares no code with the library that wrote them.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage

import vobject
from flask import Flask
from sqlalchemy import func, select

from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from tests.browser import TESTS
from tests.smtp_sink import SmtpSink

PATIENCE_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Appointment:
    """A calendar entry as the second parser reads it; instants are UTC."""

    method: str
    uid: str
    sequence: int
    status: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    attendee: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """One letter to one person."""

    to: str
    subject: str
    text: str
    html: str
    calendars: tuple[str, ...]
    pdfs: tuple[bytes, ...] = ()

    def link(self, beginning: str) -> str:
        """The one address in the text that begins so."""
        (found,) = set(re.findall(rf"{re.escape(beginning)}\S+", self.text))
        return str(found)

    def appointment(self) -> Appointment:
        """Its calendar entry; the one to act on and the one to open are the same."""
        first, second = self.calendars
        assert first == second
        return read_appointment(first)


def read_appointment(text: str) -> Appointment:
    """The one entry of a calendar."""
    calendar = vobject.readOne(text)
    entry = calendar.vevent
    return Appointment(
        method=str(calendar.method.value),
        uid=str(entry.uid.value),
        sequence=int(entry.sequence.value),
        status=str(entry.status.value),
        starts_at=entry.dtstart.value.astimezone(UTC),
        ends_at=entry.dtend.value.astimezone(UTC),
        summary=str(entry.summary.value),
        description=str(entry.description.value),
        attendee=str(entry.attendee.value).removeprefix("mailto:"),
    )


def read_letter(message: EmailMessage) -> Arrived:
    """A message taken apart."""
    every = [part for part in message.walk() if not part.is_multipart()]
    pdfs = [part for part in every if part.get_content_type() == "application/pdf"]
    parts = [part for part in every if part not in pdfs]
    by_type: dict[str, list[str]] = {}
    for part in parts:
        content = part.get_content()
        text = content.decode("utf-8") if isinstance(content, bytes) else str(content)
        by_type.setdefault(part.get_content_type(), []).append(text.replace("\r\n", "\n"))
    return Arrived(
        to=str(message["To"].addresses[0].addr_spec),
        subject=str(message["Subject"]),
        text=by_type["text/plain"][0],
        html=by_type["text/html"][0],
        calendars=(*by_type.get("text/calendar", ()), *by_type.get("application/ics", ())),
        pdfs=tuple(part.get_content() for part in pdfs),
    )


class Post:
    """The letters that the mail server took, in the order in which they came."""

    def __init__(self, sink: SmtpSink, app: Flask) -> None:
        self.sink, self.app, self.read = sink, app, 0

    def _waiting(self) -> int:
        unsent = (OutboxState.QUEUED, OutboxState.SENDING)
        with self.app.app_context(), work(TESTS):
            counted = select(func.count()).where(OutboxMessage.state.in_(unsent)).select_from(OutboxMessage)
            return db.session.scalar(counted) or 0

    def all_arrived(self) -> list[Arrived]:
        """What came since the last look, once nothing waits any more, in the order in which it came."""
        patience = time.monotonic() + PATIENCE_SECONDS
        while self._waiting():
            assert time.monotonic() < patience, "mail is still waiting"
            time.sleep(0.1)
        new = self.sink.received[self.read :]
        self.read = len(self.sink.received)
        for received in new:
            assert received.recipients == (str(received.message["To"].addresses[0].addr_spec),)
        return [read_letter(received.message) for received in new]

    def arrived(self) -> dict[str, Arrived]:
        """The same by recipient, where nobody may have got two letters."""
        letters = self.all_arrived()
        found = {letter.to: letter for letter in letters}
        assert len(found) == len(letters)
        return found
