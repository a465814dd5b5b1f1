"""On which day the secretariat looks again at what was noted of an addressee."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day; of what was noted before nobody said one."""
    with op.batch_alter_table("noted_evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("look_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Without the day."""
    with op.batch_alter_table("noted_evidence", schema=None) as batch_op:
        batch_op.drop_column("look_on")
