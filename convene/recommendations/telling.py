"""Letters to the addressees, and reminders to those who owe an answer or a report: to them, and to nobody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select

from convene import clock, journal
from convene.access.scope import as_system
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue
from convene.mail.states import OutboxState
from convene.meetings.actions import letter_findings, refuse
from convene.people.models import Contact, Term
from convene.people.terms import SEAT_ROLES
from convene.recommendations import rules
from convene.recommendations.history import disclaimer_of, reminded, take
from convene.recommendations.leaving import Came, how_it_came
from convene.recommendations.letters import TO_SEAT, Dispatch, is_posted, seal, waiting, written
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.queries import addressees_of
from convene.recommendations.terms import CLOSED, DRAFTED, UNSIGNED, LetterView, Signed, State, Step

LETTER, REMINDER = "recommendation-letter", "recommendation-reminder"
AN_HOUR = timedelta(hours=1)
A_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Sending:
    """How letters go out: the day by which an answer is asked for, who receives those without a seat, who signs."""

    due_on: date
    recipients: dict[str, str]
    signed: Signed = UNSIGNED

    def to(self, row: Addressee, *, has_seat: bool) -> str:
        """Who receives a letter; whoever has a seat is written to there."""
        return TO_SEAT if has_seat else self.recipients.get(row.name, "") or row.name


def seats_of(body_id: int, at: datetime) -> dict[int, list[int]]:
    """Who holds a member's seat at that moment, persons by party (internal ids)."""
    wanted = (
        select(Term.party_id, Term.person_id)
        .join(Party, Party.id == Term.party_id)
        .where(
            Term.body_id == body_id,
            Party.standing == Standing.MEMBER,
            Term.role.in_(SEAT_ROLES),
            Term.starts_at <= at,
            or_(Term.ends_at.is_(None), Term.ends_at > at),
        )
        .order_by(Term.id)
    )
    found: dict[int, list[int]] = {}
    for party, person in db.session.execute(wanted):
        found.setdefault(party or 0, []).append(person)
    return found


@dataclass(frozen=True, slots=True)
class Going:
    """One letter that waits: what it transmits, to which addressee, and who is told by mail; nobody if posted."""

    symbol: str
    addressee: Addressee
    people: tuple[str, ...]


def going(rows: Sequence[Recommendation], body: Body, at: datetime) -> list[Going]:
    """How each letter that waits would go out at that moment, for the secretariat."""
    seats, theirs = seats_of(body.id, at), addressees_of(r.id for r in rows)
    people = {person for holders in seats.values() for person in holders}
    wanted = select(Contact).where(Contact.body_id == body.id, Contact.person_id.in_(people))
    names = {contact.person_id: contact.name for contact in db.session.scalars(wanted)}
    return [
        Going(found.symbol or "", row, tuple(names[p] for p in seats.get(row.party_id or 0, ()) if p in names))
        for found in rows
        for row in waiting(found, theirs.get(found.id, ()))
    ]


def _checked(chosen: Sequence[Recommendation], body: Body, how: Sending, at: datetime) -> date:
    """The day on which letters go out. Raises Refused where they cannot go so."""
    today = clock.local(at, body.zone).date()
    refuse(rules.due_findings(how.due_on, today=today))
    recipients = "\n".join(how.recipients.values())
    refuse(letter_findings({"recipients": recipients, "signatory": how.signed.name, "title": how.signed.title}))
    if not chosen:
        raise Refused((Finding("", Level.REFUSE, "Tick what is to go out.", "letters"),))
    return today


def _addressed(row: Addressee, how: Sending, seats: dict[int, list[int]]) -> str:
    return how.to(row, has_seat=bool(seats.get(row.party_id or 0)))


def previewed(chosen: Sequence[Recommendation], body: Body, how: Sending, *, at: datetime) -> list[LetterView]:
    """The letters as they would go out, to be read before; nothing is sent by it. Raises Refused as sending does."""
    today = _checked(chosen, body, how, at)
    seats, theirs = seats_of(body.id, at), addressees_of(r.id for r in chosen)
    found = [
        written(row, each, body, on=today, going=Dispatch(_addressed(row, how, seats), how.due_on, how.signed))
        for each in chosen
        for row in waiting(each, theirs.get(each.id, ()))
    ]
    if not found:
        raise Refused((Finding("", Level.REFUSE, "The letters have gone out already.", "letters"),))
    return found


