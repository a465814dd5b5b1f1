"""Words of papers."""

from __future__ import annotations

from enum import StrEnum


class PaperKind(StrEnum):
    """What a paper is (B5; A11)."""

    BRIEF = "brief"
    STATEMENT = "statement"
    PAPER = "paper"
