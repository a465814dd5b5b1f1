"""Words of papers, and the deadline that holds for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MINUTE = timedelta(minutes=1)


class PaperKind(StrEnum):
    """What a paper is (B5; A11)."""

    BRIEF = "brief"
    STATEMENT = "statement"
    PAPER = "paper"


# The languages in which a paper may be written, by their tags (BCP 47): those of the United Nations first.
LANGUAGES = {
    "en": "English",
    "fr": "French",
    "es": "Spanish",
    "ar": "Arabic",
    "zh": "Chinese",
    "ru": "Russian",
    "de": "German",
    "nl": "Dutch",
    "da": "Danish",
    "it": "Italian",
    "pt": "Portuguese",
    "uk": "Ukrainian",
    "bs": "Bosnian, Croatian, Serbian",
    "tr": "Turkish",
    "fa": "Persian",
    "am": "Amharic",
    "sw": "Swahili",
    "my": "Burmese",
    "other": "Another language",
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a paper is due (UTC); what comes within so many hours of grace after it is not late (B5)."""

    at: datetime
    grace_hours: int = 0

    @property
    def grace_ends_at(self) -> datetime:
        """The last instant at which a paper is not late."""
        return self.at + timedelta(hours=self.grace_hours)

    def is_late(self, at: datetime) -> bool:
        """Whether what comes at that instant is late: after the deadline and its grace."""
        return at > self.grace_ends_at

    def minutes_after(self, at: datetime) -> int:
        """How many minutes after the deadline itself that instant is, a begun minute counted whole; 0 before it."""
        return max(0, -((self.at - at) // MINUTE))
