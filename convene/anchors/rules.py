"""When anchor events fall by rule; pure functions. What history did otherwise is in `agendas/anchors/known.toml`."""

from __future__ import annotations

from datetime import date, timedelta

from convene.anchors.terms import Confidence, Entry, Held
from convene.findings import Finding, Level

TUESDAY, FRIDAY = 1, 4
# Since its seventy-eighth session the Assembly opens a week earlier, while the general debate stayed where it was.
EARLIER_FROM = 2023


def _week_of_september(year: int, number: int) -> date:
    """The Monday of a week of September, counting from the first that contains a working day (Monday to Friday)."""
    first = date(year, 9, 1)
    monday = first - timedelta(days=first.weekday())
    if first.weekday() > FRIDAY:
        monday += timedelta(days=7)
    return monday + timedelta(days=7 * (number - 1))


def assembly_opens(year: int) -> date:
    """The Tuesday of the third week of September (A/RES/57/301); as practised since 2023, of the second."""
    return _week_of_september(year, 2 if year >= EARLIER_FROM else 3) + timedelta(days=TUESDAY)


def debate_opens(year: int) -> date:
    """The Tuesday after the third week's: two weeks after the opening since 2023, one week before that."""
    return _week_of_september(year, 4) + timedelta(days=TUESDAY)


def debate_ends(opens: date) -> date:
    """The Monday after the opening, as in recent years: six days of debate with a Sunday between."""
    return opens + timedelta(days=6)


def munich_opens(year: int) -> date:
    """The Friday before the third Monday of February: it held in 2016-2020 and since 2022, not in 2015; tentative."""
    first = date(year, 2, 1)
    third_monday = first + timedelta(days=(7 - first.weekday()) % 7 + 14)
    return third_monday - timedelta(days=3)


# A session of a commission lasts for weeks; nothing that a meeting hangs on lasts longer than this.
DAYS_MOST = 120


def entry_findings(entry: Entry, *, takes_place: bool) -> list[Finding]:
    """What keeps an occurrence from being entered: days that cannot be, no place, nobody who says so."""
    found = []
    if not entry.source:
        found.append(_refusal("Enter a source, such as “Letter of the organisers of 3 May”.", "source"))
    if not takes_place:
        return found
    first, last = entry.starts_on, entry.ends_on
    if first is None or last is None:
        fields = [name for name, day in (("starts_on", first), ("ends_on", last)) if day is None]
        return [*found, *(_refusal("Enter the day, or say that it does not take place.", name) for name in fields)]
    if first.year != entry.year:
        found.append(_refusal(f"Enter a day of {entry.year}.", "starts_on"))
    if last < first:
        found.append(_refusal("The last day lies before the first.", "ends_on"))
    elif (last - first).days >= DAYS_MOST:
        found.append(_refusal(f"An event of more than {DAYS_MOST} days is none to hang a meeting on.", "ends_on"))
    if not entry.city:
        found.append(_refusal("Enter the city.", "city"))
    if not entry.zone:
        found.append(_refusal("Choose the time zone of the city.", "zone"))
    return found


def office_findings(held: Held) -> list[Finding]:
    """What keeps an office from being entered: a last day before the first."""
    if held.ends_on is not None and held.ends_on < held.starts_on:
        return [_refusal("The last day lies before the first.", "ends_on")]
    return []


def _refusal(text: str, field: str) -> Finding:
    return Finding("", Level.REFUSE, text, field)


def unconfirmed_words(event: str, confidence: Confidence | None) -> str:
    """How sure the date of an event is that is not confirmed, for whoever is about to invite; empty where it is."""
    if confidence is Confidence.CONFIRMED:
        return ""
    if confidence is None:
        return f"There is no date of {event} on record any more"
    return f"The date of {event} is only {confidence}"
