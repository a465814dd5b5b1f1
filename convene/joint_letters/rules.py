"""Rules of joint letters: who may sign until when, how many for one organisation, how long there was silence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from convene import clock
from convene.findings import Finding, Level
from convene.joint_letters.terms import WITHHELD, AskState, Phase, Progress, Signatory, Signer, Wording


def phase_of(
    *, opened_at: datetime | None, until: datetime | None, sent_at: datetime | None, at: datetime
) -> Phase:  # fmt: skip
    """How a letter stands at an instant; sign-on is open to before its deadline, by the server's time."""
    if sent_at is not None:
        return Phase.SENT
    if opened_at is None or until is None:
        return Phase.DRAFT
    return Phase.OPEN if at < until else Phase.CLOSED


def may_answer(due_at: datetime, *, sent_at: datetime | None, at: datetime) -> bool:
    """Whether an organisation may sign, withdraw or decline: before the deadline that holds for it, never once sent."""
    return sent_at is None and at < due_at


def until_findings(until: datetime, *, at: datetime, field: str = "until") -> list[Finding]:
    """A deadline lies ahead."""
    return [] if until > at else [Finding("", Level.REFUSE, "That time has passed already.", field)]


def s10_signatories(people: Sequence[Signatory], *, most: int, is_withheld: bool) -> list[Finding]:
    """S10.1: each organisation signs with one or two signatories; one whose name is withheld names nobody."""
    if is_withheld:
        return []
    if not people:
        return [Finding("S10.1", Level.REFUSE, "Name who signs for your organisation.", "name_1")]
    if len(people) > most:
        words = "One signatory" if most == 1 else f"{most} signatories"
        return [Finding("S10.1", Level.REFUSE, f"{words} of each organisation at most.", f"name_{most + 1}")]
    nameless = next((n for n, p in enumerate(people, start=1) if not p.name), 0)
    if nameless:
        return [Finding("", Level.REFUSE, "Enter the name beside this function.", f"name_{nameless}")]
    if len({p.name.casefold() for p in people}) < len(people):
        return [Finding("", Level.REFUSE, "The same name stands here twice.", "name_2")]
    return []


def withheld_findings(*, is_withheld: bool, is_at_risk: bool) -> list[Finding]:
    """A name is withheld where whoever signs is at personal risk: a letter lives by its names."""
    if is_withheld and not is_at_risk:
        text = "Names are withheld for those at personal risk; ask the secretariat to note that you are."
        return [Finding("", Level.REFUSE, text, "is_withheld")]
    return []


def s10_ready_to_send(*, addressees: int, without_way: Sequence[str], signers: int, phase: Phase) -> list[Finding]:
    """S10.2: a letter that is closed, signed, and has somebody to go to, each by some way."""
    found = []
    if phase is Phase.DRAFT:
        found.append(Finding("", Level.REFUSE, "The letter has not been opened for sign-on."))
    if phase is Phase.OPEN:
        found.append(Finding("", Level.REFUSE, "Sign-on is still open: close it, or wait for its deadline."))
    if phase is Phase.SENT:
        found.append(Finding("", Level.REFUSE, "The letter was sent already; nothing of it changes any more."))
    if not signers:
        found.append(Finding("S10.1", Level.REFUSE, "No organisation has signed."))
    if not addressees:
        found.append(Finding("S10.2", Level.REFUSE, "Nobody is named to whom it goes."))
    lost = (f"{name} has neither an e-mail nor a postal address." for name in without_way)
    return [*found, *(Finding("S10.2", Level.REFUSE, text) for text in lost)]


def reply_findings(reply_address: str) -> list[Finding]:
    """A letter goes out only where whoever answers it knows where to, and reaches the secretariat."""
    if reply_address:
        return []
    text = "The body has no address to which answers come: set it on the body's page, since each copy names it."
    return [Finding("", Level.REFUSE, text)]


def date_findings(dated_on: date, *, today: date, is_meant: bool) -> list[Finding]:
    """A letter is usually sent on the day whose date it bears; another day is the secretariat's word."""
    if dated_on == today or is_meant:
        return []
    words = clock.day_words(dated_on)
    text = f"The letter bears the date of {words}, which is not today: confirm that it is meant, or change it first."
    return [Finding("", Level.REFUSE, text)]


def until_after_date(until_on: date, dated_on: date) -> list[Finding]:
    """A deadline for signing after the letter's own date is remarked: it would be signed after it was written."""
    if until_on <= dated_on:
        return []
    text = f"Sign-on ends after the date that the letter bears, {clock.day_words(dated_on)}. Change one of the two."
    return [Finding("", Level.WARN, text)]


def digest_of_wording(wording: Wording) -> str:
    """What proves that a text is the one that was put before the organisations."""
    parts = (wording.title, wording.dated_on.isoformat(), wording.text)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def seal_of(sealed: str) -> str:
    """What proves text and signatories of a letter that was sent."""
    return hashlib.sha256(sealed.encode()).hexdigest()


def standing_after_change(state: AskState) -> AskState:
    """A changed text is asked anew of whoever had signed; other answers stand."""
    return AskState.ASKED if state is AskState.SIGNED else state


def in_order(signers: Iterable[Signer]) -> tuple[Signer, ...]:
    """Organisations by name, those whose names are withheld at the end, each counted."""
    return tuple(sorted(signers, key=lambda s: (s.organisation == WITHHELD, s.organisation.casefold())))


def silent_days(*, sent_on: date, steps: Sequence[date], progress: Progress, today: date) -> int | None:
    """For how many days nothing has come since the letter or the last step; None once there is a commitment or a no."""
    if progress in (Progress.COMMITMENT, Progress.DECLINED):
        return None
    return max(0, (today - max((sent_on, *steps))).days)


def step_findings(on: date, next_on: date | None, *, sent_on: date, today: date) -> list[Finding]:
    """An answer comes after the letter and not in the future; what is next lies after it."""
    if on < sent_on:
        return [Finding("", Level.REFUSE, "That day lies before the letter was sent.", "on")]
    if on > today:
        return [Finding("", Level.REFUSE, "That day has not come yet.", "on")]
    if next_on is not None and next_on <= on:
        return [Finding("", Level.REFUSE, "What is next must lie after that day.", "next_on")]
    return []
