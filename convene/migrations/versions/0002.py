"""Agendas that assemble themselves, their stages, calls for papers, assets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


BODY_DEFAULTS = {
    "agenda_notice_days": 21,
    "proposals_due_days": 35,
    "brief_pages_most": 3,
    "brief_minutes_most": 5,
    "grace_hours": 24,
    "notes_kept_days": 90,
}


# Columns that existing rows are given a value for; the defaults of new rows stay with the program.
GIVEN = {
    "agenda_items": ("thread", "revision", "section", "themes", "annotation", "progress"),
    "bodies": (*BODY_DEFAULTS, "brief_wants_asks", "brief_refuses"),
    "paper_versions": ("late_minutes",),
    "papers": ("language",),
}


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "watched_countries",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=120), nullable=False),
        sa.Column("risk", sa.String(length=60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_watched_countries_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_countries")),
        sa.UniqueConstraint("body_id", "country", name=op.f("uq_watched_countries_body_id_country")),
        sa.UniqueConstraint("key", name=op.f("uq_watched_countries_key")),
    )
    with op.batch_alter_table("watched_countries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_watched_countries_body_id"), ["body_id"], unique=False)

    op.create_table(
        "agenda_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("item_key", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("is_undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_agenda_edits_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_edits_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_edits")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_agenda_edits_meeting_id_number")),
    )
    with op.batch_alter_table("agenda_edits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_edits_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "agenda_stages",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(length=80), nullable=False),
        sa.Column("circulated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("notice_kept", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_agenda_stages_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_stages_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_stages")),
        sa.UniqueConstraint("key", name=op.f("uq_agenda_stages_key")),
        sa.UniqueConstraint("meeting_id", "revision", name=op.f("uq_agenda_stages_meeting_id_revision")),
    )
    with op.batch_alter_table("agenda_stages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_stages_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_stages_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "asset_statements",
        sa.Column("prepared_on", sa.Date(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_asset_statements_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_asset_statements_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_asset_statements_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_statements")),
        sa.UniqueConstraint("key", name=op.f("uq_asset_statements_key")),
        sa.UniqueConstraint("meeting_id", "party_id", name=op.f("uq_asset_statements_meeting_id_party_id")),
    )
    with op.batch_alter_table("asset_statements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_statements_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_statements_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_statements_party_id"), ["party_id"], unique=False)

    op.create_table(
        "incoming_entries",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("origin", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("provenance", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("countries", sa.String(length=300), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("thread", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("fate", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=40), nullable=False),
        sa.Column("item_key", sa.String(length=22), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_incoming_entries_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["incoming_entries.id"],
            name=op.f("fk_incoming_entries_follows_id_incoming_entries"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_incoming_entries_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_incoming_entries_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_incoming_entries_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_entries")),
        sa.UniqueConstraint("key", name=op.f("uq_incoming_entries_key")),
        sa.UniqueConstraint(
            "meeting_id", "source", "origin", name=op.f("uq_incoming_entries_meeting_id_source_origin")
        ),
    )
    with op.batch_alter_table("incoming_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incoming_entries_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incoming_entries_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incoming_entries_party_id"), ["party_id"], unique=False)

    op.create_table(
        "preparations",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("prepare_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_preparations_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_preparations_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preparations")),
        sa.UniqueConstraint("key", name=op.f("uq_preparations_key")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_preparations_meeting_id")),
    )
    with op.batch_alter_table("preparations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preparations_body_id"), ["body_id"], unique=False)

    op.create_table(
        "asset_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("asset_class", sa.String(length=60), nullable=False),
        sa.Column("existence", sa.String(length=60), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("availability", sa.String(length=60), nullable=False),
        sa.Column("caveats", sa.Text(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_asset_lines_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_asset_lines_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_asset_lines_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["asset_statements.id"],
            name=op.f("fk_asset_lines_statement_id_asset_statements"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_lines")),
        sa.UniqueConstraint("statement_id", "asset_class", name=op.f("uq_asset_lines_statement_id_asset_class")),
    )
    with op.batch_alter_table("asset_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asset_lines_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_lines_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_lines_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_asset_lines_statement_id"), ["statement_id"], unique=False)

    op.create_table(
        "stage_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("narrowed", sa.Boolean(), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_stage_items_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_stage_items_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["agenda_stages.id"], name=op.f("fk_stage_items_stage_id_agenda_stages"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_items")),
        sa.UniqueConstraint("stage_id", "item_id", name=op.f("uq_stage_items_stage_id_item_id")),
    )
    with op.batch_alter_table("stage_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_items_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stage_items_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stage_items_stage_id"), ["stage_id"], unique=False)

    op.create_table(
        "stage_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_stage_sessions_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_stage_sessions_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"],
            ["agenda_stages.id"],
            name=op.f("fk_stage_sessions_stage_id_agenda_stages"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_sessions")),
        sa.UniqueConstraint("stage_id", "session_id", name=op.f("uq_stage_sessions_stage_id_session_id")),
    )
    with op.batch_alter_table("stage_sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_sessions_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stage_sessions_stage_id"), ["stage_id"], unique=False)

    op.create_table(
        "chair_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_chair_notes_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_chair_notes_item_id_agenda_items"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_chair_notes_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_chair_notes_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chair_notes")),
        sa.UniqueConstraint("item_id", name=op.f("uq_chair_notes_item_id")),
    )
    with op.batch_alter_table("chair_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chair_notes_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "paper_calls",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grace_hours", sa.Integer(), nullable=False),
        sa.Column("extended_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extension_reason", sa.String(length=300), nullable=False),
        sa.Column("extended_by", sa.String(length=40), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_paper_calls_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_paper_calls_item_id_agenda_items"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_paper_calls_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_paper_calls_paper_id_papers"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_paper_calls_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_paper_calls_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_calls")),
        sa.UniqueConstraint(
            "item_id", "party_id", "person_id", "kind", name=op.f("uq_paper_calls_item_id_party_id_person_id_kind")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_paper_calls_key")),
    )
    with op.batch_alter_table("paper_calls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_calls_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_calls_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_calls_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_calls_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_calls_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_calls_person_id"), ["person_id"], unique=False)

    op.create_table(
        "paper_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_paper_notes_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_paper_notes_paper_id_papers"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_paper_notes_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_notes")),
        sa.UniqueConstraint("paper_id", "person_id", name=op.f("uq_paper_notes_paper_id_person_id")),
    )
    with op.batch_alter_table("paper_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_notes_erase_at"), ["erase_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_notes_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_notes_person_id"), ["person_id"], unique=False)

    op.create_table(
        "paper_shares",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_paper_shares_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_paper_shares_paper_id_papers"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_paper_shares_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_paper_shares_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_shares")),
        sa.UniqueConstraint("key", name=op.f("uq_paper_shares_key")),
        sa.UniqueConstraint(
            "paper_id", "party_id", "person_id", name=op.f("uq_paper_shares_paper_id_party_id_person_id")
        ),
    )
    with op.batch_alter_table("paper_shares", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_shares_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_shares_paper_id"), ["paper_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_shares_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_shares_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("agenda_items") as batch:
        batch.alter_column(
            "country",
            new_column_name="countries",
            existing_type=sa.String(120),
            type_=sa.String(300),
            existing_nullable=False,
        )
        batch.add_column(sa.Column("parent_id", sa.Integer()))
        batch.add_column(sa.Column("thread", sa.String(22), nullable=False, server_default=""))
        batch.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("section", sa.String(120), nullable=False, server_default=""))
        batch.add_column(sa.Column("themes", sa.Text(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("annotation", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("progress", sa.String(60), nullable=False, server_default="open"))
        batch.add_column(sa.Column("closed_at", sa.DateTime(timezone=True)))
        batch.create_index("ix_agenda_items_thread", ["thread"])
        batch.create_foreign_key(
            "fk_agenda_items_parent_id_agenda_items", "agenda_items", ["parent_id"], ["id"], ondelete="RESTRICT"
        )
    op.execute("UPDATE agenda_items SET thread = key")
    with op.batch_alter_table("bodies") as batch:
        for name, value in BODY_DEFAULTS.items():
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=str(value)))
        for name in ("brief_wants_asks", "brief_refuses"):
            batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("meetings") as batch:
        batch.add_column(sa.Column("proposals_due_at", sa.DateTime(timezone=True)))
        batch.add_column(sa.Column("chair_id", sa.Integer()))
        batch.create_foreign_key("fk_meetings_chair_id_persons", "persons", ["chair_id"], ["id"], ondelete="RESTRICT")
    op.execute("UPDATE meetings SET proposals_due_at = papers_due_at")
    with op.batch_alter_table("meetings") as batch:
        batch.alter_column("proposals_due_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    with op.batch_alter_table("paper_versions") as batch:
        batch.add_column(sa.Column("late_minutes", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("words", sa.Integer()))
        batch.add_column(sa.Column("asks", sa.Boolean()))
        batch.add_column(sa.Column("discussed_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("papers") as batch:
        batch.add_column(sa.Column("language", sa.String(10), nullable=False, server_default="en"))
        batch.add_column(sa.Column("translates_id", sa.Integer()))
        batch.create_index("ix_papers_translates_id", ["translates_id"])
        batch.create_foreign_key(
            "fk_papers_translates_id_papers", "papers", ["translates_id"], ["id"], ondelete="RESTRICT"
        )
    for table, names in GIVEN.items():
        columns = {column["name"]: column["type"] for column in sa.inspect(op.get_bind()).get_columns(table)}
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.alter_column(name, existing_type=columns[name], existing_nullable=False, server_default=None)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("papers", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_papers_translates_id_papers"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_papers_translates_id"))
        batch_op.drop_column("translates_id")
        batch_op.drop_column("language")

    with op.batch_alter_table("paper_versions", schema=None) as batch_op:
        batch_op.drop_column("discussed_at")
        batch_op.drop_column("asks")
        batch_op.drop_column("words")
        batch_op.drop_column("late_minutes")

    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_meetings_chair_id_persons"), type_="foreignkey")
        batch_op.drop_column("chair_id")
        batch_op.drop_column("proposals_due_at")

    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.drop_column("notes_kept_days")
        batch_op.drop_column("grace_hours")
        batch_op.drop_column("brief_refuses")
        batch_op.drop_column("brief_wants_asks")
        batch_op.drop_column("brief_minutes_most")
        batch_op.drop_column("brief_pages_most")
        batch_op.drop_column("proposals_due_days")
        batch_op.drop_column("agenda_notice_days")

    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_agenda_items_parent_id_agenda_items"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_agenda_items_thread"))
        batch_op.drop_column("closed_at")
        batch_op.drop_column("progress")
        batch_op.drop_column("annotation")
        batch_op.drop_column("themes")
        batch_op.alter_column(
            "countries",
            new_column_name="country",
            existing_type=sa.String(300),
            type_=sa.String(120),
            existing_nullable=False,
        )
        batch_op.drop_column("section")
        batch_op.drop_column("revision")
        batch_op.drop_column("thread")
        batch_op.drop_column("parent_id")

    with op.batch_alter_table("paper_shares", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_shares_person_id"))
        batch_op.drop_index(batch_op.f("ix_paper_shares_party_id"))
        batch_op.drop_index(batch_op.f("ix_paper_shares_paper_id"))
        batch_op.drop_index(batch_op.f("ix_paper_shares_body_id"))

    op.drop_table("paper_shares")
    with op.batch_alter_table("paper_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_notes_person_id"))
        batch_op.drop_index(batch_op.f("ix_paper_notes_paper_id"))
        batch_op.drop_index(batch_op.f("ix_paper_notes_erase_at"))

    op.drop_table("paper_notes")
    with op.batch_alter_table("paper_calls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_calls_person_id"))
        batch_op.drop_index(batch_op.f("ix_paper_calls_party_id"))
        batch_op.drop_index(batch_op.f("ix_paper_calls_paper_id"))
        batch_op.drop_index(batch_op.f("ix_paper_calls_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_paper_calls_item_id"))
        batch_op.drop_index(batch_op.f("ix_paper_calls_body_id"))

    op.drop_table("paper_calls")
    with op.batch_alter_table("chair_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chair_notes_meeting_id"))

    op.drop_table("chair_notes")
    with op.batch_alter_table("stage_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_sessions_stage_id"))
        batch_op.drop_index(batch_op.f("ix_stage_sessions_meeting_id"))

    op.drop_table("stage_sessions")
    with op.batch_alter_table("stage_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_items_stage_id"))
        batch_op.drop_index(batch_op.f("ix_stage_items_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_stage_items_item_id"))

    op.drop_table("stage_items")
    with op.batch_alter_table("asset_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asset_lines_statement_id"))
        batch_op.drop_index(batch_op.f("ix_asset_lines_party_id"))
        batch_op.drop_index(batch_op.f("ix_asset_lines_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_asset_lines_body_id"))

    op.drop_table("asset_lines")
    with op.batch_alter_table("preparations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preparations_body_id"))

    op.drop_table("preparations")
    with op.batch_alter_table("incoming_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incoming_entries_party_id"))
        batch_op.drop_index(batch_op.f("ix_incoming_entries_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_incoming_entries_body_id"))

    op.drop_table("incoming_entries")
    with op.batch_alter_table("asset_statements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asset_statements_party_id"))
        batch_op.drop_index(batch_op.f("ix_asset_statements_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_asset_statements_body_id"))

    op.drop_table("asset_statements")
    with op.batch_alter_table("agenda_stages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_stages_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_stages_body_id"))

    op.drop_table("agenda_stages")
    with op.batch_alter_table("agenda_edits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_edits_meeting_id"))

    op.drop_table("agenda_edits")
    with op.batch_alter_table("watched_countries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_watched_countries_body_id"))

    op.drop_table("watched_countries")
