"""A guest may be asked for evidence on one recommendation more than once, each time in words of their own."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ONCE = "uq_shadow_askings_recommendation_id_person_id"


def upgrade() -> None:
    """Let a second asking stand beside the first; what was handed in stays with the one it answers."""
    with op.batch_alter_table("shadow_askings", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(ONCE), type_="unique")


def downgrade() -> None:
    """Ask each guest once again; it fails where one was asked twice, rather than lose a question."""
    with op.batch_alter_table("shadow_askings", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f(ONCE), ["recommendation_id", "person_id"])
