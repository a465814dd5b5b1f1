"""Public and religious holidays, by the library that keeps them; a country it does not know has none."""

from __future__ import annotations

import warnings
from datetime import date
from functools import cache

# Where a day of each faith is kept as a public holiday, and how the library names it there.
RELIGIOUS = (
    ("GR", ("Good Friday", "Easter Monday")),
    ("GB", ("Good Friday", "Easter Monday", "Christmas Day")),
    ("IL", ("Pesach", "Shavuot", "Rosh Hashanah", "Yom Kippur", "Sukkot")),
    ("SA", ("Eid al-Fitr", "Eid al-Adha", "Arafah")),
    ("IN", ("Diwali", "Buddha Purnima")),
)
FAITHS = {"GR": " (Orthodox)", "GB": ""}


@cache
def _of_year(country: str, year: int) -> dict[date, str]:
    import holidays  # Loaded when a year is planned, not with every worker.

    try:
        with warnings.catch_warnings():
            # The library says how far ahead it knows a country's movable days; further than that there are none.
            warnings.simplefilter("ignore")
            found = holidays.country_holidays(country, years=year, language="en_US")
    except NotImplementedError:
        return {}
    return dict(found.items())


def public_holiday(country: str, day: date) -> str:
    """The name of the public holiday that a country keeps on that day, or nothing."""
    return _of_year(country, day.year).get(day, "")


@cache
def _religious_of_year(year: int) -> dict[date, str]:
    found: dict[date, str] = {}
    for country, names in RELIGIOUS:
        for day, name in _of_year(country, year).items():
            if any(one in name for one in names) and "observed" not in name:
                found.setdefault(day, name.split(";")[0].strip() + FAITHS.get(country, ""))
    return found


def religious_day(day: date) -> str:
    """The name of a religious day on which many of those invited do not travel, or nothing."""
    return _religious_of_year(day.year).get(day, "")
