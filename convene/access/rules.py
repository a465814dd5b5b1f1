"""The policy, in one place. Everything else asks: the gate (by action) and the row filter (by table).

- Nobody: sees the sign-in page, and nothing that tells whether a thing exists.
- Secretariat of a body: sees all that this body has, drafts included; nothing of any other body (settled 1).
- Holder of a member's seat today: sees every meeting of the body that was announced, all its sessions, and its items
  but those narrowed to other members; never a draft (settled 2, 3).
- Delegate, observer, Council member, official, guest: sees the sessions and the single items they are admitted to;
  in a session not the items closed within an open session, nor those narrowed to others (settled 2-4).
- By an invitation's link: the same person, but only that invitation, what is open to it, and single items admitted
  by name; nothing of a closed session (settled 20).
- Papers follow their item, never wider, not even for their author; a guest's paper is kept from other guests until it
  is released to them.
- Check-ins of a round: whoever is in one sees that one; what its party needs is read by the Council's side, by seats
  and by the secretariat, never by the party itself (B3).
- Desk officer: the papers that their member shared with them, as long as it may read them itself; nothing else (B5).
- Stages of an agenda follow the sessions and items as they were circulated, and are never wider than the item is now.
- A record goes to the seats, each paragraph never wider than its item; to the admitted only what is marked open in what
  they were admitted to. Who spoke is the secretariat's alone; the rapporteur reads and writes the notes beside it.
- Recommendations: seats once adopted, a draft while it is put before them; an answer is its State's until it is filed.
  A guest sees what was released, what they were asked for as shadow evidence and handed in themselves, and what of
  theirs was taken up, once they are told.
- Whoever is asked for a date: the question and their own answer, through their own ballot; no other person's answer.
- Party: what it was asked for and what it proposes; a State's statement on assets is the board's once it is filed.
- Jobs and commands: everything, under a name of their own.
"""

from __future__ import annotations

from convene.access.terms import Action, Placement, Reader, ReaderKind

STAFF_ONLY = frozenset(
    {Action.BODY_KEEP, Action.JOURNAL_READ, Action.MAIL_READ, Action.INVITATION_KEEP, Action.MEETING_KEEP}
)
SIGNED_IN = frozenset(
    {
        Action.ACCOUNT_USE,
        Action.EVIDENCE_GIVE,
        Action.HOME_READ,
        Action.LETTER_SIGN,
        Action.POLL_ANSWER,
        Action.RELEASED_READ,
    }
)
SEATED = frozenset(
    {
        Action.AGENDA_PROPOSE,
        Action.ASSETS_READ,
        Action.ASSETS_STATE,
        Action.BODY_READ,
        Action.PAPER_SHARE,
        Action.PARTICIPANTS_READ,
        Action.RECOMMENDATION_ANSWER,
        Action.RECOMMENDATION_READ,
    }
)
ADMITTED = frozenset({Action.INVITATION_ANSWER, Action.MEETING_READ, Action.PAPER_READ, Action.PAPER_UPLOAD})


def may_ask(reader: Reader, action: Action) -> bool:
    """Whether this reader may use an endpoint of that need at all; the rows decide the rest."""
    if action is Action.PUBLIC:
        return True
    if not reader.is_somebody:
        return False
    if action in ADMITTED:
        return True
    if reader.kind is ReaderKind.LINK:
        return False
    if action in SIGNED_IN:
        return True
    if action in SEATED:
        return bool(reader.staff or reader.seats)
    return action in STAFF_ONLY and bool(reader.staff)


def may_keep(reader: Reader, body: int) -> bool:
    """Whether this reader works for the secretariat of that body (settled 1)."""
    return reader.kind is ReaderKind.SYSTEM or body in reader.staff


def sees_body_wide(reader: Reader, at: Placement) -> bool:
    """Rows of the body that seats share: its people, parties and terms; and one's own."""
    if reader.kind is ReaderKind.SYSTEM or at.body in reader.staff or at.body in reader.seats:
        return True
    return (at.party is not None and at.party in reader.parties) or _is_self(reader, at)


def sees_kept(reader: Reader, at: Placement) -> bool:
    """Rows of the secretariat alone: mail, journal, sightings."""
    return may_keep(reader, at.body)


def sees_party_kept(reader: Reader, at: Placement) -> bool:
    """Rows of one party's own making: the secretariat, and those who act for that party; without one, the person."""
    return may_keep(reader, at.body) or _is_own(reader, at)


