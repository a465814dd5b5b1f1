"""On which day an addressee answered first: a later report does not make it slow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLE, NAME = "recommendation_addressees", "ix_recommendation_addressees_figures"
BEFORE = ["body_id", "name", "announced", "recommendation_id", "sent_on", "due_on", "answer", "answered_on", "next_on"]
FIRST = "SELECT MIN(filed_on) FROM recommendation_answers AS a WHERE a.addressee_id = recommendation_addressees.id"


def upgrade() -> None:
    """Add the day, taken from the answers on record where one has a day at all, and put it into the index."""
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_index(NAME)
        batch_op.add_column(sa.Column("first_answered_on", sa.Date(), nullable=True))
    day = f"COALESCE(({FIRST} AND a.announced), answered_on)"
    op.execute(f"UPDATE {TABLE} SET first_answered_on = {day} WHERE answered_on IS NOT NULL")  # noqa: S608 - our own
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.create_index(NAME, [*BEFORE, "first_answered_on"], unique=False)


def downgrade() -> None:
    """Without the day."""
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.drop_index(NAME)
        batch_op.drop_column("first_answered_on")
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.create_index(NAME, BEFORE, unique=False)
