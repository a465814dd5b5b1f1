"""Anchor events kept by a secretariat, the line of the cycle that a meeting fulfils, its milestones."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Up."""


def downgrade() -> None:
    """Down."""
