"""Reads of invitations, nominations and calendar entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from convene.access import rules
from convene.access.gate import Missing
from convene.access.models import Admission
from convene.access.scope import as_system, current_reader, guard
from convene.accounts.proofs import Purpose, is_proof, key_in
from convene.bodies.models import Party
from convene.db import db
from convene.ical.terms import Partstat
from convene.invitations.models import CalendarEntry, Invitation, Nomination
from convene.invitations.terms import InvitationState, NominationState, Standpoint
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.models import Contact, Person

guard(
    Invitation,
    rules.sees_announced,
    body=Invitation.body_id,
    person=Invitation.person_id,
    announced=Invitation.announced,
)
guard(Nomination, rules.sees_party_kept, body=Nomination.body_id, party=Nomination.party_id)
guard(CalendarEntry, rules.sees_own, body=CalendarEntry.body_id, person=CalendarEntry.person_id)


@dataclass(frozen=True, slots=True)
class Invited:
    """One line of the answers board: an invitation with its contact and party."""

    invitation: Invitation
    contact: Contact
    party: Party | None


def invited(meeting: Meeting) -> list[Invited]:
    """Everybody invited whom this reader may see, by delegation, heads first."""
    rows = db.session.execute(
        select(Invitation, Contact, Party)
        .join(Contact, Contact.id == Invitation.contact_id)
        .outerjoin(Party, Party.id == Invitation.party_id)
        .where(Invitation.meeting_id == meeting.id)
        .order_by(Party.standing.nulls_last(), Party.name, Invitation.is_head.desc(), Contact.name, Invitation.id)
    )
    return [Invited(*row) for row in rows.all()]


def invitations_of(meeting: Meeting) -> list[Invitation]:
    """The invitations to a meeting that this reader may see."""
    return list(
        db.session.scalars(select(Invitation).where(Invitation.meeting_id == meeting.id).order_by(Invitation.id))
    )


def one_invitation(key: str) -> Invitation:
    """The invitation with that key. Raises Missing where there is none for this reader."""
    found = db.session.scalars(select(Invitation).where(Invitation.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def kept_invitation(key: str) -> Invitation:
    """The invitation, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = one_invitation(key)
    if not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def answerable_invitation(key: str) -> Invitation:
    """The reader's own invitation, sent and not withdrawn. Raises Missing otherwise: others answer for themselves."""
    found = one_invitation(key)
    if found.person_id != current_reader().person or found.state is not InvitationState.SENT:
        raise Missing
    return found


def my_invitation(meeting: Meeting) -> Invitation | None:
    """The reader's own invitation to a meeting, where there is one that was sent."""
    return db.session.scalars(
        select(Invitation).where(
            Invitation.meeting_id == meeting.id,
            Invitation.person_id == current_reader().person,
            Invitation.state == InvitationState.SENT,
        )
    ).one_or_none()


def my_invitations(at: datetime, *, most: int = 20) -> list[tuple[Invitation, Meeting]]:
    """The reader's own invitations to what is not over: those that owe an answer first, then the soonest.

    For whoever has no seat, their own part decides when it is over and which comes first (settled 4).
    """
    own = (CalendarEntry.person_id == Invitation.person_id, CalendarEntry.meeting_id == Invitation.meeting_id)
    stands = (*own, CalendarEntry.is_cancelled.is_(False))
    first = select(func.min(CalendarEntry.starts_at)).where(*stands).correlate(Invitation).scalar_subquery()
    last = select(func.max(CalendarEntry.ends_at)).where(*stands).correlate(Invitation).scalar_subquery()
    rows = db.session.execute(
        select(Invitation, Meeting)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(
            Invitation.person_id == current_reader().person,
            Invitation.state == InvitationState.SENT,
            Meeting.ends_at > at,
            (Invitation.standpoint == Standpoint.SEAT) | (func.coalesce(last, Meeting.ends_at) > at),
            Meeting.state.not_in((MeetingState.CANCELLED, MeetingState.CONCLUDED)),
        )
        .order_by(Invitation.partstat != Partstat.NEEDS_ACTION, func.coalesce(first, Meeting.ends_at), Invitation.key)
        .limit(most)
    )
    return list(rows.all())


def end_for(invitation: Invitation, meeting: Meeting, session: Session | None = None) -> datetime:
    """Until when an invitation can be answered and its link opens: the meeting's end, without a seat one's own.

    The meeting's last minute would betray the sessions after one's own (settled 4, 18, 20).
    """
    if invitation.standpoint is Standpoint.SEAT:
        return meeting.ends_at
    wanted = select(func.max(CalendarEntry.ends_at)).where(
        CalendarEntry.person_id == invitation.person_id,
        CalendarEntry.meeting_id == meeting.id,
        CalendarEntry.is_cancelled.is_(False),
    )
    return (session or db.session()).scalar(wanted) or meeting.ends_at


