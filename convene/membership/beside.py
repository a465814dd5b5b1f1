"""What the page of a body says of its members beside their names: vacant seats, who joins later, who left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from convene import clock
from convene.bodies.models import Body, Party
from convene.membership.models import Application
from convene.membership.queries import applications_of, vacancies_among
from convene.membership.rules import SOON
from convene.membership.terms import Decision, Vacancy
from convene.people.queries import Holder


@dataclass(frozen=True, slots=True)
class Membership:
    """By a party's internal id, the words on its seat; `left` are the parties that are gone, `open` what is undecided.

    `vacant_now` counts the members whose seat nobody holds today; `days` says since when, or until when, a party is
    what it is.
    """

    vacant: dict[int, str]
    vacant_now: int
    days: dict[int, str]
    left: frozenset[int]
    open: tuple[Application, ...]


def membership_of(body: Body, parties: Sequence[Party], holders: Sequence[Holder], *, at: datetime) -> Membership:
    """All that, from what has been read already and the applications: one statement."""
    today = clock.local(at, body.zone).date()
    left = frozenset(p.id for p in parties if p.left_on is not None and p.left_on < today)
    here = [p for p in parties if p.id not in left]
    gaps = vacancies_among(body, here, [h.term for h in holders], today, today + SOON)
    words: dict[int, str] = {}
    for gap in gaps:
        words.setdefault(gap.party_id, vacancy_words(gap, today))
    return Membership(
        vacant=words,
        vacant_now=sum(gap.starts_on is None or gap.starts_on <= today for gap in gaps),
        days={p.id: said for p in parties if (said := _days(p, today))},
        left=left,
        open=tuple(a for a in applications_of(body) if a.decision in (None, Decision.DEFERRED)),
    )


def vacancy_words(gap: Vacancy, today: date) -> str:
    """“Vacant since 1 May 2027”, “Vacant from 1 July 2027 on”; “Vacant” where nobody ever held the seat."""
    until = f" until {_day(gap.ends_on)}" if gap.ends_on is not None else ""
    if gap.starts_on is None:
        return f"Vacant{until}"
    if gap.starts_on <= today:
        return f"Vacant since {_day(gap.starts_on)}{until}"
    return f"Vacant from {_day(gap.starts_on)}{until or ' on'}"


def _day(day: date) -> str:
    return clock.day_words(day, weekday=False)


def _days(party: Party, today: date) -> str:
    if party.left_on is not None:
        return f"left on {_day(party.left_on)}" if party.left_on < today else f"leaves on {_day(party.left_on)}"
    if party.joined_on is not None:
        return f"from {_day(party.joined_on)} on" if party.joined_on > today else f"since {_day(party.joined_on)}"
    return ""
