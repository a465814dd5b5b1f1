"""Rules of open registration: when it is taken, how many are approved, how long it is kept. Pure functions."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from convene.findings import Finding, Level
from convene.registration.terms import Opening, Terms

CONFIRM_WITHIN = timedelta(days=7)


def opening_at(opens_at: datetime, closes_at: datetime, *, meeting_ends_at: datetime, at: datetime) -> Opening:
    """How a registration stands: taken from its first minute to before its last, and never after the meeting."""
    if at >= meeting_ends_at:
        return Opening.OVER
    if at < opens_at:
        return Opening.AHEAD
    return Opening.OPEN if at < closes_at else Opening.CLOSED


def s5_by_invitation(*, is_open: bool, body: str) -> list[Finding]:
    """S5.2 opens the meetings of a body to whoever registers; of any other body that is the secretariat's decision."""
    if is_open:
        return []
    return [Finding("", Level.WARN, f"Meetings of the {body} are usually by invitation; opening one is your decision.")]


def terms_findings(terms: Terms, *, meeting_ends_at: datetime) -> list[Finding]:
    """A registration has an end after its beginning, and before the end of the meeting."""
    if terms.closes_at <= terms.opens_at:
        return [Finding("", Level.REFUSE, "Registration must close after it opens.", "closes")]
    if terms.closes_at > meeting_ends_at:
        return [Finding("", Level.REFUSE, "Registration must close before the meeting is over.", "closes")]
    return []


def places_left(places: int | None, taken: int) -> int | None:
    """How many more can be approved; None where there is no limit. A limit lowered later takes nobody's place."""
    return None if places is None else max(0, places - taken)


def confirm_by(registered_at: datetime) -> datetime:
    """Until when an address can be confirmed."""
    return registered_at + CONFIRM_WITHIN


def may_confirm(registered_at: datetime, *, at: datetime) -> bool:
    """Whether an address can still be confirmed; after that what was given is erased."""
    return at < confirm_by(registered_at)


def erased_from(
    *, registered_at: datetime, confirmed_at: datetime | None, declined_at: datetime | None, meeting_ends_at: datetime,
    kept_days: int,
) -> datetime:  # fmt: skip
    """From when a registration is erased: not confirmed, declined, or some time after the meeting, whichever holds."""
    if confirmed_at is None:
        return confirm_by(registered_at)
    over = meeting_ends_at + timedelta(days=kept_days)
    return over if declined_at is None else min(over, declined_at + timedelta(days=kept_days))


def default_days(milestones: dict[str, int], *, starts_on: date) -> tuple[date, date]:
    """The first and last day on which registration is taken, by the preset's milestones; else the day before."""
    opens = starts_on - timedelta(days=milestones.get("registration-opens", 60))
    closes = starts_on - timedelta(days=milestones.get("registration-closes", 7))
    return opens, closes
