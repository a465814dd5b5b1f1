"""What is asked of one person within the coming ninety days, by week, and when it is too much.

The reader sees all that every network they serve asks of them; a secretariat sees what its own body asks of one of its
people, never what another body does (settled 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import combinations

from sqlalchemy import exists, or_, select

from convene import clock
from convene.access.gate import Missing
from convene.access.rules import may_keep
from convene.access.scope import current_reader
from convene.agendas.models import AgendaItem
from convene.assets.models import AssetStatement, Preparation
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.calls.models import PaperCall
from convene.calls.queries import OPEN as OPEN_CALLS
from convene.calls.queries import RUNNING, holding
from convene.db import db
from convene.invitations.models import Invitation
from convene.invitations.rules import owes_answer
from convene.invitations.terms import InvitationState
from convene.joint_letters.models import LetterAsk
from convene.joint_letters.terms import OWING
from convene.meetings.models import Meeting
from convene.owing import Awaited, Duties, OwedAnswers, owed_by_me
from convene.people.models import Contact, Term
from convene.people.terms import SEAT_ROLES
from convene.polls.hours import BY_VIDEO
from convene.polls.models import Ballot, Poll
from convene.readers import WITHOUT_PARTY
from convene.recommendations.matrix import owed_by
from convene.recommendations.models import ShadowAsking, ShadowEvidence

AHEAD = timedelta(days=90)
# The one place that says when it is too much: more than so many things due within one week. Ours, and editable here.
MOST_A_WEEK = 3
WEEK = timedelta(days=7)


class Kind(StrEnum):
    """What is asked."""

    MEETING = "meeting"
    ANSWER = "answer"
    PAPER = "paper"
    STATEMENT = "statement"
    POLL = "poll"
    PROPOSALS = "proposals"
    LETTER = "letter"
    RECOMMENDATION = "recommendation"
    EVIDENCE = "evidence"
    CORRECTIONS = "corrections"


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that is asked: what, by whom, and when.

    A deadline has its moment (UTC) and the zone by whose clock it was set; a meeting has days and a place. `object_key`
    is that of the page that serves it, `last` the last day. `is_owed` says that something must be done by
    then; `is_late` that it is so without a moment that tells it.
    """

    kind: Kind
    words: str
    of: str
    on: date
    last: date
    at: datetime | None
    zone: str
    place: str
    object_key: str
    is_owed: bool
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday, with what falls into it and a remark where it is too much."""

    starts_on: date
    demands: tuple[Demand, ...]
    remarks: tuple[str, ...]

    @property
    def ends_on(self) -> date:
        """Its Sunday."""
        return self.starts_on + WEEK - timedelta(days=1)

    @property
    def owed(self) -> int:
        """How many things are due in it."""
        return sum(d.is_owed for d in self.demands)


def weeks(demands: Iterable[Demand], *, today: date) -> tuple[Week, ...]:
    """The demands of the coming ninety days by week, weeks without any left out; what is overdue stands first."""
    found = sorted(
        (d for d in demands if d.on <= today + AHEAD and (d.last >= today or d.is_owed)),
        key=lambda d: (max(d.on, today), d.at is None, d.on, d.kind, d.of, d.object_key),
    )
    by_week: dict[date, list[Demand]] = {}
    for demand in found:
        shown = max(demand.on, today)
        by_week.setdefault(shown - timedelta(days=shown.weekday()), []).append(demand)
    clashes = _clashes([d for d in found if d.kind is Kind.MEETING])
    return tuple(
        Week(monday, tuple(of_week), _remarks(of_week, clashes)) for monday, of_week in sorted(by_week.items())
    )


def _clashes(meetings: Sequence[Demand]) -> list[tuple[Demand, Demand]]:
    """Meetings on overlapping days in different cities; by video nobody travels."""
    travelled = [d for d in meetings if d.place and d.place.lower() != BY_VIDEO]
    pairs = combinations(travelled, 2)
    return [(a, b) for a, b in pairs if a.place != b.place and a.on <= b.last and b.on <= a.last]


def _remarks(demands: Sequence[Demand], clashes: Sequence[tuple[Demand, Demand]]) -> tuple[str, ...]:
    found = []
    owed = sum(d.is_owed for d in demands)
    if owed > MOST_A_WEEK:
        found.append(f"{owed} things are due in this week; more than {MOST_A_WEEK} are too much for one desk.")
    found += [f"{a.place} and {b.place} fall on the same days." for a, b in clashes if a in demands]
    return tuple(found)


def of_me(*, at: datetime) -> tuple[Week, ...]:
    """What is asked of the reader, over all bodies; by the same reads as their first page."""
    return weeks(_of_duties(owed_by_me(at=at)), today=clock.local(at, "UTC").date())


def _of_duties(duties: Duties) -> list[Demand]:
    found = [d for one in (*duties.awaited, *duties.seen) for d in _of_meeting(one)]
    found += [
        _due(Kind.PAPER, f"Send your {o.kind} for “{o.item_title}”", o.of, (o.deadline.at, o.zone), o.item_key)
        for o in duties.papers
    ]
    found += [
        _due(Kind.STATEMENT, "Make your statement on assets", o.title, (o.due_at, o.zone), o.meeting_key)
        for o in duties.statements
    ]
    found += [
        _due(Kind.POLL, f"Say when you can: {p.title}", p.body_name, (p.respond_by, p.zone), p.ballot)
        for p in duties.polls
        if p.answered_at is None
    ]
    found += [
        _due(
            Kind.LETTER, f"Say whether {x.party_name} signs a joint letter", x.body_name, (x.due_at, x.zone), x.ask_key
        )
        for x in duties.letters
        if x.is_owed
    ]
    return found + _of_what_came_of_meetings(duties)


def _of_what_came_of_meetings(duties: Duties) -> list[Demand]:
    """Answers on recommendations, evidence, corrections of a record; what has no date stands in the present week."""
    found = [_answering(a) for a in duties.answers]
    found += [
        _undated(Kind.EVIDENCE, "Tell the secretariat what you know", e.body_name, (e.asked_at, e.zone), e.asking)
        for e in duties.askings
        if not e.is_handed_in
    ]
    words = "Until then you may propose corrections to the record"
    found += [
        _due(Kind.CORRECTIONS, words, c.title, (c.due_at, c.zone), c.meeting_key, is_owed=False)
        for c in duties.corrections
    ]
    return found


def _answering(owed: OwedAnswers) -> Demand:
    """Answers and reports on recommendations, by the first of their dates."""
    what = "a recommendation" if owed.count == 1 else f"{owed.count} recommendations"
    on = owed.first_on or date.min
    return Demand(
        Kind.RECOMMENDATION, f"Answer or report on {what}", owed.body_name, on, on, None, owed.zone, "",
        owed.body_key, is_owed=True, is_late=owed.late > 0,
    )  # fmt: skip


def _undated(kind: Kind, words: str, of: str, since: tuple[datetime, str], key: str) -> Demand:
    """Something that was asked for without a date."""
    on = clock.local(*since).date()
    return Demand(kind, words, of, on, on, None, since[1], "", key, is_owed=True)


def _due(kind: Kind, words: str, of: str, due: tuple[datetime, str], key: str, *, is_owed: bool = True) -> Demand:
    """Something due at a moment (UTC), by the clock of a zone."""
    at, zone = due
    on = clock.local(at, zone).date()
    return Demand(kind, words, of, on, on, at, zone, "", key, is_owed)


def _of_meeting(one: Awaited) -> list[Demand]:
    days = one.on or tuple(s.on for s in one.own)
    found = []
    if days:
        words = "You are awaited" if one.partstat else "Meets; you are not invited by name"
        found.append(
            Demand(Kind.MEETING, words, one.title, days[0], days[-1], None, one.zone, one.place, one.key, False)
        )
    if one.owes_answer:
        found.append(_due(Kind.ANSWER, "Answer the invitation", one.title, (one.answers_due_at, one.zone), one.key))
    if one.proposals_due_at is not None:
        words = "Until then you may propose items"
        found.append(_due(Kind.PROPOSALS, words, one.title, (one.proposals_due_at, one.zone), one.key, is_owed=False))
    return found


def kept_contact(contact: Contact) -> Contact:
    """The contact, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    if not may_keep(current_reader(), contact.body_id):
        raise Missing
    return contact


