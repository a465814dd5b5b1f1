"""Objects of the access tests that come by joining: open registrations with who registered, and joint letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from convene import clock
from convene.access.terms import Audience
from convene.accounts.proofs import Purpose, token
from convene.bodies.models import Body, Party
from convene.db import db
from convene.joint_letters import actions, posting, queries, signing
from convene.joint_letters.models import JointLetter, LetterAddressee, LetterAsk
from convene.joint_letters.terms import Recipient, Signatory, Wording
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.models import Meeting, MeetingSession
from convene.registration.actions import Wish, confirm, open_registration, register
from convene.registration.models import OpenRegistration, Registrant
from convene.registration.terms import Given, Opening, Terms
from tests.build import BY, body, one, term_of

SENDER = Given("Registrant", "Director", "", None, "Ghana", "", "Mediation", "A ramp", is_at_risk=False)


def joined(keys: Mapping[str, str]) -> dict[str, str]:
    """Registrations for three meetings, and a letter in each phase. Needs an open transaction."""
    found = _registration("convened", keys, is_open=True) | _registration("other", keys, is_open=True)
    found |= _registration("draft", keys, is_open=False)
    found |= a_letter("draft", body(), ()) | a_letter("open", body(), ("Netherlands", "Early Warning Watch"))
    found |= a_letter("sent", body(), ("Netherlands", "Denmark")) | a_letter(
        "other", body("TAPRC"), ("University of Oxford",)
    )
    return found


def _registration(name: str, keys: Mapping[str, str], *, is_open: bool) -> dict[str, str]:
    meeting: Meeting = one(Meeting, key=keys[f"meeting {name}"])
    now = clock.now()
    opens_at = now - timedelta(days=1) if is_open else now + timedelta(days=1)
    sessions = db.session.query(MeetingSession).filter_by(meeting_id=meeting.id, audience=Audience.OPEN).all()
    terms = Terms(opens_at, now + timedelta(days=20), 50, "Bring your papers.")
    found: OpenRegistration = open_registration(meeting, Wish(terms, tuple(sessions)), by=BY, at=now)
    result = {f"registration {name}": found.key}
    given = replace(SENDER, address=f"{name}@registrant.example")
    register(found.key, given, opening=Opening.OPEN, at=now)
    db.session.expire_all()
    row: Registrant = one(Registrant, registration_id=found.id)
    text = token(Purpose.REGISTRATION, row.key, row.generation)
    if name == "draft":
        return result | {"confirmation own": text}
    assert confirm(text, at=now)
    db.session.expire_all()
    return result | {f"registrant {name}": row.key}


def a_letter(name: str, owner: Body, asked: tuple[str, ...]) -> dict[str, str]:
    """A letter for which these parties are asked (none: a draft); “sent” is signed by the first, and sent."""
    now = clock.now()
    wording = Wording("A letter", "We ask for a commitment.", date(2027, 6, 1), "an election")
    letter: JointLetter = actions.draft(owner, wording, by=BY, at=now)
    to = Recipient("The Minister", "Ministry", "Dear Minister,", "1 High Street")
    row: LetterAddressee = actions.add_addressee(letter, to, address=f"{name}@minister.example", by=BY, at=now)
    db.session.flush()
    found = {f"letter {name}": letter.key, f"addressee {name}": row.key}
    if not asked:
        return found
    parties = tuple(one(Party, body_id=owner.id, name=party) for party in asked)
    actions.open_for_sign_on(
        letter, actions.Asking(now + timedelta(days=9), parties, shows_signers=False), by=BY, at=now
    )
    first: LetterAsk = one(LetterAsk, letter_id=letter.id, party_id=parties[0].id)
    if name == "sent":
        shown = queries.shown_to(first, at=now)
        given = signing.Signing((Signatory("Minister", "Head"),), 1)
        signing.sign(first, shown, given, version=1, by=BY, at=now)
        actions.close(letter, by=BY, at=now)
        posting.send(letter, owner, by=BY, at=now)
    return found | {f"ask {name}": first.key}


def a_letter_at_risk() -> str:
    """The address out of a letter to somebody at risk, who is none of those that the matrix asks in every state."""
    to = Envelope("shadow-asked", "matrix", person_id=term_of("ngo_at_risk").person_id, body_id=body().id)
    enqueue(to, at=clock.now(), facts={"path": "/evidence/telling"})
    return token(Purpose.MAIL, one(OutboxMessage, subject_key=f"shadow-asked:matrix:{to.person_id}:").key)
