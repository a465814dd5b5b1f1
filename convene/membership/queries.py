"""Reads of membership: applications and their dossiers, changes of standing, vacant seats."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from convene.access import rules as access
from convene.access.gate import Missing
from convene.access.scope import current_reader, guard
from convene.bodies.models import Body, Party
from convene.bodies.queries import body_by_id, parties_of
from convene.bodies.terms import Standing
from convene.db import db
from convene.membership import rules
from convene.membership.models import (
    Application,
    ApplicationCriterion,
    ApplicationDecision,
    ApplicationEvidence,
    StandingChange,
)
from convene.membership.terms import Decision, Held, Vacancy
from convene.people.models import Term
from convene.people.terms import TermRole
from convene.presets.reading import presets

Row = ApplicationCriterion | ApplicationEvidence | ApplicationDecision
for _table in (Application, ApplicationCriterion, ApplicationEvidence, ApplicationDecision):
    guard(_table, access.sees_seated, body=_table.body_id, announced=_table.announced)
guard(StandingChange, access.sees_body_wide, body=StandingChange.body_id, party=StandingChange.party_id)


def applications_of(body: Body) -> list[Application]:
    """The applications that this reader may see, those to be decided first, the latest first."""
    wanted = select(Application).where(Application.body_id == body.id)
    return list(db.session.scalars(wanted.order_by(Application.opened_on.desc(), Application.id.desc())))


def undecided_for(meeting_id: int) -> list[Application]:
    """The applications put before a meeting that are still to be decided, the oldest first."""
    wanted = select(Application).where(
        Application.meeting_id == meeting_id,
        Application.announced.is_(True),
        or_(Application.decision.is_(None), Application.decision == Decision.DEFERRED),
    )
    return list(db.session.scalars(wanted.order_by(Application.opened_on, Application.id)))


def one_application(key: str) -> Application:
    """The application with that key. Raises Missing."""
    found = db.session.scalars(select(Application).where(Application.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def kept_application(key: str) -> Application:
    """The application, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = one_application(key)
    if not access.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def kept_evidence(key: str) -> ApplicationEvidence:
    """The piece of evidence, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = db.session.scalars(select(ApplicationEvidence).where(ApplicationEvidence.key == key)).one_or_none()
    if found is None or not access.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def application_by_id(application_id: int) -> Application:
    """The application by its internal id. Raises Missing."""
    found = db.session.get(Application, application_id)
    if found is None:
        raise Missing
    return found


def body_of_application(application: Application) -> Body:
    """The body to which somebody applies. Raises Missing."""
    return body_by_id(application.body_id)


def criteria_of(application: Application) -> list[ApplicationCriterion]:
    """Its criteria in order."""
    wanted = select(ApplicationCriterion).where(ApplicationCriterion.application_id == application.id)
    return list(db.session.scalars(wanted.order_by(ApplicationCriterion.position)))


def evidence_of(application: Application) -> list[ApplicationEvidence]:
    """Its evidence in the order in which it was entered."""
    wanted = select(ApplicationEvidence).where(ApplicationEvidence.application_id == application.id)
    return list(db.session.scalars(wanted.order_by(ApplicationEvidence.entered_at, ApplicationEvidence.id)))


def rows_of(application: Application) -> list[Row]:
    """All that hangs from an application and is seen with it."""
    decided = select(ApplicationDecision).where(ApplicationDecision.application_id == application.id)
    return [*criteria_of(application), *evidence_of(application), *db.session.scalars(decided)]


def kept_party(key: str) -> Party:
    """The party, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = db.session.scalars(select(Party).where(Party.key == key)).one_or_none()
    if found is None or not access.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def changes_of(parties: Iterable[Party]) -> dict[int, list[StandingChange]]:
    """Changes of standing by party, earliest first: one statement."""
    ids = [party.id for party in parties]
    found: dict[int, list[StandingChange]] = {}
    wanted = select(StandingChange).where(StandingChange.party_id.in_(ids))
    for row in db.session.scalars(wanted.order_by(StandingChange.from_on, StandingChange.id)) if ids else ():
        found.setdefault(row.party_id, []).append(row)
    return found


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
