"""Writes of joint letters by the secretariat: drafting, opening for sign-on, changing, exceptions, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from convene import clock, journal
from convene.bodies.models import Body, Party
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.joint_letters import rules
from convene.joint_letters.models import JointLetter, LetterAddressee, LetterAsk, LetterStep, LetterVersion
from convene.joint_letters.queries import phase, usual_of, wording_of
from convene.joint_letters.telling import ASKED, CHANGED, EXCEPTED, tell
from convene.joint_letters.terms import AskState, Phase, Progress, Recipient, Wording
from convene.mail.smtp import address_problem
from convene.meetings.actions import letter_findings, refuse


def _refused(text: str, field: str = "") -> Refused:
    return Refused((Finding("", Level.REFUSE, text, field),))


def _note(
    act: str, letter: JointLetter, *, by: str, at: datetime, change: dict[str, object] | None = None
) -> None:  # fmt: skip
    journal.record(act, by=by, at=at, body=letter.body_id, kind="letter", key=letter.key, change=change)


def _refuse_if_sent(letter: JointLetter) -> None:
    if letter.sent_at is not None:
        raise _refused("The letter was sent: nothing of it changes any more.")


def draft(body: Body, wording: Wording, *, by: str, at: datetime) -> JointLetter:
    """A new letter; nobody is told. Raises Refused for letters that cannot be printed."""
    refuse(letter_findings({"title": wording.title, "text": wording.text}))
    letter = JointLetter(
        body_id=body.id,
        title=wording.title,
        text=wording.text,
        dated_on=wording.dated_on,
        timed_to=wording.timed_to,
        zone=body.zone,
        signatories_most=usual_of(body).signatories_most,
        version=0,
        sealed="",
        shows_signers=False,
    )
    db.session.add(letter)
    db.session.flush()  # The journal names it by its key.
    _note("letter.draft", letter, by=by, at=at, change={"title": letter.title})
    return letter


def change(letter: JointLetter, wording: Wording, *, by: str, at: datetime) -> int:
    """Change a text. Once it is open, whoever signed is asked anew and told; gives how many people. Raises Refused."""
    _refuse_if_sent(letter)
    refuse(letter_findings({"title": wording.title, "text": wording.text}))
    is_same = rules.digest_of_wording(wording_of(letter)) == rules.digest_of_wording(wording)
    is_open = letter.opened_at is not None
    if is_open and not is_same and phase(letter, at=at) is not Phase.OPEN:
        text = "Sign-on is closed: whoever signed could not sign anew. Set a later deadline first."
        raise _refused(text, "text")
    letter.title, letter.text, letter.dated_on = wording.title, wording.text, wording.dated_on
    letter.timed_to = wording.timed_to
    _note("letter.change", letter, by=by, at=at, change={"is_open": is_open, "same": is_same})
    if not is_open or is_same:
        return 0
    _freeze(letter, at=at)
    asks = _asks(letter)
    for ask in asks:
        ask.state = rules.standing_after_change(ask.state)
    told = [a for a in asks if a.state is AskState.ASKED]
    return tell(CHANGED, told, due=str(letter.version), at=at)


def _asks(letter: JointLetter) -> list[LetterAsk]:
    return list(db.session.scalars(select(LetterAsk).where(LetterAsk.letter_id == letter.id).order_by(LetterAsk.id)))


def _freeze(letter: JointLetter, *, at: datetime) -> None:
    letter.version += 1
    row = LetterVersion(body_id=letter.body_id, letter_id=letter.id, number=letter.version, frozen_at=at)
    row.title, row.text, row.dated_on = letter.title, letter.text, letter.dated_on
    row.digest = rules.digest_of_wording(wording_of(letter))
    db.session.add(row)


@dataclass(frozen=True, slots=True)
class Asking:
    """Until when (UTC) which organisations may sign, and whether they see who has."""

    until: datetime
    parties: tuple[Party, ...]
    shows_signers: bool


def open_for_sign_on(letter: JointLetter, asking: Asking, *, by: str, at: datetime) -> int:
    """Ask organisations to sign until a deadline; again to ask others too or to set another deadline. Raises Refused.

    The text is frozen as it is now. Gives how many people are told. An exception keeps its own deadline.
    """
    _refuse_if_sent(letter)
    refuse(rules.until_findings(asking.until, at=at))
    known = {a.party_id: a for a in _asks(letter)}
    new = [p for p in asking.parties if p.id not in known]
    if not known and not new:
        raise _refused("Choose which organisations are asked.", "parties")
    if any(p.body_id != letter.body_id for p in new):
        raise _refused("Choose organisations of this body.", "parties")
    letter.until, letter.shows_signers = asking.until, asking.shows_signers
    if letter.opened_at is None:
        letter.opened_at = at
        _freeze(letter, at=at)
    for ask in known.values():
        if not ask.exception_by or ask.due_at < asking.until:
            ask.due_at = asking.until
    asks = [
        LetterAsk(body_id=letter.body_id, letter_id=letter.id, party_id=p.id, announced=True, asked_at=at) for p in new
    ]
    for ask in asks:
        ask.state, ask.due_at, ask.version = AskState.ASKED, asking.until, 0
    db.session.add_all(asks)
    db.session.flush()  # Messages name them by their keys.
    words = clock.moment_words(asking.until, letter.zone)
    _note(
        "letter.open",
        letter,
        by=by,
        at=at,
        change={"to": words, "asked": len(new), "signers_shown": asking.shows_signers},
    )
    return tell(ASKED, asks, due="", at=at)


def close(letter: JointLetter, *, by: str, at: datetime) -> None:
    """End sign-on before its deadline. Raises Refused where it is not open."""
    if phase(letter, at=at) is not Phase.OPEN:
        raise _refused("Sign-on is not open.")
    letter.until = at
    for ask in _asks(letter):
        if not ask.exception_by:
            ask.due_at = at
    _note("letter.close", letter, by=by, at=at)


def except_late(ask: LetterAsk, letter: JointLetter, *, until: datetime, reason: str, by: str, at: datetime) -> int:
    """Give one organisation a later deadline for a stated reason; it is told. Gives how many people. Raises Refused."""
    _refuse_if_sent(letter)
    refuse(rules.until_findings(until, at=at))
    if until <= ask.due_at:
        raise _refused("The new deadline must be later than the present one.", "until")
    ask.due_at, ask.exception_reason, ask.exception_by = until, reason, by
    words = {"reason": reason, "to": clock.moment_words(until, letter.zone)}
    journal.record("letter.except", by=by, at=at, body=letter.body_id, kind="letter", key=letter.key, change=words)
    return tell(EXCEPTED, [ask], due=until.isoformat(), at=at)


def add_addressee(
    letter: JointLetter, recipient: Recipient, *, address: str, by: str, at: datetime
) -> LetterAddressee:  # fmt: skip
    """Name somebody to whom a copy goes. Raises Refused for a second of that name, and an address that is none."""
    _refuse_if_sent(letter)
    address = address.strip()
    printed = {name: getattr(recipient, name) for name in ("name", "office", "salutation", "post_address")}
    found = letter_findings(printed)
    if address and (problem := address_problem(address)):
        found.append(Finding("", Level.REFUSE, problem, "address"))
    if not address and not recipient.post_address:
        found.append(Finding("S10.2", Level.REFUSE, "Enter an e-mail address, a postal address, or both.", "address"))
    known = select(LetterAddressee.id).where(
        LetterAddressee.letter_id == letter.id, LetterAddressee.name == recipient.name
    )
    if db.session.scalars(known).first() is not None:
        found.append(Finding("", Level.REFUSE, f"{recipient.name} is named already.", "name"))
    refuse(found)
    row = LetterAddressee(body_id=letter.body_id, letter_id=letter.id, address=address, **printed)
    db.session.add(row)
    db.session.flush()  # Its key is read.
    _note("letter.addressee", letter, by=by, at=at, change={"name": recipient.name})
    return row


def remove_addressee(row: LetterAddressee, letter: JointLetter, *, by: str, at: datetime) -> None:
    """No copy goes to them. Raises Refused once the letter was sent."""
    _refuse_if_sent(letter)
    db.session.delete(row)
    _note("letter.no-addressee", letter, by=by, at=at, change={"name": row.name})


@dataclass(frozen=True, slots=True)
class Came:
    """What came from an addressee, with where that is to be read, and when to look again."""

    on: date
    progress: Progress
    text: str
    source: str
    next_on: date | None


def record_step(row: LetterAddressee, letter: JointLetter, came: Came, *, by: str, at: datetime) -> LetterStep:
    """Keep what an addressee answered, promised or refused. Raises Refused before the letter was sent."""
    if letter.sent_at is None:
        raise _refused("The letter has not been sent.")
    sent_on, today = (clock.local(moment, letter.zone).date() for moment in (letter.sent_at, at))
    refuse(rules.step_findings(came.on, came.next_on, sent_on=sent_on, today=today))
    step = LetterStep(body_id=letter.body_id, letter_id=letter.id, addressee_id=row.id, by=by, recorded_at=at)
    step.on, step.progress, step.text = came.on, came.progress, came.text
    step.source, step.next_on = came.source, came.next_on
    db.session.add(step)
    _note("letter.answer", letter, by=by, at=at, change={"as": came.progress, "name": row.name})
    return step
