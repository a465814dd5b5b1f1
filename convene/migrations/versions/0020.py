"""In which words a correction was accepted, where they are not those proposed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what was decided before, only what was proposed is known."""
    with op.batch_alter_table("record_corrections", schema=None) as batch_op:
        batch_op.add_column(sa.Column("accepted_as", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("record_corrections", schema=None) as batch_op:
        batch_op.alter_column("accepted_as", server_default=None)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("record_corrections", schema=None) as batch_op:
        batch_op.drop_column("accepted_as")
