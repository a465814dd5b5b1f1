"""Who is told of calls for papers, and when: sending them, reminding those who owe, telling of an extension.

One letter to a person, however much they owe. A letter carries kinds of paper and deadlines, never an item's title nor
a reason, which might name what is closed (settled 6); which of its calls are still owed is asked when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from convene import journal
from convene.access import rules as access_rules
from convene.access.scope import placement_of
from convene.agendas.models import AgendaItem
from convene.calls.models import PaperCall
from convene.calls.queries import OPEN, RUNNING, calls_of, holding, open_calls_of
from convene.calls.rules import answers
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.models import Invitation
from convene.invitations.rules import reminders_due
from convene.invitations.terms import InvitationState
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.papers.models import Paper
from convene.people.models import Term
from convene.people.terms import SEAT_ROLES, TermRole
from convene.readers import is_in_force, readers_of

NOBODY_TO_TELL = "Nobody who acts for it is on record."
CANNOT_SEE = "Whoever owes it is not admitted to the item."
TOO_LATE = "Its deadline has passed."
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending the calls came to: so many calls sent, people told, calls answered already and calls kept back."""

    calls: int
    people: int
    answered: int
    kept_back: int


def recipients(calls: Iterable[PaperCall], *, at: datetime) -> dict[int, frozenset[int]]:
    """Who is told of each call, by its internal id: two statements, however many calls there are.

    For a party its primary representative and alternates at that time; where it has none, whoever of it is invited.
    Without a party, the person, as long as a term of theirs runs.
    """
    given = list(calls)
    parties = {c.party_id for c in given if c.party_id is not None}
    people = {c.person_id for c in given if c.person_id is not None}
    bodies, meetings = {c.body_id for c in given}, {c.meeting_id for c in given}
    wanted = select(Term).where(
        Term.body_id.in_(bodies), or_(Term.party_id.in_(parties), Term.person_id.in_(people)), Term.starts_at <= at
    )
    terms = [t for t in db.session.scalars(wanted) if is_in_force(t, at) and t.role is not TermRole.SECRETARIAT]
    invited = select(Invitation).where(
        Invitation.meeting_id.in_(meetings), Invitation.party_id.in_(parties), Invitation.state == InvitationState.SENT
    )
    invitations = list(db.session.scalars(invited))
    return {c.id: _of_call(c, terms, invitations) for c in given}


def _of_call(call: PaperCall, terms: list[Term], invitations: list[Invitation]) -> frozenset[int]:
    here = [t for t in terms if t.body_id == call.body_id]
    if call.party_id is None:
        return frozenset(t.person_id for t in here if t.person_id == call.person_id)
    of_party = [t for t in here if t.party_id == call.party_id]
    seats = frozenset(t.person_id for t in of_party if t.role in SEAT_ROLES)
    asked = {i.person_id for i in invitations if i.party_id == call.party_id and i.meeting_id == call.meeting_id}
    return seats or frozenset(t.person_id for t in of_party if t.person_id in asked)


def able(
    calls: Iterable[PaperCall], items: Mapping[int, AgendaItem], *, at: datetime
) -> tuple[dict[int, frozenset[int]], dict[int, str]]:
    """Whom to tell of each call, and what stands against telling anybody, by the call's internal id.

    Whoever may not see an item cannot send a paper for it, and is not told of it (settled 4); the policy decides.
    """
    given = list(calls)
    found = recipients(given, at=at)
    readers = readers_of({person for people in found.values() for person in people}, at)
    told, trouble = {}, {}
    for call in given:
        place = placement_of(items[call.item_id])
        told[call.id] = frozenset(p for p in found[call.id] if access_rules.sees_item(readers[p], place))
        if not told[call.id]:
            trouble[call.id] = CANNOT_SEE if found[call.id] else NOBODY_TO_TELL
    return told, trouble


def items_of(calls: Iterable[PaperCall]) -> dict[int, AgendaItem]:
    """The items of these calls, by internal id."""
    wanted = select(AgendaItem).where(AgendaItem.id.in_({c.item_id for c in calls}))
    return {i.id: i for i in db.session.scalars(wanted)}


