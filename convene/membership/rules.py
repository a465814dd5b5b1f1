"""Rules of membership: vacant seats. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from convene.membership.terms import Held
from convene.people.terms import TermRole

SOON = timedelta(days=90)
A_DAY = timedelta(days=1)


def a2_role(seat_roles: Iterable[str]) -> TermRole | None:
    """A2: the role that each member's seat is held in; a body that seats a steering group alone has that one.

    None where a body has no seats of members at all.
    """
    roles = set(seat_roles)
    for role in (TermRole.PRIMARY_REPRESENTATIVE, TermRole.STEERING_MEMBER):
        if role in roles:
            return role
    return None


def a2_gaps(held: Iterable[Held], *, first: date, last: date, belongs: Held) -> list[Held]:
    """A2: the stretches that touch `first` to `last` and in which a seat is held by nobody, earliest first.

    They are given whole, beyond those two days; `belongs` is how long the party is a member. A stretch without a first
    day means that nobody held the seat before.
    """
    found = []
    free: date | None = belongs.starts_on
    for term in sorted(held, key=lambda one: (one.starts_on or date.min, one.ends_on or date.max)):
        if term.starts_on is not None and (free is None or free < term.starts_on):
            found.append(Held(free, term.starts_on - A_DAY))
        if term.ends_on is None:
            free = date.max
        elif free is None or free <= term.ends_on:
            free = term.ends_on + A_DAY
    if free != date.max and (belongs.ends_on is None or free is None or free <= belongs.ends_on):
        found.append(Held(free, belongs.ends_on))
    return [one for one in found if (one.starts_on or first) <= last and (one.ends_on or last) >= first]
