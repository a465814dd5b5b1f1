"""A file with a guest's evidence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

COLUMNS = (("file_name", 160), ("media_type", 100), ("digest", 64))


def upgrade() -> None:
    """Add the columns; what was handed in before came without a file."""
    with op.batch_alter_table("shadow_evidence", schema=None) as batch_op:
        for name, length in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    with op.batch_alter_table("shadow_evidence", schema=None) as batch_op:
        for name, length in COLUMNS:
            batch_op.alter_column(name, existing_type=sa.String(length=length), server_default=None)


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("shadow_evidence", schema=None) as batch_op:
        for name, _ in COLUMNS:
            batch_op.drop_column(name)
