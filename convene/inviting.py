"""What the inviting pages offer and do: whom a body may invite, to which portions, with what ticked at first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from convene.access.gate import Missing
from convene.access.models import Admission
from convene.access.rules import may_keep
from convene.access.scope import current_reader
from convene.access.terms import Audience
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_meeting
from convene.bodies.models import Body
from convene.bodies.queries import body_by_id
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.actions import Portions, admit, prepare_invitation
from convene.invitations.forms import AdmitForm, InviteForm
from convene.invitations.models import Invitation
from convene.invitations.queries import invitations_of
from convene.invitations.rules import standpoint_of
from convene.invitations.telling import retell
from convene.invitations.terms import InvitationState, Standpoint
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.meetings.terms import MeetingKind
from convene.people.queries import Holder, holders
from convene.people.terms import TermRole
from convene.presets.reading import presets

USUAL_REASON = "Significant contribution to the prevention of mass atrocities (A11)"
PARTY = "party "  # Before the key of a party, where a form offers parties beside people.
# Of a member that is a party the head comes; whoever is a member in their own right comes for themselves.
INVITED_AT_FIRST = frozenset({TermRole.PRIMARY_REPRESENTATIVE, TermRole.STEERING_MEMBER, TermRole.INDIVIDUAL})
NEVER_INVITED = frozenset({TermRole.SECRETARIAT})
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """Who can still be invited to a meeting, and to what."""

    seats: tuple[Holder, ...]
    others: tuple[Holder, ...]
    sessions: tuple[MeetingSession, ...]
    items: tuple[AgendaItem, ...]
    prepared: int
    has_open_session: bool
    briefed: frozenset[str] = frozenset()  # Names of the parties that the body's preset names as those briefed.
    reason: str = USUAL_REASON

    def usual(self) -> dict[str, object]:
        """What is ticked at first: each member's head or the member in person, the open sessions, the usual reason."""
        heads = [h.term.key for h in self.seats if h.term.role in INVITED_AT_FIRST]
        return {
            "seats": heads,
            "others": [h.term.key for h in self.others if self._is_briefed(h)],
            "portions": [s.key for s in self.sessions if s.audience is Audience.OPEN],
            "reason": self.reason,
        }

    def _is_briefed(self, holder: Holder) -> bool:
        """Those briefed come by their working-level officials (002, II.c.ii), and members of the Council brief them."""
        if not self.briefed or not self.has_open_session:
            return False
        of_party = holder.party is not None and holder.party.name in self.briefed
        return holder.term.role is TermRole.COUNCIL_MEMBER or (of_party and holder.term.role is TermRole.WORKING_LEVEL)

    def choices(self) -> tuple[list[Choice], list[Choice], list[Choice]]:
        """The boxes of the form: members' seats, others, portions."""
        portions = [(s.key, f"{s.title} ({s.audience})") for s in self.sessions]
        portions += [(i.key, f"Only the item: {i.title}") for i in self.items]
        return [(h.term.key, _name(h)) for h in self.seats], [(h.term.key, _name(h)) for h in self.others], portions


def _name(holder: Holder) -> str:
    party = holder.party.name if holder.party else "In a personal capacity"
    return f"{party}: {holder.contact.name} ({holder.term.role})"


def _standpoint(holder: Holder) -> Standpoint:
    return standpoint_of(holder.term.role, holder.party.standing if holder.party else None)


def _briefed(body: Body) -> frozenset[str]:
    preset = presets().get(body.preset)
    return frozenset(preset.briefed) if preset else frozenset()


def offer(meeting: Meeting, *, at: datetime) -> Offer:
    """Who holds a term today and is not invited yet, members' seats first."""
    invited = {i.person_id for i in invitations_of(meeting) if i.state is not InvitationState.WITHDRAWN}
    everybody = [
        h
        for h in holders(body_by_id(meeting.body_id), at)
        if h.is_current and h.term.role not in NEVER_INVITED and h.term.person_id not in invited
    ]
    sessions = tuple(sessions_of(meeting.id))
    order = {s.id: n for n, s in enumerate(sessions)}
    return Offer(
        seats=tuple(h for h in everybody if _standpoint(h) is Standpoint.SEAT),
        others=tuple(h for h in everybody if _standpoint(h) is not Standpoint.SEAT),
        sessions=sessions,
        items=tuple(sorted(items_of_meeting(meeting.id), key=lambda i: (order[i.session_id], i.position))),
        prepared=sum(1 for i in invitations_of(meeting) if i.state is InvitationState.PREPARED),
        has_open_session=any(s.audience is Audience.OPEN for s in sessions),
        briefed=_briefed(body_by_id(meeting.body_id)) if meeting.kind is MeetingKind.BRIEFING else frozenset(),
        reason=_usual_reason(meeting),
    )


