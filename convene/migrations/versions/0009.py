"""The record of a meeting: notes, what goes out of them, corrections, attendance."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "quorum_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_quorum_rules_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quorum_rules")),
        sa.UniqueConstraint("body_id", name=op.f("uq_quorum_rules_body_id")),
    )
    op.create_table(
        "attendances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("session_key", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_attendances_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_attendances_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_attendances_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_attendances_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendances")),
        sa.UniqueConstraint("session_key", "person_id", name=op.f("uq_attendances_session_key_person_id")),
    )
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendances_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "note_paragraphs",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=22), nullable=False),
        sa.Column("origin", sa.String(length=22), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("marking", sa.String(length=60), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_note_paragraphs_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_note_paragraphs_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_note_paragraphs_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_paragraphs")),
        sa.UniqueConstraint("item_key", "origin", name=op.f("uq_note_paragraphs_item_key_origin")),
        sa.UniqueConstraint("key", name=op.f("uq_note_paragraphs_key")),
    )
    with op.batch_alter_table("note_paragraphs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_paragraphs_item_key"), ["item_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_paragraphs_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "note_takers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_note_takers_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_note_takers_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_note_takers_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_takers")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_note_takers_meeting_id")),
    )
    op.create_table(
        "outcome_texts",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_outcome_texts_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_outcome_texts_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_texts")),
        sa.UniqueConstraint("key", name=op.f("uq_outcome_texts_key")),
    )
    with op.batch_alter_table("outcome_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_texts_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outcome_texts_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "records",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(length=80), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("adopted_at_id", sa.Integer(), nullable=True),
        sa.Column("with_guests", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["adopted_at_id"], ["meetings.id"], name=op.f("fk_records_adopted_at_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_records_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_records_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("key", name=op.f("uq_records_key")),
        sa.UniqueConstraint("meeting_id", "revision", name=op.f("uq_records_meeting_id_revision")),
    )
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_records_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_records_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "note_conflicts",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("marking", sa.String(length=60), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=40), nullable=False),
        sa.Column("choice", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_note_conflicts_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_note_conflicts_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["note_paragraphs.id"],
            name=op.f("fk_note_conflicts_paragraph_id_note_paragraphs"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_note_conflicts_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_conflicts")),
        sa.UniqueConstraint("key", name=op.f("uq_note_conflicts_key")),
    )
    with op.batch_alter_table("note_conflicts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_conflicts_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_conflicts_paragraph_id"), ["paragraph_id"], unique=False)

    op.create_table(
        "note_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("marking", sa.String(length=60), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_note_versions_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_note_versions_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["note_paragraphs.id"],
            name=op.f("fk_note_versions_paragraph_id_note_paragraphs"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_note_versions_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_versions")),
        sa.UniqueConstraint("paragraph_id", "revision", name=op.f("uq_note_versions_paragraph_id_revision")),
    )
    with op.batch_alter_table("note_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_versions_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "record_paragraphs",
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("narrowed", sa.Boolean(), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("for_admitted", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_record_paragraphs_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_record_paragraphs_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_record_paragraphs_record_id_records"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["note_paragraphs.id"],
            name=op.f("fk_record_paragraphs_source_id_note_paragraphs"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_paragraphs")),
        sa.UniqueConstraint("key", name=op.f("uq_record_paragraphs_key")),
    )
    with op.batch_alter_table("record_paragraphs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_paragraphs_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_paragraphs_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_paragraphs_record_id"), ["record_id"], unique=False)

    op.create_table(
        "speakers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_speakers_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_speakers_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["note_paragraphs.id"],
            name=op.f("fk_speakers_paragraph_id_note_paragraphs"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers")),
        sa.UniqueConstraint("paragraph_id", name=op.f("uq_speakers_paragraph_id")),
    )
    with op.batch_alter_table("speakers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speakers_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "record_corrections",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fate", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_record_corrections_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_record_corrections_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"],
            ["record_paragraphs.id"],
            name=op.f("fk_record_corrections_paragraph_id_record_paragraphs"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_record_corrections_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_record_corrections_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_corrections")),
        sa.UniqueConstraint("key", name=op.f("uq_record_corrections_key")),
    )
    with op.batch_alter_table("record_corrections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_record_corrections_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_corrections_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_corrections_paragraph_id"), ["paragraph_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_record_corrections_party_id"), ["party_id"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("record_corrections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_corrections_party_id"))
        batch_op.drop_index(batch_op.f("ix_record_corrections_paragraph_id"))
        batch_op.drop_index(batch_op.f("ix_record_corrections_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_record_corrections_body_id"))

    op.drop_table("record_corrections")
    with op.batch_alter_table("speakers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speakers_meeting_id"))

    op.drop_table("speakers")
    with op.batch_alter_table("record_paragraphs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_paragraphs_record_id"))
        batch_op.drop_index(batch_op.f("ix_record_paragraphs_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_record_paragraphs_item_id"))

    op.drop_table("record_paragraphs")
    with op.batch_alter_table("note_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_versions_meeting_id"))

    op.drop_table("note_versions")
    with op.batch_alter_table("note_conflicts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_conflicts_paragraph_id"))
        batch_op.drop_index(batch_op.f("ix_note_conflicts_meeting_id"))

    op.drop_table("note_conflicts")
    with op.batch_alter_table("records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_records_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_records_body_id"))

    op.drop_table("records")
    with op.batch_alter_table("outcome_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_texts_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_outcome_texts_body_id"))

    op.drop_table("outcome_texts")
    op.drop_table("note_takers")
    with op.batch_alter_table("note_paragraphs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_paragraphs_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_note_paragraphs_item_key"))

    op.drop_table("note_paragraphs")
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendances_meeting_id"))

    op.drop_table("attendances")
    op.drop_table("quorum_rules")