def of_contact(contact: Contact, *, at: datetime) -> tuple[Week, ...]:
    """What one body asks of one of its people, in nine statements, whatever the number of its meetings."""
    body = db.session.get_one(Body, contact.body_id)
    terms = db.session.scalars(
        select(Term).where(
            Term.body_id == body.id,
            Term.person_id == contact.person_id,
            Term.starts_at <= at,
            or_(Term.ends_at.is_(None), Term.ends_at > at),
        )
    ).all()
    parties = [t.party_id for t in terms if t.party_id is not None and t.role in SEAT_ROLES]
    found = _invited(contact) + _called(contact, parties) + _polled(contact, at)
    found += _stating(body.id, parties) if parties else []
    found += _signing(body, terms, at) if terms else []
    found += _answering_for(body, parties, at) if parties else []
    found += _asked_as_guest(contact, body)
    return weeks(found, today=clock.local(at, body.zone).date())


def _invited(contact: Contact) -> list[Demand]:
    wanted = (
        select(Invitation, Meeting)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(
            Invitation.body_id == contact.body_id,
            Invitation.person_id == contact.person_id,
            Invitation.state == InvitationState.SENT,
            Meeting.state.in_(RUNNING),
        )
        .order_by(Meeting.starts_on, Meeting.id)
    )
    found = []
    for invitation, m in db.session.execute(wanted):
        found.append(
            Demand(
                Kind.MEETING, "They are awaited", m.title, m.starts_on, m.ends_on, None, m.zone, m.city, m.key, False
            )
        )
        if owes_answer(invitation.partstat):
            found.append(_due(Kind.ANSWER, "Answer the invitation", m.title, (m.answers_due_at, m.zone), m.key))
    return found