def send(meeting: Meeting, *, by: str, at: datetime) -> Sent:
    """Send the calls that wait. Raises Refused unless the meeting is convened.

    Kept back is a call whose deadline has passed, or of which nobody can be told who may see its item. A call that a
    paper answers already is sent without a letter.
    """
    if meeting.state not in RUNNING:
        raise Refused((Finding("", Level.REFUSE, "Calls are sent once the meeting is convened."),))
    waiting = [c for c in calls_of(meeting) if not c.announced and c.withdrawn_at is None]
    told, _ = able(waiting, items_of(waiting), at=at)
    papers = _papers_for(waiting)
    sent = [c for c in waiting if told[c.id] and holding(c).at > at]
    for call in sent:
        call.announced, call.called_at = True, at
        call.paper_id = _answer_to(call, papers, told[call.id])
    owing = [c for c in sent if c.paper_id is None]
    people = tell("paper-call", owing, told, due=at.isoformat(), at=at)
    journal.record(
        "paper-call.send",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="meeting",
        key=meeting.key,
        change={"calls": len(sent), "people_told": people},
    )
    return Sent(len(sent), people, len(sent) - len(owing), len(waiting) - len(sent))


def _papers_for(calls: Iterable[PaperCall]) -> list[Paper]:
    items = {c.item_id for c in calls}
    wanted = select(Paper).where(Paper.item_id.in_(items), Paper.withdrawn_at.is_(None), Paper.translates_id.is_(None))
    return list(db.session.scalars(wanted.order_by(Paper.id)))


def _answer_to(call: PaperCall, papers: Iterable[Paper], people: frozenset[int]) -> int | None:
    for paper in papers:
        if paper.item_id == call.item_id and answers(call.kind, paper.kind):
            own = paper.party_id == call.party_id if call.party_id is not None else paper.by_person_id in people
            if own:
                return paper.id
    return None


def tell(kind: str, calls: Iterable[PaperCall], told: Mapping[int, frozenset[int]], *, due: str, at: datetime) -> int:
    """Queue one letter of that kind to each person, about all that they are told of; gives how many."""
    by_person: dict[int, list[PaperCall]] = {}
    for call in calls:
        for person in told[call.id]:
            by_person.setdefault(person, []).append(call)
    count = 0
    for person, owed in sorted(by_person.items()):
        first, last = owed[0], max(holding(c).grace_ends_at for c in owed)
        # About the meeting, whichever calls it names: what is still owed may have become less by the next beat.
        envelope = Envelope(
            kind,
            about=f"meeting-{first.meeting_id}",
            person_id=person,
            body_id=first.body_id,
            meeting_id=first.meeting_id,
        )
        facts: dict[str, object] = {"path": "/"}
        if kind != "paper-withdrawal":
            facts["calls"] = [c.key for c in owed]
        count += enqueue(envelope, at=at, due=due, facts=facts, expires_at=max(last, at + A_DAY))
    return count


def remind(meeting: Meeting, *, by: str, at: datetime) -> int:
    """Remind those who owe, and only those; gives how many. Whoever was reminded within the hour is left alone."""
    owing = open_calls_of(meeting)
    told, _ = able(owing, items_of(owing), at=at)
    lately = _reminded_since(meeting, at - AN_HOUR)
    told = {call: people - lately for call, people in told.items()}
    count = tell("paper-reminder", owing, told, due=at.isoformat(), at=at)
    journal.record(
        "paper-call.remind",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="meeting",
        key=meeting.key,
        change={"reminded": count},
    )
    return count


def _reminded_since(meeting: Meeting, moment: datetime) -> frozenset[int]:
    wanted = select(OutboxMessage.person_id).where(
        OutboxMessage.meeting_id == meeting.id, OutboxMessage.kind == "paper-reminder", OutboxMessage.queued_at > moment
    )
    return frozenset(p for p in db.session.scalars(wanted) if p is not None)


def remind_planned(*, at: datetime) -> int:
    """Remind those who owe on the days that their meeting sets before a deadline; each day's reminder goes out once."""
    wanted = (
        select(PaperCall, Meeting)
        .join(Meeting, Meeting.id == PaperCall.meeting_id)
        .where(*OPEN, Meeting.state == MeetingState.CONVENED, or_(PaperCall.due_at > at, PaperCall.extended_to > at))
        .order_by(PaperCall.id)
    )
    fallen: dict[tuple[int, datetime], list[PaperCall]] = {}
    for call, meeting in db.session.execute(wanted).all():
        days = tuple(int(d) for d in meeting.remind_days.split(",") if d.strip())
        due = reminders_due(holding(call).at, days, sent_at=call.called_at or at, at=at)
        if due is not None:
            fallen.setdefault((meeting.id, due), []).append(call)
    every = [call for calls in fallen.values() for call in calls]
    if not every:
        return 0
    told, _ = able(every, items_of(every), at=at)
    return sum(
        tell("paper-reminder", calls, told, due=due.isoformat(), at=at)
        for (_, due), calls in sorted(fallen.items(), key=lambda pair: pair[0])
    )
