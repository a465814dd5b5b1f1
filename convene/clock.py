"""The only reader of the system clock, and the only place that turns instants into words.

Instants are UTC everywhere; a zone is an IANA name. tzdata is pinned and the system's copy is not used, so that
every machine computes the same hour (settled 19).
"""

from __future__ import annotations

import importlib.resources
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

zoneinfo.reset_tzpath([])


def now() -> datetime:
    """The present instant, UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that IANA name. Raises ValueError for a name that the pinned tzdata does not know."""
    try:
        return ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise ValueError(f"“{name}” is not a time zone; use a name such as Europe/Berlin") from unknown


@cache
def zone_names() -> tuple[str, ...]:
    """The Region/City names of the pinned tzdata that stand for a place, sorted, and UTC: what a form offers.

    zone.tab names one for each place; names of old (Asia/Calcutta) stay valid where they are kept, and are not offered.
    """
    lines = (importlib.resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8").splitlines()
    named = {line.split("\t")[2] for line in lines if line and not line.startswith("#")}
    return (*sorted(named & zoneinfo.available_timezones()), "UTC")


def is_of_a_place(name: str) -> bool:
    """Whether a name is that of a place's zone, of today or of old, such as Asia/Calcutta."""
    regions = (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    return name.partition("/")[0] in regions and name in zoneinfo.available_timezones()


def at_wall(day: date, wall: time, zone_name: str) -> datetime:
    """The UTC instant of a wall-clock time in a zone.

    In the hour that occurs twice the earlier one is meant; a time that is skipped moves forward by the jump.
    """
    return datetime.combine(day, wall, zone(zone_name)).astimezone(UTC)


def wall_exists(day: date, wall: time, zone_name: str) -> bool:
    """False for a time that the clocks skip on that day, or that they pass twice."""
    local = datetime.combine(day, wall, zone(zone_name))
    skipped = local.astimezone(UTC).astimezone(zone(zone_name)).replace(tzinfo=None) != local.replace(tzinfo=None)
    return not skipped and local.utcoffset() == local.replace(fold=1).utcoffset()


def local(instant: datetime, zone_name: str) -> datetime:
    """The same instant on the wall clock of a zone."""
    return instant.astimezone(zone(zone_name))


def place_of(zone_name: str) -> str:
    """The city in a zone's name, for print: “America/New_York” gives “New York”."""
    return zone_name.rsplit("/", 1)[-1].replace("_", " ")


def day_words(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """“Tuesday 21 September 2027”."""
    words = f"{day.day} {day:%B}"
    return (f"{day:%A} " if weekday else "") + words + (f" {day.year}" if year else "")


def days_words(days: tuple[date, ...], *, weekday: bool = True) -> str:
    """“Monday 20 and Tuesday 21 September 2027”; months and years are named once where they are shared."""
    if not days:
        return ""
    parts = []
    for this, following in zip(days, [*days[1:], None], strict=True):
        same_year = following is not None and following.year == this.year
        same_month = same_year and following is not None and following.month == this.month
        whole = day_words(this, weekday=weekday, year=not same_year)
        parts.append(f"{f'{this:%A} ' if weekday else ''}{this.day}" if same_month else whole)
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def hour_words(instant: datetime, zone_name: str) -> str:
    """“09:30”."""
    return f"{local(instant, zone_name):%H:%M}"


def moment_words(instant: datetime, zone_name: str) -> str:
    """“Monday 13 September 2027, 18:00 New York”: day, hour and place, never an hour alone."""
    here = local(instant, zone_name)
    return f"{day_words(here.date())}, {here:%H:%M} {place_of(zone_name)}"


def span_words(starts_at: datetime, ends_at: datetime, zone_name: str, seen_from: str = "") -> str:
    """“09:30–13:00”; where another zone's day differs from `seen_from`'s day, “(+1 day)” is said."""
    first, last = local(starts_at, zone_name), local(ends_at, zone_name)
    words = f"{first:%H:%M}–{last:%H:%M}"
    if seen_from:
        shift = (first.date() - local(starts_at, seen_from).date()).days
        if shift:
            words += f" ({shift:+d} day)"
    return words


def minutes_words(minutes: int) -> str:
    """“1 h 30 min”."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h" if not rest else f"{hours} h {rest} min"


def end_of_day(day: date, zone_name: str) -> datetime:
    """24:00 of that day in that zone, UTC: when a term that ends on the day ends (settled 2)."""
    return at_wall(day + timedelta(days=1), time(0), zone_name)
