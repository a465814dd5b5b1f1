"""What a guest handed in may be taken off their own page, and its file bears a neutral name."""

from __future__ import annotations

from pathlib import PurePath

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; all that was handed in is shown to whoever gave it. A file's own name may name a person."""
    with op.batch_alter_table("shadow_evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("announced", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("shadow_evidence", schema=None) as batch_op:
        batch_op.alter_column("announced", server_default=None)
    rows = sa.table("shadow_evidence", sa.column("id"), sa.column("asking_id"), sa.column("file_name"))
    known = op.get_bind().execute(sa.select(rows).where(rows.c.file_name != "").order_by(rows.c.id)).all()
    counts: dict[int, int] = {}
    for row in known:
        counts[row.asking_id] = number = counts.get(row.asking_id, 0) + 1
        name = f"evidence-{number}{PurePath(row.file_name).suffix.lower()}"
        op.get_bind().execute(sa.update(rows).where(rows.c.id == row.id).values(file_name=name))


def downgrade() -> None:
    """Take the column away; the names as they were given are kept nowhere."""
    with op.batch_alter_table("shadow_evidence", schema=None) as batch_op:
        batch_op.drop_column("announced")
