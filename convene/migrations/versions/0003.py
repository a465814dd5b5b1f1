"""Anchor dates of a body, offices held, milestones, and what a meeting hangs on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "anchor_dates",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("confidence", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_anchor_dates_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchor_dates")),
        sa.UniqueConstraint("body_id", "event", "year", name=op.f("uq_anchor_dates_body_id_event_year")),
        sa.UniqueConstraint("key", name=op.f("uq_anchor_dates_key")),
    )
    op.create_table(
        "offices",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("holder", sa.String(length=160), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_offices_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
        sa.UniqueConstraint("key", name=op.f("uq_offices_key")),
    )
    op.create_table(
        "milestones",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_milestones_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_milestones_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("key", name=op.f("uq_milestones_key")),
        sa.UniqueConstraint("meeting_id", "step", name=op.f("uq_milestones_meeting_id_step")),
    )
    op.create_table(
        "milestone_days",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=60), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_milestone_days_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_days")),
        sa.UniqueConstraint("body_id", "line", "step", name=op.f("uq_milestone_days_body_id_line_step")),
        sa.UniqueConstraint("key", name=op.f("uq_milestone_days_key")),
    )
    for table in ("anchor_dates", "offices", "milestones", "milestone_days"):
        with op.batch_alter_table(table) as batch:
            batch.create_index(batch.f(f"ix_{table}_body_id"), ["body_id"], unique=False)
    with op.batch_alter_table("milestones") as batch:
        batch.create_index(batch.f("ix_milestones_meeting_id"), ["meeting_id"], unique=False)
    with op.batch_alter_table("parties") as batch:
        batch.add_column(sa.Column("host_position", sa.Integer()))
        batch.add_column(sa.Column("host_passes_in", sa.Integer()))
    with op.batch_alter_table("meetings") as batch:
        batch.add_column(sa.Column("line", sa.String(60), nullable=False, server_default=""))
        batch.add_column(sa.Column("anchor", sa.String(120), nullable=False, server_default=""))
        batch.add_column(sa.Column("host_id", sa.Integer()))
        batch.create_foreign_key("fk_meetings_host_id_parties", "parties", ["host_id"], ["id"], ondelete="RESTRICT")
    # Existing rows were given their value; the defaults of new rows stay with the program.
    with op.batch_alter_table("meetings") as batch:
        for name, length in (("line", 60), ("anchor", 120)):
            batch.alter_column(name, existing_type=sa.String(length), existing_nullable=False, server_default=None)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("meetings") as batch:
        batch.drop_constraint("fk_meetings_host_id_parties", type_="foreignkey")
        for name in ("host_id", "anchor", "line"):
            batch.drop_column(name)
    with op.batch_alter_table("parties") as batch:
        batch.drop_column("host_passes_in")
        batch.drop_column("host_position")
    with op.batch_alter_table("milestones") as batch:
        batch.drop_index(batch.f("ix_milestones_meeting_id"))
    for table in ("milestone_days", "milestones", "offices", "anchor_dates"):
        with op.batch_alter_table(table) as batch:
            batch.drop_index(batch.f(f"ix_{table}_body_id"))
        op.drop_table(table)
