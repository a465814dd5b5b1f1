"""Where a guest's point was made, and when and where the board agreed that they are told of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0030"
branch_labels = None
depends_on = None

WORDS = {"item_key": 22, "paragraph_key": 22, "agreed_meeting": 22, "agreed_words": 300}


def upgrade() -> None:
    """Add the columns; of what was told before it was not kept whether the board agreed."""
    with op.batch_alter_table("fed_points", schema=None) as batch_op:
        for name, length in WORDS.items():
            batch_op.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("agreed_on", sa.Date(), nullable=True))
    with op.batch_alter_table("fed_points", schema=None) as batch_op:
        for name, length in WORDS.items():
            batch_op.alter_column(name, existing_type=sa.String(length), server_default=None)


def downgrade() -> None:
    """Without them."""
    with op.batch_alter_table("fed_points", schema=None) as batch_op:
        for name in (*WORDS, "agreed_on"):
            batch_op.drop_column(name)
