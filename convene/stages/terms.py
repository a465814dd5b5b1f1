"""Words of the stages of an agenda, and of the mark-up of one circulation against another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """The stages in their order; a stage may be circulated again as a revision, and none follows adoption."""

    PRELIMINARY = "preliminary"
    PROVISIONAL = "provisional"
    ANNOTATED = "annotated"
    ADOPTED = "adopted"


class Manner(StrEnum):
    """How the meeting adopts its agenda."""

    AS_CIRCULATED = "as circulated"
    AS_AMENDED = "as amended"


class Mark(StrEnum):
    """What became of a run of words, an item or a session between two circulations."""

    SAME = "same"
    ADDED = "added"
    DELETED = "deleted"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that follow one another and have one mark: SAME, ADDED or DELETED."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class FieldMarkup:
    """One thing that is said otherwise than before: its label, and its words with their marks."""

    label: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ItemMarkup:
    """One item in the mark-up. `label` is its number now, for one that was deleted its number before.

    `moved` says in words from where it came, and is empty where it stands as before. `title` holds the marks of the
    title; `fields` only what differs.
    """

    key: str
    label: str
    mark: Mark
    title: tuple[Run, ...]
    moved: str
    fields: tuple[FieldMarkup, ...]


@dataclass(frozen=True, slots=True)
class SessionMarkup:
    """One session in the mark-up, with every item of its present order and those that were deleted from it."""

    mark: Mark
    title: tuple[Run, ...]
    fields: tuple[FieldMarkup, ...]
    items: tuple[ItemMarkup, ...]


@dataclass(frozen=True, slots=True)
class Markup:
    """All that one reader's part of an agenda has become since an earlier circulation."""

    fields: tuple[FieldMarkup, ...]
    sessions: tuple[SessionMarkup, ...]

    @property
    def changes(self) -> int:
        """How many things differ: items, sessions and lines of the head; 0 where nothing does."""
        found = len(self.fields)
        for session in self.sessions:
            found += session.mark is not Mark.SAME
            found += sum(item.mark is not Mark.SAME or bool(item.moved) for item in session.items)
        return found
