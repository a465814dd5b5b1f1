"""Words and frozen projections of an agenda: what any outlet (page, PDF, calendar, mail) may print for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from convene.access.terms import Audience


class ItemKind(StrEnum):
    """What the meeting does with an item."""

    DECISION = "decision"
    DISCUSSION = "discussion"
    INFORMATION = "information"


class Progress(StrEnum):
    """What became of an item in the room; what is not concluded when the meeting is over comes in again."""

    OPEN = "open"
    CONCLUDED = "concluded"
    UNFINISHED = "unfinished"


class Act(StrEnum):
    """What was done to an item: a line of the agenda's book of changes."""

    ADD = "add"
    CHANGE = "change"
    MOVE = "move"
    REMOVE = "remove"
    NARROW = "narrow"
    CLOSE = "close"


class Theme(StrEnum):
    """Themes (settled 14): the four of 002 II.d and the nine of its Annex II."""

    PUBLIC_HEALTH = "public health security"
    NEW_TECHNOLOGIES = "new technologies"
    PEACE_OPERATIONS = "peace operations, protection of civilians and emergency relief"
    EXTREMISM = "countering terrorism and violent extremism"
    SUSTAINABLE_DEVELOPMENT = "sustainable development"
    WOMEN_PEACE_SECURITY = "women, peace and security"
    CONFLICT_PREVENTION = "conflict prevention"
    STABILITY_OPERATIONS = "stability operations"
    CHILDREN = "children and armed conflict"
    CLIMATE_CHANGE = "climate change"
    RELIGIOUS_FREEDOM = "religious freedom"
    MINORITIES = "minority rights and protection of cultural heritage"
    ARMS_CONTROL = "arms control"


class Subject(StrEnum):
    """What an item is about, where a paragraph of Annex I asks for it; the rules look for these."""

    PROCEDURE = "procedure"
    DEEP_DIVE = "deep-dive"  # A5
    SITUATION_UPDATE = "situation-update"  # A6
    ECONOMIC_ACTORS = "economic-actors"  # A7
    ACCOUNTABILITY = "accountability"  # A8
    RESEARCH = "research"  # A9
    ASSETS = "assets"  # A13
    SOURCES = "sources"  # A14
    STUDIES = "studies"  # A15
    COMPANIES = "companies"  # A16
    TRAINING = "training"  # A17
    RECOMMENDATIONS = "recommendations"  # A18
    BRIEFING_OF_GUESTS = "briefing-of-guests"  # A11
    INPUT_OF_GUESTS = "input-of-guests"  # A11
    OTHER = "other"


# What ends a section: the heading above items that belong to none.
CHECK_IN = "Check-in"
OTHER_ITEMS = "Other items"


def letters_of(count: int) -> str:
    """“a” for 1, “z” for 26, “aa” for 27: how sub-items are counted."""
    letters = ""
    while count > 0:
        count, rest = divmod(count - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper as a reader may see it listed under an item.

    `language` is its name in words; `translations` are the same paper in others, as far as the reader may see both.
    """

    key: str
    title: str
    from_whom: str
    file_name: str
    media_type: str
    pages: int | None
    version: int
    is_own: bool
    language: str = "English"
    translations: tuple[PaperLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Precedent:
    """An earlier item of the same discussion or on the same country, as an annotated agenda recalls it.

    `on` is the first day of its meeting, `ended` how it ended in words, `papers` the titles of its papers.
    """

    key: str
    title: str
    meeting: str
    symbol: str
    on: date
    ended: str
    is_closed: bool
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item as one reader sees it.

    `number` is counted over what this reader sees; a sub-item has the number of its item and a `sub` of its own, from
    1 (0 for an item). `starts_at`/`ends_at` (UTC) are None where only the
    order and the duration may be known, so that no start betrays a neighbour (settled 4).
    """

    key: str
    number: int
    sub: int
    title: str
    kind: ItemKind
    subject: Subject
    minutes: int
    starts_at: datetime | None
    ends_at: datetime | None
    lead: str
    outcome: str
    countries: str
    themes: tuple[Theme, ...]
    section: str
    annotation: str
    progress: Progress
    audience: Audience
    is_own: bool
    narrowed_to: tuple[str, ...]
    room: str
    video_link: str
    symbol: str
    papers: tuple[PaperLine, ...]
    history: tuple[Precedent, ...] = ()

    @property
    def label(self) -> str:
        """“3”; for a sub-item “3 (a)”."""
        return f"{self.number} ({letters_of(self.sub)})" if self.sub else str(self.number)


@dataclass(frozen=True, slots=True)
class SessionView:
    """One sitting as one reader sees it; times are UTC, `on` is the day in the host's zone.

    `is_whole` is False where the reader is admitted to single items only: then the title is neutral, the key
    empty, and the times are those of the first to the last item that the reader may see.
    """

    key: str
    title: str
    audience: Audience
    is_whole: bool
    on: date
    starts_at: datetime
    ends_at: datetime
    room: str
    getting_in: str
    video_link: str
    items: tuple[ItemView, ...]
    overrun: int
    slack: int
    is_check_in: bool = False
    is_own: bool = False  # The reader is admitted to it by name.

    @property
    def told_title(self) -> str:
        """What mail and calendar call it: a check-in's own title names whom it is with (settled 6)."""
        return CHECK_IN if self.is_check_in else self.title

    @property
    def headed(self) -> tuple[tuple[str, ItemView], ...]:
        """Each item with the heading that is printed above it, empty where the one before still holds.

        Items of no section after those of one stand under a heading of their own, so that a section has an end.
        """
        found, running = [], ""
        for item in self.items:
            section = item.section.strip()
            found.append((section or OTHER_ITEMS if section != running else "", item))
            running = section
        return tuple(found)


@dataclass(frozen=True, slots=True)
class AgendaView:
    """A meeting cut to one reader; the only thing that page, PDF, calendar and mail are given (settled 25).

    For guests `symbol` is empty, `title` has no ordinal and `shows_everything` is False. `zone` is the host's
    IANA zone, `reader_zone` the reader's own or empty where none is known. `stage` names what is shown as it was
    circulated (“Annotated agenda”); it is empty for the agenda as it stands, and for guests. `held_on` are the days of
    a past meeting that was taken over from a list: of its hours nothing is on record, and nobody is shown any.
    """

    meeting_key: str
    body_name: str
    body_short_name: str
    title: str
    symbol: str
    state: str
    city: str
    zone: str
    reader_zone: str
    venue: str
    address: str
    getting_in: str
    notice: str
    is_provisional: bool
    is_guest: bool
    not_attributed: bool
    telephone_name: str
    telephone: str
    sessions: tuple[SessionView, ...]
    stage: str = ""
    held_on: tuple[date, ...] = ()

    @property
    def starts_at(self) -> datetime:
        """The first minute this reader may see (UTC). Raises ValueError when nothing is visible."""
        return min(s.starts_at for s in self.sessions)

    @property
    def ends_at(self) -> datetime:
        """The last minute this reader may see (UTC). Raises ValueError when nothing is visible."""
        return max(s.ends_at for s in self.sessions)

    @property
    def days(self) -> tuple[date, ...]:
        """The days, in the host's zone, on which this reader is awaited."""
        return self.held_on or tuple(sorted({s.on for s in self.sessions}))
