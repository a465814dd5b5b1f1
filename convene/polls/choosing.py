"""Whom a body can ask for a date or call to a meeting, by party and person, and which kind of meeting comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from convene.bodies.models import Body
from convene.findings import Finding, Level, Refused
from convene.people.queries import Holder, holders
from convene.people.terms import SEAT_ROLES, TermRole
from convene.polls.terms import Whom
from convene.presets.reading import presets
from convene.presets.terms import Where

# They serve a party or the body; they are asked for papers and reading, not for the date of a meeting.
NEVER_ASKED = frozenset({TermRole.SECRETARIAT, TermRole.DESK_OFFICER})
HEADS = frozenset({TermRole.PRIMARY_REPRESENTATIVE, TermRole.STEERING_MEMBER})
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """Everybody who holds a term today and may be asked."""

    people: tuple[Holder, ...]

    def parties(self) -> list[Pair]:
        """The parties for which somebody acts."""
        return list({h.party.key: h.party.name for h in self.people if h.party is not None}.items())

    def persons(self) -> list[Pair]:
        """People, each by their term."""
        return [(h.term.key, _name(h)) for h in self.people]

    def chosen(self, whom: Whom, parties: Iterable[str], people: Iterable[str], *, heads_only: bool) -> list[Holder]:
        """Those chosen, each once. Raises Refused where that is nobody.

        With `heads_only` a member comes by its primary representative, and by its alternates where it has none.
        """
        keys, named = set(parties), set(people)
        if whom is Whom.SEATS:
            found = _first_of(self._seats(None), heads_only=heads_only)
        elif whom is Whom.PARTIES:
            found = _first_of(self._seats(keys), heads_only=heads_only) + self._without_seat(keys)
        else:
            found = [h for h in self.people if h.term.key in named]
        each = {h.term.person_id: h for h in reversed(found)}
        if not each:
            field = {Whom.SEATS: "whom", Whom.PARTIES: "parties", Whom.PEOPLE: "people"}[whom]
            words = "No member has anybody on record today." if whom is Whom.SEATS else "Choose at least one of them."
            raise Refused((Finding("", Level.REFUSE, words, field),))
        return list(reversed(each.values()))

    def _seats(self, parties: set[str] | None) -> list[Holder]:
        seats = [h for h in self.people if h.term.role in SEAT_ROLES]
        return [h for h in seats if parties is None or (h.party is not None and h.party.key in parties)]

    def _without_seat(self, parties: set[str]) -> list[Holder]:
        """Of a party that holds no seat, whoever acts for it."""
        seated = {h.party.key for h in self._seats(None) if h.party is not None}
        return [h for h in self.people if h.party is not None and h.party.key in parties - seated]


def _first_of(seats: list[Holder], *, heads_only: bool) -> list[Holder]:
    if not heads_only:
        return seats
    headed = {h.term.party_id for h in seats if h.term.role in HEADS}
    return [h for h in seats if h.term.role in HEADS or h.term.party_id not in headed]


def _name(holder: Holder) -> str:
    party = holder.party.name if holder.party else "In a personal capacity"
    return f"{party}: {holder.contact.name} ({holder.term.role})"


def offer(body: Body, *, at: datetime) -> Offer:
    """Who can be asked today, members' seats first."""
    current = [h for h in holders(body, at) if h.is_current and h.term.role not in NEVER_ASKED]
    return Offer(tuple(sorted(current, key=lambda h: h.term.role not in SEAT_ROLES)))


def usual_for(body: Body, *, by_video: bool) -> str:
    """The kind of meeting that is offered first: a special one, or what the body's cycle holds by video."""
    preset = presets().get(body.preset) if by_video else None
    lines = [line for line in preset.cycle if line.where is Where.VIDEO] if preset else []
    return lines[0].template if lines else "special-meeting"
