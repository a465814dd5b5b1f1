"""Taking over past recommendations: what becomes of each line is said first; what is wrong is refused, never mended.

What is put where nothing is given is noted. Nothing of a recommendation on record is changed: a line that says
otherwise of it, or more than is there, is refused and told what of it is not on record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from convene.bodies.models import Body, Party
from convene.db import db
from convene.recommendations.cells import Checked, Wrong, choice, nearest, several_in, squeezed
from convene.recommendations.columns import Line
from convene.recommendations.doubting import Doubting
from convene.recommendations.gathered import STATES, Coming, Fate, Further, Reading, Reply, Told, state_of
from convene.recommendations.history import adopts, kinds_of
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.naming import known_as, stands_for
from convene.recommendations.on_record import Kept
from convene.recommendations.queries import states_of, taken_back
from convene.recommendations.rules import is_report_late, mark_of
from convene.recommendations.terms import (
    CLOSED,
    DRAFTED,
    OPEN_SERIES,
    TEXT_MOST,
    AddresseeKind,
    Kind,
    Mark,
    Named,
    Position,
    State,
    Step,
)

# What may stand as response: our own words, and those of lists elsewhere, which are told as what they are read.
# “Yes” is none of them, no more than “no”: it may say “supported” or “implemented”, and nobody is put there by a guess.
RESPONSES: dict[str, Position | None] = {
    **{str(p): p for p in Position},
    "none": None,
    "accepted": Position.SUPPORTED,
    "in part": Position.IN_PART,
    "partially supported": Position.IN_PART,
    "partially accepted": Position.IN_PART,
    "partly supported": Position.IN_PART,
    "supported/noted": Position.IN_PART,
    "rejected": Position.DECLINED,
    "not supported": Position.DECLINED,
    "": None,
    "no response": None,
    "pending": None,
    "silent": None,
    "awaited": None,
    "letter to be posted": None,
    "not sent": None,
    "not answered": None,
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
OUR_RESPONSES = (*map(str, Position), "none")
OUR_STATES = ("open", *map(str, STATES.values()))
DAYS = ("adopted on", "sent on", "due on", "answered on", "next report on")
WIDTHS = {"symbol": 80, "countries": 300, "cycle": 60, "recommending State": 200, "addressee": 200, "text": TEXT_MOST}
# What a line says of one addressee; without one, nobody could be said to have answered.
OF_REPLY = (
    "addressee kind", "sent on", "due on", "response", "answered on", "answer", "action", "evidence", "next report on",
)  # fmt: skip
# What all lines of one recommendation say alike; an empty cell of a later line is as on the first.
ALIKE = ("kind", "adopted on", "countries", "theme", "state", "cycle", "recommending State")
ADDRESSEE_KINDS = {str(kind): kind for kind in AddresseeKind}
T = TypeVar("T")


def held_against(body: Body, lines: Sequence[Line], *, today: date, is_read: bool = False) -> Reading:
    """The fate of each line; nothing is written. A fixed number of statements, however many lines there are.

    Where the body attributes nothing, and nobody says to have read them (`is_read`), lines are marked that may give
    somebody away.
    """
    against = _Against(body, today)
    fates = [against.fate_of(line) for line in lines]
    against.draw_symbols()
    doubting = Doubting(body) if body.not_attributed and not is_read else None
    told = [_told(*each, today=today, doubting=doubting) for each in fates]
    coming, further = list(against.coming.values()), list(against.further.values())
    return Reading(told, coming, further, against.until, against.newcomers())


def _told(
    line: Line,
    fate: Fate,
    found: Coming | Further | None,
    why: str,
    notes: tuple[str, ...],
    *,
    today: date,
    doubting: Doubting | None,
) -> Told:
    if found is None:
        return Told(line.number, fate, line.get("symbol"), line.get("addressee"), why, notes)
    reply: Reply | None
    if isinstance(found, Further):
        reply, is_closed, notes = found.reply, False, (*found.told(), *notes)
    else:
        reply = next((each for each in found.replies.values() if each.line is line), None)
        is_closed = state_of(found) in CLOSED
        notes = (*notes, *_of_new(line, found)) if fate is Fate.NEW else notes
    silent, late = (None, None) if reply is None or is_closed else _past(reply, today)
    if silent is not None:
        notes = (*notes, f"{line.get('addressee')} will stand as silent: “due on”, {silent.isoformat()}, is past")
    if late is not None:
        words = f"“next report on”, {late.isoformat()}, is past"
        notes = (*notes, f"{line.get('addressee')} will stand with an overdue report: {words}")
    doubts = doubting.told(line, found, reply) if doubting is not None else ()
    given = (line.number, fate, found.symbol, line.get("addressee"), why, (*doubts, *notes))
    return Told(*given, is_silent=silent is not None, is_late=late is not None, doubts=doubts)


def _of_new(line: Line, found: Coming) -> list[str]:
    """What is to be known of a new recommendation besides what its line says."""
    state, given = state_of(found), line.get("state").casefold()
    notes = [] if line.get("symbol") else [f"its symbol will be {found.symbol}"]
    if same := _same(found):
        notes.append(f"its text is word for word that of {same}: once it is taken over, tie the two on its page")
    if given in STATES and given != state:
        notes.append(f"its state will be “{state}”: nothing else in the list says that it is “{given}”")
    return notes


def _same(found: Coming) -> str:
    """Which other recommendations have its words; empty where none has."""
    others = [f"{found.same_on_record}, on record"] if found.same_on_record else []
    earlier = found.same_in_file
    others += [f"{earlier.symbol}, on line {earlier.line.number}"] if earlier is not None else []
    return " and of ".join(others)


def _past(reply: Reply, today: date) -> tuple[date | None, date | None]:
    """The day since which an addressee would stand as silent, and that since which a report is overdue."""
    days = reply.days
    mark = mark_of(sent_on=days["sent on"], due_on=days["due on"], answer=reply.position, on=today, is_closed=False)
    is_late = is_report_late(next_on=days["next report on"], on=today, is_closed=False)
    return days["due on"] if mark is Mark.SILENT else None, days["next report on"] if is_late else None


class _Against:
    """A body against which lines are held: its parties, its kinds, what it has on record; four statements, or six."""

    def __init__(self, body: Body, today: date) -> None:
        self.body, self.today = body, today
        self.adopts = adopts(body)
        self.kinds = {each.casefold(): each for each in kinds_of(body)}
        self.parties: dict[str, Party] = {p.name.casefold(): p for p in states_of(body)}
        rows = db.session.scalars(select(Recommendation).where(Recommendation.body_id == body.id)).all()
        self.symbols = {row.symbol.casefold(): row for row in rows if row.symbol}
        self.given_up = {each.symbol.casefold() for each in taken_back(body.id)}
        self.open_series = f"{body.symbol}{OPEN_SERIES}"
        self.until = max((row.id for row in rows), default=0)
        adopted = [row for row in rows[::-1] if row.state not in DRAFTED]
        self.unsigned = {identity("", row.text, row.cycle, row.recommending): row for row in adopted}
        self.texts = {squeezed(row.text).casefold(): row.symbol or "" for row in adopted}
        self.said: dict[str, Coming] = {}
        self.replies = Kept(body)
        self.coming: dict[tuple[str, ...], Coming] = {}
        self.further: dict[tuple[int, str], Further] = {}
        self.letters: dict[str, str] = {}
        self.near: dict[str, str] = {}
        self.called: dict[tuple[str, str], str] = {}

    def fate_of(self, line: Line) -> tuple[Line, Fate, Coming | Further | None, str, tuple[str, ...]]:
        """What becomes of a line, with the recommendation it makes or belongs to, why it is refused, and its notes."""
        checked = Checked(line)
        try:
            fate, found = self._fate(checked)
        except Wrong as wrong:
            return line, Fate.REFUSED, None, str(wrong), tuple(checked.left_out)
        return line, fate, found, "", () if fate is Fate.KNOWN else checked.told()

    def _fate(self, checked: Checked) -> tuple[Fate, Coming | Further | None]:
        line = checked.line
        known_by = identity(line.get("symbol"), line.get("text"), line.get("cycle"), line.get("recommending State"))
        on_record = self.symbols.get(known_by[1]) if line.get("symbol") else self.unsigned.get(known_by)
        if line.get("symbol").casefold() in self.given_up:
            checked.wrong.append(
                "an adoption under this symbol was taken back, and it is given to nothing else: use another"
            )
        if on_record is None and line.get("symbol").casefold().startswith(self.open_series.casefold()):
            checked.wrong.append(
                f"under “{self.open_series}” stands what this body releases: use another symbol, or leave the cell "
                "empty"
            )
        found, reply = self._read(checked, on_record)
        name = reply.named.name if reply else ""
        if on_record is not None:
            further = self.replies.further(found, reply, on_record)
            if further is None and line.get("text") and (unlike := self.replies.unlike(found, reply, on_record)):
                checked.wrong.append(unlike)
            checked.refuse()
            if further is None:
                return Fate.KNOWN, None
            self._append(further, checked)
            return further.fate, further
        before = self.coming.get(found.identity)
        if before is None:
            checked.refuse()
            self.coming[found.identity] = before = found
            words = squeezed(found.text).casefold()
            found.same_on_record = self.texts.get(words, "")
            found.same_in_file = self.said.get(words)
            self.said.setdefault(words, found)
            fate = Fate.NEW
        else:
            _refuse_unlike(checked, found, before)
            if not line.get("addressee"):
                checked.wrong.append(
                    f"it is the same recommendation as line {before.line.number}, and names no addressee"
                )
            elif name in before.replies:
                again = before.replies[name].line.number
                checked.wrong.append(
                    f"line {again} names {name} for this recommendation already: keep one of the two lines"
                )
            checked.refuse()
            fate = Fate.FURTHER
        if reply is not None:
            before.replies[name] = reply
        return fate, before

    def _append(self, further: Further, checked: Checked) -> None:
        """One line for each addressee: what a further one says would be held against what is not there yet."""
        of = (further.row.id, further.reply.named.name.casefold())
        if (before := self.further.get(of)) is not None:
            number = before.reply.line.number
            raise Wrong(f"line {number} appends to the same addressee: take that over first, then look at this again")
        self.further[of] = further
        checked.taken = [each for each in checked.taken if each[0] not in ALIKE]

    def _read(self, checked: Checked, on_record: Recommendation | None) -> tuple[Coming, Reply | None]:
        """What a line says; what is wrong with it is noted, and cells that are wrong say nothing."""
        line = checked.line
        text = line.get("text")
        if not text:
            checked.wrong.append("it has no text")
        checked.fits(WIDTHS, self.letters)
        days = {column: checked.day(column) for column in DAYS}
        _in_order(checked, days, self.today)
        position = _known_word(checked, "response", RESPONSES, OUR_RESPONSES)
        closing = _known_word(checked, "state", CLOSINGS, OUR_STATES)
        kind = checked.one_of("kind", self.kinds, next(iter(self.kinds), str(Kind.POLICY)))
        named = self._addressee(checked, on_record)
        if named is not None and named.party_id is None:
            is_there = on_record is not None and self.replies.addresses(on_record, named.name)
            if not is_there:
                self._refuse_taken_for_new(checked, named.name)
        sound = checked.sound()
        coming = Coming(
            identity(line.get("symbol"), text, line.get("cycle"), line.get("recommending State")),
            line.get("symbol"),
            text,
            kind,
            checked.themes(": it stands in the history alone"),
            sound,
            days["adopted on"],
            closing,
            self.adopts,
            tuple(checked.others),
        )
        return coming, Reply(named, sound, days, position) if named and sound.get("addressee") else None

    def _addressee(self, checked: Checked, on_record: Recommendation | None) -> Named | None:
        line = checked.line
        name, given = line.get("addressee"), line.get("addressee kind")
        if not name:
            if without := [column for column in OF_REPLY if line.get(column)]:
                checked.wrong.append(f"addressee: {', '.join(without)} without an addressee")
            checked.notes.append("no addressee is given")
            return None
        if given and given.casefold() not in ADDRESSEE_KINDS:
            checked.wrong.append(f"addressee kind: “{given}” is not one of {choice(ADDRESSEE_KINDS)}")
        kind = ADDRESSEE_KINDS.get(given.casefold(), AddresseeKind.OTHER)
        if (party := self.parties.get(name.casefold())) is not None:
            if given and kind is not AddresseeKind.PARTY:
                checked.notes.append(f"“{party.name}” is a party of the body: taken as one, not as “{given}”")
            return Named(AddresseeKind.PARTY, party.name, party.id)
        if (meant := self._known_as(name, given.casefold(), on_record)) is not None:
            checked.notes.append(f"“{name}” is read as: {meant.name}")
            if given and kind is not AddresseeKind.PARTY:
                checked.notes.append(f"{meant.name} is a party of the body: taken as one, not as “{given}”")
            return Named(AddresseeKind.PARTY, meant.name, meant.id)
        if not given or kind is AddresseeKind.PARTY:
            checked.put("addressee kind", str(AddresseeKind.OTHER))
        checked.notes.append(f"“{name}” is no party of the body: taken by name")
        return Named(kind, name)

    def _known_as(self, name: str, kind: str, on_record: Recommendation | None) -> Party | None:
        """The party whose State is called so too; None for whoever is on record under that name.

        Who is said to be an institute, say, is one, whatever its name.
        """
        if kind not in ("", AddresseeKind.PARTY, AddresseeKind.OTHER):
            return None
        if on_record is not None and self.replies.addresses(on_record, name):
            return None
        if (name, kind) not in self.called:
            names = [party.name for party in self.parties.values()]
            self.called[name, kind] = (stands_for if kind == AddresseeKind.OTHER else known_as)(name, names)
        return self.parties.get(self.called[name, kind].casefold())

    def _refuse_taken_for_new(self, checked: Checked, name: str) -> None:
        """Several parties in one cell are no addressee, nor is a name that is nearly a party's.

        Such a name is somebody else's where it is said what they are.
        """
        if name not in self.near:
            self.near[name] = nearest(name, {of: party.name for of, party in self.parties.items()})
        given = checked.line.get("addressee kind").casefold()
        if several := several_in(name, [party.name for party in self.parties.values()]):
            checked.wrong += several
        elif given in ("", AddresseeKind.PARTY) and (near := self.near[name]):
            words = "If it is somebody else, say in “addressee kind” what they are"
            checked.wrong.append(f"addressee: “{name}” is no party of the body; did you mean {near}? {words}")
        elif given == AddresseeKind.PARTY:
            checked.wrong.append(f"addressee kind: “party”, but “{name}” is no party of the body")

    def newcomers(self) -> tuple[str, ...]:
        """Who would be addressed for the first time, and is no party: whoever is written otherwise stands there too."""
        replies = [reply for each in self.coming.values() for reply in each.replies.values()]
        replies += [each.reply for each in self.further.values()]
        names = {reply.named.name: None for reply in replies if reply.named.party_id is None}
        if not names:
            return ()
        known = select(Addressee.name).where(Addressee.body_id == self.body.id, Addressee.party_id.is_(None)).distinct()
        on_record = {name.casefold() for name in db.session.scalars(known)}
        return tuple(name for name in names if name.casefold() not in on_record)

    def draw_symbols(self) -> None:
        """Number what came without a symbol, on from the last of the series on record or in the list."""
        prefix = f"{self.body.symbol}/LIST/R."
        given = {each.symbol.casefold() for each in self.coming.values() if each.symbol}
        series = prefix.casefold()
        tails = [s.removeprefix(series) for s in self.symbols.keys() | given if s.startswith(series)]
        number = max((int(t) for t in tails if t.isascii() and t.isdecimal() and len(t) < 10), default=0)
        for each in self.coming.values():
            if not each.symbol:
                number += 1
                each.symbol = f"{prefix}{number}"


def _in_order(checked: Checked, days: Mapping[str, date | None], today: date) -> None:
    """Nothing went out or came in before it can have, or in the future."""
    for column in ("adopted on", "sent on", "answered on"):
        day = days[column]
        if day is not None and day > today:
            checked.wrong.append(f"{column}: {day.isoformat()} is still to come")
    for earlier, later in (("adopted on", "sent on"), ("sent on", "due on"), ("sent on", "answered on")):
        before, after = days[earlier], days[later]
        if before is not None and after is not None and after < before:
            checked.wrong.append(
                f"{later}: {after.isoformat()} lies before the day of “{earlier}”, {before.isoformat()}"
            )


def _known_word(checked: Checked, column: str, known: Mapping[str, T | None], usual: Sequence[str]) -> T | None:
    """What a word means, of the many by which lists elsewhere say the same: as what such a one is read, is noted."""
    given = checked.line.get(column)
    word = given.casefold()
    if word not in known:
        checked.wrong.append(f"{column}: “{given}” is not one of those we know; write {choice(usual)}")
    elif word and word not in usual:
        checked.notes.append(f"{column}: “{given}” is read as: {read_as(word, known, usual)}")
    return known.get(word)


def read_as(word: str, known: Mapping[str, T], usual: Sequence[str]) -> str:
    """The usual word that says the same as one of those of lists elsewhere."""
    return next(each for each in usual if known[each] == known[word])


def _refuse_unlike(checked: Checked, found: Coming, before: Coming) -> None:
    """A line says nothing otherwise of a recommendation than its first; an empty cell is as there."""
    line, first = found.line, before.line
    given = [column for column in ALIKE if line.get(column)]
    unlike = [
        c for c in given if c != "state" and squeezed(line.get(c)).casefold() != squeezed(first.get(c)).casefold()
    ]
    unlike += ["state"] if "state" in given and found.closing != before.closing else []
    unlike += ["text"] if found.text and squeezed(found.text) != squeezed(before.text) else []
    if unlike:
        checked.wrong.append(
            f"{', '.join(unlike)}: these differ from line {first.number}, which is the same recommendation"
        )
    checked.taken = [each for each in checked.taken if each[0] not in ALIKE]
    if empty := [column for column in ALIKE if first.get(column) and column not in given]:
        checked.notes.append(f"not given, taken as on line {first.number}: {', '.join(empty)}")


def identity(symbol: str, text: str, cycle: str, recommending: str) -> tuple[str, ...]:
    """By what a recommendation of a list is known: its symbol, or else its words and where they come from."""
    return ("symbol", symbol.casefold()) if symbol else ("text", squeezed(text), cycle, recommending)
