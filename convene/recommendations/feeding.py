"""The points of guests that fed a recommendation: where they were made, that the board agrees, and word to the guest.

All of it is the secretariat's alone, until the guest is told in its words. What is not attributed leads back to nobody:
of such a paragraph no tie is kept, so that none can be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from convene import clock, journal
from convene.access.gate import Missing
from convene.access.rules import may_keep
from convene.access.scope import current_reader
from convene.access.terms import Audience, ReaderKind
from convene.agendas.models import AgendaItem
from convene.bodies.models import Body, Party
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.meetings.queries import meetings_of
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.recommendations import rules
from convene.recommendations.models import FedPoint, Recommendation
from convene.records.models import RecordParagraph
from convene.records.queries import recorded
from convene.records.reading import is_open, text_of

FED = "point-fed"
A_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where a guest made a point: an open item of a meeting, and what the open record says of it, by its key."""

    item: AgendaItem
    meeting: Meeting
    paragraph: str = ""
    said: str = ""


def places(body: Body, on: date) -> list[Occasion]:
    """The open items of a body's meetings that have begun, the latest meeting first; one statement."""
    wanted = (
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.body_id == body.id,
            AgendaItem.audience == Audience.OPEN,
            AgendaItem.narrowed.is_(False),
            AgendaItem.withheld.is_(False),
            Meeting.announced.is_(True),
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_on <= on,
        )
        .order_by(Meeting.starts_on.desc(), Meeting.id.desc(), AgendaItem.starts_at, AgendaItem.position)
    )
    return [Occasion(item, meeting) for item, meeting in db.session.execute(wanted)]


def paragraphs_on(item: AgendaItem) -> list[RecordParagraph]:
    """What the open record says on an item where it names who spoke; nothing of what is not attributed."""
    rows = [row for row in recorded(item.meeting_id, None) if row.item_id == item.id]
    return [row for row in rows if is_open(row) and not json.loads(row.content)["unattributed"]]


def tie_point(
    found: Recommendation,
    body: Body,
    guest: tuple[Contact, Party | None, int],
    point: str,
    *,
    place: Occasion | None = None,
    by: str,
    at: datetime,
) -> FedPoint:
    """Note that a guest's point fed a recommendation; nobody but the secretariat sees it yet. Raises Refused."""
    _, party, person = guest
    refuse(letter_findings({"point": point}))
    row = FedPoint(
        body_id=body.id,
        recommendation_id=found.id,
        party_id=party.id if party else None,
        person_id=person,
        item_key=place.item.key if place else "",
        point=point,
        tied_at=at,
    )
    db.session.add(row)
    db.session.flush()
    journal.record("point.tie", by=by, at=at, body=body.id, kind="recommendation", key=found.key)
    return row


def put(row: FedPoint, found: Recommendation, place: Occasion | None, *, by: str, at: datetime) -> None:
    """Say on which open item a point was made, and in which paragraph of its open record; the last word stands.

    The journal tells neither: only that it was said. Raises Refused for a paragraph of which no tie is kept.
    """
    item_key, paragraph_key = (place.item.key, place.paragraph) if place else ("", "")
    if place and paragraph_key and paragraph_key not in {each.key for each in paragraphs_on(place.item)}:
        text = "Choose a paragraph of the open record on that item, or none."
        raise Refused((Finding("", Level.REFUSE, text, "paragraph"),))
    if (row.item_key, row.paragraph_key) == (item_key, paragraph_key):
        return
    row.item_key, row.paragraph_key = item_key, paragraph_key
    journal.record("point.place", by=by, at=at, body=row.body_id, kind="recommendation", key=found.key)


def forget_paragraphs(meeting: Meeting) -> None:
    """Once it is forgotten who spoke in a meeting, no point leads to a paragraph of its record either; its item stays.

    Part of an act that has its own line in the journal.
    """
    of_meeting = select(RecordParagraph.key).where(RecordParagraph.meeting_id == meeting.id)
    for row in db.session.scalars(select(FedPoint).where(FedPoint.paragraph_key.in_(of_meeting))).all():
        row.paragraph_key = ""


def where_made(points: Iterable[FedPoint]) -> dict[str, Occasion]:
    """Where each of these points was made, by its key, as far as that stands on an agenda still; one statement."""
    wanted = (
        select(FedPoint.key, AgendaItem, Meeting, RecordParagraph)
        .join(AgendaItem, AgendaItem.key == FedPoint.item_key)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .outerjoin(RecordParagraph, RecordParagraph.key == FedPoint.paragraph_key)
        .where(FedPoint.key.in_([each.key for each in points]))
    )
    return {key: _placed(item, meeting, row) for key, item, meeting, row in db.session.execute(wanted)}


