"""What the pages and cards of a round show: the grid by day, room and person, and one person's own part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from convene import clock
from convene.access.rules import may_keep
from convene.access.scope import current_reader
from convene.agendas.terms import CHECK_IN, AgendaView
from convene.bodies.models import Party
from convene.bodies.queries import body_by_id
from convene.invitations.queries import invitations_of
from convene.invitations.terms import InvitationState
from convene.meetings.models import Meeting
from convene.people.models import Term
from convene.people.queries import Holder, holders
from convene.people.terms import TermRole
from convene.presets.reading import presets
from convene.rounds import rules
from convene.rounds.elsewhere import elsewhere
from convene.rounds.models import CheckInAnswer, RoundAbsence
from convene.rounds.queries import Attending, Book, Pair, pairs_of
from convene.rounds.terms import Away, Card, CardLine, CheckInState, Reply, Slot

AFTER_SIGN_IN = "Whom you meet is shown after you sign in."
OF_THE_COUNCIL = frozenset({TermRole.COUNCIL_MEMBER, TermRole.STEERING_MEMBER})


@dataclass(frozen=True, slots=True)
class Cell:
    """One check-in on the grid: `cannot` names those for whom its time does not suit."""

    pair: Pair
    tally: tuple[tuple[Reply, int], ...]
    cannot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayGrid:
    """A day of the round: a line for each hour, a column for each room; `common` is when the Council itself meets."""

    on: date
    rooms: tuple[str, ...]
    lines: tuple[tuple[datetime, tuple[Cell | None, ...]], ...]
    common: tuple[tuple[str, datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One check-in of one person: the other side in words, and what they answered."""

    pair: Pair
    whom: str
    answer: CheckInAnswer
    cannot: bool


@dataclass(frozen=True, slots=True)
class PersonPart:
    """One person's part of a round, those without a time last; `line_key` leads to their page."""

    who: Attending
    lines: tuple[PersonLine, ...]
    absences: tuple[RoundAbsence, ...]
    line_key: str


@dataclass(frozen=True, slots=True)
class RoomPart:
    """What is placed in one room."""

    name: str
    cells: tuple[Cell, ...]


def _cell(pair: Pair, book: Book) -> Cell:
    booking = pair.booking()
    replies = Counter(book.answers[pair.row.id, p.row.person_id].reply for p in pair.people)
    away = {a.person_id for a in book.away if rules.overlaps(a, booking)}
    cannot = tuple(p.name for p in pair.people if p.row.person_id in away)
    return Cell(pair, tuple((r, replies[r]) for r in Reply if replies[r]), cannot)


def days_of(meeting: Meeting, book: Book) -> list[DayGrid]:
    """The grid by day: every hour at which a check-in may begin, and every one at which one does."""
    rooms = tuple(r.name for r in book.settings.rooms)
    cells: dict[date, list[Cell]] = {}
    for pair in book.placed:
        day = clock.local(pair.booking().starts_at, meeting.zone).date()
        cells.setdefault(day, []).append(_cell(pair, book))
    hours = {h.on: h for h in book.settings.days}
    common: dict[date, list[tuple[str, datetime, datetime]]] = {}
    for each in book.common:
        day = clock.local(each.starts_at, meeting.zone).date()
        common.setdefault(day, []).append((each.label, each.starts_at, each.ends_at))
    found = []
    for day in sorted(set(hours) | set(cells)):
        slots = rules.starts_of(hours[day], book.settings.slot_minutes) if day in hours else []
        moments = {clock.at_wall(day, opens, meeting.zone) for opens in slots}
        moments |= {c.pair.booking().starts_at for c in cells.get(day, ())}
        at = {(c.pair.booking().starts_at, c.pair.booking().room): c for c in cells.get(day, ())}
        lines = tuple((m, tuple(at.get((m, room)) for room in rooms)) for m in sorted(moments))
        found.append(DayGrid(day, rooms, lines, tuple(common.get(day, ()))))
    return found


def rooms_parts(book: Book) -> list[RoomPart]:
    """The grid by room."""
    return [
        RoomPart(r.name, tuple(_cell(p, book) for p in book.placed if p.booking().room == r.name))
        for r in book.settings.rooms
    ]


def _others(pair: Pair, who: Attending) -> str:
    """Whom somebody meets, for the secretariat: names of the Council's side, the party of the other."""
    if who.is_of_council:
        return f"{pair.party}: {', '.join(p.name for p in pair.officials) or 'nobody yet'}"
    return ", ".join(f"{p.name} ({p.party})" if p.party else p.name for p in pair.council)


