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
from convene.owing import Asking, Awaited, Duties, owed_by_me
from convene.people.models import Contact, Term
from convene.people.terms import SEAT_ROLES
from convene.polls.hours import BY_VIDEO
from convene.polls.models import Ballot, Poll
from convene.readers import WITHOUT_PARTY
from convene.recommendations.ahead import ahead_in
from convene.recommendations.due import Owed, ToRead, drafts_before, owed_by
from convene.recommendations.models import ShadowAsking, ShadowEvidence
from convene.secretariat import Wait, Waiting

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
    RECOMMENDATIONS = "recommendations"
    CORRECTIONS = "corrections"
    DRAFTS = "drafts"
    EVIDENCE = "evidence"
    # To a secretariat.
    WAITING = "waiting"
    NEWS = "news"
    NEWS_LIST = "news list"
    SILENCE = "silence"
    LOOK = "look"
    POST = "post"
    # To a rapporteur.
    NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that is asked: what, by whom, and when.

    A deadline has its moment (UTC) and the zone by whose clock it was set; a meeting has days and a place. `object_key`
    is that of the page that serves it, `last` the last day. `is_owed` says that something must be done by then. `wait`
    tells what waits for a secretariat, `about` is the text of the one recommendation that is to be answered.
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
    is_undated: bool = False
    wait: Wait | None = None
    about: str = ""


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
        return sum(d.is_owed and not d.is_undated for d in self.demands)


