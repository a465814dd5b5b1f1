"""Recommendations, their steps, addressees and answers, and what guests are asked for and released."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "recommendations",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("symbol", sa.String(length=80), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("countries", sa.String(length=300), nullable=False),
        sa.Column("themes", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("disclaimer", sa.Text(), nullable=False),
        sa.Column("cycle", sa.String(length=60), nullable=False),
        sa.Column("recommending", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_recommendations_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_recommendations_item_id_agenda_items"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_recommendations_meeting_id_meetings"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendations")),
        sa.UniqueConstraint("body_id", "symbol", name=op.f("uq_recommendations_body_id_symbol")),
        sa.UniqueConstraint("key", name=op.f("uq_recommendations_key")),
    )
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendations_adopted_on"), ["adopted_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendations_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendations_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendations_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendations_review_on"), ["review_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendations_state"), ["state"], unique=False)

    op.create_table(
        "recommendation_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("addressee", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_recommendation_steps_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_recommendation_steps_recommendation_id_recommendations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_steps")),
        sa.UniqueConstraint(
            "recommendation_id", "number", name=op.f("uq_recommendation_steps_recommendation_id_number")
        ),
    )
    with op.batch_alter_table("recommendation_steps", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recommendation_steps_recommendation_id"), ["recommendation_id"], unique=False
        )

    op.create_table(
        "recommendation_addressees",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("recipient", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=60), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_recommendation_addressees_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["parties.id"],
            name=op.f("fk_recommendation_addressees_party_id_parties"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_recommendation_addressees_recommendation_id_recommendations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_addressees")),
        sa.UniqueConstraint("key", name=op.f("uq_recommendation_addressees_key")),
        sa.UniqueConstraint(
            "recommendation_id", "name", name=op.f("uq_recommendation_addressees_recommendation_id_name")
        ),
    )
    with op.batch_alter_table("recommendation_addressees", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_addressees_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_addressees_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_recommendation_addressees_recommendation_id"), ["recommendation_id"], unique=False
        )

    op.create_table(
        "recommendation_answers",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.String(length=60), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.String(length=60), nullable=False),
        sa.Column("reliability", sa.String(length=60), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("verified_by", sa.String(length=200), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"],
            ["recommendation_addressees.id"],
            name=op.f("fk_recommendation_answers_addressee_id_recommendation_addressees"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_recommendation_answers_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_recommendation_answers_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_recommendation_answers_recommendation_id_recommendations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_answers")),
        sa.UniqueConstraint("addressee_id", "number", name=op.f("uq_recommendation_answers_addressee_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_recommendation_answers_key")),
    )
    with op.batch_alter_table("recommendation_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_answers_addressee_id"), ["addressee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_answers_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_answers_party_id"), ["party_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_recommendation_answers_recommendation_id"), ["recommendation_id"], unique=False
        )

    op.create_table(
        "shadow_askings",
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_shadow_askings_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_shadow_askings_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_shadow_askings_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_shadow_askings_recommendation_id_recommendations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_askings")),
        sa.UniqueConstraint("key", name=op.f("uq_shadow_askings_key")),
        sa.UniqueConstraint(
            "recommendation_id", "person_id", name=op.f("uq_shadow_askings_recommendation_id_person_id")
        ),
    )
    with op.batch_alter_table("shadow_askings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadow_askings_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_askings_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_askings_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_askings_recommendation_id"), ["recommendation_id"], unique=False)

    op.create_table(
        "shadow_evidence",
        sa.Column("asking_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source_kind", sa.String(length=60), nullable=False),
        sa.Column("reliability", sa.String(length=60), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["asking_id"],
            ["shadow_askings.id"],
            name=op.f("fk_shadow_evidence_asking_id_shadow_askings"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_shadow_evidence_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_shadow_evidence_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_shadow_evidence_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_shadow_evidence_recommendation_id_recommendations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_evidence")),
        sa.UniqueConstraint("key", name=op.f("uq_shadow_evidence_key")),
    )
    with op.batch_alter_table("shadow_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shadow_evidence_asking_id"), ["asking_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_evidence_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_evidence_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_evidence_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shadow_evidence_recommendation_id"), ["recommendation_id"], unique=False)

    op.create_table(
        "recommendation_releases",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_recommendation_releases_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_recommendation_releases_recommendation_id_recommendations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_releases")),
        sa.UniqueConstraint("body_id", "number", name=op.f("uq_recommendation_releases_body_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_recommendation_releases_key")),
        sa.UniqueConstraint("recommendation_id", name=op.f("uq_recommendation_releases_recommendation_id")),
    )
    with op.batch_alter_table("recommendation_releases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_releases_body_id"), ["body_id"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("recommendation_releases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_releases_body_id"))

    op.drop_table("recommendation_releases")
    with op.batch_alter_table("shadow_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadow_evidence_asking_id"))
        batch_op.drop_index(batch_op.f("ix_shadow_evidence_body_id"))
        batch_op.drop_index(batch_op.f("ix_shadow_evidence_party_id"))
        batch_op.drop_index(batch_op.f("ix_shadow_evidence_person_id"))
        batch_op.drop_index(batch_op.f("ix_shadow_evidence_recommendation_id"))

    op.drop_table("shadow_evidence")
    with op.batch_alter_table("shadow_askings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shadow_askings_body_id"))
        batch_op.drop_index(batch_op.f("ix_shadow_askings_party_id"))
        batch_op.drop_index(batch_op.f("ix_shadow_askings_person_id"))
        batch_op.drop_index(batch_op.f("ix_shadow_askings_recommendation_id"))

    op.drop_table("shadow_askings")
    with op.batch_alter_table("recommendation_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_answers_addressee_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_answers_body_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_answers_party_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_answers_recommendation_id"))

    op.drop_table("recommendation_answers")
    with op.batch_alter_table("recommendation_addressees", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_addressees_body_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_addressees_party_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_addressees_recommendation_id"))

    op.drop_table("recommendation_addressees")
    with op.batch_alter_table("recommendation_steps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_steps_recommendation_id"))

    op.drop_table("recommendation_steps")
    with op.batch_alter_table("recommendations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendations_adopted_on"))
        batch_op.drop_index(batch_op.f("ix_recommendations_body_id"))
        batch_op.drop_index(batch_op.f("ix_recommendations_item_id"))
        batch_op.drop_index(batch_op.f("ix_recommendations_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_recommendations_review_on"))
        batch_op.drop_index(batch_op.f("ix_recommendations_state"))

    op.drop_table("recommendations")
