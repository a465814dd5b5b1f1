"""Taking over past recommendations: what becomes of each line is said first; what is wrong is refused, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from convene import clock, journal
from convene.agendas.terms import Theme
from convene.bodies.models import Body, Party
from convene.db import db
from convene.meetings.models import Meeting
from convene.packs.fonts import missing_letters
from convene.recommendations.columns import CELL_MOST, Line
from convene.recommendations.history import kinds_of, taken_over
from convene.recommendations.models import Addressee, Answer, Recommendation
from convene.recommendations.queries import states_of
from convene.recommendations.terms import TEXT_MOST, AddresseeKind, Kind, Named, Position, State, Step

RESPONSES: dict[str, Position | None] = {
    **{str(p): p for p in Position},
    "accepted": Position.SUPPORTED,
    "yes": Position.SUPPORTED,
    "in part": Position.IN_PART,
    "partially supported": Position.IN_PART,
    "partially accepted": Position.IN_PART,
    "partly supported": Position.IN_PART,
    "supported/noted": Position.IN_PART,
    "rejected": Position.DECLINED,
    "not supported": Position.DECLINED,
    "": None,
    "none": None,
    "no response": None,
    "pending": None,
    "silent": None,
    "awaited": None,
    "not sent": None,
}
CLOSINGS = {
    "": None,
    "open": None,
    **{str(s): None for s in (State.ADOPTED, State.ISSUED, State.TRANSMITTED, State.ANSWERED)},
    str(State.FOLLOW_UP): Step.FOLLOW_UP,
    str(State.IMPLEMENTED): Step.IMPLEMENT,
    "fully implemented": Step.IMPLEMENT,
    str(State.LAPSED): Step.LAPSE,
    str(State.SUPERSEDED): Step.SUPERSEDE,
}
DAYS = ("adopted on", "sent on", "due on", "answered on", "next report on")
WIDTHS = {"symbol": 80, "countries": 300, "cycle": 60, "recommending State": 200, "addressee": 200}
FIRST_YEAR, LAST_YEAR = 1945, 2200


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "a new recommendation"
    FURTHER = "a further addressee"
    KNOWN = "on record already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Told:
    """A line with what becomes of it; `notes` say what is taken otherwise than it stands, `why` why it is refused."""

    number: int
    fate: Fate
    symbol: str
    addressee: str
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reply:
    named: Named
    line: Line
    days: dict[str, date | None]
    position: Position | None


@dataclass(slots=True)
class _Coming:
    """A recommendation as it is gathered from its lines."""

    identity: tuple[str, ...]
    text: str
    kind: str
    themes: tuple[Theme, ...]
    line: Line
    adopted_on: date | None
    closing: Step | None
    replies: dict[str, _Reply] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """A file held against a body: the fate of each line, and what would be taken over."""

    told: list[Told]
    coming: list[_Coming]

    def count(self, fate: str) -> int:
        """How many lines share a fate."""
        return sum(each.fate == fate for each in self.told)

    @property
    def recommendations(self) -> int:
        """How many recommendations would be taken over."""
        return len(self.coming)


class Wrong(ValueError):
    """A line cannot be taken over, in words for whoever has the file."""


def day_of(text: str, column: str) -> date | None:
    """A day as 2019-06-01; None for an empty cell. Raises Wrong for anything else."""
    if not text:
        return None
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise Wrong(f"{column}: “{text}” is no day; write it as 2019-06-01")
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Wrong(f"{column}: “{text}” is no day of the calendar") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Wrong(f"{column}: the year {found.year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return found


def _in_order(days: dict[str, date | None], today: date) -> None:
    """Raises Wrong where something went out or came in before it can have, or in the future."""
    for column in ("adopted on", "sent on", "answered on"):
        day = days[column]
        if day is not None and day > today:
            raise Wrong(f"{column}: {day.isoformat()} is still to come")
    for earlier, later in (("adopted on", "sent on"), ("sent on", "due on"), ("sent on", "answered on")):
        before, after = days[earlier], days[later]
        if before is not None and after is not None and after < before:
            raise Wrong(f"{later}: {after.isoformat()} lies before the day of “{earlier}”, {before.isoformat()}")


class _Against:
    """A body against which lines are held: its parties, its kinds, what it has on record; three statements."""

    def __init__(self, body: Body, today: date) -> None:
        self.body, self.today = body, today
        self.kinds = {each.casefold(): each for each in kinds_of(body)}
        self.parties: dict[str, Party] = {p.name.casefold(): p for p in states_of(body)}
        rows = db.session.execute(
            select(Recommendation.symbol, Recommendation.text, Recommendation.cycle, Recommendation.recommending).where(
                Recommendation.body_id == body.id
            )
        ).all()
        self.symbols = {symbol.casefold(): " ".join(text.split()) for symbol, text, _, _ in rows if symbol}
        self.unsigned = {_identity("", text, cycle, recommending) for _, text, cycle, recommending in rows}
        self.letters: dict[str, str] = {}

    def read(self, line: Line, notes: list[str]) -> tuple[_Coming, _Reply | None]:
        """What a line says. Raises Wrong."""
        text = line.get("text")
        if not text:
            raise Wrong("it has no text")
        self._fits(line, text)
        days = {column: day_of(line.get(column), column) for column in DAYS}
        _in_order(days, self.today)
        response = line.get("response").casefold()
        if response not in RESPONSES:
            raise Wrong(f"response: “{line.get('response')}” is not one of those we know")
        state = line.get("state").casefold()
        if state not in CLOSINGS:
            raise Wrong(f"state: “{line.get('state')}” is not one of those we know")
        coming = _Coming(
            _identity(line.get("symbol"), text, line.get("cycle"), line.get("recommending State")),
            text,
            self._kind(line, notes),
            themes_in(line, notes),
            line,
            days["adopted on"],
            CLOSINGS[state],
        )
        named = self._addressee(line, notes)
        return coming, _Reply(named, line, days, RESPONSES[response]) if named else None

    def _fits(self, line: Line, text: str) -> None:
        if len(text) > TEXT_MOST:
            raise Wrong(f"the text has more than {TEXT_MOST} characters")
        for column, cell in line.cells.items():
            if len(cell) > WIDTHS.get(column, CELL_MOST):
                raise Wrong(f"{column}: more than {WIDTHS.get(column, CELL_MOST)} characters")
            if cell not in self.letters:
                self.letters[cell] = missing_letters(cell)
            if missing := self.letters[cell]:
                raise Wrong(f"{column}: these letters cannot be printed: {' '.join(missing)}")

    def _kind(self, line: Line, notes: list[str]) -> str:
        given = line.get("kind").casefold()
        if given in self.kinds:
            return self.kinds[given]
        if given:
            raise Wrong(f"kind: “{line.get('kind')}” is not one of {', '.join(self.kinds.values())}")
        first = next(iter(self.kinds.values()), str(Kind.POLICY))
        notes.append(f"no kind is given: taken as “{first}”")
        return first

    def _addressee(self, line: Line, notes: list[str]) -> Named | None:
        name = line.get("addressee")
        if not name:
            notes.append("no addressee is given")
            return None
        if (party := self.parties.get(name.casefold())) is not None:
            return Named(AddresseeKind.PARTY, party.name, party.id)
        given = line.get("addressee kind").casefold()
        kinds = {str(k): k for k in AddresseeKind}
        if given and given not in kinds:
            raise Wrong(f"addressee kind: “{line.get('addressee kind')}” is not one of {', '.join(kinds)}")
        kind = kinds.get(given, AddresseeKind.OTHER)
        notes.append(f"“{name}” is no party of the body: taken by name")
        return Named(AddresseeKind.OTHER if kind is AddresseeKind.PARTY else kind, name)


def _identity(symbol: str, text: str, cycle: str, recommending: str) -> tuple[str, ...]:
    return ("symbol", symbol.casefold()) if symbol else ("text", " ".join(text.split()), cycle, recommending)


def themes_in(line: Line, notes: list[str]) -> tuple[Theme, ...]:
    """The themes that a cell names; what is no theme of ours is left out, and noted."""
    known = {str(t): t for t in Theme}
    found = []
    given = line.get("theme").casefold()
    for part in [given] if given in known else re.split(r"\s*[;|]\s*", given):
        if part in known:
            found.append(known[part])
        elif part:
            notes.append(f"the theme “{part}” is not one of ours and is left out")
    return tuple(found)


def held_against(body: Body, lines: Sequence[Line], *, today: date) -> Reading:
    """The fate of each line; nothing is written. A fixed number of statements, however many lines there are."""
    against = _Against(body, today)
    coming: dict[tuple[str, ...], _Coming] = {}
    told = []
    for line in lines:
        notes: list[str] = []
        try:
            told.append(_told(against, coming, line, notes))
        except Wrong as wrong:
            told.append(Told(line.number, Fate.REFUSED, line.get("symbol"), line.get("addressee"), why=str(wrong)))
    return Reading(told, list(coming.values()))


def _told(against: _Against, coming: dict[tuple[str, ...], _Coming], line: Line, notes: list[str]) -> Told:
    found, reply = against.read(line, notes)
    name = reply.named.name if reply else ""
    symbol = line.get("symbol")
    if against.symbols.get(symbol.casefold(), "") not in ("", " ".join(found.text.split())):
        raise Wrong("the symbol is on record with another text, which stays as it is")
    if symbol.casefold() in against.symbols or (not symbol and found.identity in against.unsigned):
        return Told(line.number, Fate.KNOWN, symbol, name)
    before = coming.get(found.identity)
    if before is None:
        coming[found.identity] = found
        fate = Fate.NEW
    else:
        if before.text != found.text or before.kind != found.kind or before.adopted_on != found.adopted_on:
            raise Wrong(f"text, kind or day differ from line {before.line.number}, which has the same symbol")
        if reply is None or name in before.replies:
            raise Wrong(f"it names nobody whom line {before.line.number} and those after it do not name already")
        found, fate = before, Fate.FURTHER
    if reply is not None:
        found.replies[name] = reply
    return Told(line.number, fate, symbol, name, notes=tuple(notes))


def take_over(body: Body, reading: Reading, *, by: str, at: datetime) -> int:
    """Take over what was read; gives how many recommendations. The journal has one line for the whole of it."""
    today = clock.local(at, body.zone).date()
    numbers = _numbers(body, (each.line.get("symbol") for each in reading.coming))
    meetings = dict(db.session.execute(select(Meeting.symbol, Meeting.id).where(Meeting.body_id == body.id)).all())
    rows = []
    for each in reading.coming:
        symbol = each.line.get("symbol") or f"{body.symbol}/LIST/R.{next(numbers)}"
        rows.append(_row(body, each, symbol, meetings.get(symbol.rpartition("/R.")[0]), at=at))
    db.session.add_all(rows)
    db.session.flush()
    addressees = []
    for found, each in zip(rows, reading.coming, strict=True):
        theirs = [_addressee(found, reply, place) for place, reply in enumerate(each.replies.values())]
        addressees += list(zip(theirs, each.replies.values(), strict=True))
        _steps(found, each, by=by, at=at)
    db.session.add_all([row for row, _ in addressees])
    db.session.flush()
    db.session.add_all([_answer(row, reply, today, by=by, at=at) for row, reply in addressees if _is_answered(reply)])
    journal.record(
        "recommendations.import",
        by=by,
        at=at,
        body=body.id,
        kind="body",
        key=body.key,
        change={"recommendations": len(rows), "addressees": len(addressees)},
    )
    db.session.flush()
    return len(rows)


def _numbers(body: Body, given: Iterable[str]) -> Iterator[int]:
    """Numbers of the series for what came without a symbol, on from the last one on record or in the list."""
    prefix = f"{body.symbol}/LIST/R."
    known = db.session.scalars(
        select(Recommendation.symbol).where(
            Recommendation.body_id == body.id, Recommendation.symbol.startswith(prefix, autoescape=True)
        )
    )
    symbols = [symbol for symbol in (*known, *given) if symbol and symbol.startswith(prefix)]
    used = [int(tail) for symbol in symbols if (tail := symbol.removeprefix(prefix)).isdecimal() and len(tail) < 10]
    number = max(used, default=0)
    while True:
        number += 1
        yield number


def _row(body: Body, each: _Coming, symbol: str, meeting_id: int | None, *, at: datetime) -> Recommendation:
    """“TNAP/2019/1/R.3” belongs to the meeting “TNAP/2019/1”, where that is on record."""
    return Recommendation(
        body_id=body.id,
        meeting_id=meeting_id,
        announced=True,
        state=State.ADOPTED,
        symbol=symbol,
        text=each.text,
        kind=each.kind,
        countries=each.line.get("countries"),
        themes=each.themes,
        adopted_on=each.adopted_on,
        cycle=each.line.get("cycle"),
        recommending=each.line.get("recommending State"),
        proposed_at=at,
    )


def _addressee(found: Recommendation, reply: _Reply, place: int) -> Addressee:
    days = reply.days
    return Addressee(
        body_id=found.body_id,
        recommendation_id=found.id,
        announced=True,
        party_id=reply.named.party_id,
        kind=reply.named.kind,
        name=reply.named.name,
        position=place,
        sent_on=days["sent on"],
        due_on=days["due on"],
        answer=reply.position,
        answered_on=days["answered on"],
        next_on=days["next report on"],
    )


def _is_answered(reply: _Reply) -> bool:
    return reply.position is not None or any(reply.line.get(c) for c in ("answer", "action", "evidence"))


def _answer(row: Addressee, reply: _Reply, today: date, *, by: str, at: datetime) -> Answer:
    return Answer(
        body_id=row.body_id,
        recommendation_id=row.recommendation_id,
        addressee_id=row.id,
        party_id=row.party_id,
        announced=True,
        number=1,
        position=reply.position,
        text=reply.line.get("answer"),
        action=reply.line.get("action"),
        evidence=reply.line.get("evidence"),
        next_on=row.next_on,
        by=by,
        changed_at=at,
        filed_on=row.answered_on or today,
    )


def _steps(found: Recommendation, each: _Coming, *, by: str, at: datetime) -> None:
    steps: list[tuple[Step, str, str]] = [(Step.TAKE_OVER, "", "")]
    replies = each.replies.values()
    closing = each.closing
    sent = [r for r in replies if r.days["sent on"] or r.position is not None]
    if sent:
        steps.append((Step.TRANSMIT, "", f"to {_addressees(len(sent))}, as the list says"))
    elif closing in (Step.IMPLEMENT, Step.FOLLOW_UP):
        steps.append((Step.TRANSMIT, "", "as the list says"))
    # One step for all that the list says: what each addressee answered stands with its answer.
    if replied := [r for r in replies if r.position is not None]:
        steps.append((Step.ANSWER, "", f"by {_addressees(len(replied))}, as the list says"))
    if closing is not None:
        steps.append((closing, "", "as the list says"))
    taken_over(found, steps, by=by, at=at)


def _addressees(count: int) -> str:
    return "one addressee" if count == 1 else f"{count} addressees"
