"""Sending a joint letter: sealing it, a copy to each addressee by e-mail, and when copies went out by post."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from convene import clock, journal
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.joint_letters import rules
from convene.joint_letters.models import JointLetter, LetterAddressee
from convene.joint_letters.queries import addressees_of, asks_of, phase, printed, signers_of
from convene.joint_letters.telling import SENT, tell
from convene.joint_letters.terms import AskState, Recipient
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.actions import refuse

COPY = "letter-copy"


@dataclass(frozen=True, slots=True)
class Went:
    """What sending came to: so many copies by e-mail, so many left to post."""

    mailed: int
    to_post: int


def send(letter: JointLetter, body: Body, *, by: str, at: datetime, is_date_meant: bool = False) -> Went:
    """Seal the letter and queue a copy to each addressee with an e-mail address. Raises Refused while something lacks.

    Text and signatories are what they are at this instant, for ever. `is_date_meant` says that a date other than
    today's was confirmed.
    """
    addressees, asks = addressees_of(letter), asks_of(letter)
    signers = signers_of(asks)
    without_way = [a.name for a in addressees if not a.address and not a.post_address]
    refuse(
        rules.s10_ready_to_send(
            addressees=len(addressees), without_way=without_way, signers=len(signers), phase=phase(letter, at=at)
        )
        + rules.reply_findings(body.reply_address)
    )
    today = clock.local(at, letter.zone).date()
    refuse(rules.date_findings(letter.dated_on, today=today, is_meant=is_date_meant))
    stale = [x.party.name for x in asks if x.ask.state is AskState.SIGNED and x.ask.version != letter.version]
    if stale:
        raise Refused((Finding("", Level.REFUSE, f"{', '.join(stale)} signed an earlier text."),))
    content = asdict(printed(letter, body, signers)) | {"dated_on": letter.dated_on.isoformat()}
    content["signers"] = [
        {"organisation": s.organisation, "people": [(p.name, p.function) for p in s.people]} for s in signers
    ]
    content["addressees"] = [(a.name, a.office, a.salutation, a.post_address) for a in addressees]
    letter.sealed = json.dumps(content, ensure_ascii=False, sort_keys=True)
    letter.seal, letter.sent_at = rules.seal_of(letter.sealed), at
    journal.record(
        "letter.send",
        by=by,
        at=at,
        body=letter.body_id,
        kind="letter",
        key=letter.key,
        change={"seal": letter.seal, "signers": len(signers), "addressees": len(addressees)},
    )
    mailed = sum(_mail(a, at=at) for a in addressees if a.address)
    tell(SENT, [x.ask for x in asks if x.ask.state is AskState.SIGNED], due="", at=at)
    return Went(mailed, sum(bool(a.post_address) for a in addressees))


def _mail(addressee: LetterAddressee, *, at: datetime) -> bool:
    envelope = Envelope(
        COPY, about=addressee.key, person_id=None, body_id=addressee.body_id, outsider=addressee.key
    )  # fmt: skip
    return enqueue(envelope, at=at)


def recipient_of(addressee: LetterAddressee) -> Recipient:
    """Whom a copy is to, as it is printed."""
    return Recipient(
        addressee.name, addressee.office, addressee.salutation, addressee.post_address, bool(addressee.address)
    )


def mark_posted(addressee: LetterAddressee, letter: JointLetter, *, on: date, by: str, at: datetime) -> None:
    """Keep on which day a copy went out by post. Raises Refused before it was sent, and for a day to come."""
    if letter.sent_at is None:
        raise Refused((Finding("", Level.REFUSE, "The letter has not been sent."),))
    today = clock.local(at, letter.zone).date()
    if not clock.local(letter.sent_at, letter.zone).date() <= on <= today:
        text = "Enter a day from the one on which the letter was sent until today."
        raise Refused((Finding("", Level.REFUSE, text, "posted_on"),))
    addressee.posted_on = on
    change = {"name": addressee.name, "on": on}
    journal.record("letter.post", by=by, at=at, body=letter.body_id, kind="letter", key=letter.key, change=change)


def mails_of(addressees: Mapping[str, LetterAddressee]) -> dict[str, OutboxMessage]:
    """The message that carries each copy, by the addressee's key."""
    wanted = select(OutboxMessage).where(OutboxMessage.kind == COPY, OutboxMessage.outsider.in_(sorted(addressees)))
    return {m.outsider: m for m in db.session.scalars(wanted)}
