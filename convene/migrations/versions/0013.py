"""Past meetings that were taken over from a list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; every meeting on record was held with the program."""
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_over_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_column("taken_over_on")
