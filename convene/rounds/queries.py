"""Reads of rounds of check-ins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import as_system, current_reader, guard
from convene.agendas.templates import RoundTemplate, round_of
from convene.bodies.models import Party
from convene.db import db
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import one_meeting
from convene.people.models import Contact
from convene.rounds.models import (
    CheckIn,
    CheckInAnswer,
    CheckInPerson,
    NeedHeard,
    NeedTrace,
    Round,
    RoundAbsence,
    RoundDay,
    RoundRoom,
)
from convene.rounds.terms import Away, Booking, CheckInState, Hours, Room, Settings, Side

guard(Round, rules.sees_kept, body=Round.body_id)
guard(RoundDay, rules.sees_kept, body=RoundDay.body_id)
guard(RoundRoom, rules.sees_kept, body=RoundRoom.body_id)
guard(CheckIn, rules.sees_session, body=CheckIn.body_id, session=CheckIn.session_id, announced=CheckIn.announced)
guard(
    CheckInPerson,
    rules.sees_session,
    body=CheckInPerson.body_id,
    session=CheckInPerson.session_id,
    announced=CheckInPerson.announced,
)
guard(CheckInAnswer, rules.sees_own, body=CheckInAnswer.body_id, person=CheckInAnswer.person_id)
guard(RoundAbsence, rules.sees_own, body=RoundAbsence.body_id, person=RoundAbsence.person_id)
guard(
    NeedHeard,
    rules.sees_heard,
    body=NeedHeard.body_id,
    session=NeedHeard.session_id,
    party=NeedHeard.party_id,
    announced=NeedHeard.announced,
)
guard(NeedTrace, rules.sees_kept, body=NeedTrace.body_id)


@dataclass(frozen=True, slots=True)
class Attending:
    """Somebody in a check-in: their row, their contact and their party's name."""

    row: CheckInPerson
    name: str
    is_at_risk: bool
    party: str

    @property
    def is_of_council(self) -> bool:
        """Whether they come for the Council."""
        return self.row.side is Side.COUNCIL


@dataclass(frozen=True, slots=True)
class Pair:
    """A check-in with the party it is with, and everybody in it."""

    row: CheckIn
    party: str
    session: MeetingSession | None
    people: tuple[Attending, ...]

    @property
    def council(self) -> tuple[Attending, ...]:
        """Those who come for the Council."""
        return tuple(p for p in self.people if p.is_of_council)

    @property
    def officials(self) -> tuple[Attending, ...]:
        """Those who come for the party."""
        return tuple(p for p in self.people if not p.is_of_council)

    @property
    def label(self) -> str:
        """“France with A. Member and B. Member”: for the secretariat."""
        names = [p.name for p in self.council]
        whom = ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else "nobody yet"
        return f"{self.party} with {whom}"

    def booking(self) -> Booking:
        """What it takes up. Raises ValueError where it has no time."""
        if self.session is None:
            raise ValueError("a check-in without a time takes up nothing")
        return Booking(
            self.session.starts_at, self.session.ends_at, self.session.room,
            frozenset(p.row.person_id for p in self.people), self.label,
        )  # fmt: skip