def _usual_reason(meeting: Meeting) -> str:
    """Why guests of this body are usually admitted, as its preset says; that of A11 where it says nothing."""
    preset = presets().get(meeting.body.preset)
    return preset.guest_reason if preset and preset.guest_reason else USUAL_REASON


def prepare(meeting: Meeting, offered: Offer, form: InviteForm, *, by: str, at: datetime) -> int:
    """Prepare the invitations chosen; heads of delegations are the primary representatives. Raises Refused."""
    chosen = set(form.portions.data)
    portions = Portions(
        sessions=tuple(s for s in offered.sessions if s.key in chosen),
        items=tuple(i for i in offered.items if i.key in chosen),
        reason=form.reason.data or "",
    )
    wanted = set(form.seats.data) | set(form.others.data)
    people = [h for h in (*offered.seats, *offered.others) if h.term.key in wanted]
    if not people and not offered.prepared:
        raise Refused((Finding("", Level.REFUSE, "Choose whom to invite.", "seats"),))
    for holder in people:
        prepare_invitation(
            meeting,
            holder.term,
            party=holder.party,
            portions=Portions() if _standpoint(holder) is Standpoint.SEAT else portions,
            is_head=holder.term.role is TermRole.PRIMARY_REPRESENTATIVE,
            by=by,
            at=at,
        )
    return len(people)


def people_to_admit(meeting: Meeting, *, at: datetime) -> list[Choice]:
    """Whoever holds a term without a seat: they can be admitted to an item, invited or not."""
    found = [
        h
        for h in holders(body_by_id(meeting.body_id), at)
        if h.is_current and h.term.role not in NEVER_INVITED and _standpoint(h) is not Standpoint.SEAT
    ]
    acting = {(h.party.key, h.party.name, h.term.person_id) for h in found if h.party is not None and _acts(h)}
    counts = Counter((name, key) for key, name, _ in acting)
    whole = [(f"{PARTY}{key}", f"All who act for {name} ({count})") for (name, key), count in sorted(counts.items())]
    return [("", "Choose a party or somebody"), *whole, *((h.term.key, _name(h)) for h in found)]


def admit_to_item(meeting: Meeting, item: AgendaItem, form: AdmitForm, *, by: str, at: datetime) -> str:
    """Admit somebody to one item, or all who act for a party today and have no seat, each with the same reason.

    Gives the sentence that says what follows.
    """
    everybody = [
        h
        for h in holders(body_by_id(meeting.body_id), at)
        if h.is_current and h.term.role not in NEVER_INVITED and _standpoint(h) is not Standpoint.SEAT
    ]
    party = form.person.data.removeprefix(PARTY)
    if party == form.person.data:
        chosen = next(h for h in everybody if h.term.key == form.person.data)
        return _admit_one(meeting, item, chosen, form.reason.data, by=by, at=at)
    wanted = {h.term.person_id: h for h in everybody if h.party is not None and h.party.key == party and _acts(h)}
    told = [_admit_one(meeting, item, h, form.reason.data, by=by, at=at) for h in wanted.values()]
    return " ".join(told)


def _acts(holder: Holder) -> bool:
    """Whether somebody acts for their party: a desk officer reads what is shared with them and nothing else (B5)."""
    return holder.term.role is not TermRole.DESK_OFFICER


def _admit_one(meeting: Meeting, item: AgendaItem, holder: Holder, reason: str, *, by: str, at: datetime) -> str:
    portions = Portions(items=(item,), reason=reason)
    known: Invitation | None = next(
        (
            i
            for i in invitations_of(meeting)
            if i.person_id == holder.term.person_id and i.state is not InvitationState.WITHDRAWN
        ),
        None,
    )
    if known is None:
        prepare_invitation(meeting, holder.term, party=holder.party, portions=portions, by=by, at=at)
        return f"{holder.contact.name} is admitted once the invitation is sent: see “Send invitations”."
    admit(known, portions, by=by, at=at)
    retell(meeting, at=at)
    return f"{holder.contact.name} is admitted to this item."


def kept_admission(key: str) -> Admission:
    """The admission, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = db.session.scalars(select(Admission).where(Admission.key == key)).one_or_none()
    if found is None or not may_keep(current_reader(), found.body_id):
        raise Missing
    return found
