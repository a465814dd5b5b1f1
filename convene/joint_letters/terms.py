"""Words and frozen values of joint letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

TEXT_MOST = 20_000
WITHHELD = "An organisation whose name is withheld"


class Phase(StrEnum):
    """How a letter stands: it follows from instants, so that the deadline holds by the server's time alone."""

    DRAFT = "draft"
    OPEN = "open for sign-on"
    CLOSED = "sign-on closed"
    SENT = "sent"


class AskState(StrEnum):
    """What an organisation that was asked has answered."""

    ASKED = "not answered"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


# Those who still owe an answer, and are reminded.
OWING = frozenset({AskState.ASKED})


class Progress(StrEnum):
    """What an addressee has made of a letter."""

    NONE = "none yet"
    ANSWERED = "answered"
    COMMITMENT = "commitment"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Wording:
    """What a letter says: its title, its paragraphs, its date, and what it is timed to, such as an election."""

    title: str
    text: str
    dated_on: date
    timed_to: str = ""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Somebody who signs for their organisation."""

    name: str
    function: str


@dataclass(frozen=True, slots=True)
class Signer:
    """An organisation with those who sign for it; with its name withheld neither it nor they are named."""

    organisation: str
    people: tuple[Signatory, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom one copy of a letter is to; `by_mail` says that it goes by e-mail."""

    name: str
    office: str
    salutation: str
    post_address: str
    by_mail: bool = True


@dataclass(frozen=True, slots=True)
class Printed:
    """All that stands on a letter but whom this copy is to. `letterhead` is the body's name and how to reach it."""

    letterhead: tuple[str, ...]
    title: str
    text: str
    dated_on: date
    signers: tuple[Signer, ...]
    sent_by: tuple[str, ...] = ()
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that an addressee answered, promised or refused."""

    on: date
    progress: Progress
    text: str
    source: str
    next_on: date | None


@dataclass(frozen=True, slots=True)
class Response:
    """What came of one addressee's copy: the latest state, every step, and for how many days there was silence."""

    name: str
    office: str
    progress: Progress
    steps: tuple[Step, ...]
    silent_days: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter as one organisation that was asked may see it.

    `earlier` is the text that it signed, where the text has changed since. `signers` is None as long as who has signed
    is the secretariat's alone; `responses` is None for whoever did not sign, and before the letter was sent.
    """

    key: str
    phase: Phase
    wording: Wording
    earlier: Wording | None
    addressees: tuple[tuple[str, str], ...]
    zone: str
    signers: tuple[str, ...] | None
    responses: tuple[Response, ...] | None
    sent_at: datetime | None
    signatories_most: int
