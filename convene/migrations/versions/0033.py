"""Whether an addressee has acted: it reported an action, or the secretariat noted that it acted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLE, NAME = "recommendation_addressees", "ix_recommendation_addressees_figures"
BEFORE = [
    "body_id", "name", "announced", "recommendation_id", "sent_on", "due_on", "answer", "answered_on", "next_on",
    "first_answered_on",
]  # fmt: skip
ACTED = "SELECT addressee_id FROM recommendation_answers AS a WHERE a.announced AND TRIM(a.action) <> ''"


def upgrade() -> None:
    """Add it, taken from the answers on record, and put it into the index; of what was noted nobody said it."""
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_index(NAME)
        batch_op.add_column(sa.Column("has_acted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(f"UPDATE {TABLE} SET has_acted = TRUE WHERE id IN ({ACTED})")  # noqa: S608 - our own words alone
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.alter_column("has_acted", existing_type=sa.Boolean(), server_default=None)
        batch_op.create_index(NAME, [*BEFORE, "has_acted"], unique=False)


def downgrade() -> None:
    """Without it."""
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_index(NAME)
        batch_op.drop_column("has_acted")
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.create_index(NAME, BEFORE, unique=False)