def placed_in(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Those of these check-ins that have a time, in order of time and room."""
    found = [p for p in pairs if p.session is not None]
    return tuple(sorted(found, key=lambda p: (p.booking().starts_at, p.booking().room, p.row.id)))


@dataclass(frozen=True, slots=True)
class Book:
    """A round as the secretariat has it: settings, check-ins, answers by check-in and person, absences."""

    settings: Settings
    rooms: tuple[RoundRoom, ...]
    pairs: tuple[Pair, ...]
    answers: dict[tuple[int, int], CheckInAnswer]
    absences: tuple[RoundAbsence, ...]
    common: tuple[Booking, ...] = ()
    names: dict[int, str] = field(default_factory=dict)

    @property
    def placed(self) -> tuple[Pair, ...]:
        """Those that have a time, in order of time and room."""
        return placed_in(self.pairs)

    @property
    def wanted(self) -> tuple[Pair, ...]:
        """Those that have none yet, by priority."""
        found = [p for p in self.pairs if p.row.state is CheckInState.WANTED]
        return tuple(sorted(found, key=lambda p: (p.row.priority, p.party, p.row.id)))

    @property
    def away(self) -> list[Away]:
        """When who cannot."""
        return [Away(a.person_id, a.starts_at, a.ends_at) for a in self.absences]

    def others(self, row: CheckIn) -> list[Booking]:
        """What the other check-ins take up."""
        return [p.booking() for p in self.placed if p.row.id != row.id]


def is_round(meeting: Meeting) -> bool:
    """Whether a meeting is a round of check-ins, by the template from which it was made."""
    return round_of(meeting.template) is not None


def round_meeting(key: str) -> Meeting:
    """The round with that key. Raises Missing where there is none for this reader, or it is no round."""
    found = one_meeting(key)
    if not is_round(found):
        raise Missing
    return found


def kept_round(key: str) -> Meeting:
    """The round, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = round_meeting(key)
    if not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def usual_hours(template: RoundTemplate, meeting: Meeting) -> tuple[Hours, ...]:
    """The days and hours that the template gives to a round."""
    return tuple(Hours(meeting.starts_on + timedelta(days=day.day - 1), day.opens, day.closes) for day in template.days)


def settings_of(meeting: Meeting, rooms: Iterable[RoundRoom]) -> Settings:
    """A round's settings: those kept, else those of its template. Raises Missing for what is no round."""
    template = round_of(meeting.template)
    if template is None:
        raise Missing
    rows = db.session.execute(
        select(Round.slot_minutes, RoundDay)
        .join(RoundDay, RoundDay.meeting_id == Round.meeting_id)
        .where(Round.meeting_id == meeting.id)
        .order_by(RoundDay.on)
    ).all()
    named = tuple(Room(r.name, r.starts_at, r.ends_at) for r in rooms)
    if not rows:
        return Settings(template.slot_minutes, usual_hours(template, meeting), named)
    return Settings(rows[0][0], tuple(Hours(d.on, d.opens, d.closes) for _, d in rows), named)


def rooms_of(meeting: Meeting) -> tuple[RoundRoom, ...]:
    """The rooms of a round, by name."""
    wanted = select(RoundRoom).where(RoundRoom.meeting_id == meeting.id).order_by(RoundRoom.name, RoundRoom.id)
    return tuple(db.session.scalars(wanted))


def kept_room(key: str) -> RoundRoom:
    """The room, for its body's secretariat. Raises Missing otherwise."""
    found = db.session.scalars(select(RoundRoom).where(RoundRoom.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def back_from(absence: RoundAbsence, meeting: Meeting) -> str:
    """The key of a line of whoever said it, where the secretariat takes it back for them; empty for oneself."""
    if absence.person_id == current_reader().person:
        return ""
    wanted = select(CheckInAnswer.key).where(
        CheckInAnswer.meeting_id == meeting.id, CheckInAnswer.person_id == absence.person_id
    )
    return db.session.scalars(wanted.order_by(CheckInAnswer.id)).first() or ""


def pairs_of(meeting: Meeting) -> tuple[Pair, ...]:
    """The check-ins of a meeting that this reader may see, with who is in each: three statements.

    Whoever is in a check-in is told who else is, though they may read neither parties nor contacts of the body.
    """
    rows = db.session.execute(
        select(CheckIn, MeetingSession)
        .outerjoin(MeetingSession, MeetingSession.id == CheckIn.session_id)
        .where(CheckIn.meeting_id == meeting.id)
        .order_by(CheckIn.id)
    ).all()
    people = db.session.scalars(
        select(CheckInPerson).where(CheckInPerson.meeting_id == meeting.id).order_by(CheckInPerson.id)
    ).all()
    known = _known([p.contact_id for p in people], [c.party_id for c, _ in rows] + [p.party_id for p in people])
    inside: dict[int, list[Attending]] = {}
    for each in people:
        name, at_risk = known.contacts.get(each.contact_id, ("Somebody", False))
        party = known.parties.get(each.party_id, "") if each.party_id else ""
        inside.setdefault(each.check_in_id, []).append(Attending(each, name, at_risk, party))
    return tuple(
        Pair(c, known.parties.get(c.party_id, ""), session, tuple(inside.get(c.id, ()))) for c, session in rows
    )


@dataclass(frozen=True, slots=True)
class _Known:
    contacts: dict[int, tuple[str, bool]]
    parties: dict[int, str]


def _known(contacts: Iterable[int], parties: Iterable[int | None]) -> _Known:
    """Names for rows that the reader sees already."""
    wanted, of = sorted(set(contacts)), sorted({p for p in parties if p is not None})
    if not wanted and not of:
        return _Known({}, {})
    with as_system("name those who meet in a check-in") as session:
        named = session.execute(select(Contact.id, Contact.name, Contact.is_at_risk).where(Contact.id.in_(wanted)))
        called = session.execute(select(Party.id, Party.name).where(Party.id.in_(of)))
        return _Known({key: (name, risk) for key, name, risk in named}, dict(called.all()))


def book_of(meeting: Meeting) -> Book:
    """A round as the secretariat has it: a fixed number of statements."""
    rooms, pairs = rooms_of(meeting), pairs_of(meeting)
    answers = db.session.scalars(select(CheckInAnswer).where(CheckInAnswer.meeting_id == meeting.id))
    absences = db.session.scalars(
        select(RoundAbsence).where(RoundAbsence.meeting_id == meeting.id).order_by(RoundAbsence.starts_at)
    )
    common = db.session.scalars(
        select(MeetingSession)
        .where(MeetingSession.meeting_id == meeting.id, MeetingSession.is_check_in.is_(False))
        .order_by(MeetingSession.starts_at)
    )
    return Book(
        settings=settings_of(meeting, rooms),
        rooms=rooms,
        pairs=pairs,
        answers={(a.check_in_id, a.person_id): a for a in answers},
        absences=tuple(absences),
        common=tuple(Booking(s.starts_at, s.ends_at, s.room, frozenset(), s.title) for s in common),
        names={p.row.person_id: p.name for pair in pairs for p in pair.people},
    )


def kept_check_in(key: str) -> CheckIn:
    """The check-in, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = one_check_in(key)
    if not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def one_check_in(key: str) -> CheckIn:
    """The check-in with that key. Raises Missing where there is none for this reader."""
    found = db.session.scalars(select(CheckIn).where(CheckIn.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def pair_of(book: Book | Sequence[Pair], row: CheckIn) -> Pair:
    """The check-in with everybody in it. Raises Missing."""
    pairs = book.pairs if isinstance(book, Book) else book
    found = next((p for p in pairs if p.row.id == row.id), None)
    if found is None:
        raise Missing
    return found


def my_lines(meeting: Meeting) -> list[CheckInAnswer]:
    """The reader's own part of the check-ins of a round, in order of time, once they are invited to it."""
    return list(
        db.session.scalars(
            select(CheckInAnswer)
            .join(
                Invitation,
                (Invitation.meeting_id == CheckInAnswer.meeting_id) & (Invitation.person_id == CheckInAnswer.person_id),
            )
            .where(
                CheckInAnswer.meeting_id == meeting.id,
                CheckInAnswer.person_id == current_reader().person,
                CheckInAnswer.starts_at.is_not(None),
                Invitation.state == InvitationState.SENT,
            )
            .order_by(CheckInAnswer.starts_at, CheckInAnswer.id)
        )
    )


def answerable_line(key: str) -> tuple[CheckInAnswer, Meeting]:
    """The reader's own part of a check-in, with its meeting. Raises Missing otherwise, and before it was sent."""
    found = db.session.scalars(select(CheckInAnswer).where(CheckInAnswer.key == key)).one_or_none()
    if found is None or found.person_id != current_reader().person:
        raise Missing
    meeting = db.session.get(Meeting, found.meeting_id)
    if meeting is None or found.id not in {line.id for line in my_lines(meeting)}:
        raise Missing
    return found, meeting


def kept_line(key: str) -> CheckInAnswer:
    """One person's part of a check-in, where the reader serves the secretariat. Raises Missing otherwise."""
    found = db.session.scalars(select(CheckInAnswer).where(CheckInAnswer.key == key)).one_or_none()
    if found is None or not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def my_absences(meeting: Meeting) -> list[RoundAbsence]:
    """When the reader said that they cannot."""
    wanted = select(RoundAbsence).where(
        RoundAbsence.meeting_id == meeting.id, RoundAbsence.person_id == current_reader().person
    )
    return list(db.session.scalars(wanted.order_by(RoundAbsence.starts_at, RoundAbsence.id)))


def removable_absence(key: str) -> tuple[RoundAbsence, Meeting]:
    """An absence that the reader may take back: their own, or any of their body's for its secretariat.

    Raises Missing otherwise; by a link also for what was said of another meeting.
    """
    found = db.session.scalars(select(RoundAbsence).where(RoundAbsence.key == key)).one_or_none()
    if found is None:
        raise Missing
    meeting = db.session.get(Meeting, found.meeting_id)
    if meeting is None:
        raise Missing
    return found, meeting
