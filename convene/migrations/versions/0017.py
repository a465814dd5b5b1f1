"""On which item of an agenda a recommendation is reviewed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; what came in for review before is read from what came in."""
    op.create_table(
        "recommendation_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("item_key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_recommendation_reviews_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendations.id"],
            name=op.f("fk_recommendation_reviews_recommendation_id_recommendations"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_reviews")),
        sa.UniqueConstraint(
            "recommendation_id", "item_key", name=op.f("uq_recommendation_reviews_recommendation_id_item_key")
        ),
    )
    with op.batch_alter_table("recommendation_reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_reviews_item_key"), ["item_key"], unique=False)
    op.execute(
        "INSERT INTO recommendation_reviews (body_id, recommendation_id, announced, item_key)"
        " SELECT DISTINCT recommendations.body_id, recommendations.id, true, incoming_entries.item_key"
        " FROM incoming_entries JOIN recommendations ON recommendations.key = incoming_entries.origin"
        " WHERE incoming_entries.source = 'recommendation due for review'"
        " AND incoming_entries.fate IN ('accepted', 'merged') AND incoming_entries.item_key != ''"
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("recommendation_reviews")
