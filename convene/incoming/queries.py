"""Reads of countries under watch and of what came in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, or_, select

from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import current_reader, guard
from convene.bodies.models import Body, Party
from convene.db import db
from convene.incoming.models import IncomingEntry, WatchedCountry
from convene.incoming.terms import Fate, Source
from convene.meetings.models import Meeting

guard(WatchedCountry, rules.sees_kept, body=WatchedCountry.body_id)
guard(
    IncomingEntry,
    rules.sees_party_kept,
    body=IncomingEntry.body_id,
    party=IncomingEntry.party_id,
    person=IncomingEntry.person_id,
)


def entries_of(meeting: Meeting) -> list[IncomingEntry]:
    """What came in for a meeting and is on record, as far as this reader may see it; the latest decisions first."""
    return list(
        db.session.scalars(
            select(IncomingEntry)
            .where(IncomingEntry.meeting_id == meeting.id)
            .order_by(IncomingEntry.decided_at.desc(), IncomingEntry.id.desc())
        )
    )


def entries_and_parties(meeting: Meeting) -> tuple[list[IncomingEntry], dict[int, str]]:
    """The same, with the names of the parties that they are from by internal id, in one statement."""
    rows = db.session.execute(
        select(IncomingEntry, Party.id, Party.name)
        .outerjoin(Party, Party.id == IncomingEntry.party_id)
        .where(IncomingEntry.meeting_id == meeting.id)
        .order_by(IncomingEntry.decided_at.desc(), IncomingEntry.id.desc())
    ).all()
    return [entry for entry, _, _ in rows], {key: name for _, key, name in rows if key is not None}


def entries_of_item(item_key: str) -> list[IncomingEntry]:
    """What an item was made from or took in, in the order of the decisions."""
    return list(
        db.session.scalars(
            select(IncomingEntry)
            .where(IncomingEntry.item_key == item_key, IncomingEntry.fate.in_((Fate.ACCEPTED, Fate.MERGED)))
            .order_by(IncomingEntry.decided_at, IncomingEntry.id)
        )
    )


def one_entry(meeting: Meeting, key: str) -> IncomingEntry:
    """The entry of that key of a meeting. Raises Missing where there is none for this reader."""
    wanted = select(IncomingEntry).where(IncomingEntry.meeting_id == meeting.id, IncomingEntry.key == key)
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def is_followed(entry: IncomingEntry) -> bool:
    """Whether it was proposed again, or came back for a later meeting."""
    wanted = select(IncomingEntry.id).where(IncomingEntry.follows_id == entry.id).limit(1)
    return db.session.scalars(wanted).first() is not None


def own_proposals(meeting: Meeting, party_id: int | None) -> list[IncomingEntry]:
    """What the reader's party proposed for a meeting (without a party, the reader), the latest first."""
    mine = IncomingEntry.party_id == party_id
    if party_id is None:
        mine = IncomingEntry.party_id.is_(None) & (IncomingEntry.person_id == current_reader().person)
    return list(
        db.session.scalars(
            select(IncomingEntry)
            .where(IncomingEntry.meeting_id == meeting.id, IncomingEntry.source == Source.PROPOSAL, mine)
            .order_by(IncomingEntry.submitted_at.desc(), IncomingEntry.id.desc())
        )
    )


def decided_for_me(on: date, *, most: int = 5) -> list[tuple[IncomingEntry, Meeting]]:
    """Proposals of the reader's parties that were decided on, for meetings not over on that day, the latest first."""
    reader = current_reader()
    own = or_(
        IncomingEntry.party_id.in_(reader.parties),
        IncomingEntry.party_id.is_(None) & (IncomingEntry.person_id == reader.person),
    )
    rows = db.session.execute(
        select(IncomingEntry, Meeting)
        .join(Meeting, Meeting.id == IncomingEntry.meeting_id)
        .where(
            IncomingEntry.source == Source.PROPOSAL,
            IncomingEntry.fate != Fate.WAITING,
            IncomingEntry.body_id.in_(reader.seats),
            own,
            Meeting.ends_on >= on,
        )
        .order_by(IncomingEntry.decided_at.desc(), IncomingEntry.id.desc())
        .limit(most)
    )
    return [(entry, meeting) for entry, meeting in rows.all()]


def waiting_proposals(meeting_ids: list[int]) -> dict[int, int]:
    """How many proposals wait for the secretariat's decision, by meeting."""
    wanted = (
        select(IncomingEntry.meeting_id, func.count(IncomingEntry.id))
        .where(
            IncomingEntry.meeting_id.in_(meeting_ids),
            IncomingEntry.source == Source.PROPOSAL,
            IncomingEntry.fate == Fate.WAITING,
        )
        .group_by(IncomingEntry.meeting_id)
    )
    return dict(db.session.execute(wanted).all())


def countries_of(body: Body) -> list[WatchedCountry]:
    """The countries that a body watches or watched, by name."""
    wanted = select(WatchedCountry).where(WatchedCountry.body_id == body.id)
    return list(db.session.scalars(wanted.order_by(WatchedCountry.country, WatchedCountry.id)))
