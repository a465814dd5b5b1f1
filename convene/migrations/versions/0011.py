"""Lineage of recommendations, and the points of guests that fed them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "recommendation_links",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("later_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_recommendation_links_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["earlier_id"],
            ["recommendations.id"],
            name=op.f("fk_recommendation_links_earlier_id_recommendations"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["later_id"],
            ["recommendations.id"],
            name=op.f("fk_recommendation_links_later_id_recommendations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_links")),
        sa.UniqueConstraint("key", name=op.f("uq_recommendation_links_key")),
        sa.UniqueConstraint("later_id", "earlier_id", name=op.f("uq_recommendation_links_later_id_earlier_id")),
    )
    with op.batch_alter_table("recommendation_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_links_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_links_earlier_id"), ["earlier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_links_later_id"), ["later_id"], unique=False)

    op.create_table(
        "fed_points",
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("tied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_fed_points_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["papers.id"], name=op.f("fk_fed_points_paper_id_papers"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_fed_points_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_fed_points_person_id_persons"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_fed_points_recommendation_id_recommendations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fed_points")),
        sa.UniqueConstraint("key", name=op.f("uq_fed_points_key")),
    )
    with op.batch_alter_table("fed_points", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fed_points_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fed_points_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fed_points_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_fed_points_recommendation_id"), ["recommendation_id"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("fed_points", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fed_points_body_id"))
        batch_op.drop_index(batch_op.f("ix_fed_points_party_id"))
        batch_op.drop_index(batch_op.f("ix_fed_points_person_id"))
        batch_op.drop_index(batch_op.f("ix_fed_points_recommendation_id"))

    op.drop_table("fed_points")
    with op.batch_alter_table("recommendation_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_links_body_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_links_earlier_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_links_later_id"))

    op.drop_table("recommendation_links")