def _placed(item: AgendaItem, meeting: Meeting, row: RecordParagraph | None) -> Occasion:
    return Occasion(item, meeting, row.key if row else "", text_of(row) if row else "")


@dataclass(frozen=True, slots=True)
class Agreement:
    """That the board agrees that a guest is told: on which day, and at which meeting or in which other way."""

    on: date
    meeting: Meeting | None = None
    words: str = ""


def may_have_agreed(body: Body, on: date) -> list[Meeting]:
    """The meetings at which the board may have agreed by that day, the latest first; one statement."""
    return [
        meeting
        for meeting in meetings_of(body)
        if meeting.announced and meeting.state is not MeetingState.CANCELLED and meeting.starts_on <= on
    ]


def agree(row: FedPoint, found: Recommendation, body: Body, given: Agreement, *, by: str, at: datetime) -> None:
    """Record that the board agrees that a guest is told of their point; nobody is told by that. Raises Refused.

    Recorded again, before the guest is told, it takes the place of what was recorded.
    """
    _refuse_told(row)
    of = given.meeting
    today = clock.local(at, body.zone).date()
    days = (of.starts_on, of.ends_on) if of else None
    proposed_on = clock.local(found.proposed_at, body.zone).date()
    made_on = min(found.adopted_on or proposed_on, proposed_on)
    refuse(rules.agreement_findings(given.on, days, given.words, made_on=made_on, today=today))
    refuse(letter_findings({"words": given.words}))
    change: dict[str, object] = {"on": given.on.isoformat(), "meeting": of.symbol if of else "", "words": given.words}
    if row.agreed_on is not None:
        change["before"] = row.agreed_on.isoformat()
    row.agreed_on, row.agreed_meeting, row.agreed_words = given.on, of.key if of else "", given.words
    journal.record("point.agree", by=by, at=at, body=row.body_id, kind="recommendation", key=found.key, change=change)


def withdraw_agreement(row: FedPoint, found: Recommendation, *, by: str, at: datetime) -> None:
    """What was recorded of the board's agreement was in error: the guest is not told before it is recorded again."""
    _refuse_told(row)
    if row.agreed_on is None:
        return  # Pressed twice, or by two: it is taken back.
    change = {"before": row.agreed_on.isoformat()}
    row.agreed_on, row.agreed_meeting, row.agreed_words = None, "", ""
    journal.record(
        "point.disagree", by=by, at=at, body=row.body_id, kind="recommendation", key=found.key, change=change
    )


def _refuse_told(row: FedPoint) -> None:
    if row.announced:
        raise Refused((Finding("", Level.REFUSE, "They were told already."),))


def agreed_at(points: Sequence[FedPoint]) -> dict[str, Meeting]:
    """The meetings at which the board agreed that these guests are told, by their keys; one statement."""
    keys = sorted({each.agreed_meeting for each in points if each.agreed_meeting})
    return {meeting.key: meeting for meeting in db.session.scalars(select(Meeting).where(Meeting.key.in_(keys)))}


def tell(row: FedPoint, found: Recommendation, told: str, *, by: str, at: datetime) -> None:
    """Tell a guest that their point was taken up, in words of its own, once the board agreed. Raises Refused."""
    _refuse_told(row)
    refuse(rules.telling_findings(found.state, row.agreed_on, told))
    refuse(letter_findings({"told": told}))
    row.announced, row.told, row.told_at = True, told, at
    envelope = Envelope(FED, about=row.key, person_id=row.person_id, body_id=row.body_id)
    enqueue(envelope, at=at, facts={"path": "/"}, expires_at=at + A_MONTH)
    journal.record("point.tell", by=by, at=at, body=row.body_id, kind="recommendation", key=found.key)


def points_of(found: Recommendation) -> list[FedPoint]:
    """The points that fed a recommendation, for the secretariat."""
    wanted = select(FedPoint).where(FedPoint.recommendation_id == found.id).order_by(FedPoint.id)
    return list(db.session.scalars(wanted))


def one_point(key: str) -> FedPoint:
    """A point, for the secretariat. Raises Missing."""
    found = db.session.scalars(select(FedPoint).where(FedPoint.key == key)).one_or_none()
    if found is None or not may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def told_to_me() -> list[FedPoint]:
    """The points of the reader's own that were taken up and told; one statement."""
    reader = current_reader()
    if reader.kind is not ReaderKind.PERSON or reader.seats or reader.staff:
        return []  # By a link nothing is opened but its own invitation (settled 20).
    wanted = select(FedPoint).where(FedPoint.announced.is_(True), FedPoint.person_id == reader.person)
    return list(db.session.scalars(wanted.order_by(FedPoint.told_at.desc(), FedPoint.id)))
