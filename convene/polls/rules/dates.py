"""Rules on what a poll may ask, and how it stands. Wall time and zone are kept; instants are computed when needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from convene import clock
from convene.findings import Finding, Level
from convene.polls.terms import DAYS_MOST, MINUTES_LEAST, MINUTES_MOST, OPTIONS_MOST, Option, PollState, Question, When

AHEAD_MOST = timedelta(days=3 * 366)


def state_of(*, sent_at: datetime | None, closed_at: datetime | None, respond_by: datetime, at: datetime) -> PollState:
    """How a poll stands: it closes by itself at the respond-by moment, whether or not anything has run since."""
    if closed_at is not None:
        return PollState.CLOSED
    if sent_at is None:
        return PollState.PREPARED
    return PollState.OPEN if at < respond_by else PollState.CLOSED


def starts_at(when: When, zone: str) -> datetime:
    """The instant at which an option begins (UTC): its hour, or 00:00 of its first day there."""
    return clock.at_wall(when.on, when.opens or time(0), zone)


def option_of(key: str, when: When, *, minutes: int, days: int, zone: str) -> Option:
    """An option as it is shown, its instants computed from the wall clock now and kept nowhere."""
    if when.opens is None:
        return Option(key, when.on, when.on + timedelta(days=days - 1), None, None, None)
    begins = starts_at(when, zone)
    ends = begins + timedelta(minutes=minutes)
    return Option(key, when.on, clock.local(ends, zone).date(), when.opens, begins, ends)


def question_findings(question: Question, *, at: datetime) -> list[Finding]:
    """What keeps a poll from being asked: its length, and a respond-by moment that has passed."""
    found = []
    if not question.is_whole_days and not MINUTES_LEAST <= question.minutes <= MINUTES_MOST:
        found.append(Finding("", Level.REFUSE, "A meeting lasts from five minutes to twelve hours.", "minutes"))
    if not 1 <= question.days <= DAYS_MOST:
        found.append(Finding("", Level.REFUSE, f"From 1 to {DAYS_MOST} days.", "days"))
    if question.respond_by <= at:
        found.append(Finding("", Level.REFUSE, "That time has passed already.", "respond_by"))
    return found


def option_findings(
    whens: Sequence[When],
    *,
    known: Iterable[When],
    is_whole_days: bool,
    zone: str,
    at: datetime,
    fields: Sequence[str] = (),
) -> list[Finding]:
    """What keeps options from being asked about, each at its field; `known` are those that stand already."""
    found: list[Finding] = []
    seen = set(known)
    names = [*fields, *[""] * len(whens)]
    if len(seen) + len(set(whens) - seen) > OPTIONS_MOST:
        found.append(Finding("", Level.REFUSE, f"At most {OPTIONS_MOST} dates can be asked about at a time."))
    for when, name in zip(whens, names, strict=False):
        words = _wrong(when, is_whole_days=is_whole_days, zone=zone, at=at)
        if not words and when in seen:
            words = "This date is among those asked about already."
        if words:
            found.append(Finding("", Level.REFUSE, words, name))
        seen.add(when)
    return found


def _wrong(when: When, *, is_whole_days: bool, zone: str, at: datetime) -> str:
    if not is_whole_days and when.opens is None:
        return "Enter the hour as well, as in 09:30."
    if when.opens is not None and not clock.wall_exists(when.on, when.opens, zone):
        return hour_words(when.on, when.opens, zone)
    begins = starts_at(when, zone)
    if begins <= at:
        return "That date has passed already."
    return "That date is more than three years ahead." if begins > at + AHEAD_MOST else ""


def hour_words(on: date, opens: time, zone: str) -> str:
    """Why an hour cannot be agreed by the wall clock: it does not exist on that day, or comes twice."""
    place = clock.place_of(zone)
    before = clock.at_wall(on, opens, zone)
    comes_twice = clock.local(before, zone).replace(tzinfo=None) == datetime.combine(on, opens)
    how = "comes twice" if comes_twice else "does not exist"
    return (
        f"On {clock.day_words(on, weekday=False)} the clocks change in {place}, and {opens:%H:%M} {how} there; "
        "choose another hour."
    )


BEFORE_ALL = "Everybody must have answered before the first of the dates begins."


def respond_by_findings(whens: Iterable[When], *, respond_by: datetime, zone: str) -> list[Finding]:
    """What is wrong with a respond-by moment where these dates are asked about."""
    if any(starts_at(when, zone) <= respond_by for when in whens):
        return [Finding("", Level.REFUSE, BEFORE_ALL, "respond_by")]
    return []


def sending_findings(
    whens: Sequence[When], *, asked: int, respond_by: datetime, zone: str, is_whole_days: bool, at: datetime
) -> list[Finding]:
    """What keeps a prepared poll from being sent."""
    if len(whens) < 2:
        return [Finding("", Level.REFUSE, "Offer at least two dates; for a single one, call the meeting.")]
    if not asked:
        return [Finding("", Level.REFUSE, "Nobody of those chosen holds a term today; there is nobody to ask.")]
    if respond_by <= at:
        return [Finding("", Level.REFUSE, "The respond-by moment has passed; set a later one.")]
    if any(starts_at(w, zone) <= respond_by for w in whens):
        return [Finding("", Level.REFUSE, BEFORE_ALL)]
    return option_findings(whens, known=(), is_whole_days=is_whole_days, zone=zone, at=at)


def a10_notice_finding(on: date, *, today: date, notice_days: int) -> Finding:
    """A10: special meetings may be called at short notice; a notice shorter than the body's own is said, not refused.

    The number of days is the body's own default (settled 16).
    """
    days = (on - today).days
    if days >= notice_days:
        return Finding("A10", Level.NOTE, f"{_days(days)} ahead; the body's own notice is {notice_days}.")
    words = "It is today." if days <= 0 else f"It is {_days(days)} ahead."
    text = f"{words} The body's own notice of an agenda is {notice_days} days; a special meeting may be called sooner."
    return Finding("A10", Level.WARN, text)


def answers_due(wished: datetime, *, starts_at: datetime, at: datetime) -> datetime:
    """A deadline that can still be kept: as wished, or at short notice the full hour half-way to the start."""
    if at < wished < starts_at:
        return wished
    half = at + (starts_at - at) / 2
    hour = half.replace(minute=0, second=0, microsecond=0)
    return hour if hour > at else half.replace(microsecond=0)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
