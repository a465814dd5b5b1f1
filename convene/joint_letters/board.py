"""What the pages of joint letters show: who signed, how each copy went, what came of it. Few statements a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from convene import clock
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding, Level
from convene.joint_letters import rules
from convene.joint_letters.models import JointLetter, LetterAddressee, LetterAsk
from convene.joint_letters.posting import Went, mails_of
from convene.joint_letters.queries import (
    AskLine,
    addressees_of,
    asks_of,
    is_whole,
    phase,
    responses_of,
    signers_of,
    usual_of,
)
from convene.joint_letters.terms import AskState, Phase, Response, Shown, Signer
from convene.mail.models import OutboxMessage
from convene.people.queries import contact_of, hands

LABELS = {
    AskState.SIGNED: ("Signed", "kept"),
    AskState.ASKED: ("Not answered", "due"),
    AskState.WITHDRAWN: ("Withdrawn", "wait"),
    AskState.DECLINED: ("Do not sign", "wait"),
}


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One addressee's copy: how it went out, and what came of it."""

    addressee: LetterAddressee
    mail: OutboxMessage | None
    response: Response


@dataclass(frozen=True, slots=True)
class Board:
    """A letter as its secretariat sees it: `lacks` stands against sending it, `remarks` is to be looked at.

    `hands` names by whom exceptions were made.
    """

    phase: Phase
    asks: tuple[AskLine, ...]
    copies: tuple[CopyLine, ...]
    signers: tuple[Signer, ...]
    tally: tuple[tuple[str, int, str], ...]
    owing: int
    lacks: tuple[Finding, ...]
    remarks: tuple[Finding, ...]
    is_whole: bool
    hands: dict[str, str]
    today: date


def board_of(letter: JointLetter, body: Body, *, at: datetime) -> Board:
    """The letter with everything that hangs from it."""
    asks, addressees = asks_of(letter), addressees_of(letter)
    mails = mails_of({a.key: a for a in addressees})
    today = clock.local(at, letter.zone).date()
    copies = zip(addressees, responses_of(letter, today=today), strict=True)
    counts = Counter(line.ask.state for line in asks)
    signers, now = signers_of(asks), phase(letter, at=at)
    return Board(
        phase=now,
        asks=tuple(asks),
        copies=tuple(CopyLine(a, mails.get(a.key), r) for a, r in copies),
        signers=signers,
        tally=tuple((label, counts[state], tone) for state, (label, tone) in LABELS.items()),
        owing=sum(line.ask.state is AskState.ASKED and at < line.ask.due_at for line in asks),
        lacks=_lacks(addressees, signers, now, body),
        remarks=remarks_on(letter) if now in (Phase.OPEN, Phase.CLOSED) else (),
        is_whole=is_whole(letter),
        hands=hands(letter.body_id, [line.ask.exception_by for line in asks]),
        today=today,
    )


def why_unchangeable(letter: JointLetter, *, at: datetime) -> str:
    """Why the text of a letter cannot be changed, in a sentence; "" where it can."""
    return {
        Phase.CLOSED: "Sign-on is closed: to change the text, set a later deadline first; it is signed anew.",
        Phase.SENT: "The letter was sealed and sent: nothing of it changes any more.",
    }.get(phase(letter, at=at), "")


def remarks_on(letter: JointLetter) -> tuple[Finding, ...]:
    """What to look at while a letter is open or closed: a deadline after its own date."""
    if letter.until is None:
        return ()
    return tuple(rules.until_after_date(clock.local(letter.until, letter.zone).date(), letter.dated_on))


def _lacks(
    addressees: list[LetterAddressee], signers: tuple[Signer, ...], now: Phase, body: Body
) -> tuple[Finding, ...]:
    """What lacks before sending, as remarks: each in its own time."""
    if now in (Phase.DRAFT, Phase.SENT):
        return ()
    found = rules.s10_ready_to_send(addressees=len(addressees), without_way=(), signers=len(signers), phase=now)
    found += rules.reply_findings(body.reply_address)
    return tuple(Finding(f.rule, Level.NOTE, f.text) for f in found)


def parties_to_ask(parties: Iterable[Party]) -> list[Party]:
    """Which parties can be asked to sign: members first, all but whoever keeps the secretariat without a seat."""
    return [p for p in parties if p.standing is not Standing.SECRETARIAT]


def usual_until(letter: JointLetter, body: Body, *, at: datetime) -> datetime:
    """The deadline that stands, or the preset's days from today, at six in the evening on the body's clocks.

    It is not after the letter's own date, where that still lies ahead.
    """
    if letter.until is not None and letter.until > at:
        return letter.until
    today = clock.local(at, letter.zone).date()
    day = today + timedelta(days=usual_of(body).sign_on_days)
    if today < letter.dated_on < day:
        day = letter.dated_on
    return clock.at_wall(day, time(18), letter.zone)


def party_name(ask: LetterAsk) -> str:
    """The organisation that was asked."""
    return db.session.scalars(select(Party.name).where(Party.id == ask.party_id)).one()


def is_at_risk(ask: LetterAsk, person_id: int | None) -> bool:
    """Whether whoever reads is on record as at personal risk."""
    contact = contact_of(ask.body_id, person_id)
    return contact is not None and contact.is_at_risk


def may_answer(ask: LetterAsk, shown: Shown, *, at: datetime) -> bool:
    """Whether an answer is taken at this instant."""
    return rules.may_answer(ask.due_at, sent_at=shown.sent_at, at=at)


def sent_words(went: Went) -> str:
    """How many copies are on their way, in a sentence."""
    mailed = {0: "No copy goes by e-mail", 1: "One copy is on its way by e-mail"}
    posted = {0: "", 1: " One copy is to be posted: print it below."}
    return (
        f"The letter is sealed. {mailed.get(went.mailed, f'{went.mailed} copies are on their way by e-mail')}."
        + posted.get(went.to_post, f" {went.to_post} copies are to be posted: print them below.")
    )


Table = tuple[tuple[str, ...], list[tuple[str, ...]]]


def table_of(letter: JointLetter, *, at: datetime) -> Table:
    """What came of each copy, a line for each step, and one for whoever is silent."""
    head = ("Addressee", "Office", "Day", "What", "Text", "Source", "Look again on", "Silent for days")
    rows: list[tuple[str, ...]] = []
    for found in responses_of(letter, today=clock.local(at, letter.zone).date()):
        silent = "" if found.silent_days is None else str(found.silent_days)
        if not found.steps:
            rows.append((found.name, found.office, "", str(found.progress), "", "", "", silent))
        for step in found.steps:
            next_on = step.next_on.isoformat() if step.next_on else ""
            what = (step.on.isoformat(), str(step.progress), step.text, step.source, next_on)
            rows.append((found.name, found.office, *what, silent))
    return head, rows
