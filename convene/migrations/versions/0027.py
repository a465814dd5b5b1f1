"""From which day a body's quorum holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# Of a quorum that was set before nobody knows since when: it holds for all sessions so far.
ALWAYS = "1900-01-01"


def upgrade() -> None:
    """Add the day; a body may have several quorums, one after the other."""
    with op.batch_alter_table("quorum_rules", schema=None) as batch_op:
        batch_op.add_column(sa.Column("from_on", sa.Date(), nullable=False, server_default=ALWAYS))
        batch_op.drop_constraint("uq_quorum_rules_body_id", type_="unique")
        batch_op.create_unique_constraint("uq_quorum_rules_body_id_from_on", ["body_id", "from_on"])
    with op.batch_alter_table("quorum_rules", schema=None) as batch_op:
        batch_op.alter_column("from_on", existing_type=sa.Date(), existing_nullable=False, server_default=None)


def downgrade() -> None:
    """Keep of each body the last quorum alone."""
    last = "SELECT MAX(from_on) FROM quorum_rules AS later WHERE later.body_id = quorum_rules.body_id"
    op.execute(f"DELETE FROM quorum_rules WHERE from_on < ({last})")  # noqa: S608 - our own words alone
    with op.batch_alter_table("quorum_rules", schema=None) as batch_op:
        batch_op.drop_constraint("uq_quorum_rules_body_id_from_on", type_="unique")
        batch_op.create_unique_constraint("uq_quorum_rules_body_id", ["body_id"])
        batch_op.drop_column("from_on")
