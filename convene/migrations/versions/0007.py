"""Open registration, and mail to people who are no users."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "open_registrations",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kept_days", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_open_registrations_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_open_registrations_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_registrations")),
        sa.UniqueConstraint("key", name=op.f("uq_open_registrations_key")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_open_registrations_meeting_id")),
    )
    with op.batch_alter_table("open_registrations") as batch_op:
        batch_op.create_index(batch_op.f("ix_open_registrations_body_id"), ["body_id"], unique=False)

    op.create_table(
        "registration_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_registration_sessions_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["open_registrations.id"],
            name=op.f("fk_registration_sessions_registration_id_open_registrations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["meeting_sessions.id"],
            name=op.f("fk_registration_sessions_session_id_meeting_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_sessions")),
        sa.UniqueConstraint(
            "registration_id", "session_id", name=op.f("uq_registration_sessions_registration_id_session_id")
        ),
    )
    with op.batch_alter_table("registration_sessions") as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_sessions_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_sessions_session_id"), ["session_id"], unique=False)

    op.create_table(
        "registrants",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=True),
        sa.Column("country", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("access_needs", sa.Text(), nullable=False),
        sa.Column("is_at_risk", sa.Boolean(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_registrants_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_registrants_invitation_id_invitations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_registrants_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["open_registrations.id"],
            name=op.f("fk_registrants_registration_id_open_registrations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrants")),
        sa.UniqueConstraint("key", name=op.f("uq_registrants_key")),
        sa.UniqueConstraint("registration_id", "address", name=op.f("uq_registrants_registration_id_address")),
    )
    with op.batch_alter_table("registrants") as batch_op:
        batch_op.create_index(batch_op.f("ix_registrants_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registrants_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registrants_registered_at"), ["registered_at"], unique=False)

    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("outsider", sa.String(length=22), nullable=False, server_default=""))
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_index(batch_op.f("ix_outbox_outsider"), ["outsider"], unique=False)
    with op.batch_alter_table("outbox") as batch_op:
        # The value was for the rows that are there; new ones get theirs from the program.
        batch_op.alter_column(
            "outsider", existing_type=sa.String(length=22), existing_nullable=False, server_default=None
        )


def downgrade() -> None:
    """Take this step back."""
    # The program as it was before cannot send them.
    op.execute("DELETE FROM outbox WHERE person_id IS NULL")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_outsider"))
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("outsider")
    with op.batch_alter_table("registrants") as batch_op:
        batch_op.drop_index(batch_op.f("ix_registrants_registered_at"))
        batch_op.drop_index(batch_op.f("ix_registrants_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_registrants_body_id"))

    op.drop_table("registrants")
    with op.batch_alter_table("registration_sessions") as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_sessions_session_id"))
        batch_op.drop_index(batch_op.f("ix_registration_sessions_registration_id"))

    op.drop_table("registration_sessions")
    with op.batch_alter_table("open_registrations") as batch_op:
        batch_op.drop_index(batch_op.f("ix_open_registrations_body_id"))

    op.drop_table("open_registrations")
