"""Words of the stages of an agenda."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """The stages in their order; a stage may be circulated again as a revision, and none follows adoption."""

    PRELIMINARY = "preliminary"
    PROVISIONAL = "provisional"
    ANNOTATED = "annotated"
    ADOPTED = "adopted"