def people_parts(book: Book) -> list[PersonPart]:
    """The grid by person, the Council's side first, by name."""
    lines: dict[int, list[PersonLine]] = {}
    who: dict[int, Attending] = {}
    for pair in (*book.placed, *book.wanted):
        for person in pair.people:
            answer = book.answers[pair.row.id, person.row.person_id]
            mine = [a for a in book.away if a.person_id == person.row.person_id]
            cannot = pair.session is not None and any(rules.overlaps(a, pair.booking()) for a in mine)
            who.setdefault(person.row.person_id, person)
            lines.setdefault(person.row.person_id, []).append(
                PersonLine(pair, _others(pair, person), answer, cannot=cannot)
            )
    found = [
        PersonPart(who[key], tuple(each), tuple(a for a in book.absences if a.person_id == key), each[0].answer.key)
        for key, each in lines.items()
    ]
    return sorted(found, key=lambda p: (not p.who.is_of_council, p.who.party, p.who.name, p.who.row.id))


def person_part(book: Book, person_id: int) -> PersonPart | None:
    """One person's part of a round; None for somebody in no check-in of it any more."""
    return next((p for p in people_parts(book) if p.who.row.person_id == person_id), None)


def suggested(meeting: Meeting, book: Book, pair: Pair, *, at: datetime) -> Slot | None:
    """Where a check-in could be put first: a time and a room that suit everybody in it."""
    people = frozenset(p.row.person_id for p in pair.people)
    away = [*book.away, *elsewhere(meeting, people).taken()]
    return rules.first_free(
        people, book.settings, book.others(pair.row), away, zone=meeting.zone, blocked=book.common, after=at
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """Who can meet whom: parties with their officials, and members of the Council, as they are today."""

    parties: tuple[Party, ...]
    officials: dict[int, tuple[Holder, ...]]
    members: tuple[Holder, ...]
    usual: frozenset[str]  # Keys of the parties that the body's preset names as those briefed and met.

    def terms(self) -> dict[int, tuple[Term, ...]]:
        """The terms of each party's officials."""
        return {key: tuple(h.term for h in those) for key, those in self.officials.items()}


def offer(meeting: Meeting, *, at: datetime) -> Offer:
    """Those of whom a round can be made: who may come for a party are its working-level officials (002, II.c.ii)."""
    body = body_by_id(meeting.body_id)
    current = [h for h in holders(body, at) if h.is_current]
    officials: dict[int, list[Holder]] = {}
    parties: dict[int, Party] = {}
    for holder in current:
        if holder.term.role is TermRole.WORKING_LEVEL and holder.party is not None:
            officials.setdefault(holder.party.id, []).append(holder)
            parties[holder.party.id] = holder.party
    members: dict[int, Holder] = {}
    for holder in current:
        if holder.term.role in OF_THE_COUNCIL:
            members.setdefault(holder.term.person_id, holder)
    preset = presets().get(body.preset)
    briefed = set(preset.briefed) if preset else set()
    ordered = sorted(parties.values(), key=lambda p: (p.name not in briefed, p.name))
    return Offer(
        parties=tuple(ordered),
        officials={key: tuple(those) for key, those in officials.items()},
        members=tuple(sorted(members.values(), key=lambda h: (h.contact.name, h.contact.id))),
        usual=frozenset(p.key for p in ordered if p.name in briefed),
    )


def wishes_of(pairs: Iterable[Pair], offer: Offer) -> dict[tuple[str, str], int]:
    """The priorities that are set, by keys of party and term."""
    parties = {p.id: p.key for p in offer.parties}
    terms = {h.term.person_id: h.term.key for h in offer.members}
    found = {}
    for pair in pairs:
        if pair.row.state is CheckInState.CALLED_OFF or len(pair.council) != 1:
            continue
        party, term = parties.get(pair.row.party_id), terms.get(pair.council[0].row.person_id)
        if party and term:
            found[party, term] = pair.row.priority
    return found


def prepared(meeting: Meeting) -> int:
    """How many invitations wait to be sent."""
    return sum(i.state is InvitationState.PREPARED for i in invitations_of(meeting))


def days_near(meeting: Meeting, lines: Iterable[CheckInAnswer], near: timedelta) -> list[date]:
    """The days about which somebody may say that they cannot: near their own check-ins, whatever the round's."""
    own = [clock.local(line.starts_at, meeting.zone).date() for line in lines if line.starts_at is not None]
    first = min(own) - near
    return [first + timedelta(days=n) for n in range((max(own) - min(own) + 2 * near).days + 1)]


@dataclass(frozen=True, slots=True)
class MyLine:
    """One of the reader's own check-ins: whom they meet where they may be told (not by a link), and what they said."""

    answer: CheckInAnswer
    on: date
    whom: str
    check_in_key: str
    takes_notes: bool
    is_over: bool


def my_part(meeting: Meeting, lines: Iterable[CheckInAnswer], pairs: Sequence[Pair], *, at: datetime) -> list[MyLine]:
    """The reader's own part of a round, day by day; of a check-in that they do not see no more than its time."""
    known = {p.row.id: p for p in pairs}
    reader = current_reader()
    found = []
    for line in lines:
        if line.starts_at is None or line.ends_at is None:
            continue
        pair = known.get(line.check_in_id)
        me = next((p for p in pair.people if p.row.person_id == reader.person), None) if pair else None
        takes_notes = pair is not None and (
            may_keep(reader, meeting.body_id) or pair.row.party_id not in reader.parties
        )
        found.append(
            MyLine(
                answer=line,
                on=clock.local(line.starts_at, meeting.zone).date(),
                whom=met_by(pair, me) if pair and me else "",
                check_in_key=pair.row.key if pair else "",
                takes_notes=takes_notes and line.starts_at <= at,
                is_over=line.ends_at <= at,
            )
        )
    return found


def met_by(pair: Pair, me: Attending) -> str:
    """Whom somebody meets, in words; nobody at risk is named to others."""
    others = [p for p in pair.people if p.is_of_council is not me.is_of_council]
    names = [_named(p) for p in others]
    return f"{pair.party}: {', '.join(names)}" if me.is_of_council else ", ".join(names)


def _named(who: Attending) -> str:
    if who.is_at_risk:
        return "an official" if not who.is_of_council else "a member of the Council"
    return f"{who.name} ({who.party})" if who.is_of_council and who.party else who.name


def with_whom(view: AgendaView, meeting: Meeting) -> AgendaView:
    """An agenda whose check-ins say who meets whom, for the members; anybody else is shown their own as it stands."""
    if view.is_guest or not any(s.is_check_in for s in view.sessions):
        return view
    titles = {
        p.session.key: f"{p.session.title} with {', '.join(_named(c) for c in p.council)}"
        for p in pairs_of(meeting)
        if p.session is not None and p.council
    }
    return replace(view, sessions=tuple(replace(s, title=titles.get(s.key, s.title)) for s in view.sessions))


def days_with(lines: Iterable[MyLine]) -> list[tuple[date, list[MyLine]]]:
    """One's own part by day."""
    found: dict[date, list[MyLine]] = {}
    for line in lines:
        found.setdefault(line.on, []).append(line)
    return sorted(found.items())


def _place(meeting: Meeting) -> str:
    return ", ".join(part for part in (meeting.venue, meeting.address, meeting.city) if part)


def _card(
    meeting: Meeting, lines: Iterable[CardLine], *, title: str, body_name: str, zone: str, is_at_risk: bool
) -> Card:
    return Card(
        kicker="Your appointments" if is_at_risk else body_name,
        title="" if is_at_risk else title,
        place=_place(meeting),
        zone=meeting.zone,
        own_zone=zone,
        telephone=" ".join(part for part in (meeting.telephone_name, meeting.telephone) if part),
        lines=tuple(lines),
    )


def my_card(
    meeting: Meeting, part: Iterable[MyLine], *, name: str, body_name: str, zone: str, is_at_risk: bool, is_link: bool
) -> Card:
    """The reader's own card; for somebody at risk it names nobody, and by a link it says where names are shown."""
    lines = [
        CardLine(m.on, m.answer.starts_at, m.answer.ends_at, m.answer.room, "" if is_at_risk else m.whom or CHECK_IN)
        for m in part
        if m.answer.starts_at and m.answer.ends_at
    ]
    made = _card(meeting, lines, title=name, body_name=body_name, zone=zone, is_at_risk=is_at_risk)
    return replace(made, note=AFTER_SIGN_IN) if is_link and not is_at_risk else made


def card_of(meeting: Meeting, part: PersonPart, *, body_name: str, zone: str = "") -> Card:
    """One person's card, printed by the secretariat: the same that they print themselves."""
    lines = []
    for line in part.lines:
        if line.pair.session is None:
            continue
        me = next(p for p in line.pair.people if p.row.person_id == part.who.row.person_id)
        booking = line.pair.booking()
        on = clock.local(booking.starts_at, meeting.zone).date()
        whom = "" if part.who.is_at_risk else met_by(line.pair, me)
        lines.append(CardLine(on, booking.starts_at, booking.ends_at, booking.room, whom))
    return _card(meeting, lines, title=part.who.name, body_name=body_name, zone=zone, is_at_risk=part.who.is_at_risk)


def room_cards(meeting: Meeting, book: Book) -> list[Card]:
    """A card for each room and day, for its door: whoever walks past reads times alone, and no name."""
    found = []
    for part in rooms_parts(book):
        days: dict[date, list[CardLine]] = {}
        for cell in part.cells:
            booking = cell.pair.booking()
            on = clock.local(booking.starts_at, meeting.zone).date()
            days.setdefault(on, []).append(CardLine(on, booking.starts_at, booking.ends_at, "", CHECK_IN))
        for _, lines in sorted(days.items()):
            found.append(
                Card(
                    kicker="Room", title=part.name, place=_place(meeting), zone=meeting.zone, own_zone="",
                    telephone=" ".join(p for p in (meeting.telephone_name, meeting.telephone) if p),
                    lines=tuple(lines),
                )
            )  # fmt: skip
    return found


def away_words(absence: RoundAbsence | Away, zone: str) -> str:
    """“Friday 19 February, 09:00–11:00”."""
    on = clock.local(absence.starts_at, zone).date()
    return f"{clock.day_words(on, year=False)}, {clock.span_words(absence.starts_at, absence.ends_at, zone)}"
