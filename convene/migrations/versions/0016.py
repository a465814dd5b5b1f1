"""Items without notes stand in a record; a text that starts from one has a symbol, and may be for the admitted too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OPEN_TO = "fk_outcome_texts_open_to_id_meetings"


def upgrade() -> None:
    """Let a row of a record come from no paragraph of the notes; give texts their columns."""
    with op.batch_alter_table("record_paragraphs") as batch:
        batch.alter_column("source_id", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("outcome_texts") as batch:
        batch.add_column(sa.Column("open_to_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("symbol", sa.String(length=80), nullable=False, server_default=""))
        batch.create_foreign_key(OPEN_TO, "meetings", ["open_to_id"], ["id"], ondelete="RESTRICT")
    # Existing rows were given their value; the default of new rows stays with the program.
    with op.batch_alter_table("outcome_texts") as batch:
        batch.alter_column("symbol", existing_type=sa.String(80), existing_nullable=False, server_default=None)


def downgrade() -> None:
    """Take such rows and columns away, and ask for a paragraph again."""
    with op.batch_alter_table("outcome_texts") as batch:
        batch.drop_constraint(OPEN_TO, type_="foreignkey")
        batch.drop_column("symbol")
        batch.drop_column("open_to_id")
    op.execute("DELETE FROM record_paragraphs WHERE source_id IS NULL")
    with op.batch_alter_table("record_paragraphs") as batch:
        batch.alter_column("source_id", existing_type=sa.Integer(), nullable=False)
