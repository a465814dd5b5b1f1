"""Who were members on the day of a session, and which quorum held on it: what came later has no part in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from convene import journal
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.journal import JournalEntry
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.people.models import Term
from convene.people.terms import PARTY_SEATS
from convene.records import rules
from convene.records.models import Attendance, OtherPresent, QuorumRule
from convene.records.queries import quorum_rules
from convene.records.terms import Quorum


class Bench:
    """The parties of a body, since when each is a member as far as it is known, and its quorums: read once."""

    def __init__(self, body_id: int) -> None:
        rows = db.session.scalars(select(Party).where(Party.body_id == body_id).order_by(Party.name))
        self.parties: dict[int | None, Party] = {p.id: p for p in rows}
        seats = select(Term.party_id, Term.starts_on, Term.ends_on).where(
            Term.body_id == body_id, Term.role.in_(PARTY_SEATS), Term.party_id.is_not(None)
        )
        self.seats = [(party, starts_on, ends_on) for party, starts_on, ends_on in db.session.execute(seats)]
        taken = select(JournalEntry.object_key, JournalEntry.at).where(
            JournalEntry.body_id == body_id, JournalEntry.act == "party.take"
        )
        self.taken_on: dict[str, date] = {key: at.date() for key, at in db.session.execute(taken)}
        self.rules = quorum_rules(body_id)

    def members(self, on: date) -> dict[int, Party]:
        """The parties that were members on a day: by what is on record of them, or since they had a seat."""
        seated = {
            party for party, starts_on, ends_on in self.seats if starts_on <= on and (not ends_on or on <= ends_on)
        }
        return {
            p.id: p
            for p in self.parties.values()
            if p.id in seated or (p.standing is Standing.MEMBER and self._belonged(p, on, is_known=bool(seated)))
        }

    def _belonged(self, party: Party, on: date, *, is_known: bool) -> bool:
        """Whether what is a member today was one on that day.

        Where no day is on record, it is since its first seat or since it was taken on record, if seats are known of
        that time (`is_known`): of the time before a body came into the system nothing else can be said.
        """
        if party.left_on is not None and party.left_on < on:
            return False
        if party.joined_on is not None:
            return party.joined_on <= on
        first_seats = [first for party_id, first, _ in self.seats if party_id == party.id]
        return not is_known or min([self.taken_on.get(party.key, on), *first_seats]) <= on

    def rule(self, on: date) -> Quorum:
        """The quorum that held on a day."""
        return next((Quorum(r.number, r.percent) for r in self.rules if r.from_on <= on), Quorum())

    def quorum(self, on: date, rows: Iterable[Attendance], others: Iterable[OtherPresent]) -> Finding | None:
        """The quorum of a session of that day; none is told where no party is a member (a body of individuals)."""
        members = self.members(on)
        if not members:
            return None
        there = {a.party_id for a in rows if a.is_present and a.party_id in members}
        there |= {o.party_id for o in others if o.party_id in members}
        return rules.quorum_finding(len(there), len(members), self.rule(on))

    def has_quorum(self, meeting: Meeting) -> bool:
        """Whether a quorum is told of any session of a meeting: where no party is a member, there is none."""
        return any(self.members(session.on) for session in sessions_of(meeting.id))

    def expected(self, on: date, coming: Iterable[int | None]) -> Finding | None:
        """How the quorum would stand with the parties whose people accepted; none where no party is a member."""
        members = self.members(on)
        if not members:
            return None
        return rules.expected_finding(len({p for p in coming if p in members}), len(members), self.rule(on))


def set_quorum(body: Body, quorum: Quorum, *, from_on: date, is_complete: bool, by: str, at: datetime) -> None:
    """Set a body's own quorum from a day on; earlier sessions keep theirs. Raises Refused where a number is missing."""
    if not is_complete:
        raise Refused((Finding("", Level.REFUSE, "Enter how many.", "number"),))
    row = next((r for r in quorum_rules(body.id) if r.from_on == from_on), None)
    if row is None:
        row = QuorumRule(body_id=body.id, from_on=from_on)
        db.session.add(row)
    row.number, row.percent = quorum.number, quorum.percent
    change = {"number": quorum.number, "in a hundred": quorum.percent, "from": from_on.isoformat()}
    journal.record("quorum.set", by=by, at=at, body=body.id, kind="body", key=body.key, change=change)


def quorum_of(body: Body, *, on: date) -> Quorum:
    """The quorum that holds on a day."""
    return next((quorum for day, quorum in held(body) if day <= on), Quorum())


def held(body: Body) -> list[tuple[date, Quorum]]:
    """A body's own quorums with the day from which each holds, the last to hold first."""
    return [(r.from_on, Quorum(r.number, r.percent)) for r in quorum_rules(body.id)]