def send(chosen: Sequence[Recommendation], body: Body, how: Sending, *, by: str, at: datetime) -> tuple[int, int]:
    """Send each adopted recommendation to each of its addressees that it has not gone to; gives letters and mails.

    The letters are printed from what is kept here; mail goes to the seats of those who have one. Raises Refused.
    """
    today = _checked(chosen, body, how, at)
    seats, theirs = seats_of(body.id, at), addressees_of(r.id for r in chosen)
    letters, people = 0, dict[int, None]()
    for found in chosen:
        unsent = waiting(found, theirs.get(found.id, ()))
        for row in unsent:
            row.sent_on, row.due_on = today, how.due_on
            row.recipient = _addressed(row, how, seats)
            row.is_to_post = is_posted(row)
            seal(row, found, body, signed=how.signed, at=at)
            take(found, Step.TRANSMIT, body=body, by=by, at=at, addressee=row.name, note=row.recipient)
            people |= dict.fromkeys(seats.get(row.party_id or 0, ()))
        letters += len(unsent)
        if unsent and found.review_on is None:
            found.review_on = how.due_on
        journal.record(
            "recommendation.transmit",
            by=by,
            at=at,
            body=body.id,
            kind="recommendation",
            key=found.key,
            change={"symbol": found.symbol, "letters": len(unsent), "due": how.due_on.isoformat()},
        )
    if letters == 0:
        raise Refused((Finding("", Level.REFUSE, "The letters have gone out already.", "letters"),))
    facts = {"path": f"/bodies/{body.key}/recommendations/asked", "due_on": how.due_on.isoformat()}
    if disclaimer := disclaimer_of(body):
        facts["disclaimer"] = disclaimer
    queued = _queue(LETTER, body, people, at=at, due=at.isoformat(), facts=facts)
    return letters, queued


def _queue(
    kind: str, body: Body, people: Iterable[int], *, at: datetime, due: str, facts: dict[str, object] | dict[str, str]
) -> int:
    return sum(
        enqueue(
            Envelope(kind, about=body.key, person_id=person, body_id=body.id),
            at=at,
            due=due,
            facts=facts,
            expires_at=at + A_MONTH,
        )
        for person in people
    )


@dataclass(frozen=True, slots=True)
class _Due:
    """One answer or report: the day it is due, the day from which reminding may begin, of what and whose it is.

    Nobody is reminded of what is left alone, nor while the secretariat has stopped it.
    """

    on: date
    since: date
    recommendation_id: int
    name: str
    party_id: int
    is_report: bool
    is_left_alone: bool
    is_stopped: bool

    def reminder(self, today: date) -> date | None:
        """The latest day of reminding of it that has come."""
        return rules.reminder_due(self.on, sent_on=self.since, today=today)


@dataclass(frozen=True, slots=True)
class _Owed:
    """What one party owes, and the reports it promised."""

    days: tuple[_Due, ...]
    reports: tuple[_Due, ...] = ()

    def over_or_near(self, today: date) -> _Owed:
        """The answers and reports whose day is over or near: nobody is pressed for what has weeks to come."""
        return _Owed(tuple(each for each in (*self.days, *self.reports) if rules.is_near(each.on, today=today)))

    def with_what_is_near(self, today: date) -> _Owed:
        """The same with the reports of which it is time to remind, their day being near."""
        come = (each for each in self.reports if each.reminder(today) is not None)
        return _Owed((*self.days, *come))

    def facts(self, body: Body, today: date) -> dict[str, object]:
        """What the letter says: how many, how many late, the first day."""
        return {
            "path": f"/bodies/{body.key}/recommendations/asked",
            "count": len(self.days),
            "late": sum(each.on < today for each in self.days),
            "due_on": min(each.on for each in self.days).isoformat(),
        }


def _dues(body: Body, found: Recommendation | None = None) -> list[_Due]:
    """Answers not given, and reports promised, of recommendations of a body that are not closed, or of one of them."""
    one = [Addressee.recommendation_id == found.id] if found is not None else []
    rows = db.session.execute(
        select(Addressee, *how_it_came())
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(
            Addressee.body_id == body.id,
            Addressee.party_id.is_not(None),
            Addressee.sent_on.is_not(None),
            Recommendation.state.not_in(sorted(CLOSED | DRAFTED)),
            or_(
                Addressee.answer.is_(None) & Addressee.is_to_post.is_(False),
                Addressee.answer.is_not(None) & Addressee.next_on.is_not(None),
            ),
            *one,
        )
    )
    dues = []
    for row, *came in rows:
        due = row.due_on if row.answer is None else row.next_on
        # A list may tell of an answer and of no day on which it came.
        since = row.sent_on if row.answer is None else row.answered_on or row.sent_on
        if due is not None and since is not None and row.party_id is not None:
            how = Came(*came)
            alone, is_report = how.is_left_alone(due, zone=body.zone), row.answer is not None
            if how.asked_for_at is not None:
                # Days of reminding that had come before are not made up for: asking sends nothing by itself.
                since = max(since, clock.local(how.asked_for_at, body.zone).date())
            dues.append(
                _Due(due, since, row.recommendation_id, row.name, row.party_id, is_report, alone, how.is_stopped)
            )
    return dues