def sees_called(reader: Reader, at: Placement) -> bool:
    """What is asked of one party or person: the secretariat, and they themselves once they were asked."""
    return may_keep(reader, at.body) or (at.announced and _is_own(reader, at))


def sees_filed(reader: Reader, at: Placement) -> bool:
    """What a party files for the board: the secretariat and that party; every seat once it is filed (A13)."""
    return sees_party_kept(reader, at) or (at.announced and at.body in reader.seats)


def sees_seated(reader: Reader, at: Placement) -> bool:
    """What the secretariat puts before the board: the secretariat, and every seat once it is announced."""
    return may_keep(reader, at.body) or (at.announced and at.body in reader.seats)


def sees_share(reader: Reader, at: Placement) -> bool:
    """With whom a paper is shared: the secretariat, the party that shares it, and the desk officer (B5)."""
    in_party = at.party is not None and at.party in reader.parties
    return may_keep(reader, at.body) or in_party or _is_self(reader, at)


def sees_self(reader: Reader, at: Placement) -> bool:
    """Rows of one person's own account: nobody else, not even a secretariat."""
    return reader.kind is ReaderKind.SYSTEM or _is_self(reader, at)


def sees_body(reader: Reader, at: Placement) -> bool:
    """A body: those who serve it, sit on it, or are admitted to something of it."""
    return reader.kind is ReaderKind.SYSTEM or at.body in reader.bodies


def sees_own(reader: Reader, at: Placement) -> bool:
    """Rows about one person: the body's secretariat, and that person."""
    return may_keep(reader, at.body) or _is_self(reader, at)


def sees_announced(reader: Reader, at: Placement) -> bool:
    """Rows about one person in a meeting, which seats may see once it is announced (the list of participants)."""
    return sees_own(reader, at) or (at.announced and at.body in reader.seats)


def sees_meeting(reader: Reader, at: Placement) -> bool:
    """A meeting: seats once announced; the admitted, once announced."""
    if may_keep(reader, at.body):
        return True
    return at.announced and (at.body in reader.seats or at.meeting in reader.meetings)


def sees_session(reader: Reader, at: Placement) -> bool:
    """A whole session: seats; and those admitted to the session itself (A4, A11)."""
    if may_keep(reader, at.body):
        return True
    return at.announced and (at.body in reader.seats or at.session in reader.sessions)


def sees_item(reader: Reader, at: Placement) -> bool:
    """An item: seats unless narrowed away; those admitted to its session unless withheld, or to it (A4, A10)."""
    if may_keep(reader, at.body):
        return True
    if not at.announced:
        return False
    if at.item in reader.items:
        return True
    in_reach = at.body in reader.seats or (at.session in reader.sessions and not at.withheld)
    return in_reach and (not at.narrowed or at.item in reader.narrowed)


def sees_heard(reader: Reader, at: Placement) -> bool:
    """What was heard of a party in confidence: the secretariat, seats, and those of the session but that party (B3)."""
    if may_keep(reader, at.body):
        return True
    in_reach = at.body in reader.seats or at.session in reader.sessions
    return at.announced and in_reach and at.party not in reader.parties


def sees_narrowing(reader: Reader, at: Placement) -> bool:
    """To whom an item is narrowed: the secretariat, and those it is narrowed to."""
    return may_keep(reader, at.body) or at.item in reader.narrowed


def sees_paper(reader: Reader, at: Placement) -> bool:
    """A paper: never wider than its item; among the admitted only what is released to them, and their own (settled 3).

    The party owns what was written for it, whoever holds the seat now.
    """
    if may_keep(reader, at.body):
        return True
    if at.announced and at.paper in reader.papers:
        return True
    return sees_item(reader, at) and (_is_own(reader, at) or at.for_admitted or at.body in reader.seats)


def sees_recorded(reader: Reader, at: Placement) -> bool:
    """A paragraph of a record: never wider than its item; the admitted read what is open and released to them."""
    if may_keep(reader, at.body):
        return True
    return sees_item(reader, at) and (at.for_admitted or at.body in reader.seats)


def _is_own(reader: Reader, at: Placement) -> bool:
    """The party owns what is made or asked in its name, whoever acts for it now; without a party, the person does."""
    return at.party in reader.parties if at.party is not None else _is_self(reader, at)


def _is_self(reader: Reader, at: Placement) -> bool:
    return at.person is not None and at.person == reader.person
