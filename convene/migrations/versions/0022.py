"""Evidence that is noted of an addressee, files that go with answers, and when a letter on paper was posted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_WITH_FILE = (("file_name", 160), ("media_type", 100), ("digest", 64))
_INDEXED = ("body_id", "recommendation_id", "addressee_id", "party_id")


def _of(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_noted_evidence_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete="RESTRICT")


def upgrade() -> None:
    """Add the table and the columns; what was answered before came without a file."""
    op.create_table(
        "noted_evidence",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("source_kind", sa.String(length=60), nullable=False),
        sa.Column("reliability", sa.String(length=60), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("verified_by", sa.String(length=200), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in _WITH_FILE),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        _of("body_id", "bodies"),
        _of("recommendation_id", "recommendations"),
        _of("addressee_id", "recommendation_addressees"),
        _of("party_id", "parties"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_noted_evidence")),
        sa.UniqueConstraint("key", name=op.f("uq_noted_evidence_key")),
    )
    with op.batch_alter_table("noted_evidence", schema=None) as batch_op:
        for column in _INDEXED:
            batch_op.create_index(batch_op.f(f"ix_noted_evidence_{column}"), [column], unique=False)
    with op.batch_alter_table("recommendation_answers", schema=None) as batch_op:
        for name, length in _WITH_FILE:
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    # Existing rows were given their value; the default of new rows stays with the program.
    with op.batch_alter_table("recommendation_answers", schema=None) as batch_op:
        for name, length in _WITH_FILE:
            batch_op.alter_column(name, existing_type=sa.String(length), existing_nullable=False, server_default=None)
    with op.batch_alter_table("recommendation_addressees", schema=None) as batch_op:
        batch_op.add_column(sa.Column("posted_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("recommendation_addressees", schema=None) as batch_op:
        batch_op.drop_column("posted_on")
    with op.batch_alter_table("recommendation_answers", schema=None) as batch_op:
        for name, _ in _WITH_FILE:
            batch_op.drop_column(name)
    op.drop_table("noted_evidence")
