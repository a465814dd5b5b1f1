"""From an outbox row to a letter: reads what the recipient may see at this moment, and drops what they must not get.

The only place where messages, calendar entries and links come together; called by the sender, and for previews.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from convene.accounts.mailed import discreet_path
from convene.accounts.models import SignInLink
from convene.accounts.proofs import Purpose, token
from convene.bodies.models import Body
from convene.calls.queries import holding, still_owed
from convene.config import Settings
from convene.db import db
from convene.ical.event import cancel, request
from convene.ical.terms import Method, Partstat
from convene.invitations.models import CalendarEntry, Invitation
from convene.invitations.queries import end_for
from convene.invitations.rules import must_tell, owes_answer
from convene.invitations.telling import (
    as_text,
    begin_again,
    calendar_event,
    entry_for,
    from_text,
    invite_to_part,
    shown_to,
)
from convene.invitations.terms import InvitationState, Itinerary, whole
from convene.joint_letters.queries import asked_now
from convene.mail import messages
from convene.mail.models import OutboxMessage
from convene.mail.notices import NOTICES
from convene.mail.terms import Letter, Mail
from convene.meetings.models import Meeting
from convene.meetings.rules import latest_due
from convene.meetings.terms import MeetingState
from convene.outside import mail_outside
from convene.people.models import Contact, Person, Term
from convene.people.queries import secretariat_of
from convene.polls.telling import facts_for
from convene.programme import Holds, cut, holds, material
from convene.readers import is_in_force, readers_of
from convene.recommendations.queries import are_read
from convene.records.queries import takes_notes
from convene.records.telling import RAPPORTEUR

WITH_CALENDAR = frozenset({"invitation", "update"})
# To whoever serves the secretariat at the time of sending, and to nobody who did.
FOR_SECRETARIAT = frozenset({"answer-received", "evidence-received", "correction-received"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail ready to be composed; `shown` is the itinerary it tells (JSON), or None where it tells none."""

    mail: Mail
    shown: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a letter about an invitation is made from."""

    body: Body
    meeting: Meeting
    invitation: Invitation
    contact: Contact
    person_zone: str

    def addressed(self) -> messages.Addressed:
        """To whom, in whose name."""
        meeting, body = self.meeting, self.body
        return messages.Addressed(
            name=self.contact.name,
            zone=self.person_zone,
            body_name=body.name,
            is_at_risk=self.contact.is_at_risk,
            telephone_name=meeting.telephone_name or body.telephone_name,
            telephone=meeting.telephone or body.telephone,
        )

    def call(self, shown: Itinerary, link: str, held: Holds, *, at: datetime) -> messages.Call:
        """What an invitation says; what it asks for is never asked by a time that has passed."""
        meeting = self.meeting
        spans = [(stretch.starts_at, stretch.ends_at) for stretch in shown.stretches]
        answers, papers = (
            latest_due(due, spans=spans, zone=shown.zone, at=at)
            for due in (meeting.answers_due_at, meeting.papers_due_at)
        )
        return messages.Call(
            standpoint=self.invitation.standpoint,
            itinerary=shown,
            answers_due_at=answers,
            papers_due_at=papers,
            covering_note=meeting.covering_note,
            notice=meeting.notice,
            is_provisional=meeting.is_provisional,
            link=link,
            takes_papers=held.takes_papers,
            has_check_ins=held.check_ins,
        )


def invitation_link(settings: Settings, invitation: Invitation) -> str:
    """The address that opens one invitation; made anew each time, kept nowhere."""
    return f"{settings.base_url}/i/{token(Purpose.INVITATION, invitation.key, invitation.generation)}"


def letter_about(
    kind: str, case: Case, shown: Itinerary, told: Itinerary | None, link: str, *, holds: Holds, at: datetime
) -> Letter:
    """The letter of that kind. Raises ValueError for a kind that nobody writes."""
    to = case.addressed()
    call = case.call(shown, link, holds, at=at)
    if kind == "invitation":
        return messages.invitation(call, to=to)
    if kind == "update":
        accepted = case.invitation.partstat in (Partstat.ACCEPTED, Partstat.TENTATIVE)
        return messages.update(told or shown, call, to=to, has_accepted=accepted)
    if kind == "reminder":
        return messages.reminder(call, to=to)
    if kind == "place":
        return messages.place_confirmed(call, to=to)
    if kind == "new-link":
        return messages.new_link(link, to=to)
    raise ValueError(f"no letter of kind {kind}")


def _is_due(kind: str, case: Case, told: Itinerary | None, now: Itinerary | None, at: datetime) -> bool:
    """Whether this person should still get this message: the audience is checked again at sending."""
    if case.invitation.state is not InvitationState.SENT or now is None:
        return False
    # What a person is told of is over with their own part, whatever of the meeting comes after it.
    if case.meeting.state is MeetingState.CANCELLED or end_for(case.invitation, case.meeting) <= at:
        return False
    if kind == "reminder":
        return owes_answer(case.invitation.partstat)
    return kind != "update" or (told is not None and must_tell(told, now))


def _part(message: OutboxMessage) -> int:
    """Which run of days a message is about; the first where it says none."""
    return int(json.loads(message.facts).get("part", 0))


def _entry(case: Case, part: int) -> CalendarEntry | None:
    wanted = {"person_id": case.invitation.person_id, "meeting_id": case.meeting.id, "part": part}
    return db.session.query(CalendarEntry).filter_by(**wanted).one_or_none()


def _mail(
    message: OutboxMessage, settings: Settings, case: Case, letter: Letter, *, calendar: bytes | None, method: str
) -> Mail:
    at_risk = case.contact.is_at_risk
    return Mail(
        message_id=f"<{message.message_id}@{settings.host.split(':', 1)[0]}>",
        from_name=settings.mail_name if at_risk else f"{case.body.short_name} {settings.mail_name}",
        from_address=settings.mail_from,
        reply_to="" if at_risk else case.body.reply_address,
        to_name="" if at_risk else case.contact.name,
        to_address=case.contact.address,
        letter=letter,
        calendar=calendar,
        calendar_method=method,
    )


def render(message: OutboxMessage, settings: Settings, *, at: datetime) -> Rendered | None:
    """The mail of an outbox row, or None where nobody should get it any more."""
    if message.person_id is None:
        mail = mail_outside(message, settings, at=at)
        return Rendered(mail, None) if mail else None
    person = db.session.get(Person, message.person_id)
    if person is None or person.disabled_at is not None:
        return None
    if message.kind == "sign-in":
        return _sign_in(message, person, settings, at)
    if message.kind in NOTICES:
        return _notice(message, person, settings, at)
    invitation = db.session.get(Invitation, message.invitation_id)
    if invitation is None:
        return None
    case = Case(
        db.session.get_one(Body, invitation.body_id),
        db.session.get_one(Meeting, invitation.meeting_id),
        invitation,
        db.session.get_one(Contact, invitation.contact_id),
        person.zone,
    )
    if message.kind == "cancellation":
        return _cancellation(message, case, settings)
    return _about_invitation(message, case, settings, at)


def _about_invitation(message: OutboxMessage, case: Case, settings: Settings, at: datetime) -> Rendered | None:
    invitation, contact = case.invitation, case.contact
    rows = material(case.meeting)
    at_risk = {invitation.person_id} if contact.is_at_risk else set()
    parts = shown_to(rows, [invitation.person_id], at, at_risk=at_risk)[invitation.person_id]
    part = _part(message)
    now = parts[part] if part < len(parts) else None
    entry = _entry(case, part)
    told = from_text(entry.told) if entry else None
    if now is None or not _is_due(message.kind, case, told, now, at):
        return None
    view = cut(rows, readers_of([invitation.person_id], at)[invitation.person_id], zone="")
    held = holds(rows, view)
    link = invitation_link(settings, invitation)
    if message.kind not in WITH_CALENDAR:
        letter = letter_about(message.kind, case, whole(parts), told, link, holds=held, at=at)
        return Rendered(_mail(message, settings, case, letter, calendar=None, method=""), None)
    if entry is None:
        # Whoever was delegated to is invited by a message alone; their entries begin here.
        entry = entry_for(invitation, contact, now, at=at, part=part)
        if part + 1 < len(parts):
            invite_to_part(invitation, part + 1, at=at, expires_at=case.meeting.ends_at)
    elif entry.is_cancelled:
        begin_again(entry, invitation, now, contact=contact, at=at)
    letter = letter_about(message.kind, case, now, told, link, holds=held, at=at)
    event = calendar_event(entry, now, invitation=invitation, contact=contact, organizer=_organizer(case, settings))
    mail = _mail(message, settings, case, letter, calendar=request(event), method=Method.REQUEST)
    return Rendered(mail, as_text(now))


def _organizer(case: Case, settings: Settings) -> str:
    """An address that the secretariat reads (settled 21); for a person at risk the neutral one."""
    return settings.mail_from if case.contact.is_at_risk else case.body.reply_address or settings.mail_from


def _cancellation(message: OutboxMessage, case: Case, settings: Settings) -> Rendered | None:
    entry = _entry(case, _part(message))
    told = from_text(entry.told) if entry else None
    if entry is None or told is None or not entry.is_cancelled:
        return None
    is_cancelled = case.meeting.state is MeetingState.CANCELLED
    letter = messages.cancellation(told, to=case.addressed(), is_meeting_cancelled=is_cancelled)
    event = calendar_event(
        entry, told, invitation=case.invitation, contact=case.contact, organizer=_organizer(case, settings)
    )
    return Rendered(_mail(message, settings, case, letter, calendar=cancel(event), method=Method.CANCEL), "")


def _is_still_theirs(message: OutboxMessage, person: Person, at: datetime) -> bool:
    """Whether somebody is still what they are written to as: of a secretariat, or the rapporteur of a meeting."""
    if message.kind == RAPPORTEUR:
        return message.meeting_id is not None and takes_notes(person.id, message.meeting_id)
    return message.kind not in FOR_SECRETARIAT or person.id in secretariat_of(message.body_id or 0, at)


def _notice(message: OutboxMessage, person: Person, settings: Settings, at: datetime) -> Rendered | None:
    """A letter that is about no invitation: to somebody who still holds a term in the body when it is sent."""
    body = db.session.get_one(Body, message.body_id)
    contact = db.session.query(Contact).filter_by(body_id=body.id, person_id=person.id).one_or_none()
    terms = db.session.query(Term).filter_by(body_id=body.id, person_id=person.id)
    if contact is None or not any(is_in_force(term, at) for term in terms):
        return None
    meeting = db.session.get(Meeting, message.meeting_id) if message.meeting_id else None
    if meeting is not None and meeting.state is MeetingState.CANCELLED:
        return None
    to = messages.Addressed(
        name=contact.name,
        zone=person.zone,
        body_name=body.name,
        is_at_risk=contact.is_at_risk,
        telephone_name=meeting.telephone_name if meeting else body.telephone_name,
        telephone=meeting.telephone if meeting else body.telephone,
    )
    facts = json.loads(message.facts)
    if "calls" in facts:
        # What was sent, extended or withdrawn since the letter was queued is told as it is now, or not at all.
        facts["owed"] = [(str(call.kind), holding(call).at.isoformat()) for call in still_owed(facts["calls"])]
        if not facts["owed"]:
            return None
    if "ballot" in facts:
        found = facts_for(message.kind, str(facts["ballot"]), at)
        if found is None:
            return None
        facts = found
    if "drafts" in facts and not are_read(facts["drafts"]):
        return None  # They were taken back or withdrawn since: there is nothing to read.
    if not _is_still_theirs(message, person, at):
        return None
    if "ask" in facts:
        until = asked_now(str(facts["ask"]), at=at)
        if until is None:
            return None
        facts["until"] = until.isoformat()
    at_risk = contact.is_at_risk
    path = str(facts.get("path", "/"))
    link = settings.base_url + (discreet_path(message.key, path) if at_risk else path)
    letter = NOTICES[message.kind](to, facts, link, meeting.zone if meeting else body.zone)
    mail = Mail(
        message_id=f"<{message.message_id}@{settings.host.split(':', 1)[0]}>",
        from_name=settings.mail_name if at_risk else f"{body.short_name} {settings.mail_name}",
        from_address=settings.mail_from,
        reply_to="" if at_risk else body.reply_address,
        to_name="" if at_risk else contact.name,
        to_address=contact.address,
        letter=letter,
    )
    return Rendered(mail, None)


def _sign_in(message: OutboxMessage, person: Person, settings: Settings, at: datetime) -> Rendered | None:
    key = str(json.loads(message.facts).get("link", ""))
    link = db.session.query(SignInLink).filter_by(key=key).one_or_none()
    if link is None or link.used_at is not None or link.expires_at <= at:
        return None
    letter = messages.sign_in_link(f"{settings.base_url}/sign-in/link/{token(Purpose.SIGN_IN, key)}")
    mail = Mail(
        message_id=f"<{message.message_id}@{settings.host.split(':', 1)[0]}>",
        from_name=settings.mail_name,
        from_address=settings.mail_from,
        reply_to="",
        to_name="",
        to_address=person.address,
        letter=letter,
    )
    return Rendered(mail, None)
