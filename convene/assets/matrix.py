"""The matrix of assets, built for one reader from the statements that they may see; and the secretariat's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from convene.assets import rules
from convene.assets.models import AssetStatement, Preparation
from convene.assets.queries import Kept, officials_of, preparation_of, statements_until
from convene.assets.terms import MatrixView, Stated
from convene.bodies.models import Party
from convene.bodies.queries import members_of
from convene.findings import Finding
from convene.meetings.models import Meeting
from convene.people.terms import AssetClass


@dataclass(frozen=True, slots=True)
class Board:
    """The matrix with the rows that it was made from: the members in name order and their statements, latest first."""

    view: MatrixView
    preparation: Preparation | None
    members: tuple[Party, ...]
    statements: Mapping[int, Sequence[Kept]]

    def findings(self) -> list[Finding]:
        """A13 held against the matrix."""
        return rules.a13_statements(self.view.rows)


@dataclass(frozen=True, slots=True)
class Filer:
    """One line of the secretariat's list: a member, its statement for this meeting if any, and its officials (A12).

    `state` is “filed”, “late”, “draft” or “owes”.
    """

    name: str
    state: str
    late: str
    statement: AssetStatement | None
    lines: Mapping[AssetClass, object]
    officials: Mapping[AssetClass, Sequence[str]]
    finding: Finding


def board_of(meeting: Meeting, *, at: datetime) -> Board:
    """The matrix for the present reader, who holds a seat in the body or keeps it; four statements."""
    preparation = preparation_of(meeting)
    statements = statements_until(meeting)
    members = [
        party
        for party in members_of(meeting.body)
        if party.left_on is None or party.left_on >= meeting.starts_on or _own(statements.get(party.id, ())) is not None
    ]
    rows = [
        rules.row_of(p.name, [_stated(k) for k in statements.get(p.id, ()) if k.statement.announced], at=at)
        for p in members
    ]
    view = MatrixView(
        body_name=meeting.body.name,
        body_short_name=meeting.body.short_name,
        title=meeting.title,
        symbol=meeting.symbol,
        zone=meeting.zone,
        due_at=preparation.due_at if preparation else None,
        questions=preparation.questions if preparation else "",
        rows=tuple(rows),
        classes=tuple(rules.summary_of(each, rows) for each in AssetClass),
    )
    return Board(view, preparation, tuple(members), statements)


def _stated(kept: Kept) -> Stated:
    row = kept.statement
    return Stated(
        stated_at=row.changed_at,
        lines=kept.lines,
        answers=row.answers,
        prepared_on=row.prepared_on,
        late_minutes=row.late_minutes,
        is_for_this=kept.is_for_this,
    )


def _own(statements: Sequence[Kept]) -> Kept | None:
    """The statement for the meeting itself, filed or not."""
    return next((kept for kept in statements if kept.is_for_this), None)


def filers(board: Board, meeting: Meeting) -> list[Filer]:
    """Who has filed, who was late, who keeps a draft, who owes; and whom each has named for which class (A12)."""
    named = officials_of(meeting)
    found = []
    for party in board.members:
        kept = _own(board.statements.get(party.id, ()))
        officials = named.get(party.id, {})
        found.append(
            Filer(
                party.name,
                _state(kept.statement if kept else None),
                rules.late_words(kept.statement.late_minutes) if kept else "",
                kept.statement if kept else None,
                kept.lines if kept else {},
                officials,
                rules.a12_officials(party.name, officials),
            )
        )
    return found


def _state(statement: AssetStatement | None) -> str:
    if statement is None:
        return "owes"
    if not statement.announced:
        return "draft"
    return "late" if statement.is_late else "filed"
