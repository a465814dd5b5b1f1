"""By when a guest is asked for evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was asked before was asked without a day."""
    with op.batch_alter_table("shadow_askings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("shadow_askings", schema=None) as batch_op:
        batch_op.drop_column("due_on")
