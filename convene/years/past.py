"""Reading a list of past meetings, a line for each item: what becomes of each line is said before anything is kept.

What is wrong is refused, never mended; what is put where nothing is given is noted. Nothing of a meeting on record is
changed: a line that says otherwise, or names a further item of it, is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from convene import clock
from convene.access.terms import Audience
from convene.agendas.models import AgendaItem
from convene.agendas.terms import ItemKind, Progress, Subject, Theme
from convene.bodies.models import Body
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingKind
from convene.recommendations.cells import Checked, Wrong, squeezed
from convene.recommendations.columns import Line, Table
from convene.recommendations.gathered import divided

OF_MEETING = ("symbol", "title", "kind", "starts on", "ends on", "city", "zone")
OF_ITEM = ("item", "item kind", "subject", "audience", "countries", "theme", "outcome", "progress")
COLUMNS = (*OF_MEETING, *OF_ITEM)
# What our own tables say beside them: for readers alone, and passed by when a list is taken over.
TOLD = ("disclaimer",)
GIVEN_OUT = (*COLUMNS, *TOLD)
TABLE = Table(
    COLUMNS,
    {
        "meeting": "title",
        "name": "title",
        "number": "symbol",
        "date": "starts on",
        "start": "starts on",
        "from": "starts on",
        "end": "ends on",
        "until": "ends on",
        "place": "city",
        "time zone": "zone",
        "agenda item": "item",
        "country": "countries",
        "themes": "theme",
        "decision": "outcome",
        "result": "outcome",
    },
    "starts on",
    TOLD,
)
WIDTHS = {"symbol": 60, "title": 200, "city": 120, "zone": 64, "item": 300, "countries": 300}
DAYS_MOST = 31
DIGITS_MOST = 5
KINDS = {str(kind): kind for kind in MeetingKind}
ITEM_KINDS = {str(kind): kind for kind in ItemKind}
AUDIENCES = {str(each): each for each in Audience}
SUBJECTS = {str(each): each for each in Subject}
PROGRESS = {str(each): each for each in Progress}


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "a new meeting"
    FURTHER = "a further item"
    KNOWN = "on record already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Told:
    """A line with what becomes of it; `notes` say what is taken otherwise than it stands, `why` why it is refused."""

    number: int
    fate: Fate
    meeting: str
    item: str
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item as a line gives it."""

    title: str
    kind: ItemKind
    subject: Subject
    audience: Audience
    countries: str
    themes: tuple[Theme, ...]
    outcome: str
    progress: Progress


@dataclass(slots=True)
class Coming:
    """A meeting as it is gathered from its lines; its number, and a symbol where none is given, are drawn last."""

    line: Line
    symbol: str
    title: str
    kind: MeetingKind
    starts_on: date
    ends_on: date
    city: str
    zone: str
    items: list[Item] = field(default_factory=list)
    number: int = 0

    @property
    def said(self) -> dict[str, str]:
        """What all lines of one meeting must say alike."""
        return _said(self)

    @property
    def by_name(self) -> tuple[str, date]:
        """By what it is known where no symbol is given."""
        return squeezed(self.title).casefold(), self.starts_on


def _said(row: Coming | Meeting) -> dict[str, str]:
    return {
        "title": squeezed(row.title),
        "kind": str(row.kind),
        "starts on": row.starts_on.isoformat(),
        "ends on": row.ends_on.isoformat(),
        "city": squeezed(row.city),
        "zone": row.zone,
    }


@dataclass(slots=True)
class Reading:
    """A file held against a body: the fate of each line, and what would be taken over."""

    told: list[Told]
    coming: list[Coming]

    def count(self, fate: str) -> int:
        """How many lines share a fate."""
        return sum(each.fate == fate for each in self.told)

    @property
    def size(self) -> int:
        """How many meetings would be taken over."""
        return len(self.coming)

    def parts(self) -> Iterator[Reading]:
        """What would be taken over, in parts that are kept each by itself, so that others may write between them."""
        for part in divided(self.coming, lambda each: 3 + len(each.items)):
            yield Reading([], part)


def held_against(body: Body, lines: Sequence[Line], *, today: date) -> Reading:
    """The fate of each line; nothing is written. Two statements at most, however many lines there are."""
    against = _Against(body, today)
    fates = [against.fate_of(line) for line in lines]
    against.draw_symbols()
    return Reading([_told(*each) for each in fates], list(against.coming.values()))


def _told(line: Line, fate: Fate, meeting: Coming | None, why: str, notes: tuple[str, ...]) -> Told:
    name = meeting.symbol if meeting else line.get("symbol") or line.get("title") or line.get("starts on")
    if fate is Fate.NEW and meeting is not None and not line.get("symbol"):
        notes = (*notes, f"its symbol will be {meeting.symbol}")
    return Told(line.number, fate, name, line.get("item"), why, notes)