def weeks(demands: Iterable[Demand], *, today: date) -> tuple[Week, ...]:
    """The demands of the coming ninety days by week, weeks without any left out; what is owed stands first."""
    found = sorted(
        (d for d in demands if d.on <= today + AHEAD and (d.last >= today or d.is_owed)),
        key=lambda d: (max(d.on, today), not d.is_owed, d.at is None, d.on, d.kind, d.of, d.object_key),
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
    owed = sum(d.is_owed and not d.is_undated for d in demands)
    if owed > MOST_A_WEEK:
        found.append(f"{owed} things are due in this week; more than {MOST_A_WEEK} are too much for one desk.")
    found += [f"{a.place} and {b.place} fall on the same days." for a, b in clashes if a in demands]
    return tuple(found)


def of_me(*, at: datetime) -> tuple[Week, ...]:
    """What is asked of the reader, over all bodies; by the same reads as their first page, and with what is to come."""
    today = clock.local(at, "UTC").date()
    duties = owed_by_me(at=at)
    found = [*_of_duties(duties), *_of_outcomes(duties, today), *_of_secretariat(duties, today)]
    return weeks([*found, *_ahead(duties, at)], today=today)


def _ahead(duties: Duties, at: datetime) -> list[Demand]:
    """The days to look again, and the reviews, that are to come for a secretariat; what is due waits already."""
    if not duties.bodies:
        return []
    return [
        Demand(Kind.NEWS, a.words, a.body_name, a.on, a.on, None, "UTC", "", a.key, is_owed=not a.is_review)
        for a in ahead_in(duties.bodies, at=at, within=AHEAD)
    ]


def _of_outcomes(duties: Duties, today: date) -> list[Demand]:
    """What records and recommendations ask of a seat, and what a guest is asked for."""
    found = [
        _due(Kind.CORRECTIONS, "Correct the record until then, if need be", c.title, (c.due_at, c.zone), c.key,
             is_owed=False)
        for c in duties.corrections
    ]  # fmt: skip
    found += [
        Demand(Kind.NOTES, "You take the notes", n.title, n.on[0], n.on[-1], None, "UTC", "", n.key, is_owed=False)
        if n.on and not n.is_over
        else _now(Kind.NOTES, "You take the notes", n.title, n.key, today, is_owed=False)
        for n in duties.notes
    ]
    found += [_reading(r) for r in duties.drafts]
    found += [_answering(o, today) for o in duties.answers]
    found += [
        _replying(
            _asked_words("Reply to what you are asked", a), a.body_name, a.key, a.due_on, today, is_late=a.is_late
        )
        if not a.is_handed_in
        else _now(Kind.EVIDENCE, _asked_words("Handed in", a), a.body_name, a.key, today, is_owed=False)
        for a in duties.askings
    ]
    return found


def _asked_words(words: str, a: Asking) -> str:
    """With the recommendation where they may know it, and the first words of what they are asked."""
    return f"{words}{f' on {a.symbol}' if a.symbol else ''}: “{a.begins}”"


def _replying(words: str, of: str, key: str, due_on: date | None, today: date, *, is_late: bool) -> Demand:
    """Evidence that a guest is asked for by a day; what was asked without one waits now."""
    if due_on is None:
        return _now(Kind.EVIDENCE, words, of, key, today)
    return Demand(Kind.EVIDENCE, words, of, due_on, due_on, None, "UTC", "", key, is_owed=True, is_late=is_late)


def _reading(r: ToRead) -> Demand:
    """Drafts to be read before a meeting, on its days."""
    words = f"Read {r.words[:1].lower()}{r.words[1:]} before the meeting"
    return Demand(Kind.DRAFTS, words, r.title, r.starts_on, r.ends_on, None, "UTC", "", r.key, is_owed=False)


def _answering(o: Owed, today: date) -> Demand:
    """Answers or promised reports on recommendations by one day; by name where it is one."""
    what = "Report, as promised, on" if o.is_report else "Answer"
    words = f"{what} {o.symbol or 'a recommendation'}" if o.count == 1 else f"{what} {o.count} recommendations"
    if o.due_on is None:
        words = f"{words}, for which no day was set"
    kind, key = (Kind.RECOMMENDATION, o.addressee_key) if o.count == 1 else (Kind.RECOMMENDATIONS, o.body_key)
    return Demand(
        kind, words, o.body_name, o.due_on or today, o.due_on or today, None, o.zone, "", key,
        is_owed=True, is_late=o.is_late, is_undated=o.due_on is None, about=o.about,
    )  # fmt: skip


def _of_secretariat(duties: Duties, today: date) -> list[Demand]:
    """What waits for a secretariat: for its meetings, for records, answers that came in, silence; as home tells it."""
    found: list[Demand] = []
    for meeting in duties.kept:
        found += [_waiting(w, meeting.title, meeting.key, meeting.zone, today) for w in meeting.waits]
    for r in duties.records:
        found.append(_waiting(r.wait, r.title, r.key, r.zone, today))
    for p in duties.posting:
        words = "Post one letter" if p.count == 1 else f"Post {p.count} letters"
        found.append(_now(Kind.POST, f"{words}, and note the day", p.title, p.key, today))
    for n in duties.news:
        if n.answers == 1:
            words = f"Read the answer of {n.last_from}"
            found.append(_now(Kind.NEWS, words, n.body_name, n.last_key, today, is_owed=False))
        elif n.answers:
            words = f"Read the {n.answers} answers that came in"
            found.append(_now(Kind.NEWS_LIST, words, n.body_name, n.body_key, today, is_owed=False))
        if n.evidence:
            words = "Read the evidence that was handed in"
            found.append(_now(Kind.NEWS, words, n.body_name, n.evidence_key, today, is_owed=False))
        if n.looks:
            words = "Look again at one addressee" if n.looks == 1 else f"Look again at {n.looks} addressees"
            found.append(_now(Kind.LOOK, words, n.body_name, n.body_key, today))
        if n.reviews:
            found.append(_now(Kind.NEWS, n.review_words, n.body_name, n.review_key, today, is_owed=False))
        if n.silent:
            words = "One addressee is silent" if n.silent == 1 else f"{n.silent} addressees are silent"
            found.append(_now(Kind.SILENCE, f"{words} past the date", n.body_name, n.body_key, today, is_owed=False))
    return found


def _waiting(w: Waiting, of: str, key: str, zone: str, today: date) -> Demand:
    """One thing that waits for a secretariat: now where it is its own to do, else by the moment by which it is due."""
    on = max(today, clock.local(w.due_at, zone).date()) if w.due_at and not w.is_mine else today
    return Demand(Kind.WAITING, w.words, of, on, on, w.due_at, zone, "", key, w.is_mine, is_undated=True, wait=w.what)


def _now(kind: Kind, words: str, of: str, key: str, today: date, *, is_owed: bool = True) -> Demand:
    """Something that waits now, without a day."""
    return Demand(kind, words, of, today, today, None, "UTC", "", key, is_owed, is_undated=True)


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
    return found


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
    """What one body asks of one of its people, in ten statements, whatever the number of its meetings."""
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
    today = clock.local(at, body.zone).date()
    found += [_answering(o, today) for o in owed_by([body], parties, {body.id: today})] if parties else []
    found += [_reading(r) for r in drafts_before([body.id], at=at)] if parties else []
    found += _asked_as_guest(contact, body, today)
    return weeks(found, today=today)


def _asked_as_guest(contact: Contact, body: Body, today: date) -> list[Demand]:
    """Evidence that they were asked for as a guest and have not handed in."""
    wanted = select(ShadowAsking).where(
        ShadowAsking.body_id == body.id,
        ShadowAsking.person_id == contact.person_id,
        ShadowAsking.announced.is_(True),
        ~exists().where(ShadowEvidence.asking_id == ShadowAsking.id),
    )
    words = "Tell the secretariat what they know"
    rows = db.session.scalars(wanted.order_by(ShadowAsking.asked_at, ShadowAsking.id))
    return [
        _replying(words, body.name, row.key, row.due_on, today, is_late=row.due_on is not None and row.due_on < today)
        for row in rows
    ]


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
