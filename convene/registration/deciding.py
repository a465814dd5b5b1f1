"""What the secretariat makes of registrations: approving takes on record and invites; declining and listing tell so.

An organisation that is on record already is joined by the secretariat's own word alone: whoever acts for a party sees
what is that party's, and anybody can write a name on a form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select

from convene import clock, journal
from convene.access.models import Admission
from convene.bodies.actions import take_party
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.actions import Portions, prepare_invitation, put_in_force
from convene.invitations.models import Invitation
from convene.invitations.telling import invite, retell
from convene.invitations.terms import InvitationState
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.actions import give_term, take_on_record
from convene.people.models import Contact, Term
from convene.people.terms import SEAT_ROLES, TermRole
from convene.readers import is_in_force
from convene.registration import rules
from convene.registration.models import OpenRegistration, Registrant
from convene.registration.queries import (
    guest_reason,
    is_over,
    open_sessions,
    parties_named,
    registration_of,
    session_ids,
    taken,
)
from convene.registration.terms import RegistrantState

APPROVED = "registration-approved"
DECLINED = "registration-declined"
LISTED = "registration-listed"
CANCELLED = "registration-cancelled"


class For(StrEnum):
    """For whom somebody is taken on record: their organisation as a new guest, the one on record, or for none."""

    NEW = "new"
    KNOWN = "known"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What deciding on several came to: how many were decided, and who was left, each with the reason."""

    done: int
    left: tuple[tuple[str, str], ...]


def _refused(text: str) -> Refused:
    return Refused((Finding("", Level.REFUSE, text),))


def refuse_if_over(meeting: Meeting, *, at: datetime) -> None:
    """Raises Refused once a meeting is cancelled or over: nothing is left to decide on whoever registered for it."""
    if is_over(meeting, at=at):
        what = "cancelled" if meeting.state is MeetingState.CANCELLED else "over"
        raise _refused(f"The meeting is {what}: there is nothing to decide on its registrations any more.")


def approve(
    found: Registrant, meeting: Meeting, body: Body, registration: OpenRegistration, *, whom: For, by: str, at: datetime
) -> Invitation:
    """Take somebody on record and prepare their invitation; `send_approved` sends it. Raises Refused.

    Their organisation becomes a guest of the body, and they its contact.
    """
    refuse_if_over(meeting, at=at)
    if found.state is RegistrantState.APPROVED:
        raise _refused(f"{found.name} is approved already.")
    if rules.places_left(registration.places, taken(registration)) == 0:
        raise _refused("All places are given: put them on the waiting list, or raise the number of places.")
    wanted = session_ids(registration)
    sessions = tuple(s for s in open_sessions(meeting.id) if s.id in wanted)
    if not sessions:
        raise _refused("No open session is set to which they could be admitted.")
    known = parties_named(body.id, [found.organisation]).get(found.organisation.casefold())
    if known is not None and whom is For.NEW:
        raise _refused(f"{known.name} is on record already: open the registration and say for whom they come.")
    if whom is For.KNOWN and known is None:
        raise _refused("Their organisation is not on record any more.")
    term, party = _term(found, body, known, whom, by=by, at=at)
    is_seat = term.role in SEAT_ROLES
    portions = Portions() if is_seat else Portions(sessions=sessions, reason=guest_reason(body))
    invitation = _standing(meeting, term) or prepare_invitation(
        meeting, term, party=party, portions=portions, by=by, at=at
    )
    found.invitation_id = invitation.id
    _decide(found, RegistrantState.APPROVED, by=by, at=at)
    return invitation


def _standing(meeting: Meeting, term: Term) -> Invitation | None:
    wanted = select(Invitation).where(
        Invitation.meeting_id == meeting.id,
        Invitation.person_id == term.person_id,
        Invitation.state != InvitationState.WITHDRAWN,
    )
    return db.session.scalars(wanted).one_or_none()


def _term(
    found: Registrant, body: Body, known: Party | None, whom: For, *, by: str, at: datetime
) -> tuple[Term, Party | None]:
    """The term in which they come: one that they hold already, or a new one as contact."""
    contact = take_on_record(
        body, name=found.name, address=found.address, function=found.function, is_at_risk=found.is_at_risk, by=by, at=at
    )
    contact.is_at_risk = contact.is_at_risk or found.is_at_risk
    if (held := _held(contact, at)) is not None:
        return held, db.session.get(Party, held.party_id) if held.party_id else None
    party = known if whom is For.KNOWN else None
    if whom is For.NEW and found.kind is not None:
        party = take_party(
            body, name=found.organisation, kind=found.kind, standing=Standing.GUEST, by=by, at=at
        )  # fmt: skip
    today = clock.local(at, body.zone).date()
    term = give_term(contact, body=body, party=party, role=TermRole.CONTACT, starts_on=today, by=by, at=at)
    return term, party


def _held(contact: Contact, at: datetime) -> Term | None:
    """A term that they hold today and in which they can be invited; a seat comes before others."""
    wanted = select(Term).where(Term.body_id == contact.body_id, Term.person_id == contact.person_id)
    terms = [t for t in db.session.scalars(wanted.order_by(Term.id)) if is_in_force(t, at)]
    if any(t.role is TermRole.SECRETARIAT for t in terms):
        raise _refused(f"{contact.name} serves the secretariat, and needs no invitation.")
    able = [t for t in terms if t.role is not TermRole.DESK_OFFICER]
    return min(able, key=lambda t: (t.role not in SEAT_ROLES, t.id), default=None)


