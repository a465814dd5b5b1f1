"""Mail to people who are no users: whoever registered and is not approved, and the addressees of joint letters.

The address is read from the row that the message names when it is sent; where that row is gone, nothing is sent.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from convene.access.terms import Audience
from convene.accounts.proofs import Purpose, token
from convene.bodies.models import Body
from convene.config import Settings
from convene.db import db
from convene.joint_letters.models import JointLetter, LetterAddressee
from convene.joint_letters.posting import COPY, recipient_of
from convene.joint_letters.queries import printed
from convene.mail.messages import Addressed
from convene.mail.models import OutboxMessage
from convene.mail.notices import joint_letters, registration
from convene.mail.terms import Letter, Mail
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.packs.joint_letter import joint_letter_pdf
from convene.registration.actions import CONFIRM, KNOWN
from convene.registration.deciding import APPROVED, CANCELLED, DECLINED, LISTED
from convene.registration.models import Registrant, RegistrationSession
from convene.registration.rules import confirm_by
from convene.registration.terms import RegistrantState

# In which state a registration must still be for a letter about it to go out.
HOLDS = {APPROVED: RegistrantState.APPROVED, DECLINED: RegistrantState.DECLINED, LISTED: RegistrantState.LISTED}


def mail_outside(message: OutboxMessage, settings: Settings, *, at: datetime) -> Mail | None:
    """The mail to somebody who is no user, or None where it should not go out any more."""
    if message.kind == COPY:
        return _copy(message, settings)
    return _to_registrant(message, settings, at)


def _addressed(body: Body, meeting: Meeting | None = None, *, is_at_risk: bool = False) -> Addressed:
    # Nothing that somebody typed on a public form stands in the letter, their name included.
    return Addressed(
        name="",
        zone="",
        body_name=body.name,
        is_at_risk=is_at_risk,
        telephone_name=(meeting.telephone_name if meeting else "") or body.telephone_name,
        telephone=(meeting.telephone if meeting else "") or body.telephone,
    )


def _mail(message: OutboxMessage, settings: Settings, body: Body, letter: Letter, *, to: str, is_neutral: bool) -> Mail:
    return Mail(
        message_id=f"<{message.message_id}@{settings.host.split(':', 1)[0]}>",
        from_name=settings.mail_name if is_neutral else f"{body.short_name} {settings.mail_name}",
        from_address=settings.mail_from,
        reply_to="" if is_neutral else body.reply_address,
        to_name="",
        to_address=to,
        letter=letter,
    )


def _to_registrant(message: OutboxMessage, settings: Settings, at: datetime) -> Mail | None:
    found = db.session.scalars(select(Registrant).where(Registrant.key == message.outsider)).one_or_none()
    if found is None or HOLDS.get(message.kind, found.state) is not found.state:
        return None
    is_confirmed = found.confirmed_at is not None
    if is_confirmed is not (message.kind != CONFIRM):
        return None
    meeting, body = db.session.get_one(Meeting, found.meeting_id), db.session.get_one(Body, found.body_id)
    # Of a cancelled meeting nothing but that is told, and only of one.
    if (meeting.state is MeetingState.CANCELLED) is not (message.kind == CANCELLED):
        return None
    if message.kind == CONFIRM and confirm_by(found.registered_at) <= at:
        return None
    facts = {
        "city": meeting.city,
        "days": _days(found.registration_id),
        "until": confirm_by(found.registered_at).isoformat(),
        "reason": found.reason,
    }
    link = f"{settings.base_url}/r/{token(Purpose.REGISTRATION, found.key, found.generation)}"
    to = _addressed(body, meeting, is_at_risk=found.is_at_risk)
    letter = registration.NOTICES[message.kind](to, facts, link if message.kind != KNOWN else "", meeting.zone)
    return _mail(message, settings, body, letter, to=found.address, is_neutral=found.is_at_risk)


def _days(registration_id: int) -> list[str]:
    """The days that registrants are told of: those of the open sessions alone."""
    wanted = (
        select(MeetingSession.on)
        .join(RegistrationSession, RegistrationSession.session_id == MeetingSession.id)
        .where(RegistrationSession.registration_id == registration_id, MeetingSession.audience == Audience.OPEN)
        .distinct()
    )
    return [day.isoformat() for day in sorted(db.session.scalars(wanted))]


def _copy(message: OutboxMessage, settings: Settings) -> Mail | None:
    found = db.session.scalars(select(LetterAddressee).where(LetterAddressee.key == message.outsider)).one_or_none()
    if found is None or not found.address:
        return None
    letter, body = db.session.get_one(JointLetter, found.letter_id), db.session.get_one(Body, found.body_id)
    if letter.sent_at is None:
        return None
    content = printed(letter, body)
    words = joint_letters.copy(
        _addressed(body), content.title, found.salutation, len(content.signers), body.reply_address
    )
    mail = _mail(message, settings, body, words, to=found.address, is_neutral=False)
    pdf = joint_letter_pdf(content, recipient_of(found))
    return Mail(
        message_id=mail.message_id,
        from_name=mail.from_name,
        from_address=mail.from_address,
        reply_to=mail.reply_to,
        to_name=found.name,
        to_address=mail.to_address,
        letter=words,
        attachment=pdf,
        attachment_name=f"letter-{content.dated_on.isoformat()}.pdf",
    )
