"""Drafts that members are to read before they adopt them: put before the seats, and taken back (A18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from convene import journal
from convene.agendas.models import AgendaItem
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.recommendations.actions import announce_links
from convene.recommendations.attributing import doubts_of, refuse_unread
from convene.recommendations.history import take, tell_seats
from convene.recommendations.models import Recommendation
from convene.recommendations.queries import item_of
from convene.recommendations.telling import seats_of
from convene.recommendations.terms import State, Step

PUT_BEFORE = "drafts-put-before"
A_MONTH = timedelta(days=30)


def _refused(text: str, field: str = "") -> Refused:
    return Refused((Finding("A18", Level.REFUSE, text, field),))


def put_before(
    chosen: Sequence[Recommendation],
    meeting: Meeting,
    *,
    seen: Mapping[str, int] | None = None,
    all_the_same: bool = False,
    by: str,
    at: datetime,
) -> int:
    """Let every seat read these drafts of a meeting from now on; gives how many are told by mail.

    `seen` holds by key the revision that the person had before them; `all_the_same`: although something may give a
    speaker away where nothing is attributed.
    Raises Refused where the meeting is not announced, nothing is chosen, all are before the seats already, one comes
    from an item that only some members see, or somebody reworded one meanwhile.
    """
    if not meeting.announced or meeting.state is MeetingState.CANCELLED:
        raise _refused("Drafts are put before the members of a meeting that was convened.")
    if not chosen:
        raise _refused("Tick what the members are to read.", "chosen")
    waiting = [row for row in chosen if not row.announced]
    if not waiting:
        raise _refused("They are before the members already.", "chosen")
    if narrow := [row for row in waiting if _is_narrowed(item_of(row))]:
        text = f"“{narrow[0].text[:60]}…” comes from an item that only some members see; every seat would read it."
        raise _refused(text, "chosen")
    if seen is not None and (other := [row.text[:60] for row in waiting if seen.get(row.key) != row.revision]):
        raise _refused(f"Somebody reworded “{other[0]}…” while you had the page open. Read it, and confirm.", "chosen")
    refuse_unread(doubts_of(waiting, meeting.body).values(), all_the_same=all_the_same)
    for found in waiting:
        take(found, Step.PUT_BEFORE, body=meeting.body, by=by, at=at)
        tell_seats(found, is_told=True)
        announce_links(found, meeting.body, by=by, at=at)
        _note(found, "put-before", by=by, at=at)
    people = {person for holders in seats_of(meeting.body_id, at).values() for person in holders}
    facts = {"path": f"/meetings/{meeting.key}/recommendations"}
    return sum(
        enqueue(
            Envelope(PUT_BEFORE, about=meeting.key, person_id=person, body_id=meeting.body_id),
            at=at,
            due=at.isoformat(),
            facts=facts,
            expires_at=at + A_MONTH,
        )
        for person in sorted(people)
    )


def _is_narrowed(item: AgendaItem | None) -> bool:
    return item is not None and item.narrowed


def take_back(found: Recommendation, body: Body, *, by: str, at: datetime) -> None:
    """From now on the secretariat alone reads a draft again; nobody is told. Raises Refused where no seat reads it."""
    if found.state is not State.PROPOSED or not found.announced:
        raise _refused("It is no draft that members read.")
    take(found, Step.TAKE_BACK, body=body, by=by, at=at)
    tell_seats(found, is_told=False)
    announce_links(found, body, by=by, at=at)
    _note(found, "take-back", by=by, at=at)
    db.session.flush()


def _note(found: Recommendation, act: str, *, by: str, at: datetime) -> None:
    journal.record(f"recommendation.{act}", by=by, at=at, body=found.body_id, kind="recommendation", key=found.key)
