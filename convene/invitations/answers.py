"""Writes of answers: by the person, by link or signed in, or by the secretariat on their behalf; delegation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from convene import journal
from convene.access.scope import as_system
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.ical.terms import Partstat
from convene.invitations import places, rules
from convene.invitations.models import Invitation, Nomination
from convene.invitations.queries import end_for
from convene.invitations.telling import envelope
from convene.invitations.terms import Attendance, InvitationState, NominationState, Standpoint
from convene.mail.outbox import enqueue
from convene.mail.smtp import address_problem
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.meetings.terms import is_by_video
from convene.people.models import Term
from convene.people.terms import AssetClass, TermRole


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers: PARTSTAT (RFC 5545), how they will take part, a remark for the secretariat."""

    partstat: Partstat
    attendance: Attendance | None = None
    remark: str = ""


def answer(
    invitation: Invitation, meeting: Meeting, given: Answer, *, by: str, at: datetime, on_behalf: bool = False
) -> None:
    """Record an answer. Raises Refused when the meeting is over, or the answer lacks how they will take part.

    Declining takes no right away (settled 2). A guest's acceptance beyond the places waits for the secretariat.
    """
    # The secretariat may still write down what came in time.
    _refuse_when_over(meeting, at=at, ends_at=meeting.ends_at if on_behalf else end_for(invitation, meeting))
    if given.partstat in (Partstat.ACCEPTED, Partstat.TENTATIVE) and given.attendance is None:
        raise Refused((Finding("", Level.REFUSE, "Say whether you come in person or by video.", "attendance"),))
    if given.attendance is Attendance.IN_PERSON and is_by_video(meeting.city):
        text = "This meeting is held by video; nobody comes in person. Choose an answer by video, or No."
        raise Refused((Finding("", Level.REFUSE, text, "reply"),))
    invitation.awaits_place = False
    # A place is for somebody in the room: by video, or declining, frees it.
    if given.partstat is Partstat.ACCEPTED and given.attendance is Attendance.IN_PERSON:
        invitation.awaits_place = not places.take(invitation)
    else:
        places.release(invitation)
    before = invitation.partstat
    invitation.partstat, invitation.attendance = given.partstat, given.attendance
    invitation.remark, invitation.delegated_to_id = given.remark, None
    invitation.answered_at, invitation.answered_by = at, by
    journal.record(
        "invitation.answer",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="invitation",
        key=invitation.key,
        on_behalf_of=invitation.key if on_behalf else "",
        change={"before": before, "after": given.partstat, "attendance": given.attendance or ""},
    )


def _refuse_when_over(meeting: Meeting, *, at: datetime, ends_at: datetime | None = None) -> None:
    if not rules.may_answer(meeting.state, ends_at=ends_at or meeting.ends_at, at=at):
        raise Refused((Finding("", Level.REFUSE, "Answers are no longer taken: the meeting is over or cancelled."),))


def confirm_place(invitation: Invitation, meeting: Meeting, *, by: str, at: datetime) -> None:
    """Confirm a place beyond the limit or within it; the guest is told. Raises Refused where none is awaited."""
    if not invitation.awaits_place:
        raise Refused((Finding("", Level.REFUSE, "No place is awaited here."),))
    places.take(invitation)
    invitation.awaits_place = False
    enqueue(envelope("place", invitation), at=at, due=at.isoformat(), expires_at=meeting.ends_at)
    journal.record("invitation.place", by=by, at=at, body=meeting.body_id, kind="invitation", key=invitation.key)


def delegate(invitation: Invitation, meeting: Meeting, to: Term, *, by: str, at: datetime, remark: str = "") -> None:
    """Delegate to an alternate of the same party, who holds a seat already: effective at once, and invited by mail.

    Raises Refused for somebody of another party or without a seat's term.
    """
    _refuse_when_over(meeting, at=at)
    if to.party_id != invitation.party_id or to.role not in (TermRole.ALTERNATE, TermRole.PRIMARY_REPRESENTATIVE):
        raise Refused((Finding("", Level.REFUSE, "Choose an alternate of your own delegation.", "delegate"),))
    if to.person_id == invitation.person_id:
        raise Refused((Finding("", Level.REFUSE, "Choose somebody other than yourself.", "delegate"),))
    with as_system("invite the alternate") as session:
        known = session.query(Invitation).filter_by(meeting_id=meeting.id, person_id=to.person_id).one_or_none()
        second = known or Invitation(
            body_id=meeting.body_id,
            meeting_id=meeting.id,
            person_id=to.person_id,
            contact_id=to.contact_id,
            party_id=to.party_id,
            standpoint=Standpoint.SEAT,
            reason="",
            generation=0,
        )
        was_sent = second.state is InvitationState.SENT
        second.state, second.announced, second.is_head = InvitationState.SENT, True, invitation.is_head
        second.sent_at = second.sent_at or at
        session.add(second)
        session.flush()  # The first invitation points to it.
        second_id, second_key, generation = second.id, second.key, second.generation
        sent, reminded = envelope("invitation", second), envelope("reminder", second)
        owes = rules.owes_answer(second.partstat)
    invitation.partstat, invitation.attendance, invitation.delegated_to_id = Partstat.DELEGATED, None, second_id
    invitation.is_head, invitation.remark = False, remark
    invitation.answered_at, invitation.answered_by = at, by
    if not was_sent:
        enqueue(sent, at=at, due=f"{generation}.0", expires_at=meeting.ends_at)
    elif owes:
        enqueue(reminded, at=at, due=at.isoformat(), expires_at=meeting.ends_at)
    journal.record(
        "invitation.delegate",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="invitation",
        key=invitation.key,
        change={"to": second_key},
    )


@dataclass(frozen=True, slots=True)
class Nominee:
    """Somebody whom a representative names for the delegation (A12)."""

    name: str
    function: str
    address: str
    asset_class: AssetClass | None = None


def nominate(
    invitation: Invitation, meeting: Meeting, nominee: Nominee, *, by: str, at: datetime, in_place: bool = False
) -> Nomination:
    """Name somebody for one's delegation; takes effect when the secretariat confirms (settled 2). Raises Refused."""
    _refuse_when_over(meeting, at=at)
    if invitation.standpoint is not Standpoint.SEAT or invitation.party_id is None:
        raise Refused((Finding("", Level.REFUSE, "Only a member's representative names a delegation."),))
    found = letter_findings({"name": nominee.name, "function": nominee.function})
    if problem := address_problem(nominee.address):
        found.append(Finding("", Level.REFUSE, problem, "address"))
    refuse(found)
    nomination = Nomination(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        party_id=invitation.party_id,
        by_person_id=invitation.person_id,
        name=nominee.name,
        function=nominee.function,
        address=nominee.address.strip().lower(),
        asset_class=nominee.asset_class,
        in_place_of_id=invitation.id if in_place else None,
        nominated_at=at,
    )
    db.session.add(nomination)
    db.session.flush()  # The journal names it by its key.
    journal.record("delegate.nominate", by=by, at=at, body=meeting.body_id, kind="nomination", key=nomination.key)
    return nomination


def decline_nomination(nomination: Nomination, *, by: str, at: datetime) -> None:
    """Decline a nomination; nothing follows from it."""
    nomination.state = NominationState.DECLINED
    journal.record("delegate.decline", by=by, at=at, body=nomination.body_id, kind="nomination", key=nomination.key)
