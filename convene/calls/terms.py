"""Words and frozen values of calls for papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from convene.papers.terms import Deadline, PaperKind

GRACE_MOST = 14 * 24  # Hours.


class CallState(StrEnum):
    """How a call stands; the board counts in this order."""

    OVERDUE = "overdue"
    IN_GRACE = "in grace"
    DUE_SOON = "due soon"
    EXTENDED = "extended"
    WAITING = "waiting"
    IN_LATE = "in late"
    IN = "in"
    NOT_SENT = "not sent"
    WITHDRAWN = "withdrawn"


OWING = frozenset({CallState.OVERDUE, CallState.IN_GRACE, CallState.DUE_SOON, CallState.EXTENDED, CallState.WAITING})


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked: the kind of paper, a wish in words, by when (UTC), and the hours of grace after that."""

    kind: PaperKind
    wish: str
    due_at: datetime
    grace_hours: int


@dataclass(frozen=True, slots=True)
class Debtor:
    """Who owes a paper: a party, or a person who has no seat; one of the two ids is None. `key` is its or theirs."""

    party_id: int | None
    person_id: int | None
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A paper that the reader is asked for: for which item, of which kind, by when, as their pages say it.

    `state` is one of those that owe; `of` is the title of the meeting for seats, else the body's name.
    """

    item_key: str
    item_title: str
    of: str
    zone: str
    kind: PaperKind
    wish: str
    deadline: Deadline
    state: CallState
    extension_reason: str
