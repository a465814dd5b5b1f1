"""All that the figures of recommendations need of an addressee, in the order in which they are grouped."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NAME = "ix_recommendation_addressees_figures"
COLUMNS = ["body_id", "name", "announced", "recommendation_id", "sent_on", "due_on", "answer", "answered_on", "next_on"]


def upgrade() -> None:
    """Add the index."""
    with op.batch_alter_table("recommendation_addressees", schema=None) as batch_op:
        batch_op.create_index(NAME, COLUMNS, unique=False)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("recommendation_addressees", schema=None) as batch_op:
        batch_op.drop_index(NAME)
