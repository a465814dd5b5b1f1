"""Whether what was released to guests are the adopted words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what was released already is held against the adopted text, word for word."""
    with op.batch_alter_table("recommendation_releases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_exact", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        "UPDATE recommendation_releases SET is_exact = true WHERE EXISTS (SELECT 1 FROM recommendations"
        " WHERE recommendations.id = recommendation_releases.recommendation_id"
        " AND recommendations.text = recommendation_releases.text)"
    )
    with op.batch_alter_table("recommendation_releases", schema=None) as batch_op:
        batch_op.alter_column("is_exact", server_default=None)


def downgrade() -> None:
    """Take it away."""
    with op.batch_alter_table("recommendation_releases", schema=None) as batch_op:
        batch_op.drop_column("is_exact")
