"""Words of recommendations: their life, their addressees, the answers, and what pages and papers are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from convene.agendas.terms import Theme

# What is noted of a letter that a list tells of, to an addressee whom the list appended.
AS_A_LIST_SAYS = "as a list says"
# After the symbol of its body, how that of each release begins.
OPEN_SERIES = "/OPEN/R."
TEXT_MOST = 6000  # Characters of a recommendation.


class Kind(StrEnum):
    """What is recommended (A18); a body that issues groups its output by its own words instead."""

    POLICY = "policy"
    SANCTIONS = "sanctions"
    REGULATION = "regulation"
    ASSISTANCE = "assistance"
    DEPLOYMENT = "deployment"
    IGO_RESOLUTION = "resolution of an international organisation"
    SUMMIT_ITEM = "item for the G7 or G20"
    REQUEST = "request to an institute or company"
    TRAINING = "training"


class State(StrEnum):
    """Where a recommendation stands."""

    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    ADOPTED = "adopted"
    ISSUED = "issued"
    TRANSMITTED = "transmitted"
    ANSWERED = "answered"
    FOLLOW_UP = "in follow-up"
    IMPLEMENTED = "implemented"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"


CLOSED = frozenset({State.IMPLEMENTED, State.LAPSED, State.SUPERSEDED})
DRAFTED = frozenset({State.PROPOSED, State.WITHDRAWN})
SENT = frozenset({State.TRANSMITTED, State.ANSWERED, State.FOLLOW_UP})


class Step(StrEnum):
    """What was done; a step is appended and never overwritten."""

    PROPOSE = "proposed"
    REWORD = "reworded"
    PUT_BEFORE = "put before the members"
    TELL = "members told of the new wording"
    TAKE_BACK = "taken back from the members"
    WITHDRAW = "withdrawn"
    ADOPT = "adopted"
    ISSUE = "issued"
    DRAFT_AGAIN = "made a draft again"  # It was adopted, or issued, in error.
    TAKE_OVER = "taken over"  # From an earlier record: it was adopted before it was kept here.
    TRANSMIT = "transmitted"
    POST = "posted"
    REMIND = "reminded"
    ANSWER = "answered"
    NOTE = "evidence noted"
    VERIFY = "verified"
    JUDGE = "reliability judged"
    ACTED = "said to have acted"
    NOT_ACTED = "said not to have acted"  # What was noted of it counts as followed up no longer.
    FOLLOW_UP = "followed up"
    CHASE = "reminders asked for"  # Of days that were past when it was taken over, or after they were stopped.
    LET_BE = "reminders stopped"
    IMPLEMENT = "implemented"
    LAPSE = "lapsed"
    SUPERSEDE = "superseded"
    SUCCEED = "superseded by another"  # What superseded it does so no longer, and that other one does.
    REOPEN = "reopened"
    TIE = "tied"
    UNTIE = "tie removed"
    RELEASE = "released to guests"
    TAKE_BACK_RELEASE = "release withdrawn"


class AddresseeKind(StrEnum):
    """To whom a recommendation goes: a party of the body, or somebody by name."""

    PARTY = "party"
    IGO = "international organisation"
    SUMMIT = "summit"
    COMPANY = "company"
    INSTITUTE = "institute"
    OTHER = "other"


class Way(StrEnum):
    """How a recommendation went to one addressee: with a letter from here, or earlier, as a list says."""

    # What no letter goes out for any more, and none ever did, never went.
    FROM_HERE = "sent from here"
    LISTED = "as the list says"
    WAITS = "not sent yet"
    NEVER = "not sent"


class Position(StrEnum):
    """What an addressee answers."""

    SUPPORTED = "supported"
    IN_PART = "supported in part"
    NOTED = "noted"
    DECLINED = "declined"


class Mark(StrEnum):
    """What stands in a cell of the matrix; silence is an answer that can be seen."""

    NOT_SENT = "not sent"
    TO_POST = "letter to be posted"  # It goes on paper, and nothing is awaited before it is posted.
    AWAITED = "awaited"
    SILENT = "silent"
    NO_ANSWER = "not answered"  # It was closed before they answered: nothing is awaited any more.
    SUPPORTED = "supported"
    IN_PART = "supported in part"
    NOTED = "noted"
    DECLINED = "declined"


# As they are told in one line: answers from support to refusal, then those who gave none.
IN_ORDER = (*Position, Mark.NO_ANSWER, Mark.SILENT, Mark.AWAITED, Mark.TO_POST, Mark.NOT_SENT)
UNANSWERED = frozenset({Mark.NOT_SENT, Mark.TO_POST, Mark.AWAITED, Mark.SILENT, Mark.NO_ANSWER})


class SourceKind(StrEnum):
    """Where evidence comes from."""

    NOT_SAID = "not said"
    OWN = "the addressee itself"
    OFFICIAL = "official document"
    IGO = "international organisation"
    CIVIL_SOCIETY = "civil society"
    RESEARCH = "research"
    PRESS = "press"
    WITNESS = "witness"


class Reliability(StrEnum):
    """How far the evidence can be relied on."""

    NOT_JUDGED = "not judged"
    CONFIRMED = "confirmed by another source"
    PROBABLE = "probable"
    DOUBTFUL = "doubtful"


class LinkKind(StrEnum):
    """What a later recommendation does with an earlier one."""

    REITERATES = "reiterates"
    STRENGTHENS = "strengthens"
    WEAKENS = "weakens"
    MERGES = "merges"
    SPLITS = "splits"
    SUPERSEDES = "supersedes"


# By these a recommendation says again what an earlier one said.
REPEATING = frozenset({LinkKind.REITERATES, LinkKind.STRENGTHENS, LinkKind.WEAKENS, LinkKind.MERGES})


@dataclass(frozen=True, slots=True)
class Named:
    """An addressee as it is given: a party by internal id, or somebody by name."""

    kind: AddresseeKind
    name: str
    party_id: int | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """What a recommendation says and to whom, as it is given."""

    text: str
    kind: str
    countries: str
    themes: tuple[Theme, ...]
    addressees: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Had:
    """What has come of an adopted one: `released` and `later` by symbol, or in words; empty where nothing has."""

    letters: bool = False
    is_listed: bool = False
    released: str = ""
    later: str = ""
    is_reviewed: bool = False
    evidence: bool = False
    is_asked: bool = False
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An adoption that was taken back: the symbol that was drawn and is given no more, when, and why."""

    symbol: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Given:
    """An addressee's answer or report, as it is given."""

    position: Position | None
    text: str = ""
    action: str = ""
    evidence: str = ""
    source_kind: SourceKind = SourceKind.NOT_SAID
    reliability: Reliability = Reliability.NOT_JUDGED
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Noting:
    """What the secretariat notes of an addressee from others; `verified_by` is empty where nobody has yet."""

    action: str
    evidence: str
    link: str
    source_kind: SourceKind
    reliability: Reliability
    verified_by: str = ""
    look_on: date | None = None
    has_acted: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted of an addressee, as it is shown: `source` in words; a file by its name, or empty."""

    key: str
    on: date
    action: str
    evidence: str
    link: str
    source: str
    file_name: str
    verified_by: str
    look_on: date | None = None

    @property
    def words(self) -> str:
        """All of it in one line, for tables and papers."""
        shown = "; ".join(part for part in (self.evidence, self.link, self.file_name) if part)
        verified = f"Verified by {self.verified_by}." if self.verified_by else ""
        return " ".join(part for part in (self.action, shown, f"({self.source}).", verified) if part)


@dataclass(frozen=True, slots=True)
class Cell:
    """One addressee of one recommendation: what stands there, since when, and how old that is in words.

    `own_key` is the key of the addressee where the reader answers for it and is still asked; empty elsewhere.
    """

    mark: Mark
    since: date | None = None
    age: str = ""
    due_on: date | None = None
    next_on: date | None = None
    is_report_late: bool = False
    is_verified: bool = False
    text: str = ""
    action: str = ""
    evidence: str = ""
    source: str = ""
    verified_by: str = ""
    file_name: str = ""
    answer_key: str = ""
    noted: tuple[Noted, ...] = ()
    look_on: date | None = None
    is_look_due: bool = False
    own_key: str = ""

    @property
    def words(self) -> str:
        """“Silent for 90 days”, “Supported”, “Awaited until 1 June 2027” without the day."""
        if self.mark is Mark.SILENT:
            return f"Silent for {self.age}"
        return str(self.mark).capitalize()


def state_words(state: str, answered: int, of: int) -> str:
    """The state, or how many of the addressees have answered where not all did."""
    return f"{answered} of {of} answered" if state == State.ANSWERED and answered < of else state


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One recommendation in the matrix; `cells` by the name of the addressee."""

    key: str
    symbol: str
    text: str
    kind: str
    state: str
    cells: Mapping[str, Cell]

    @property
    def answered(self) -> int:
        """How many of the addressees have answered."""
        return sum(cell.mark not in UNANSWERED for cell in self.cells.values())

    @property
    def state_words(self) -> str:
        """The state, or how many have answered where not all did."""
        return state_words(self.state, self.answered, len(self.cells))


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as it stands before the members: not adopted, and without a symbol."""

    kind: str
    text: str
    addressees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """What page, PDF and table of a matrix are made from, in the body's zone; `drafts` were put before the members."""

    body_name: str
    body_short_name: str
    title: str
    symbol: str
    zone: str
    on: date
    disclaimer: str
    called: Mapping[str, str]  # The body's own words: noun, nouns, those, done.
    addressees: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    drafts: tuple[DraftView, ...] = ()


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signs a letter, and as what; empty where nobody was named."""

    name: str = ""
    title: str = ""


UNSIGNED = Signed()


@dataclass(frozen=True, slots=True)
class LetterView:
    """What the letter to one addressee is made from; `due_on` is the day by which an answer is asked for.

    `has_seat` says that it is answered by representatives who sign in; `meeting` and `item` are in words, or empty.
    What was sealed before letters were signed has no salutation and no closing words.
    """

    body_name: str
    body_short_name: str
    addressee: str
    recipient: str
    reference: str
    symbol: str
    text: str
    kind: str
    adopted_on: date | None
    verb: str
    meeting: str
    item: str
    sent_on: date | None
    as_of: str
    due_on: date | None
    has_seat: bool
    reply_address: str
    disclaimer: str
    telephone_name: str = ""
    telephone: str = ""
    salutation: str = ""
    closing: str = ""
    signed: Signed = UNSIGNED
    noun: str = "recommendation"


@dataclass(frozen=True, slots=True)
class Knot:
    """One recommendation of a lineage, as it is drawn and listed; `answered` of so many `asked` have answered."""

    key: str
    symbol: str
    on: date | None
    state: str
    text: str
    is_here: bool = False
    answered: int = 0
    asked: int = 0
    closed_by: str = ""  # The symbol of the one that it is superseded by now.

    @property
    def state_words(self) -> str:
        """The state, or how many have answered where not all did."""
        return state_words(self.state, self.answered, self.asked)


@dataclass(frozen=True, slots=True)
class Tie:
    """What a later recommendation does with an earlier one, by their keys; `key` is the tie's own."""

    later: str
    earlier: str
    kind: LinkKind
    key: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    """All that hangs together with one recommendation, earliest first, and the sentence that says it."""

    knots: tuple[Knot, ...]
    ties: tuple[Tie, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One recommendation as a meeting reviews it: its text, how it stands now, the chain so far, what was noted last.

    `answers` are those of the addressees in their order, by name; `meeting_key` is of the meeting it came from, if any.
    """

    key: str
    symbol: str
    text: str
    state: str
    adopted_on: date | None
    is_closed: bool
    figures: str
    chain: str
    has_lineage: bool
    answers: tuple[tuple[str, Cell], ...]
    meeting_key: str = ""
    noted: str = ""
    noted_on: date | None = None
    disclaimer: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks that are those of an adopted text, or nearly so.

    `left_out` is what its ellipses stand for; `also` are others in which it stands as well, by key and symbol.
    `differs` are the words of an altered one that are not the adopted ones: as adopted, as quoted; one may be empty.
    """

    words: str
    symbol: str
    key: str
    is_exact: bool
    adopted: str = ""
    left_out: tuple[str, ...] = ()
    also: tuple[tuple[str, str], ...] = ()
    differs: tuple[tuple[str, str], ...] = ()


# The addressees at whom the secretariat is to look again: what was noted of them last had a day, and it has come.
LOOK_AGAIN = "to be looked at again"

# What a list is cut to where a recommendation names no country, or no theme; and where its year is not known.
UNNAMED, NOT_KNOWN = "none named", "not known"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list of recommendations is cut to; an empty value cuts nothing. `mark` cuts to addressees with it.

    The year nought is that of those whose day is not known.
    """

    states: frozenset[State] = field(default_factory=frozenset)
    kind: str = ""
    country: str = ""
    theme: str = ""
    addressee: str = ""
    mark: str = ""
    year: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One recommendation as it was put to the reader's State; the answer is that State's own.

    It is left alone where its day was past already when a list brought it: nobody owes by it, and no mail reminds.
    `repeated` are those that say it again: key, symbol and how.
    """

    addressee_key: str
    recommendation_key: str
    symbol: str
    text: str
    adopted_on: date | None
    sent_on: date | None
    due_on: date | None
    cell: Cell
    is_open: bool
    has_draft: bool
    written_at: datetime | None = None
    has_letter: bool = True
    repeated: tuple[tuple[str, str, LinkKind], ...] = ()
    is_left_alone: bool = False
