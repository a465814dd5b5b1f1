"""Rounds of check-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "round_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_round_days_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_round_days_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_days")),
        sa.UniqueConstraint("meeting_id", "on", name=op.f("uq_round_days_meeting_id_on")),
    )
    op.create_table(
        "round_rooms",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_round_rooms_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_round_rooms_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_rooms")),
        sa.UniqueConstraint("key", name=op.f("uq_round_rooms_key")),
        sa.UniqueConstraint("meeting_id", "name", name=op.f("uq_round_rooms_meeting_id_name")),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["bodies.id"], name=op.f("fk_rounds_body_id_bodies"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_rounds_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_rounds_meeting_id")),
    )
    op.create_table(
        "check_ins",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_check_ins_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_check_ins_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_check_ins_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["meeting_sessions.id"],
            name=op.f("fk_check_ins_session_id_meeting_sessions"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("key", name=op.f("uq_check_ins_key")),
        sa.UniqueConstraint("session_id", name=op.f("uq_check_ins_session_id")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_ins_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_ins_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_ins_party_id"), ["party_id"], unique=False)

    op.create_table(
        "check_in_answers",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("room", sa.String(length=120), nullable=False),
        sa.Column("reply", sa.String(length=60), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_check_in_answers_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["check_in_id"],
            ["check_ins.id"],
            name=op.f("fk_check_in_answers_check_in_id_check_ins"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_check_in_answers_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_check_in_answers_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_answers")),
        sa.UniqueConstraint("check_in_id", "person_id", name=op.f("uq_check_in_answers_check_in_id_person_id")),
        sa.UniqueConstraint("key", name=op.f("uq_check_in_answers_key")),
    )
    with op.batch_alter_table("check_in_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_in_answers_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_in_answers_check_in_id"), ["check_in_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_in_answers_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_in_answers_person_id"), ["person_id"], unique=False)

    op.create_table(
        "check_in_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("side", sa.String(length=60), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_check_in_people_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["check_in_id"],
            ["check_ins.id"],
            name=op.f("fk_check_in_people_check_in_id_check_ins"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_check_in_people_contact_id_contacts"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_check_in_people_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_check_in_people_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_check_in_people_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["terms.id"], name=op.f("fk_check_in_people_term_id_terms"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_people")),
        sa.UniqueConstraint("check_in_id", "person_id", name=op.f("uq_check_in_people_check_in_id_person_id")),
    )
    with op.batch_alter_table("check_in_people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_in_people_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_in_people_check_in_id"), ["check_in_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_in_people_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_in_people_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_in_people_session_id"), ["session_id"], unique=False)

    op.create_table(
        "needs_heard",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=120), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_needs_heard_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["check_in_id"], ["check_ins.id"], name=op.f("fk_needs_heard_check_in_id_check_ins"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_needs_heard_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_needs_heard_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs_heard")),
        sa.UniqueConstraint("key", name=op.f("uq_needs_heard_key")),
    )
    with op.batch_alter_table("needs_heard", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needs_heard_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_needs_heard_check_in_id"), ["check_in_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_needs_heard_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_needs_heard_session_id"), ["session_id"], unique=False)

    op.create_table(
        "round_absences",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("check_in_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("said_by", sa.String(length=40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_round_absences_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["check_in_id"], ["check_ins.id"], name=op.f("fk_round_absences_check_in_id_check_ins"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_round_absences_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_round_absences_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_absences")),
        sa.UniqueConstraint("key", name=op.f("uq_round_absences_key")),
    )
    with op.batch_alter_table("round_absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_absences_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_absences_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_absences_person_id"), ["person_id"], unique=False)

    op.create_table(
        "need_traces",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=22), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_need_traces_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["needs_heard.id"], name=op.f("fk_need_traces_need_id_needs_heard"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_traces")),
        sa.UniqueConstraint("key", name=op.f("uq_need_traces_key")),
        sa.UniqueConstraint("need_id", "item_key", name=op.f("uq_need_traces_need_id_item_key")),
    )
    with op.batch_alter_table("need_traces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_traces_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_traces_item_key"), ["item_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_need_traces_need_id"), ["need_id"], unique=False)

    with op.batch_alter_table("meeting_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_check_in", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("meeting_sessions", schema=None) as batch_op:
        # Sessions on record are none; the default of new rows stays with the program.
        batch_op.alter_column("is_check_in", existing_type=sa.Boolean(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("meeting_sessions", schema=None) as batch_op:
        batch_op.drop_column("is_check_in")

    with op.batch_alter_table("need_traces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_traces_need_id"))
        batch_op.drop_index(batch_op.f("ix_need_traces_item_key"))
        batch_op.drop_index(batch_op.f("ix_need_traces_body_id"))

    op.drop_table("need_traces")
    with op.batch_alter_table("round_absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_absences_person_id"))
        batch_op.drop_index(batch_op.f("ix_round_absences_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_round_absences_body_id"))

    op.drop_table("round_absences")
    with op.batch_alter_table("needs_heard", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_needs_heard_session_id"))
        batch_op.drop_index(batch_op.f("ix_needs_heard_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_needs_heard_check_in_id"))
        batch_op.drop_index(batch_op.f("ix_needs_heard_body_id"))

    op.drop_table("needs_heard")
    with op.batch_alter_table("check_in_people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_in_people_session_id"))
        batch_op.drop_index(batch_op.f("ix_check_in_people_person_id"))
        batch_op.drop_index(batch_op.f("ix_check_in_people_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_check_in_people_check_in_id"))
        batch_op.drop_index(batch_op.f("ix_check_in_people_body_id"))

    op.drop_table("check_in_people")
    with op.batch_alter_table("check_in_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_in_answers_person_id"))
        batch_op.drop_index(batch_op.f("ix_check_in_answers_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_check_in_answers_check_in_id"))
        batch_op.drop_index(batch_op.f("ix_check_in_answers_body_id"))

    op.drop_table("check_in_answers")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_ins_party_id"))
        batch_op.drop_index(batch_op.f("ix_check_ins_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_check_ins_body_id"))

    op.drop_table("check_ins")
    op.drop_table("rounds")
    op.drop_table("round_rooms")
    op.drop_table("round_days")
