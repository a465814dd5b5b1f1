"""Writes of standing: a party becomes something else to a body, or leaves it; its seats end with that."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from convene import clock, journal
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.meetings.actions import letter_findings, refuse
from convene.membership import rules
from convene.membership.models import StandingChange
from convene.people.actions import end_term
from convene.people.models import Term
from convene.people.terms import PARTY_SEATS

A_DAY = timedelta(days=1)


def change_standing(
    body: Body, party: Party, after: Standing | None, *, on: date, reason: str, by: str, at: datetime
) -> int:
    """From that day a party is something else to the body; with `after` None it leaves with that day as its last.

    Its seats end on the day before, or with all its terms on the last day. Gives how many terms ended. Raises Refused.
    """
    today = clock.local(at, body.zone).date()
    refuse(rules.change_findings(party.standing, after, on=on, joined_on=party.joined_on, today=today))
    refuse(letter_findings({"reason": reason}))
    if after is not None:
        return set_standing(body, party, after, on=on, reason=reason, by=by, at=at)
    note_change(party, on=on, before=party.standing, after=None, reason=reason, by=by, at=at)
    party.left_on = on
    return _end_terms(body, party, last=on, seats_alone=False, by=by, at=at)


def set_standing(body: Body, party: Party, after: Standing, *, on: date, reason: str, by: str, at: datetime) -> int:
    """What a party is from that day on; whoever is no member any more has no seats. Gives how many terms ended."""
    before, party.standing = party.standing, after
    note_change(party, on=on, before=before, after=after, reason=reason, by=by, at=at)
    party.left_on = None
    if after is Standing.MEMBER:
        party.joined_on = on
        return 0
    return _end_terms(body, party, last=on - A_DAY, seats_alone=True, by=by, at=at)


def note_change(
    party: Party, *, on: date, before: Standing | None, after: Standing | None, reason: str, by: str, at: datetime
) -> None:
    """Keep from when a party was what, and why."""
    db.session.add(
        StandingChange(body_id=party.body_id, party_id=party.id, from_on=on, before=before, after=after, reason=reason)
    )
    journal.record(
        "party.standing" if after is not None else "party.leave",
        by=by,
        at=at,
        body=party.body_id,
        kind="party",
        key=party.key,
        change={"on": on, "before": before, "after": after, "reason": reason},
    )


def _end_terms(body: Body, party: Party, *, last: date, seats_alone: bool, by: str, at: datetime) -> int:
    """End what would run beyond that day; what has not begun by then is taken off the record."""
    wanted = select(Term).where(Term.body_id == body.id, Term.party_id == party.id)
    ended = 0
    for term in db.session.scalars(wanted).all():
        runs_on = term.ends_on is None or term.ends_on > last
        if not runs_on or (seats_alone and term.role not in PARTY_SEATS):
            continue
        ended += 1
        if term.starts_at > at:
            journal.record(
                "term.drop", by=by, at=at, body=body.id, kind="term", key=term.key, change={"role": term.role}
            )
            db.session.delete(term)
        else:
            end_term(term, body=body, ends_on=max(last, term.starts_on), by=by, at=at)
    return ended
