"""Whether a letter on paper is still to be posted: nothing is awaited of its addressee until it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

TABLE, NAME = "recommendation_addressees", "ix_recommendation_addressees_figures"
BEFORE = [
    "body_id", "name", "announced", "recommendation_id", "sent_on", "due_on", "answer", "answered_on", "next_on",
    "first_answered_on", "has_acted",
]  # fmt: skip
MAILED = "'', 'its representatives', 'the holders of its seat'"
WAITS = f"sent_on IS NOT NULL AND posted_on IS NULL AND recipient NOT IN ({MAILED})"


def upgrade() -> None:
    """Add it, taken from how the letters on record went and what was noted of them, and put it into the index."""
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_index(NAME)
        batch_op.add_column(sa.Column("is_to_post", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(f"UPDATE {TABLE} SET is_to_post = TRUE WHERE {WAITS}")  # noqa: S608 - our own words alone
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.alter_column("is_to_post", existing_type=sa.Boolean(), server_default=None)
        batch_op.create_index(NAME, [*BEFORE, "is_to_post"], unique=False)


def downgrade() -> None:
    """Without it."""
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_index(NAME)
        batch_op.drop_column("is_to_post")
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.create_index(NAME, BEFORE, unique=False)
