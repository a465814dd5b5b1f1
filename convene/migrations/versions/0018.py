"""What the letter to an addressee said when it was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of letters that have gone out already nothing was kept."""
    with op.batch_alter_table("recommendation_addressees", schema=None) as batch_op:
        batch_op.add_column(sa.Column("letter", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("recommendation_addressees", schema=None) as batch_op:
        batch_op.alter_column("letter", server_default=None)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("recommendation_addressees", schema=None) as batch_op:
        batch_op.drop_column("letter")
