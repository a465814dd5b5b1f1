"""Words and frozen values of the record: what a note says, how it is marked, and what an outlet may print of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

PARAGRAPH_MOST = 20_000
HEADING_MOST = 120
PARAGRAPHS_MOST = 300


class Marking(StrEnum):
    """Who may read a paragraph, and whether it names anybody: two things, each of them strict or not."""

    CLOSED = "closed"
    OPEN = "open"
    NOT_ATTRIBUTED = "not attributed"
    OPEN_NOT_ATTRIBUTED = "open and not attributed"

    @property
    def is_open(self) -> bool:
        """Whether the admitted may read it beside the members' seats."""
        return self in (Marking.OPEN, Marking.OPEN_NOT_ATTRIBUTED)

    @property
    def names_nobody(self) -> bool:
        """Whether neither the speaker nor their affiliation is told in it."""
        return self in (Marking.NOT_ATTRIBUTED, Marking.OPEN_NOT_ATTRIBUTED)


class RecordState(StrEnum):
    """How a record went out; none follows adoption, nor issue where a body does not adopt (S8, S11)."""

    CIRCULATED = "circulated for correction"
    ADOPTED = "adopted"
    ISSUED = "issued"


FINAL = frozenset({RecordState.ADOPTED, RecordState.ISSUED})


class CorrectionFate(StrEnum):
    """What became of a proposed correction."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Choice(StrEnum):
    """What somebody chose where two wrote the same paragraph; the last is of the one who wrote on before choosing."""

    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"
    WRITTEN_ON = "written on"


class TextKind(StrEnum):
    """What starts from a record beside it."""

    CHAIRS_SUMMARY = "chair's summary"
    AIDE_MEMOIRE = "aide-memoire"
    COMMUNIQUE = "communiqué"
    CORRIGENDUM = "corrigendum"

    @property
    def letters(self) -> str:
        """What stands for it in a symbol."""
        return {
            TextKind.CHAIRS_SUMMARY: "CS",
            TextKind.AIDE_MEMOIRE: "AM",
            TextKind.COMMUNIQUE: "COM",
            TextKind.CORRIGENDUM: "Corr",
        }[self]


@dataclass(frozen=True, slots=True)
class Said:
    """What a paragraph says at one moment."""

    text: str = ""
    marking: Marking = Marking.CLOSED
    heading: str = ""
    is_removed: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What a note-taker sends of one paragraph: by its key, or by the mark under which it was begun on their page.

    `opened` is the revision that they began from, 0 for a new one.
    """

    key: str
    origin: str
    opened: int
    said: Said


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many members make a quorum: so many, or such a share of them; neither means more than half."""

    number: int | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """Who was there in one session, as a record prints it: members by name, others by name, and the quorum in words."""

    members: tuple[str, ...]
    others: tuple[str, ...]
    quorum: str


class Numbering(StrEnum):
    """What stands before the number of a paragraph, so that one rendering's “7” is never taken for another's."""

    CLOSED = ""
    OPEN = "O"
    PART = "P"

    @classmethod
    def of(cls, *, is_open: bool, is_guest: bool) -> Numbering:
        """That of a rendering."""
        return cls.PART if is_guest else cls.OPEN if is_open else cls.CLOSED


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, numbered over what its reader sees: “7”, in the open rendering “O7”, in a guest's part “P7”.

    `key` leads to a correction, and is empty for the admitted. `fate` is what became of a correction that this reader
    may know of; pages alone tell it.
    """

    number: str
    key: str
    text: str
    marking: Marking
    fate: CorrectionFate | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """Paragraphs under one heading; what is not attributed stands under topics of its own."""

    heading: str
    is_unattributed: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RecordedItem:
    """One item of the agenda with what was said on it; `unnoted` is told where nothing was noted of it."""

    label: str
    title: str
    topics: tuple[Topic, ...]
    unnoted: str = ""


