"""Which paragraphs a corrigendum corrects, and whether those who read them in the open record read it too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is circulated already names no paragraph, and stays among the members."""
    with op.batch_alter_table("outcome_texts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("concerns", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("for_admitted", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("outcome_texts", schema=None) as batch_op:
        batch_op.alter_column("concerns", server_default=None)
        batch_op.alter_column("for_admitted", server_default=None)


def downgrade() -> None:
    """Without them."""
    with op.batch_alter_table("outcome_texts", schema=None) as batch_op:
        batch_op.drop_column("for_admitted")
        batch_op.drop_column("concerns")