class _Against:
    """A body against which lines are held, with the meetings that are gathered from them."""

    def __init__(self, body: Body, today: date) -> None:
        self.body, self.today = body, today
        rows = db.session.scalars(select(Meeting).where(Meeting.body_id == body.id).order_by(Meeting.id)).all()
        self.by_symbol = {row.symbol.casefold(): row for row in reversed(rows)}
        self.by_name = {(squeezed(row.title).casefold(), row.starts_on): row for row in reversed(rows)}
        self.used = {(row.year, row.number) for row in rows}
        self.coming: dict[object, Coming] = {}
        self.named: dict[tuple[str, date], Coming] = {}
        self.letters: dict[str, str] = {}
        self.items: dict[int, list[AgendaItem]] | None = None

    def fate_of(self, line: Line) -> tuple[Line, Fate, Coming | None, str, tuple[str, ...]]:
        """What becomes of a line, with the meeting it makes or belongs to, why it is refused, and its notes."""
        checked = Checked(line)
        try:
            fate, meeting = self._fate(checked)
        except Wrong as wrong:
            return line, Fate.REFUSED, None, str(wrong), tuple(checked.left_out)
        return line, fate, meeting, "", () if fate is Fate.KNOWN else checked.told()

    def _fate(self, checked: Checked) -> tuple[Fate, Coming | None]:
        found, item = self._read(checked)
        on_record = self._on_record(found)
        if on_record is not None:
            self._refuse_what_differs(checked.line, on_record, item)
            return Fate.KNOWN, None
        identity: object = found.symbol.casefold() or found.by_name
        before = self.coming.get(identity)
        if before is None:
            self._refuse_half_a_symbol(found)
            self.coming[identity] = found
            self.named.setdefault(found.by_name, found)
            found.items += [item] if item else []
            return Fate.NEW, found
        if unlike := [column for column, said in found.said.items() if before.said[column] != said]:
            raise Wrong(f"{', '.join(unlike)}: these differ from line {before.line.number}, the same meeting")
        if item is None or item in before.items:
            raise Wrong(f"it names no item that line {before.line.number} and those after it do not name already")
        before.items.append(item)
        checked.taken = [each for each in checked.taken if each[0] in OF_ITEM]
        return Fate.FURTHER, before

    def _refuse_half_a_symbol(self, found: Coming) -> None:
        """Two lines of one title and day, one with a symbol and one without, would silently become two meetings."""
        other = self.named.get(found.by_name)
        if other is not None and bool(other.line.get("symbol")) != bool(found.symbol):
            text = "has a symbol: give it here as well" if not found.symbol else "has no symbol: give it there as well"
            raise Wrong(f"symbol: line {other.line.number} is of the same title and day, and {text}")

    def _on_record(self, found: Coming) -> Meeting | None:
        by_name = self.by_name.get(found.by_name)
        if not found.symbol:
            return by_name
        if (by_symbol := self.by_symbol.get(found.symbol.casefold())) is not None:
            return by_symbol
        if by_name is not None:
            raise Wrong(
                f"symbol: a meeting of that title and day is on record as {by_name.symbol}: "
                "give that symbol, or leave the cell empty"
            )
        return None

    def _refuse_what_differs(self, line: Line, row: Meeting, item: Item | None) -> None:
        """Raises Wrong where a line says of a meeting on record what is not on record: nothing is taken over of it."""
        given = {column: squeezed(line.get(column)) for column in OF_MEETING if line.get(column)}
        unlike = _unlike(given, _said(row))
        if unlike:
            raise Wrong(f"{row.symbol} is on record and stays as it is, but {unlike}")
        if item is None:
            return
        if self.items is None:
            self.items = {}
            for each in db.session.scalars(select(AgendaItem).where(AgendaItem.body_id == self.body.id)):
                self.items.setdefault(each.meeting_id, []).append(each)
        same = [
            i for i in self.items.get(row.id, ()) if squeezed(i.title).casefold() == squeezed(item.title).casefold()
        ]
        if not same:
            raise Wrong(f"{row.symbol} is on record and stays as it is, without this item: it is not taken over")
        given = {column: squeezed(line.get(column)) for column in OF_ITEM[1:] if line.get(column)}
        if "theme" in given:
            given["theme"] = _theme_words(item.themes)
        found = [_unlike(given, _of_item(each)) for each in same]
        if all(found):
            raise Wrong(f"this item of {row.symbol} is on record and stays as it is, but {found[0]}")

    def _read(self, checked: Checked) -> tuple[Coming, Item | None]:
        """What a line says. Raises Wrong with all that is wrong with it."""
        line, wrong = checked.line, checked.wrong
        checked.fits(WIDTHS, self.letters)
        starts_on = checked.day("starts on")
        if starts_on is None and not line.get("starts on"):
            wrong.append("starts on: the first day of the meeting is missing")
        ends_on = checked.day("ends on")
        if starts_on is not None and not line.get("ends on"):
            ends_on = starts_on
            checked.put("ends on", starts_on.isoformat())
        if starts_on is not None and ends_on is not None and not 0 <= (ends_on - starts_on).days < DAYS_MOST:
            wrong.append(f"ends on: a meeting ends on its first day or at most {DAYS_MOST - 1} days later")
        elif ends_on is not None and ends_on >= self.today:
            wrong.append("ends on: only a meeting that is over is taken over; plan the others")
        zone = self._zone(checked)
        kind = checked.one_of("kind", KINDS, str(MeetingKind.REGULAR))
        city = line.get("city")
        title = line.get("title") or f"{str(kind).capitalize()}{f', {city}' if city else ''}"
        if not line.get("title"):
            checked.put("title", title)
        item = _item(checked)
        checked.refuse()
        assert starts_on is not None  # noqa: S101 - refused above
        assert ends_on is not None  # noqa: S101 - refused above
        return Coming(line, line.get("symbol"), title, kind, starts_on, ends_on, city, zone), item

    def _zone(self, checked: Checked) -> str:
        zone = checked.line.get("zone")
        if not zone:
            checked.put("zone", self.body.zone)
        elif zone != "UTC" and not clock.is_of_a_place(zone):
            checked.wrong.append(f"zone: “{zone}” is no time zone that we know; write it as Europe/Zurich")
        return zone or self.body.zone

    def draw_symbols(self) -> None:
        """Number the meetings as they followed each other; a symbol is drawn that neither the file nor the record has.

        A symbol of our own kind brings its number with it, so that no meeting planned later is given the same one.
        """
        taken = set(self.by_symbol) | {each.symbol.casefold() for each in self.coming.values() if each.symbol}
        for each in self.coming.values():
            number = _number_in(each.symbol, f"{self.body.symbol}/{each.starts_on.year}/")
            if number and (each.starts_on.year, number) not in self.used:
                each.number = number
                self.used.add((each.starts_on.year, number))
        last: dict[int, int] = {}
        for year, number in self.used:
            last[year] = max(last.get(year, 0), number)
        for each in sorted(self.coming.values(), key=lambda c: (c.starts_on, c.line.number)):
            if each.number:
                continue
            year = each.starts_on.year
            each.number = last[year] = last.get(year, 0) + 1
            while not each.symbol and f"{self.body.symbol}/{year}/{each.number}".casefold() in taken:
                each.number = last[year] = last[year] + 1
            each.symbol = each.symbol or f"{self.body.symbol}/{year}/{each.number}"


