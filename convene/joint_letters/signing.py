"""What an organisation does with a letter that it is asked to sign: signing, withdrawing, declining."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene import journal
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.joint_letters import rules
from convene.joint_letters.models import LetterAsk, LetterSignatory
from convene.joint_letters.terms import AskState, Phase, Shown, Signatory
from convene.meetings.actions import letter_findings, refuse


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs a text of that version; with the name withheld nobody is named. `is_at_risk` is what is on record."""

    people: tuple[Signatory, ...]
    version: int
    is_withheld: bool = False
    is_at_risk: bool = False


def _refuse_if_over(ask: LetterAsk, shown: Shown, *, at: datetime) -> None:
    if shown.phase is Phase.SENT:
        raise Refused((Finding("", Level.REFUSE, "The letter was sent: nothing of it changes any more."),))
    if not rules.may_answer(ask.due_at, sent_at=shown.sent_at, at=at):
        text = "The deadline has passed. Write to the secretariat or call: it can make an exception."
        raise Refused((Finding("", Level.REFUSE, text),))


def sign(ask: LetterAsk, shown: Shown, signing: Signing, *, version: int, by: str, at: datetime) -> None:
    """Sign for an organisation, or change who does. Raises Refused after the deadline, and for a text that has changed.

    `version` is that of the text as it is now.
    """
    _refuse_if_over(ask, shown, at=at)
    if signing.version != version:
        text = "The text has changed since you opened this page. Read it as it is now, then sign."
        raise Refused((Finding("", Level.REFUSE, text),))
    found = rules.withheld_findings(is_withheld=signing.is_withheld, is_at_risk=signing.is_at_risk)
    most = shown.signatories_most
    found += rules.s10_signatories(signing.people, most=most, is_withheld=signing.is_withheld)
    for number, person in enumerate(signing.people, start=1):
        found += letter_findings({f"name_{number}": person.name, f"function_{number}": person.function})
    refuse(found)
    _put(ask, () if signing.is_withheld else signing.people)
    ask.version, ask.is_withheld = version, signing.is_withheld
    _answer(ask, AskState.SIGNED, by=by, at=at)


def _put(ask: LetterAsk, people: Sequence[Signatory]) -> None:
    for row in db.session.scalars(select(LetterSignatory).where(LetterSignatory.ask_id == ask.id)):
        db.session.delete(row)
    db.session.flush()  # Their places are free again.
    for position, person in enumerate(people):
        db.session.add(
            LetterSignatory(
                body_id=ask.body_id,
                letter_id=ask.letter_id,
                ask_id=ask.id,
                party_id=ask.party_id,
                position=position,
                name=person.name,
                function=person.function,
            )
        )


def _answer(ask: LetterAsk, state: AskState, *, by: str, at: datetime) -> None:
    before, ask.state = ask.state, state
    ask.answered_at, ask.answered_by = at, by
    change = {"before": before, "after": state}
    journal.record("letter.sign-on", by=by, at=at, body=ask.body_id, kind="letter-ask", key=ask.key, change=change)


def withdraw(ask: LetterAsk, shown: Shown, *, by: str, at: datetime) -> None:
    """Take a signature back. Raises Refused after the deadline, and where there is none."""
    _refuse_if_over(ask, shown, at=at)
    if ask.state is not AskState.SIGNED:
        raise Refused((Finding("", Level.REFUSE, "Your organisation has not signed."),))
    _put(ask, ())
    ask.is_withheld = False
    _answer(ask, AskState.WITHDRAWN, by=by, at=at)


def decline(ask: LetterAsk, shown: Shown, *, by: str, at: datetime) -> None:
    """Say that an organisation does not sign; it may sign later, until the deadline. Raises Refused after it."""
    _refuse_if_over(ask, shown, at=at)
    if ask.state is AskState.SIGNED:
        raise Refused((Finding("", Level.REFUSE, "Your organisation has signed: withdraw the signature instead."),))
    _put(ask, ())
    _answer(ask, AskState.DECLINED, by=by, at=at)
