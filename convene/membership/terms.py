"""Words and frozen values of membership: applications, evidence, decisions, vacancies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from convene.bodies.terms import PartyKind, Standing
from convene.people.terms import TermRole


class Assessment(StrEnum):
    """What the secretariat makes of the evidence for one criterion."""

    OPEN = "not assessed yet"
    SHOWN = "shown"
    PARTLY = "shown in part"
    NOT_SHOWN = "not shown"


class SourceKind(StrEnum):
    """What kind of source a piece of evidence is from (A14)."""

    OFFICIAL = "official document"
    STATEMENT = "public statement"
    REPORT = "report of an organisation"
    RESEARCH = "research"
    PRESS = "press"
    APPLICANT = "the applicant itself"
    CONVERSATION = "conversation"


class Reliability(StrEnum):
    """How far a source can be relied on (A14), best first."""

    RELIABLE = "reliable"
    MOSTLY = "mostly reliable"
    UNKNOWN = "not known"
    DOUBTFUL = "doubtful"


class Decision(StrEnum):
    """What a meeting decides on an application."""

    ADMITTED = "admitted as a member"
    AS_OBSERVER = "admitted as an observer"
    AS_COOPERATING = "to cooperate without joining"
    DECLINED = "declined"
    DEFERRED = "deferred"


# What a party becomes by a decision that lets it in.
BECOMES = {
    Decision.ADMITTED: Standing.MEMBER,
    Decision.AS_OBSERVER: Standing.OBSERVER,
    Decision.AS_COOPERATING: Standing.COOPERATING,
}
SOUGHT = (Standing.MEMBER, Standing.OBSERVER, Standing.COOPERATING)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies: as it should stand on record, its kind, the two letters of its country, and for what it applies."""

    name: str
    kind: PartyKind
    country: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: what it shows, its source, the source's kind and reliability."""

    text: str
    source: str
    source_kind: SourceKind
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with what the rules look at: its words, the assessment, how reliable each piece of evidence is."""

    words: str
    assessment: Assessment
    reliabilities: tuple[Reliability, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A piece of evidence as a page and a PDF show it; `entered` says by whom and when."""

    key: str
    piece: Piece
    entered: str


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion with its assessment, the remark on it, and its evidence in the order in which it was entered."""

    key: str
    words: str
    assessment: Assessment
    remark: str
    evidence: tuple[EvidenceView, ...]

    @property
    def plain(self) -> Criterion:
        """What the rules look at."""
        return Criterion(self.words, self.assessment, tuple(e.piece.reliability for e in self.evidence))


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision with the meeting that took it; `findings` are what the rules said at that time, a line each."""

    decision: Decision
    decided_on: date
    from_on: date | None
    meeting: str
    meeting_key: str
    words: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """An application as the board reads it. `meeting` is the title of the meeting that is to take it up, or empty."""

    key: str
    body_name: str
    applicant: Applicant
    opened_on: date
    words: str
    is_put: bool
    meeting: str
    meeting_key: str
    decision: Decision | None
    criteria: tuple[CriterionView, ...]
    decisions: tuple[DecisionView, ...]

    @property
    def is_decided(self) -> bool:
        """Whether nothing more is to be decided; what was deferred comes back."""
        return self.decision is not None and self.decision is not Decision.DEFERRED


@dataclass(frozen=True, slots=True)
class Held:
    """A stretch of days on which a seat is held; None for no first or no last day."""

    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A party whose seat nobody holds from one day to another; None where it was never held, or nobody follows."""

    party_id: int
    party_key: str
    party: str
    role: TermRole
    starts_on: date | None
    ends_on: date | None
