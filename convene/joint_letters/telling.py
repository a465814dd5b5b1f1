"""Who is told of a joint letter: the people who act for an organisation that is asked, one letter each.

A letter to them says that something waits and until when, never what it is about nor to whom it goes (settled 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from convene import journal
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.rules import reminders_due
from convene.joint_letters.models import JointLetter, LetterAsk
from convene.joint_letters.queries import phase
from convene.joint_letters.terms import OWING, Phase
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue
from convene.people.models import Term
from convene.people.terms import SEAT_ROLES
from convene.readers import WITHOUT_PARTY, is_in_force

ASKED, CHANGED, EXCEPTED = "letter-ask", "letter-changed", "letter-exception"
REMINDER, SENT = "letter-reminder", "letter-sent"
AN_HOUR = timedelta(hours=1)
REMIND_DAYS = (3, 1)  # Ours: days before the deadline on which whoever has not answered is reminded.


def people_of(asks: Iterable[LetterAsk], *, at: datetime) -> dict[int, list[int]]:
    """Who is told for each organisation: those in its seat, else whoever acts for it today. One statement."""
    given = list(asks)
    wanted = select(Term).where(Term.party_id.in_({a.party_id for a in given}), Term.starts_at <= at)
    terms = [t for t in db.session.scalars(wanted) if is_in_force(t, at) and t.role not in WITHOUT_PARTY]
    found: dict[int, list[int]] = {}
    for ask in given:
        of_party = [t for t in terms if t.party_id == ask.party_id and t.body_id == ask.body_id]
        seats = {t.person_id for t in of_party if t.role in SEAT_ROLES}
        found[ask.id] = sorted(seats or {t.person_id for t in of_party})
    return found


def tell(
    kind: str, asks: Sequence[LetterAsk], *, due: str, at: datetime, but: frozenset[tuple[int, str]] = frozenset()
) -> int:
    """Queue one letter of that kind to each of these organisations' people; gives how many."""
    count = 0
    for_each = people_of(asks, at=at)
    for ask in asks:
        facts: dict[str, object] = {"path": f"/sign-on/{ask.key}"}
        if kind != SENT:
            facts |= {"ask": ask.key, "until": ask.due_at.isoformat()}
        for person in for_each[ask.id]:
            if (person, ask.key) in but:
                continue
            envelope = Envelope(kind, about=ask.key, person_id=person, body_id=ask.body_id)
            count += enqueue(envelope, at=at, due=due, facts=facts, expires_at=None if kind == SENT else ask.due_at)
    return count


def owing(letter: JointLetter) -> list[LetterAsk]:
    """The organisations that have not answered."""
    wanted = select(LetterAsk).where(LetterAsk.letter_id == letter.id, LetterAsk.state.in_(OWING))
    return list(db.session.scalars(wanted.order_by(LetterAsk.id)))


def remind(letter: JointLetter, *, by: str, at: datetime) -> int:
    """Remind those who have not answered, and only those; whoever was reminded within the hour is left alone."""
    if phase(letter, at=at) is Phase.SENT or letter.opened_at is None:
        raise Refused((Finding("", Level.REFUSE, "Nobody is asked to sign at present."),))
    asks = [a for a in owing(letter) if at < a.due_at]
    keys = {a.key for a in asks}
    recent = select(OutboxMessage).where(
        OutboxMessage.body_id == letter.body_id, OutboxMessage.kind == REMINDER, OutboxMessage.queued_at > at - AN_HOUR
    )
    lately = frozenset(
        (m.person_id, key) for m in db.session.scalars(recent) for key in keys if m.person_id and key in m.subject_key
    )
    count = tell(REMINDER, asks, due=at.isoformat(), at=at, but=lately)
    change = {"reminded": count}
    journal.record("letter.remind", by=by, at=at, body=letter.body_id, kind="letter", key=letter.key, change=change)
    return count


def remind_to_sign(*, at: datetime) -> int:
    """Remind those who have not answered some days before their deadline; each day's reminder goes out once."""
    wanted = (
        select(LetterAsk)
        .join(JointLetter, JointLetter.id == LetterAsk.letter_id)
        .where(LetterAsk.state.in_(OWING), LetterAsk.due_at > at, JointLetter.sent_at.is_(None))
        .order_by(LetterAsk.id)
    )
    queued = 0
    for ask in db.session.scalars(wanted).all():
        due = reminders_due(ask.due_at, REMIND_DAYS, sent_at=ask.asked_at, at=at)
        if due is not None:
            queued += tell(REMINDER, [ask], due=due.isoformat(), at=at)
    return queued
