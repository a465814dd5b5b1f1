"""Writes of invitations by the secretariat: preparing, admitting, sending, correcting, withdrawing, reminding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from convene import journal
from convene.access.models import Admission
from convene.accounts.actions import end_visits_of
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_meeting
from convene.anchors.queries import anchor_on
from convene.anchors.rules import unconfirmed_words
from convene.bodies.models import Party
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.ical.terms import Partstat
from convene.invitations import rules
from convene.invitations.models import Invitation
from convene.invitations.places import release
from convene.invitations.queries import admissions_of, invitations_of
from convene.invitations.telling import envelope, invite, retell
from convene.invitations.terms import InvitationState
from convene.invitations.timing import give_time, over_findings
from convene.mail.outbox import drop_waiting, enqueue
from convene.mail.queries import reminded_since
from convene.meetings.actions import announce, letter_findings, move_to, refuse
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.meetings.terms import MeetingState
from convene.people.models import Term


@dataclass(frozen=True, slots=True)
class Portions:
    """To which sessions and items somebody without a seat is admitted (A4), and why."""

    sessions: tuple[MeetingSession, ...] = ()
    items: tuple[AgendaItem, ...] = ()
    reason: str = ""


def prepare_invitation(
    meeting: Meeting,
    term: Term,
    *,
    party: Party | None,
    portions: Portions,
    by: str,
    at: datetime,
    is_head: bool = False,
) -> Invitation:
    """Prepare one person's invitation; nothing is sent. Raises Refused without the reason or portion of A4."""
    standpoint = rules.standpoint_of(term.role, party.standing if party else None)
    refuse(
        rules.a4_reason_findings(standpoint, portions.reason, has_admission=bool(portions.sessions or portions.items))
    )
    refuse(letter_findings({"reason": portions.reason}))
    same = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id == term.person_id)
    known = list(db.session.scalars(same))
    if known and known[0].state is not InvitationState.WITHDRAWN:
        raise Refused((Finding("", Level.REFUSE, "They are invited already.", "people"),))
    invitation = (
        _begun_anew(known[0])
        if known
        else Invitation(
            body_id=meeting.body_id, meeting_id=meeting.id, person_id=term.person_id, contact_id=term.contact_id
        )
    )
    invitation.party_id, invitation.standpoint = term.party_id, standpoint
    invitation.reason, invitation.state, invitation.is_head = portions.reason, InvitationState.PREPARED, is_head
    invitation.generation = (invitation.generation or 0) + (1 if known else 0)
    db.session.add(invitation)
    db.session.flush()  # Admissions and the journal need its id and key.
    admit(invitation, portions, by=by, at=at)
    journal.record(
        "invitation.prepare",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="invitation",
        key=invitation.key,
        change={"as": standpoint, "reason": portions.reason},
    )
    return invitation


def _begun_anew(invitation: Invitation) -> Invitation:
    """A withdrawn invitation to be prepared again: what it opened and what was answered do not come back with it."""
    for admission in db.session.scalars(select(Admission).where(Admission.invitation_id == invitation.id)):
        db.session.delete(admission)
    invitation.partstat, invitation.attendance, invitation.delegated_to_id = Partstat.NEEDS_ACTION, None, None
    invitation.awaits_place, invitation.remark, invitation.answered_at, invitation.answered_by = False, "", None, ""
    return invitation


def admit(invitation: Invitation, portions: Portions, *, by: str, at: datetime) -> None:
    """Admit a person to sessions and items, with the reason; in force at once where the invitation was sent."""
    known = {
        (a.session_id, a.item_id): a
        for a in db.session.scalars(select(Admission).where(Admission.invitation_id == invitation.id))
    }
    wanted: list[tuple[int | None, int | None, str]] = [(s.id, None, s.key) for s in portions.sessions]
    wanted += [(None, i.id, i.key) for i in portions.items]
    for session_id, item_id, key in wanted:
        row = known.get((session_id, item_id))
        if row is None:
            row = Admission(
                body_id=invitation.body_id,
                meeting_id=invitation.meeting_id,
                session_id=session_id,
                item_id=item_id,
                person_id=invitation.person_id,
                invitation_id=invitation.id,
            )
            db.session.add(row)
        row.party_id, row.reason = invitation.party_id, portions.reason
        row.in_force = invitation.state is InvitationState.SENT
        journal.record(
            "admission.give",
            by=by,
            at=at,
            body=invitation.body_id,
            kind="invitation",
            key=invitation.key,
            change={"session" if session_id is not None else "item": key, "reason": portions.reason},
        )


def end_admission(admission: Admission, *, by: str, at: datetime) -> None:
    """Take back one admission; the caller retells the meeting."""
    is_whole = admission.session_id is not None
    portion = db.session.get(MeetingSession, admission.session_id) if is_whole else None
    key = portion.key if portion else db.session.get_one(AgendaItem, admission.item_id).key
    db.session.delete(admission)
    journal.record(
        "admission.end",
        by=by,
        at=at,
        body=admission.body_id,
        kind="admission",
        key=admission.key,
        change={"session" if is_whole else "item": key},
    )


def unconfirmed(meeting: Meeting) -> str:
    """How sure the event is on which a meeting hangs, in words, where it is not confirmed; empty otherwise."""
    if not meeting.anchor:
        return ""
    anchor = anchor_on(meeting.body_id, meeting.anchor, meeting.year)
    return unconfirmed_words(f"{meeting.anchor} {meeting.year}", anchor.confidence if anchor else None)