def _unlike(given: Mapping[str, str], on_record: Mapping[str, str]) -> str:
    """What is given otherwise than it is on record, in words; empty where nothing is."""
    return "; ".join(
        f"{column} is there “{on_record[column]}”" if on_record[column] else f"{column} is there not given"
        for column, said in given.items()
        if column in on_record and said.casefold() != on_record[column].casefold()
    )


def _number_in(symbol: str, prefix: str) -> int:
    """The number of a symbol of our own kind, “TNAP/2019/2”; 0 for any other."""
    tail = symbol.casefold().removeprefix(prefix.casefold())
    ours = len(tail) < len(symbol) and tail.isascii() and tail.isdecimal() and len(tail) <= DIGITS_MOST
    return int(tail) if ours else 0


def _of_item(row: AgendaItem) -> dict[str, str]:
    """What a line may say of an item, as it is on record."""
    return {
        "item kind": str(row.kind),
        "subject": str(row.subject),
        "audience": str(row.audience),
        "countries": squeezed(row.countries),
        "theme": _theme_words(row.themes),
        "outcome": squeezed(row.outcome),
        "progress": str(row.progress),
    }


def _theme_words(themes: Sequence[Theme]) -> str:
    return "; ".join(sorted({str(theme) for theme in themes}))


def _item(checked: Checked) -> Item | None:
    line = checked.line
    title = line.get("item")
    if not title:
        without = [column for column in OF_ITEM[1:] if line.get(column)]
        if without:
            checked.wrong.append(f"item: {', '.join(without)} without an item")
        return None
    return Item(
        title,
        checked.one_of("item kind", ITEM_KINDS, str(ItemKind.DISCUSSION)),
        checked.one_of("subject", SUBJECTS, str(Subject.OTHER)),
        checked.one_of("audience", AUDIENCES, str(Audience.CLOSED)),
        line.get("countries"),
        checked.themes(),
        line.get("outcome"),
        checked.one_of("progress", PROGRESS, str(Progress.CONCLUDED)),
    )
