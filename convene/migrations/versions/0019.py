"""Items without notes, which stand in a record with the number that they have on the agenda."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a row of a record come from no paragraph of the notes."""
    with op.batch_alter_table("record_paragraphs") as batch:
        batch.alter_column("source_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """Take such rows away, and ask for a paragraph again."""
    op.execute("DELETE FROM record_paragraphs WHERE source_id IS NULL")
    with op.batch_alter_table("record_paragraphs") as batch:
        batch.alter_column("source_id", existing_type=sa.Integer(), nullable=False)
