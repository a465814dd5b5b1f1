"""What the letters say besides the programme: the covering paragraph and whom to call, kept before they are sent."""

from __future__ import annotations

from datetime import datetime

from convene import journal
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting


def keep_covering(
    meeting: Meeting, *, covering_note: str, telephone_name: str, telephone: str, by: str, at: datetime
) -> None:
    """Keep the covering paragraph and whom to call, so that a preview shows them. Raises Refused; nobody is told."""
    refuse(letter_findings({"covering_note": covering_note, "telephone_name": telephone_name}))
    meeting.covering_note, meeting.telephone_name, meeting.telephone = covering_note, telephone_name, telephone
    journal.record("meeting.cover", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key)
