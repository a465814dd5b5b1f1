"""Reads of membership: vacant seats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from convene.bodies.models import Body, Party
from convene.bodies.queries import parties_of
from convene.bodies.terms import Standing
from convene.db import db
from convene.membership import rules
from convene.membership.terms import Held, Vacancy
from convene.people.models import Term
from convene.people.terms import TermRole
from convene.presets.reading import presets


def vacancies_of(body: Body, first: date, last: date) -> list[Vacancy]:
    """The members' seats that nobody holds on some day from `first` to `last`, by party and day: two statements."""
    wanted = select(Term).where(Term.body_id == body.id)
    return vacancies_among(body, parties_of(body), db.session.scalars(wanted), first, last)


def vacancies_among(
    body: Body, parties: Iterable[Party], terms: Iterable[Term], first: date, last: date
) -> list[Vacancy]:
    """The same from what has been read already: every party and every term of the body.

    Where only a steering group has seats, those parties have one who held it before, or whom the preset names (S2, S5).
    """
    preset = presets().get(body.preset)
    role = rules.a2_role(preset.seat_roles) if preset else TermRole.PRIMARY_REPRESENTATIVE
    if role is None:
        return []
    held: dict[int, list[Held]] = {}
    for term in terms:
        if term.role is role and term.party_id is not None:
            held.setdefault(term.party_id, []).append(Held(term.starts_on, term.ends_on))
    steering = preset.steering if preset and role is TermRole.STEERING_MEMBER else ()
    return [
        Vacancy(party.id, party.key, party.name, role, gap.starts_on, gap.ends_on)
        for party in sorted(parties, key=lambda one: one.name)
        if party.standing is Standing.MEMBER
        and (role is not TermRole.STEERING_MEMBER or party.id in held or party.name in steering)
        for gap in rules.a2_gaps(
            held.get(party.id, ()), first=first, last=last, belongs=Held(party.joined_on, party.left_on)
        )
    ]