def admissions_of(meeting: Meeting) -> list[Admission]:
    """Who is admitted to what of a meeting, as far as this reader may know."""
    return list(db.session.scalars(select(Admission).where(Admission.meeting_id == meeting.id).order_by(Admission.id)))


@dataclass(frozen=True, slots=True)
class Counted:
    """How many without a seat, delegates left aside, are admitted to closed sessions as a whole; who awaits a word."""

    in_closed: int
    nominations: int


def counted(meeting: Meeting, closed: Iterable[int]) -> Counted:
    """What the secretariat is told of a meeting in figures, in one statement; `closed` are ids of closed sessions."""
    guests = (
        select(func.count(func.distinct(Admission.person_id)))
        .join(Invitation, Invitation.id == Admission.invitation_id)
        .where(
            Admission.meeting_id == meeting.id,
            Admission.session_id.in_(sorted(closed)),
            Invitation.state != InvitationState.WITHDRAWN,
            Invitation.standpoint != Standpoint.DELEGATE,
        )
    )
    named = select(func.count(Nomination.id)).where(
        Nomination.meeting_id == meeting.id, Nomination.state == NominationState.PROPOSED
    )
    return Counted(*db.session.execute(select(guests.scalar_subquery(), named.scalar_subquery())).one())


def admissions_to_item(item_id: int) -> list[Admission]:
    """Who is admitted to one item, as far as this reader may know."""
    return list(db.session.scalars(select(Admission).where(Admission.item_id == item_id).order_by(Admission.id)))


def open_nominations(meeting: Meeting) -> list[Nomination]:
    """Delegates named by representatives and not yet confirmed."""
    return list(
        db.session.scalars(
            select(Nomination)
            .where(Nomination.meeting_id == meeting.id, Nomination.state == NominationState.PROPOSED)
            .order_by(Nomination.id)
        )
    )


def kept_nomination(key: str) -> Nomination:
    """The nomination, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = db.session.scalars(select(Nomination).where(Nomination.key == key)).one_or_none()
    if found is None or not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def entries_of(meeting: Meeting) -> dict[int, list[CalendarEntry]]:
    """What each person's calendar says of a meeting, by person, in order of their parts."""
    found: dict[int, list[CalendarEntry]] = {}
    wanted = select(CalendarEntry).where(CalendarEntry.meeting_id == meeting.id).order_by(CalendarEntry.part)
    for entry in db.session.scalars(wanted):
        found.setdefault(entry.person_id, []).append(entry)
    return found


def my_entries(meeting: Meeting, *, standing: bool = True) -> list[CalendarEntry]:
    """The reader's own calendar entries for a meeting, in order of their parts; with `standing` none taken back."""
    wanted = select(CalendarEntry).where(
        CalendarEntry.meeting_id == meeting.id, CalendarEntry.person_id == current_reader().person
    )
    if standing:
        wanted = wanted.where(CalendarEntry.is_cancelled.is_(False))
    return list(db.session.scalars(wanted.order_by(CalendarEntry.part)))


def invitation_of_link(text: str) -> Invitation | None:
    """The invitation that a link opens: genuine, of the present generation, sent; else None. Detached: read only."""
    key = key_in(text)
    if not key:
        return None
    with as_system("open an invitation's link") as session:
        found = session.scalars(select(Invitation).where(Invitation.key == key)).one_or_none()
        if found is None or found.state is not InvitationState.SENT:
            return None
        session.expunge(found)
        return found if is_proof(text, Purpose.INVITATION, key, found.generation) else None


def my_nominations(meeting: Meeting) -> list[Nomination]:
    """Whom the reader's own party named for its delegation to a meeting, with what became of it."""
    wanted = select(Nomination).where(
        Nomination.meeting_id == meeting.id, Nomination.party_id.in_(current_reader().parties)
    )
    return list(db.session.scalars(wanted.order_by(Nomination.id)))


def delegate_name(invitation: Invitation) -> str:
    """Who comes in place of the reader, to whom this invitation belongs; by link too. Empty where nobody does."""
    if invitation.delegated_to_id is None or invitation.person_id != current_reader().person:
        return ""
    with as_system("name one's own alternate") as session:
        wanted = select(Contact.name).join(Invitation, Invitation.contact_id == Contact.id)
        return session.scalars(wanted.where(Invitation.id == invitation.delegated_to_id)).first() or ""


def entered_for_them(meeting: Meeting) -> frozenset[int]:
    """Invitations to a meeting whose answer somebody else on record entered (settled 21), by internal id."""
    with as_system("tell one's own answer from one that was entered") as session:
        own = select(Person.key).where(Person.id == Invitation.person_id).correlate(Invitation).scalar_subquery()
        wanted = select(Invitation.id).where(
            Invitation.meeting_id == meeting.id,
            Invitation.answered_by.in_(select(Person.key)),
            Invitation.answered_by != own,
        )
        return frozenset(session.scalars(wanted))