def _by_party(dues: Iterable[_Due]) -> dict[int, _Owed]:
    """What each party is reminded of, when its time has come."""
    answers: dict[int, list[_Due]] = {}
    reports: dict[int, list[_Due]] = {}
    for each in dues:
        if not (each.is_left_alone or each.is_stopped):
            (reports if each.is_report else answers).setdefault(each.party_id, []).append(each)
    return {
        party: _Owed(tuple(answers.get(party, ())), tuple(reports.get(party, ())))
        for party in sorted({*answers, *reports})
    }


def owing(body: Body) -> dict[int, _Owed]:
    """What each party owes of which it is reminded: answers not given, and reports promised."""
    return _by_party(_dues(body))


@dataclass(frozen=True, slots=True)
class Chased:
    """Who owes something on one recommendation, by name: whom mails remind, and whom not, until that is changed."""

    reminded: tuple[str, ...]
    left_alone: tuple[str, ...]
    stopped: tuple[str, ...]


def chased(found: Recommendation, body: Body) -> Chased:
    """Who owes something on this one, and whether they are reminded of it; one statement."""
    dues = _dues(body, found)
    stopped = {each.name for each in dues if each.is_stopped}
    alone = {each.name for each in dues if each.is_left_alone} - stopped
    others = {each.name for each in dues} - stopped - alone
    return Chased(tuple(sorted(others)), tuple(sorted(alone)), tuple(sorted(stopped)))


def ask_for_reminders(found: Recommendation, body: Body, *, by: str, at: datetime) -> None:
    """Say that those are reminded whose days were past when this one was taken over, or of whom it was stopped.

    Raises Refused where there are none.
    """
    now = chased(found, body)
    if not (now.left_alone or now.stopped):
        raise Refused((Finding("", Level.REFUSE, "Nobody is left out of the reminders of this recommendation."),))
    _say_reminders(Step.CHASE, "recommendation.ask-for-reminders", found, body, by=by, at=at)


def stop_reminders(found: Recommendation, body: Body, *, by: str, at: datetime) -> None:
    """Say that no mail reminds of this one any more; what is owed stays owed. Raises Refused where nobody is reminded.

    A mail that waits may tell of others too, and goes.
    """
    if not chased(found, body).reminded:
        raise Refused((Finding("", Level.REFUSE, "Nobody is reminded of this recommendation as it is."),))
    _say_reminders(Step.LET_BE, "recommendation.stop-reminders", found, body, by=by, at=at)


def _say_reminders(step: Step, act: str, found: Recommendation, body: Body, *, by: str, at: datetime) -> None:
    take(found, step, body=body, by=by, at=at)
    change = {"symbol": found.symbol}
    journal.record(act, by=by, at=at, body=body.id, kind="recommendation", key=found.key, change=change)


@dataclass(frozen=True, slots=True)
class Reminding:
    """Who would be reminded now: the parties by name, and how many people; and who was within the hour, by name.

    `left_alone` counts the recommendations with a day that was past when they were taken over, and is not reminded of.
    """

    names: tuple[str, ...]
    people: int
    lately: tuple[str, ...] = ()
    left_alone: int = 0

    def said(self, mails: int) -> str:
        """What a click on “Remind” did: whom it reminded, who had been within the hour, or that nobody need be."""
        said = []
        if self.names:
            said.append(f"Reminded {_listed(self.names)}: {'one mail' if mails == 1 else f'{mails} mails'}.")
        if self.lately:
            said.append(f"{_listed(self.lately)} had been reminded within the hour.")
        return " ".join(said) or "Nobody is reminded: no answer and no report is overdue, or due within a week."


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]


def _now(body: Body, dues: Sequence[_Due], at: datetime) -> list[tuple[int, _Owed, list[int]]]:
    """The parties of which something is over or near, what, and whom to remind: their seats, but for those reminded
    within the hour.
    """
    today = clock.local(at, body.zone).date()
    owed = {party: what for party, all_of_it in _by_party(dues).items() if (what := all_of_it.over_or_near(today)).days}
    if not owed:
        return []
    recent = select(OutboxMessage.person_id).where(
        OutboxMessage.kind == REMINDER, OutboxMessage.body_id == body.id, OutboxMessage.queued_at > at - AN_HOUR
    )
    lately, seats = set(db.session.scalars(recent)), seats_of(body.id, at)
    return [
        (party, what, [p for p in holders if p not in lately])
        for party, what in owed.items()
        if (holders := seats.get(party, ()))
    ]