def _despite(meeting: Meeting, *, is_meant: bool, by: str, at: datetime) -> None:
    """Raises Refused where the anchor's date is not confirmed and nobody said to invite all the same; else noted."""
    words = unconfirmed(meeting)
    if words and not is_meant:
        text = f"{words}. Tick that you invite all the same, or confirm the date first."
        raise Refused((Finding("", Level.REFUSE, text, "despite_date"),))
    if words:
        change = {"anchor": meeting.anchor, "said": words}
        journal.record(
            "meeting.invite-unconfirmed", by=by, at=at, body=meeting.body_id, kind="meeting", key=meeting.key,
            change=change,
        )  # fmt: skip


def convene(
    meeting: Meeting, *, covering_note: str, telephone_name: str, telephone: str, by: str, at: datetime,
    is_despite_date: bool = False,
) -> int:  # fmt: skip
    """Convene a draft, or go on inviting to a convened meeting: every prepared invitation is queued. Gives how many.

    Raises Refused where the meeting hangs on an event whose date is not confirmed, unless `is_despite_date`; and where
    somebody's hours are over. A deadline that has passed gives way to the latest sensible one.
    """
    if meeting.state in (MeetingState.CONCLUDED, MeetingState.CANCELLED):
        raise Refused((Finding("", Level.REFUSE, f"The meeting is {meeting.state}; nobody is invited any more."),))
    _despite(meeting, is_meant=is_despite_date, by=by, at=at)
    refuse(letter_findings({"covering_note": covering_note, "telephone_name": telephone_name}))
    meeting.covering_note, meeting.telephone_name, meeting.telephone = covering_note, telephone_name, telephone
    if meeting.state is MeetingState.DRAFT:
        announce(meeting, by=by, at=at)
        for item in items_of_meeting(meeting.id):
            item.announced = True
    prepared = [i for i in invitations_of(meeting) if i.state is InvitationState.PREPARED]
    known, sessions = admissions_of(meeting), sessions_of(meeting.id)
    refuse(over_findings(prepared, known, (sessions, items_of_meeting(meeting.id)), at=at))
    if prepared:
        give_time(meeting, sessions, by=by, at=at)
    admissions: dict[int, list[Admission]] = {}
    for admission in known:
        admissions.setdefault(admission.invitation_id, []).append(admission)
    for invitation in prepared:
        put_in_force(invitation, admissions.get(invitation.id, []), at=at)
    retell(meeting, at=at)
    for invitation in prepared:
        invite(invitation, meeting, at=at)
        journal.record("invitation.send", by=by, at=at, body=meeting.body_id, kind="invitation", key=invitation.key)
    return len(prepared)


def put_in_force(invitation: Invitation, admissions: Sequence[Admission], *, at: datetime) -> None:
    """Inviting is admitting: what was prepared holds from now on."""
    invitation.state, invitation.announced, invitation.sent_at = InvitationState.SENT, True, at
    for admission in admissions:
        admission.in_force = True


def send_again(invitation: Invitation, meeting: Meeting, *, by: str, at: datetime) -> None:
    """Send an invitation again, with a new link; the earlier link and visits by it end."""
    if invitation.state is not InvitationState.SENT:
        raise Refused((Finding("", Level.REFUSE, "This invitation has not been sent, or was withdrawn."),))
    invitation.generation += 1
    end_visits_of(invitation.person_id, at=at, invitation_id=invitation.id)
    drop_waiting(invitation_id=invitation.id)
    invite(invitation, meeting, at=at)
    journal.record("invitation.send-again", by=by, at=at, body=meeting.body_id, kind="invitation", key=invitation.key)


def replace_link(invitation: Invitation, meeting: Meeting, *, at: datetime) -> None:
    """Send a fresh link to the address on file; earlier ones open nothing any more (settled 20)."""
    invitation.generation += 1
    end_visits_of(invitation.person_id, at=at, invitation_id=invitation.id)
    enqueue(envelope("new-link", invitation), at=at, due=str(invitation.generation), expires_at=meeting.ends_at)
    journal.record(
        "invitation.new-link",
        by="the person invited",
        at=at,
        body=invitation.body_id,
        kind="invitation",
        key=invitation.key,
    )


def withdraw(invitation: Invitation, meeting: Meeting, *, by: str, at: datetime) -> None:
    """Withdraw an invitation: admissions, place, links and visits end; CANCEL goes out where it was told."""
    for admission in db.session.scalars(select(Admission).where(Admission.invitation_id == invitation.id)):
        admission.in_force = False
    release(invitation)
    invitation.state = InvitationState.WITHDRAWN
    invitation.announced = False
    invitation.generation += 1
    end_visits_of(invitation.person_id, at=at, invitation_id=invitation.id)
    drop_waiting(invitation_id=invitation.id, but="cancellation")
    retell(meeting, at=at)
    journal.record("invitation.withdraw", by=by, at=at, body=meeting.body_id, kind="invitation", key=invitation.key)


def cancel_meeting(meeting: Meeting, *, by: str, at: datetime) -> int:
    """Cancel a meeting: whoever was told of it is told; gives the messages queued."""
    move_to(meeting, MeetingState.CANCELLED, by=by, at=at)
    for invitation in invitations_of(meeting):
        drop_waiting(invitation_id=invitation.id, but="cancellation")
    return retell(meeting, at=at)


def remind(meeting: Meeting, *, by: str, at: datetime) -> int:
    """Remind those who owe an answer, and only those; gives how many. One click within an hour reminds once."""
    owing = [i for i in invitations_of(meeting) if i.state is InvitationState.SENT and rules.owes_answer(i.partstat)]
    lately = reminded_since(meeting.id, at - timedelta(hours=1))
    count = 0
    for invitation in owing:
        if invitation.id not in lately:
            count += enqueue(envelope("reminder", invitation), at=at, due=at.isoformat(), expires_at=meeting.ends_at)
    journal.record(
        "meeting.remind",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="meeting",
        key=meeting.key,
        change={"reminded": count},
    )
    return count
