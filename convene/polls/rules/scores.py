"""Rules that score the options of a poll, in words: who can, quorum, level, hours in capitals, days off, clashes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from convene import clock
from convene.people.terms import TermRole
from convene.polls.rules.fairness import minutes_outside
from convene.polls.terms import Busy, Choice, LocalHour, Option, Score, Voter

Holidays = Callable[[str, date], str]
NAMED_MOST = 5
FIRST_LEVEL = frozenset({TermRole.PRIMARY_REPRESENTATIVE, TermRole.STEERING_MEMBER})


def quorum_of(members: int) -> int:
    """How many member parties make a quorum where the body has none of its own: more than half."""
    return members // 2 + 1


def quorum_words(members: int) -> str:
    """What is counted, in a sentence."""
    needed = quorum_of(members)
    return (
        f"No quorum is laid down for this body. Counted is a majority of its {members} members: {needed}, each with at "
        "least one yes of somebody who holds its seat."
    )


def scored(
    options: Iterable[Option],
    voters: Sequence[Voter],
    *,
    members: int,
    minutes: int,
    busy: Sequence[Busy],
    holiday: Holidays,
) -> list[Score]:
    """The options, best first: quorum before clashes before those who can, their level, unsocial hours, days off."""
    found = [_score(o, voters, members=members, minutes=minutes, busy=busy, holiday=holiday) for o in options]
    return sorted(found, key=_rank)


def _rank(score: Score) -> tuple[object, ...]:
    return (
        not score.is_quorate,
        len(score.clashes),
        -score.members_yes,
        -score.members_if_need_be,
        -score.primary,
        -len(score.yes),
        sum(h.outside for h in score.unsocial),
        len(score.holidays),
        score.option.on,
        score.option.opens or 0,
        score.option.key,
    )


def _score(
    option: Option, voters: Sequence[Voter], *, members: int, minutes: int, busy: Sequence[Busy], holiday: Holidays
) -> Score:
    said = {choice: [v for v in voters if v.choices.get(option.key) is choice] for choice in Choice}
    yes, perhaps = said[Choice.YES], said[Choice.IF_NEED_BE]
    with_yes = _members(yes)
    hours = _hours(option, voters, minutes)
    score = Score(
        option=option,
        yes=_names(yes),
        if_need_be=_names(perhaps),
        no=_names(said[Choice.NO]),
        silent=_names([v for v in voters if option.key not in v.choices]),
        members=members,
        members_yes=len(with_yes),
        members_if_need_be=len(_members(perhaps) - with_yes),
        is_quorate=bool(members) and len(with_yes) >= quorum_of(members),
        primary=sum(v.role in FIRST_LEVEL for v in yes),
        alternates=sum(v.role is TermRole.ALTERNATE for v in yes),
        others=sum(not v.is_seat for v in yes),
        hours=hours,
        holidays=_holidays(option, voters, holiday),
        clashes=tuple(f"{b.title} ({b.state})" for b in busy if b.starts_on <= option.last and option.on <= b.ends_on),
        reasons=(),
    )
    return _with_reasons(score)


def _members(voters: Iterable[Voter]) -> set[str]:
    return {v.who for v in voters if v.is_member and v.is_seat}


def _names(voters: Iterable[Voter]) -> tuple[str, ...]:
    return tuple(v.name if v.name == v.who else f"{v.name} ({v.who})" for v in voters)


def _hours(option: Option, voters: Iterable[Voter], minutes: int) -> tuple[LocalHour, ...]:
    """When it would begin in each capital, from west to east; whole days have no hour."""
    if option.starts_at is None:
        return ()
    places = {(v.place or v.who, v.zone) for v in voters if v.zone}
    begins = option.starts_at
    found = []
    for place, zone in places:
        here = clock.local(begins, zone)
        shift = (here.date() - option.on).days
        words = f"{here:%H:%M}" + (f" ({shift:+d} day)" if shift else "")
        found.append((here.utcoffset() or timedelta(), LocalHour(place, zone, words, _outside(option, minutes, zone))))
    return tuple(hour for _, hour in sorted(found, key=lambda pair: (pair[0], pair[1].place)))


def _outside(option: Option, minutes: int, zone: str) -> int:
    return minutes_outside(option.starts_at, minutes, zone) if option.starts_at else 0


def _holidays(option: Option, voters: Iterable[Voter], holiday: Holidays) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for place, country, zone in sorted({(v.place or v.who, v.country, v.zone) for v in voters if v.country}):
        for day in _local_days(option, zone):
            if name := holiday(country, day):
                found[f"{place}: {name}, {clock.day_words(day, weekday=False, year=False)}"] = None
    return tuple(found)


def _local_days(option: Option, zone: str) -> list[date]:
    """The days that it touches there: the last moment itself belongs to no meeting."""
    if option.starts_at is None or option.ends_at is None or not zone:
        first, last = option.on, option.last
    else:
        first = clock.local(option.starts_at, zone).date()
        last = clock.local(option.ends_at - timedelta(minutes=1), zone).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _with_reasons(score: Score) -> Score:
    reasons = [_quorum_reason(score)]
    if score.yes:
        level = [
            _counted(score.primary, "primary representative"),
            _counted(score.alternates, "alternate"),
            _counted(score.others, "person without a seat", "people without a seat"),
        ]
        reasons.append("Those who can: " + ", ".join(words for words in level if words) + ".")
    if score.no:
        reasons.append(f"Cannot: {_first(score.no)}.")
    if score.silent:
        reasons.append(f"Silent: {_first(score.silent)}.")
    if score.unsocial:
        each = [f"{h.place} at {h.starts}" for h in score.unsocial]
        reasons.append(f"Outside 07:00–21:00: {', '.join(each)}.")
    elif score.hours:
        reasons.append("Within 07:00–21:00 in every capital.")
    if score.holidays:
        reasons.append(f"Days off: {'; '.join(score.holidays)}.")
    if score.clashes:
        reasons.append(f"On the same days as {', '.join(score.clashes)}.")
    return Score(
        **{name: getattr(score, name) for name in Score.__slots__ if name != "reasons"}, reasons=tuple(reasons)
    )


def _quorum_reason(score: Score) -> str:
    needed = quorum_of(score.members)
    counted = f"{score.members_yes} of {score.members} members can"
    if score.is_quorate:
        return f"Quorum met: {counted}, {needed} are needed."
    if score.members and score.members_yes + score.members_if_need_be >= needed:
        return f"No quorum yet: {counted}, {needed} are needed; it is met with those who can if need be."
    return f"No quorum: {counted}, {needed} are needed."


def _first(names: Sequence[str]) -> str:
    """The first names of a long list: the rest stands in the table."""
    more = len(names) - NAMED_MOST
    return ", ".join(names) if more <= 0 else ", ".join(names[:NAMED_MOST]) + f" and {more} more"


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}" if number else ""