def reminding(body: Body, *, at: datetime) -> Reminding:
    """Whom a click on “Remind” would mail now, for the secretariat to read before it does."""
    dues = _dues(body)
    found = _now(body, dues, at)
    alone = {each.recommendation_id for each in dues if each.is_left_alone and not each.is_stopped}
    wanted = select(Party.id, Party.name).where(Party.id.in_([party for party, _, _ in found])).order_by(Party.name)
    names = db.session.execute(wanted).all() if found else ()
    waiting = {party for party, _, whom in found if whom}
    people = {person for _, _, whom in found for person in whom}
    return Reminding(
        tuple(name for party, name in names if party in waiting),
        len(people),
        tuple(name for party, name in names if party not in waiting),
        len(alone),
    )


def remind(body: Body, *, by: str, at: datetime) -> int:
    """Remind the seats of those of whom something is over or near; gives how many. Within the hour only once."""
    today = clock.local(at, body.zone).date()
    count, told = 0, list[_Due]()
    for _, owed, people in _now(body, _dues(body), at):
        mails = _queue(REMINDER, body, people, at=at, due=at.isoformat(), facts=owed.facts(body, today))
        count, told = count + mails, told + list(owed.days if mails else ())
    _note_reminded(told, by=by, at=at)
    journal.record(
        "recommendation.remind", by=by, at=at, body=body.id, kind="body", key=body.key, change={"reminded": count}
    )
    return count


def _note_reminded(told: Iterable[_Due], *, by: str, at: datetime) -> None:
    """Each recommendation keeps among its steps whom a reminder of it went to."""
    names: dict[int, list[str]] = {}
    for each in told:
        names.setdefault(each.recommendation_id, []).append(each.name)
    if names:
        reminded(names, by=by, at=at)


def remind_by_plan(at: datetime) -> int:
    """Remind those who owe a week and two days before, the day after, a month after, and monthly from then on.

    May run at any time, twice.
    """
    wanted = select(Body).where(
        Body.id.in_(select(Recommendation.body_id).where(Recommendation.state.not_in(sorted(CLOSED | DRAFTED))))
    )
    queued = 0
    for body in db.session.scalars(wanted).all():
        today = clock.local(at, body.zone).date()
        seats, told, by_hand = seats_of(body.id, at), list[_Due](), _reminded_by_hand(body)
        for party, all_of_it in owing(body).items():
            owed = all_of_it.with_what_is_near(today)
            days = [each.reminder(today) for each in owed.days]
            latest = max((day for day in days if day is not None), default=None)
            if latest is not None:
                due = f"planned {latest}"
                facts = owed.facts(body, today)
                # Whoever was reminded by hand on that day or after it needs no mail of the plan for it.
                people = [p for p in seats.get(party, ()) if p not in by_hand or by_hand[p] < latest]
                mails = _queue(REMINDER, body, people, at=at, due=due, facts=facts)
                queued, told = queued + mails, told + list(owed.days if mails else ())
        _note_reminded(told, by="planner", at=at)
    return queued


def _reminded_by_hand(body: Body) -> dict[int, date]:
    """The day, in the body's zone, on which the secretariat has last reminded somebody; one statement."""
    wanted = select(OutboxMessage.person_id, func.max(OutboxMessage.queued_at)).where(
        OutboxMessage.kind == REMINDER,
        OutboxMessage.body_id == body.id,
        OutboxMessage.subject_key.not_like("%:planned %"),
    )
    rows = db.session.execute(wanted.group_by(OutboxMessage.person_id))
    return {person: clock.local(last, body.zone).date() for person, last in rows if person is not None}


def drop_reminders(body: Body, parties: Collection[int], *, today: date) -> None:
    """What waits for the holders of a seat is dropped once their State owes nothing, and soon will owe nothing.

    What each owes is looked for only where something waits: a list answers for many at once.
    """
    with as_system("drop reminders of what was answered") as session:
        waiting = session.execute(
            select(Term.party_id, OutboxMessage)
            .join(Term, Term.person_id == OutboxMessage.person_id)
            .where(
                Term.party_id.in_(sorted(parties)),
                OutboxMessage.kind == REMINDER,
                OutboxMessage.body_id == body.id,
                OutboxMessage.state == OutboxState.QUEUED,
            )
        ).all()
        owed = owing(body) if waiting else {}
        for party_id, message in waiting:
            theirs = owed.get(party_id or 0)
            if theirs is None or not theirs.with_what_is_near(today).days:
                message.state = OutboxState.DROPPED


def is_open(found: Recommendation) -> bool:
    """Whether answers and reports are still taken."""
    return found.state in (State.TRANSMITTED, State.ANSWERED, State.FOLLOW_UP)