@dataclass(frozen=True, slots=True)
class RecordedSession:
    """One sitting; without `present` where attendance is not this reader's to know."""

    title: str
    on: date
    items: tuple[RecordedItem, ...]
    present: Present | None = None


class Sealed(StrEnum):
    """How a copy stands to what was sealed when it went out; less, where something was closed or narrowed since."""

    SAME = "same"
    LESS = "less"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Circulation:
    """One time that a record went out: its number from 0, its symbol, and when."""

    revision: int
    symbol: str
    at: datetime
    state: RecordState


@dataclass(frozen=True, slots=True)
class Corrigendum:
    """What corrects a final record: it stands below the sealed words, and changes none of them.

    `corrects` names the paragraphs by the numbers that this reader has, with their first words. Key and symbol are
    empty in the open rendering, where nothing is told of the closed one.
    """

    key: str
    symbol: str
    title: str
    text: str
    on: date
    corrects: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called: by its symbol, where the reader knows it."""
        return f"Corrigendum {self.symbol}" if self.symbol else "Corrigendum"


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as one reader sees it in one rendering: page, PDF and DOCX take nothing else.

    `is_open` is the rendering of open paragraphs alone; `is_taken` says that corrections still are taken. Symbol and
    `circulations` are empty for whoever has no seat; `digest` seals this copy, and no other reader's. `changes` are
    what the next circulation says otherwise than an earlier one, or the last than that before it: words before and
    after, empty for what was not there. `corrigenda` stand below a record that is final.
    """

    meeting_key: str
    body_name: str
    body_short_name: str
    title: str
    symbol: str
    city: str
    zone: str
    state: RecordState
    state_words: str
    circulated_at: datetime | None
    due_at: datetime | None
    disclaimer: str
    digest: str
    is_open: bool
    is_guest: bool
    not_attributed: bool
    note: str
    sessions: tuple[RecordedSession, ...]
    is_taken: bool = False
    revision: int = 0
    circulations: tuple[Circulation, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    corrigenda: tuple[Corrigendum, ...] = ()

    @property
    def is_earlier(self) -> bool:
        """Whether it went out again after this."""
        return bool(self.circulations) and self.revision != self.circulations[-1].revision

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the sessions that are told of, each once."""
        return tuple(sorted({s.on for s in self.sessions}))

    @property
    def place(self) -> str:
        """The city, where the title does not name it already."""
        return "" if self.city in self.title else self.city

    @property
    def numbering(self) -> str:
        """How a paragraph is cited, so that its number is not taken for another reader's; by rendering alike for all.

        No number is the same for everybody: that would tell whoever reads less how much lies between.
        """
        rendering = Numbering.of(is_open=self.is_open, is_guest=self.is_guest)
        return {
            Numbering.CLOSED: "Numbers without a letter are those of this closed record, counted over what each member "
            "reads. Whoever cites one gives the first words of the paragraph as well.",
            Numbering.OPEN: "The numbers with an O count the open rendering alone. Whoever cites one writes the "
            "letter, and gives the first words of the paragraph as well.",
            Numbering.PART: "The numbers with a P count this part alone. Whoever cites one writes the letter, and "
            "gives the first words of the paragraph as well.",
        }[rendering]

    @property
    def name(self) -> str:
        """What the document is called."""
        return "Open summary record" if self.is_open and not self.is_guest else "Summary record"


@dataclass(frozen=True, slots=True)
class Beside:
    """What a meeting's page tells a reader of its record: whether any of it is theirs, whether they take its notes.

    With the last text that was made from it and circulated to them.
    """

    has_record: bool = False
    takes_notes: bool = False
    text_key: str | None = None
    text_title: str | None = None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A chair's summary, an aide-memoire or a communiqué as it is printed.

    `meeting` and `symbol` are empty for whoever has no seat: of a meeting they know their own part.
    """

    body_name: str
    body_short_name: str
    kind: TextKind
    title: str
    meeting: str
    symbol: str
    text: str
    disclaimer: str
    zone: str
    circulated_at: datetime | None
    is_open: bool
    is_guest: bool
    digest: str