def _decide(found: Registrant, state: RegistrantState, *, by: str, at: datetime, reason: str = "") -> None:
    refuse_if_over(db.session.get_one(Meeting, found.meeting_id), at=at)
    before, found.state = found.state, state
    found.decided_at, found.decided_by, found.reason = at, by, reason
    change = {"before": before, "after": state}
    journal.record(
        "registration.decide", by=by, at=at, body=found.body_id, kind="registrant", key=found.key, change=change
    )


def send_approved(meeting: Meeting, invitations: Sequence[Invitation], *, by: str, at: datetime) -> int:
    """Send these invitations where the meeting is convened; gives how many went.

    Of a draft they wait until it is, and whoever was approved is told that their place is kept.
    """
    waiting = [i for i in invitations if i.state is InvitationState.PREPARED]
    if not waiting:
        return 0
    if not meeting.announced:
        _tell_kept(waiting, at=at)
        return 0
    admissions: dict[int, list[Admission]] = {}
    wanted = select(Admission).where(Admission.invitation_id.in_([i.id for i in waiting]))
    for admission in db.session.scalars(wanted):
        admissions.setdefault(admission.invitation_id, []).append(admission)
    for invitation in waiting:
        put_in_force(invitation, admissions.get(invitation.id, []), at=at)
    retell(meeting, at=at)
    for invitation in waiting:
        invite(invitation, meeting, at=at)
        journal.record("invitation.send", by=by, at=at, body=meeting.body_id, kind="invitation", key=invitation.key)
    return len(waiting)


def _tell_kept(waiting: Sequence[Invitation], *, at: datetime) -> None:
    wanted = select(Registrant).where(Registrant.invitation_id.in_([i.id for i in waiting])).order_by(Registrant.id)
    for found in db.session.scalars(wanted):
        _tell(APPROVED, found, at=at)


def end_with_meeting(meeting: Meeting, *, by: str, at: datetime) -> int:
    """The meeting is cancelled: registration closes, and whoever has no invitation yet is told once; gives how many.

    Invitations that went out are taken back by themselves.
    """
    registration = registration_of(meeting)
    if registration is None:
        return 0
    if at < registration.closes_at:
        registration.closes_at = at
        journal.record("registration.close", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key)
    wanted = (
        select(Registrant)
        .outerjoin(Invitation, Invitation.id == Registrant.invitation_id)
        .where(
            Registrant.registration_id == registration.id,
            Registrant.confirmed_at.is_not(None),
            or_(
                Registrant.state.in_((RegistrantState.WAITING, RegistrantState.LISTED)),
                (Registrant.state == RegistrantState.APPROVED) & (Invitation.state == InvitationState.PREPARED),
            ),
        )
        .order_by(Registrant.id)
    )
    people = list(db.session.scalars(wanted))
    for found in people:
        _tell(CANCELLED, found, at=at)
    return len(people)


def _tell(kind: str, found: Registrant, *, at: datetime) -> None:
    envelope = Envelope(
        kind, about=found.key, person_id=None, body_id=found.body_id, meeting_id=found.meeting_id, outsider=found.key
    )
    enqueue(envelope, at=at, due=at.isoformat())


def decline(found: Registrant, *, reason: str, by: str, at: datetime) -> None:
    """Decline with thanks; a reason stands in their letter and nowhere else. Raises Refused for whoever is approved."""
    refuse(letter_findings({"reason": reason}))
    if found.state is RegistrantState.APPROVED:
        raise _refused(f"{found.name} is invited: withdraw the invitation on the board of answers.")
    if found.state is RegistrantState.DECLINED:
        raise _refused(f"{found.name} was declined already.")
    _decide(found, RegistrantState.DECLINED, by=by, at=at, reason=reason)
    _tell(DECLINED, found, at=at)


def put_on_list(found: Registrant, *, by: str, at: datetime) -> None:
    """Put somebody on the waiting list; they are told. Raises Refused for whoever is approved or there already."""
    if found.state is RegistrantState.APPROVED:
        raise _refused(f"{found.name} is invited already.")
    if found.state is RegistrantState.LISTED:
        raise _refused(f"{found.name} is on the waiting list already.")
    _decide(found, RegistrantState.LISTED, by=by, at=at)
    _tell(LISTED, found, at=at)


def each(people: Iterable[Registrant], act: Callable[[Registrant], object]) -> Outcome:
    """Do the same with several, in the order in which they registered; whoever it cannot be done with is left."""
    done, left = 0, []
    for found in people:
        try:
            act(found)
            done += 1
        except Refused as refused:
            left.append((found.name, " ".join(f.text for f in refused.findings)))
    return Outcome(done, tuple(left))


def approve_each(
    people: Sequence[Registrant], meeting: Meeting, body: Body, registration: OpenRegistration, *, by: str, at: datetime
) -> Outcome:
    """Approve several, as many as there are places, and send what can be sent."""
    invitations: list[Invitation] = []

    def act(found: Registrant) -> None:
        invitations.append(approve(found, meeting, body, registration, whom=_usual(found), by=by, at=at))

    outcome = each(people, act)
    send_approved(meeting, invitations, by=by, at=at)
    return outcome


def _usual(found: Registrant) -> For:
    return For.NEW if found.organisation else For.NONE
