"""Words of the access policy: who reads, what they ask for, how a thing is kept. No behaviour beyond themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """A session or item is closed (members' seats) or open (members and the invited)."""

    CLOSED = "closed"
    OPEN = "open"


class ReaderKind(StrEnum):
    """How somebody came to read."""

    NOBODY = "nobody"
    PERSON = "person"
    LINK = "link"
    SYSTEM = "system"


class Action(StrEnum):
    """What an endpoint needs; every endpoint declares one. Alphabetical within a group."""

    PUBLIC = "public"

    ACCOUNT_USE = "account.use"
    HOME_READ = "home.read"

    AGENDA_PROPOSE = "agenda.propose"
    ASSETS_READ = "assets.read"
    ASSETS_STATE = "assets.state"

    BODY_KEEP = "body.keep"
    BODY_READ = "body.read"
    JOURNAL_READ = "journal.read"
    MAIL_READ = "mail.read"

    INVITATION_ANSWER = "invitation.answer"
    INVITATION_KEEP = "invitation.keep"

    LETTER_SIGN = "letter.sign"

    MEETING_KEEP = "meeting.keep"
    MEETING_READ = "meeting.read"

    PAPER_READ = "paper.read"
    PAPER_SHARE = "paper.share"
    PAPER_UPLOAD = "paper.upload"
    PARTICIPANTS_READ = "participants.read"

    EVIDENCE_GIVE = "evidence.give"
    RECOMMENDATION_ANSWER = "recommendation.answer"
    RECOMMENDATION_READ = "recommendation.read"
    RELEASED_READ = "released.read"
    POLL_ANSWER = "poll.answer"


NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads, with all that their rights follow from at this moment: sets of internal ids.

    staff: bodies whose secretariat the person serves; seats: bodies in which they hold a member's seat today;
    parties: those they act for today; meetings, sessions, items: admitted to by name; narrowed: narrowed items
    that their parties may see; bodies: every body they may know of; delegations: bodies where they are a delegate;
    papers: those that a member shared with them as its desk officer (B5); acting: bodies where they act
    for a party, and not in their own right alone.
    """

    kind: ReaderKind
    name: str = ""
    person: int | None = None
    bodies: frozenset[int] = NONE
    staff: frozenset[int] = NONE
    seats: frozenset[int] = NONE
    parties: frozenset[int] = NONE
    meetings: frozenset[int] = NONE
    sessions: frozenset[int] = NONE
    items: frozenset[int] = NONE
    narrowed: frozenset[int] = NONE
    delegations: frozenset[int] = NONE
    papers: frozenset[int] = NONE
    acting: frozenset[int] = NONE
    invitation: int | None = None

    @property
    def is_somebody(self) -> bool:
        """True for a person, by sign-in or by an invitation's link."""
        return self.kind in (ReaderKind.PERSON, ReaderKind.LINK)


NOBODY = Reader(ReaderKind.NOBODY)


def system(name: str) -> Reader:
    """A named reader for jobs and commands: it sees everything, and the journal names it."""
    return Reader(ReaderKind.SYSTEM, name=name)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a row hangs, in plain values: what the policy decides on. Ids are internal; None means not applicable."""

    body: int
    meeting: int | None = None
    session: int | None = None
    item: int | None = None
    paper: int | None = None
    party: int | None = None
    person: int | None = None
    announced: bool = True
    narrowed: bool = False
    withheld: bool = False
    for_admitted: bool = True