def _called(contact: Contact, parties: Sequence[int]) -> list[Demand]:
    by_person = PaperCall.party_id.is_(None) & (PaperCall.person_id == contact.person_id)
    wanted = (
        select(PaperCall, AgendaItem, Meeting)
        .join(AgendaItem, AgendaItem.id == PaperCall.item_id)
        .join(Meeting, Meeting.id == PaperCall.meeting_id)
        .where(
            PaperCall.body_id == contact.body_id,
            *OPEN_CALLS,
            or_(by_person, PaperCall.party_id.in_(parties)),
            Meeting.state.in_(RUNNING),
        )
        .order_by(PaperCall.id)
    )
    return [
        _due(Kind.PAPER, f"Send a {call.kind} for “{item.title}”", m.title, (holding(call).at, m.zone), item.key)
        for call, item, m in db.session.execute(wanted)
    ]


def _polled(contact: Contact, at: datetime) -> list[Demand]:
    wanted = (
        select(Ballot, Poll)
        .join(Poll, Poll.id == Ballot.poll_id)
        .where(
            Ballot.body_id == contact.body_id,
            Ballot.person_id == contact.person_id,
            Ballot.announced.is_(True),
            Ballot.answered_at.is_(None),
            Poll.closed_at.is_(None),
            Poll.respond_by > at,
        )
        .order_by(Poll.respond_by, Poll.id)
    )
    return [
        _due(Kind.POLL, "Say when they can", poll.title, (poll.respond_by, poll.zone), poll.key)
        for _, poll in db.session.execute(wanted)
    ]


def _signing(body: Body, terms: Sequence[Term], at: datetime) -> list[Demand]:
    """Letters that wait for the answer of an organisation for which they act; whoever acts for it may sign."""
    acts_for = {t.party_id for t in terms if t.party_id is not None and t.role not in WITHOUT_PARTY}
    wanted = (
        select(LetterAsk, Party.name)
        .join(Party, Party.id == LetterAsk.party_id)
        .where(
            LetterAsk.body_id == body.id,
            LetterAsk.party_id.in_(sorted(acts_for)),
            LetterAsk.announced.is_(True),
            LetterAsk.state.in_(sorted(OWING)),
            LetterAsk.due_at > at,
        )
        .order_by(LetterAsk.due_at, LetterAsk.id)
    )
    return [
        _due(Kind.LETTER, f"Say whether {name} signs a joint letter", body.name, (ask.due_at, body.zone), ask.key)
        for ask, name in db.session.execute(wanted)
    ]


def _stating(body_id: int, parties: Sequence[int]) -> list[Demand]:
    filed = AssetStatement.announced.is_(True) & (AssetStatement.party_id == Party.id)
    wanted = (
        select(Meeting, Preparation.due_at)
        .join(Preparation, Preparation.meeting_id == Meeting.id)
        .join(Party, Party.body_id == Meeting.body_id)
        .outerjoin(AssetStatement, (AssetStatement.meeting_id == Meeting.id) & filed)
        .where(
            Preparation.announced.is_(True),
            Meeting.body_id == body_id,
            Meeting.state.in_(RUNNING),
            Party.id.in_(parties),
            Party.standing == Standing.MEMBER,
            AssetStatement.id.is_(None),
        )
        .order_by(Preparation.due_at, Meeting.id)
    )
    return [
        _due(Kind.STATEMENT, "Make the statement on assets", m.title, (due_at, m.zone), m.key)
        for m, due_at in db.session.execute(wanted)
    ]


def _answering_for(body: Body, parties: Sequence[int], at: datetime) -> list[Demand]:
    """Answers and reports that the States for which they hold a seat owe on recommendations."""
    owed = owed_by([body.id], parties, on=clock.local(at, body.zone).date()).get(body.id)
    return [_answering(OwedAnswers(body.key, body.name, *owed, body.zone))] if owed else []


def _asked_as_guest(contact: Contact, body: Body) -> list[Demand]:
    """Evidence that they were asked for as a guest and have not handed in."""
    wanted = select(ShadowAsking).where(
        ShadowAsking.body_id == body.id,
        ShadowAsking.person_id == contact.person_id,
        ShadowAsking.announced.is_(True),
        ~exists().where(ShadowEvidence.asking_id == ShadowAsking.id),
    )
    words = "Tell the secretariat what they know"
    return [
        _undated(Kind.EVIDENCE, words, body.name, (row.asked_at, body.zone), row.key)
        for row in db.session.scalars(wanted.order_by(ShadowAsking.asked_at, ShadowAsking.id))
    ]
