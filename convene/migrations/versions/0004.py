"""Applications for membership with their dossiers, changes of standing, and individuals who are members themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Presets in which people hold seats in their own right: bodies founded before this step follow theirs.
WITH_INDIVIDUALS = ("S7", "S8", "S11")
INDEXED = {
    "applications": ("body_id", "party_id", "meeting_id"),
    "application_criteria": ("body_id", "application_id"),
    "application_evidence": ("body_id", "application_id", "criterion_id"),
    "application_decisions": ("body_id", "application_id", "meeting_id"),
    "standing_changes": ("body_id", "party_id"),
}
POINTS_TO = {
    "body_id": "bodies",
    "party_id": "parties",
    "meeting_id": "meetings",
    "application_id": "applications",
    "criterion_id": "application_criteria",
}


def _table(name: str, *columns: sa.Column[object], also: tuple[sa.Constraint, ...] = ()) -> None:
    """A table with what every keyed one has, its pointers and their indexes."""
    points = [
        sa.ForeignKeyConstraint(
            [column], [f"{POINTS_TO[column]}.id"], name=op.f(f"fk_{name}_{column}_{POINTS_TO[column]}"),
            ondelete="RESTRICT",
        )
        for column in INDEXED[name]
    ]  # fmt: skip
    op.create_table(
        name,
        *columns,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        *points,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("key", name=op.f(f"uq_{name}_key")),
        *also,
    )
    with op.batch_alter_table(name) as batch:
        for column in INDEXED[name]:
            batch.create_index(op.f(f"ix_{name}_{column}"), [column], unique=False)


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _word(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=60), nullable=nullable)


def _announced() -> sa.Column[object]:
    return sa.Column("announced", sa.Boolean(), nullable=False)


def upgrade() -> None:
    """Apply this step."""
    _applications()
    _table(
        "application_evidence",
        _id("body_id"),
        _id("application_id"),
        _id("criterion_id"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        _word("source_kind"),
        _word("reliability"),
        sa.Column("entered_by", sa.String(length=40), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        _announced(),
    )
    _table(
        "application_decisions",
        _id("body_id"),
        _id("application_id"),
        _id("meeting_id", nullable=True),
        _word("decision"),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        _announced(),
    )
    _table(
        "standing_changes",
        _id("body_id"),
        _id("party_id"),
        sa.Column("from_on", sa.Date(), nullable=False),
        _word("before", nullable=True),
        _word("after", nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
    )
    with op.batch_alter_table("bodies") as batch:
        batch.add_column(sa.Column("has_individuals", sa.Boolean(), nullable=False, server_default=sa.false()))
    bodies = sa.table("bodies", sa.column("preset", sa.String()), sa.column("has_individuals", sa.Boolean()))
    op.execute(bodies.update().where(bodies.c.preset.in_(WITH_INDIVIDUALS)).values(has_individuals=True))
    with op.batch_alter_table("bodies") as batch:
        batch.alter_column("has_individuals", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def _applications() -> None:
    _table(
        "applications",
        _id("body_id"),
        _id("party_id", nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        _word("kind"),
        sa.Column("country", sa.String(length=2), nullable=False),
        _word("standing"),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _announced(),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=True),
        _id("meeting_id", nullable=True),
        _word("decision", nullable=True),
    )
    _table(
        "application_criteria",
        _id("body_id"),
        _id("application_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _word("assessment"),
        sa.Column("remark", sa.Text(), nullable=False),
        _announced(),
        also=(
            sa.UniqueConstraint(
                "application_id", "position", name=op.f("uq_application_criteria_application_id_position")
            ),
        ),
    )


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("bodies") as batch:
        batch.drop_column("has_individuals")
    for name in reversed(INDEXED):
        with op.batch_alter_table(name) as batch:
            for column in INDEXED[name]:
                batch.drop_index(op.f(f"ix_{name}_{column}"))
        op.drop_table(name)
