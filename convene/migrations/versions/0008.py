"""Joint letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "joint_letters",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("timed_to", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("signatories_most", sa.Integer(), nullable=False),
        sa.Column("shows_signers", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_joint_letters_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_letters")),
        sa.UniqueConstraint("key", name=op.f("uq_joint_letters_key")),
    )
    with op.batch_alter_table("joint_letters") as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_letters_body_id"), ["body_id"], unique=False)

    op.create_table(
        "letter_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_letter_versions_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["joint_letters.id"],
            name=op.f("fk_letter_versions_letter_id_joint_letters"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_versions")),
        sa.UniqueConstraint("letter_id", "number", name=op.f("uq_letter_versions_letter_id_number")),
    )
    with op.batch_alter_table("letter_versions") as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_versions_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "letter_addressees",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("salutation", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("post_address", sa.String(length=300), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_letter_addressees_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["joint_letters.id"],
            name=op.f("fk_letter_addressees_letter_id_joint_letters"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_addressees")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_addressees_key")),
        sa.UniqueConstraint("letter_id", "name", name=op.f("uq_letter_addressees_letter_id_name")),
    )
    with op.batch_alter_table("letter_addressees") as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_addressees_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_addressees_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "letter_asks",
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_withheld", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=40), nullable=False),
        sa.Column("exception_reason", sa.String(length=300), nullable=False),
        sa.Column("exception_by", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_letter_asks_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["joint_letters.id"],
            name=op.f("fk_letter_asks_letter_id_joint_letters"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_letter_asks_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_asks")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_asks_key")),
        sa.UniqueConstraint("letter_id", "party_id", name=op.f("uq_letter_asks_letter_id_party_id")),
    )
    with op.batch_alter_table("letter_asks") as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_asks_body_id"), ["body_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_asks_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_asks_party_id"), ["party_id"], unique=False)

    op.create_table(
        "letter_signatories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("function", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["ask_id"], ["letter_asks.id"], name=op.f("fk_letter_signatories_ask_id_letter_asks"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_letter_signatories_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["joint_letters.id"],
            name=op.f("fk_letter_signatories_letter_id_joint_letters"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_letter_signatories_party_id_parties"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_signatories")),
        sa.UniqueConstraint("ask_id", "position", name=op.f("uq_letter_signatories_ask_id_position")),
    )
    with op.batch_alter_table("letter_signatories") as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_signatories_ask_id"), ["ask_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_signatories_letter_id"), ["letter_id"], unique=False)

    op.create_table(
        "letter_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("progress", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"],
            ["letter_addressees.id"],
            name=op.f("fk_letter_steps_addressee_id_letter_addressees"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["bodies.id"], name=op.f("fk_letter_steps_body_id_bodies"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["joint_letters.id"],
            name=op.f("fk_letter_steps_letter_id_joint_letters"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_steps")),
    )
    with op.batch_alter_table("letter_steps") as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_steps_addressee_id"), ["addressee_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_steps_letter_id"), ["letter_id"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("letter_steps") as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_steps_letter_id"))
        batch_op.drop_index(batch_op.f("ix_letter_steps_addressee_id"))

    op.drop_table("letter_steps")
    with op.batch_alter_table("letter_signatories") as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_signatories_letter_id"))
        batch_op.drop_index(batch_op.f("ix_letter_signatories_ask_id"))

    op.drop_table("letter_signatories")
    with op.batch_alter_table("letter_asks") as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_asks_party_id"))
        batch_op.drop_index(batch_op.f("ix_letter_asks_letter_id"))
        batch_op.drop_index(batch_op.f("ix_letter_asks_body_id"))

    op.drop_table("letter_asks")
    with op.batch_alter_table("letter_addressees") as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_addressees_letter_id"))
        batch_op.drop_index(batch_op.f("ix_letter_addressees_body_id"))

    op.drop_table("letter_addressees")
    with op.batch_alter_table("letter_versions") as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_versions_letter_id"))

    op.drop_table("letter_versions")
    with op.batch_alter_table("joint_letters") as batch_op:
        batch_op.drop_index(batch_op.f("ix_joint_letters_body_id"))

    op.drop_table("joint_letters")
