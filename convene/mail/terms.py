"""Words and frozen values of mail: a letter, the mail that carries it, and what became of it on the wire.

A letter is structure, not mark-up, so that its text and its HTML cannot say different things. No cleaning here: any
string may hold anything, and `compose` makes it harmless.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How much weight a paragraph has; in HTML only, the words are the same in both."""

    PLAIN = "plain"
    NOTICE = "notice"
    QUIET = "quiet"


class Outcome(StrEnum):
    """What the mail server made of one message: taken, not now, or never."""

    SENT = "sent"
    RETRY = "retry"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome of one attempt, with the server's reply or our own sentence: one line, at most 300 characters."""

    outcome: Outcome
    reply: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; line breaks inside it are kept."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled fact. `was` is what an earlier mail said, shown struck out before the new value.

    A value that is a web address becomes a link. Line breaks in the values are kept. An empty value after a
    `was` means that nothing has taken its place.
    """

    label: str
    value: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session in words: `when` names day, hours and place, `yours` the same hours in the reader's zone.

    `mark` is “Closed”, “Open” or what the reader should be told instead. `when_was` and `where_was` are what an
    earlier mail said, struck out before the new words; `is_withdrawn` strikes out the whole session.
    """

    title: str
    when: str
    yours: str = ""
    where: str = ""
    mark: str = ""
    when_was: str = ""
    where_was: str = ""
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A web, mail or telephone address with the words that name it; the address is printed in full as well."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and whom to call at which number."""

    on_behalf_of: str
    call_name: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is told, in the order in which it is printed.

    `kind` names the message for the outbox and is never printed; `heading` stands over the letter, the subject
    where it is empty. `action` is the one thing to do; `further` explains it; `footnote` is the small print.
    """

    kind: str
    subject: str
    greeting: str
    paragraphs: tuple[Paragraph, ...]
    signature: Signature
    heading: str = ""
    facts: tuple[Fact, ...] = ()
    sessions_title: str = "Sessions"
    sessions: tuple[SessionLine, ...] = ()
    action: Link | None = None
    links: tuple[Link, ...] = ()
    further: tuple[Paragraph, ...] = ()
    closing: str = ""
    footnote: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """One letter to one person, with the calendar object that belongs to it or None.

    `message_id` is “<key@domain>”, the same at every attempt. `calendar` is a whole VCALENDAR in UTF-8 and
    `calendar_method` its METHOD, empty without a calendar. `reply_to` may be empty.
    `attachment` is a PDF of our own making, or None.
    """

    message_id: str
    from_name: str
    from_address: str
    reply_to: str
    to_name: str
    to_address: str
    letter: Letter
    calendar: bytes | None = None
    calendar_method: str = ""
    attachment: bytes | None = None
    attachment_name: str = ""
