"""Reads of national preparation and of statements on assets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from convene.access import rules
from convene.access.scope import current_reader, guard
from convene.assets.models import AssetLine, AssetStatement, Preparation
from convene.assets.terms import Given, Said
from convene.bodies.models import Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.ical.terms import Partstat
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.models import Contact, Term
from convene.people.terms import SEAT_ROLES, AssetClass

guard(Preparation, rules.sees_seated, body=Preparation.body_id, announced=Preparation.announced)
for _model in (AssetStatement, AssetLine):
    guard(_model, rules.sees_filed, body=_model.body_id, party=_model.party_id, announced=_model.announced)


@dataclass(frozen=True, slots=True)
class Kept:
    """A statement with its lines; `is_for_this` where it was made for the meeting that is looked at."""

    statement: AssetStatement
    lines: dict[AssetClass, Said]
    is_for_this: bool

    @property
    def given(self) -> Given:
        """What it says."""
        return Given(self.statement.prepared_on, self.statement.answers, self.lines)


@dataclass(frozen=True, slots=True)
class Owed:
    """A statement that the reader's State owes; `due_at` is UTC, `zone` the host's."""

    meeting_key: str
    title: str
    due_at: datetime
    zone: str


def preparation_of(meeting: Meeting) -> Preparation | None:
    """What a meeting asks of the capitals, as far as this reader may see it: seats once it was sent."""
    return db.session.scalars(select(Preparation).where(Preparation.meeting_id == meeting.id)).one_or_none()


def seat_of(body_id: int, at: datetime) -> Party | None:
    """The member whose seat the reader holds in a body today; a delegate or contact of a member holds none."""
    wanted = (
        select(Party)
        .join(Term, Term.party_id == Party.id)
        .where(
            Party.body_id == body_id,
            Party.standing == Standing.MEMBER,
            Term.person_id == current_reader().person,
            Term.role.in_(SEAT_ROLES),
            Term.starts_at <= at,
            or_(Term.ends_at.is_(None), Term.ends_at > at),
        )
        .order_by(Party.id)
        .limit(1)
    )
    return db.session.scalars(wanted).first()


def said_in(line: AssetLine) -> Said:
    """What a line says."""
    return Said(line.existence, line.capacity, line.availability, line.caveats)


def statements_until(meeting: Meeting, party: Party | None = None) -> dict[int, list[Kept]]:
    """The statements for a meeting and those filed for earlier ones, by party (internal id), the latest first.

    Drafts for this meeting are among them where the reader may see them. Two selects, however many members there are.
    """
    which = [AssetStatement.body_id == meeting.body_id]
    which.append(or_(AssetStatement.announced.is_(True), AssetStatement.meeting_id == meeting.id))
    which.append(or_(Meeting.starts_on < meeting.starts_on, Meeting.id == meeting.id))
    if party is not None:
        which.append(AssetStatement.party_id == party.id)
    rows = db.session.scalars(
        select(AssetStatement)
        .join(Meeting, Meeting.id == AssetStatement.meeting_id)
        .where(*which)
        .order_by(Meeting.starts_on.desc(), Meeting.id.desc())
    ).all()
    lines: dict[int, dict[AssetClass, Said]] = {}
    wanted = (
        select(AssetLine)
        .join(AssetStatement, AssetStatement.id == AssetLine.statement_id)
        .join(Meeting, Meeting.id == AssetStatement.meeting_id)
        .where(*which)
    )
    for line in db.session.scalars(wanted):
        lines.setdefault(line.statement_id, {})[line.asset_class] = said_in(line)
    found: dict[int, list[Kept]] = {}
    for row in rows:
        kept = Kept(row, lines.get(row.id, {}), is_for_this=row.meeting_id == meeting.id)
        found.setdefault(row.party_id, []).append(kept)
    return found


def lines_of(statement: AssetStatement) -> list[AssetLine]:
    """The lines of a statement."""
    return list(db.session.scalars(select(AssetLine).where(AssetLine.statement_id == statement.id)))


def statement_of(meeting: Meeting, party_id: int) -> AssetStatement | None:
    """A State's statement for a meeting, filed or not, as far as this reader may see it."""
    wanted = select(AssetStatement).where(AssetStatement.meeting_id == meeting.id, AssetStatement.party_id == party_id)
    return db.session.scalars(wanted).one_or_none()


def officials_of(meeting: Meeting) -> dict[int, dict[AssetClass, list[str]]]:
    """Who answers for which class, by party (internal id) and name; whoever declined does not (A12)."""
    rows = db.session.execute(
        select(Invitation.party_id, Invitation.asset_class, Contact.name)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(
            Invitation.meeting_id == meeting.id,
            Invitation.asset_class.is_not(None),
            Invitation.state != InvitationState.WITHDRAWN,
            Invitation.partstat != Partstat.DECLINED,
        )
        .order_by(Contact.name)
    )
    found: dict[int, dict[AssetClass, list[str]]] = {}
    for party, asset_class, name in rows:
        if party is not None and asset_class is not None:
            found.setdefault(party, {}).setdefault(asset_class, []).append(name)
    return found


def owed_statements() -> list[Owed]:
    """The statements that the reader's State was asked for and has not filed, the soonest due first; one statement."""
    reader = current_reader()
    if not reader.seats or not reader.parties:
        return []
    filed = AssetStatement.announced.is_(True) & (AssetStatement.party_id == Party.id)
    rows = db.session.execute(
        select(Meeting.key, Meeting.title, Preparation.due_at, Meeting.zone)
        .join(Preparation, Preparation.meeting_id == Meeting.id)
        .join(Party, Party.body_id == Meeting.body_id)
        .outerjoin(AssetStatement, (AssetStatement.meeting_id == Meeting.id) & filed)
        .where(
            Preparation.announced.is_(True),
            Meeting.body_id.in_(reader.seats),
            Meeting.state.in_((MeetingState.CONVENED, MeetingState.IN_SESSION)),
            Party.id.in_(reader.parties),
            Party.standing == Standing.MEMBER,
            AssetStatement.id.is_(None),
        )
        .order_by(Preparation.due_at, Meeting.id)
    )
    return [Owed(*row) for row in rows.all()]
