"""When anchor events fall by rule; pure functions. What history did otherwise is in `agendas/anchors/known.toml`."""

from __future__ import annotations

from datetime import date, timedelta

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
