"""Two editors of one agenda, each with a page that may be old: nothing is lost or doubled, and every number is right.

Each example is a story of forty edits; the stories together are more than a thousand.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from convene import clock
from convene.access.models import Narrowing
from convene.access.rules import sees_item
from convene.access.scope import placement_of, set_reader
from convene.access.terms import Reader
from convene.agendas import actions, edits
from convene.agendas.actions import Wording
from convene.agendas.arranging import Goal, arrange_item
from convene.agendas.merging import bring_together
from convene.agendas.models import AgendaEdit, AgendaItem
from convene.agendas.queries import items_of_meeting, items_of_session
from convene.agendas.terms import Act, AgendaView, ItemKind, Subject
from convene.agendas.undoing import undo
from convene.bodies.models import Party
from convene.db import abandon, begin_writing, db
from convene.findings import Refused
from convene.meetings.models import Meeting, MeetingSession
from convene.papers.models import Paper
from convene.programme import cut, material
from tests.browser import TESTS, reader_of_key
from tests.build import board_meeting, body, one, sessions

EDITS, STORIES = 42, 26
FIELDS = ("title", "lead", "outcome", "countries", "minutes")
READERS = ("secretary", "primary_de", "ngo_guest", "primary_nl", "speaker_on_link")
NUMBERS = st.integers(0, 10_000)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["change"] * 6 + ["arrange"] * 6 + ["undo"] * 4 + ["add", "add", "remove", "narrow", "look"]),
        st.integers(0, 1),
        NUMBERS,
        NUMBERS,
        NUMBERS,
    ),
    min_size=EDITS,
    max_size=EDITS,
)


@dataclass(slots=True)
class Sheet:
    """What one editor sees: each item as it was when the page was opened."""

    revisions: dict[str, int]
    said: dict[str, dict[str, Any]]


@dataclass(slots=True)
class Desk:
    """The agenda, both editors, and what every item must say: kept by plain rules of its own."""

    meeting: Meeting
    sittings: list[MeetingSession]
    sheets: list[Sheet] = field(default_factory=list)
    must: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    done: int = 0

    def items(self) -> list[AgendaItem]:
        """Every item of the agenda."""
        return items_of_meeting(self.meeting.id)

    def item(self, key: str) -> AgendaItem | None:
        """The item of that key, where it is on the agenda."""
        return db.session.scalars(select(AgendaItem).where(AgendaItem.key == key)).one_or_none()

    def session(self, item: AgendaItem) -> MeetingSession:
        """Where an item stands."""
        return next(s for s in self.sittings if s.id == item.session_id)

    def look(self) -> Sheet:
        """A page opened now."""
        items = self.items()
        return Sheet({i.key: i.revision for i in items}, {i.key: self.says(i) for i in items})

    @staticmethod
    def says(item: AgendaItem) -> dict[str, Any]:
        """What an item says, in the fields that are changed here."""
        return {name: getattr(item, name) for name in FIELDS}


@contextmanager
def at_desk(app: Flask) -> Iterator[Desk]:
    """A desk whose work is given up at the end, so that each story begins alike."""
    with app.app_context():
        begin_writing()
        set_reader(TESTS)
        try:
            meeting = board_meeting()
            desk = Desk(meeting, sessions(meeting))
            desk.sheets = [desk.look(), desk.look()]
            desk.must = desk.look().said
            yield desk
        finally:
            abandon()


def change(desk: Desk, who: int, a: int, b: int, c: int) -> None:
    """A form is sent that was opened with an older page: one field of one item, or two."""
    sheet = desk.sheets[who]
    key = sorted(sheet.said)[a % len(sheet.said)]
    item = desk.item(key)
    if item is None:
        assert key in desk.gone
        return
    seen, names = sheet.said[key], {FIELDS[b % len(FIELDS)], FIELDS[c % len(FIELDS)]}
    mine = seen | {n: (1 + c % 90 if n == "minutes" else f"{n} {desk.done} by {who}") for n in names}
    now, outcome = desk.says(item), bring_together(item, mine, opened=sheet.revisions[key])
    clashes = {n for n in names if now[n] != seen[n] and now[n] != mine[n] and mine[n] != seen[n]}
    assert {theirs.field for theirs in outcome.conflicts} == clashes
    if clashes:
        assert all(t.by == f"editor {1 - who}" or t.by == f"editor {who}" for t in outcome.conflicts)
        return
    actions.say_of(item, desk.session(item), outcome.said, by=f"editor {who}", at=clock.now())
    desk.must[key] = now | {n: mine[n] for n in names if mine[n] != seen[n]}
    sheet.revisions[key], sheet.said[key] = item.revision, dict(desk.must[key])


def arrange(desk: Desk, who: int, a: int, b: int, c: int) -> None:
    """An item is put after another of the page, or below it; both may stand elsewhere by now, or nowhere."""
    known = sorted(desk.sheets[who].said)
    item, after = desk.item(known[a % len(known)]), desk.item(known[b % len(known)])
    if item is None:
        return
    sitting = desk.session(after) if after is not None and c % 3 else desk.sittings[c % len(desk.sittings)]
    parent = after if c % 5 == 1 else None
    goal = Goal(sitting, after=None if parent else after, parent=parent, is_last=after is None)
    subs = actions.subs_of(item)
    try:
        arrange_item(item, goal, origin=desk.session(item), by=f"editor {who}", at=clock.now())
    except Refused:
        assert parent is not None
        assert subs != []
        return
    assert actions.subs_of(item) == subs
    if parent is not None and parent is not item and parent.parent_id is None:
        assert item.parent_id == parent.id


def add(desk: Desk, who: int, a: int, b: int, c: int) -> None:
    """An item is added at the end of a session, or below an item."""
    sitting = desk.sittings[a % len(desk.sittings)]
    heads = [i for i in items_of_session(sitting) if i.parent_id is None]
    parent = heads[b % len(heads)] if heads and c % 2 else None
    wording = Wording(f"Added {desk.done}", ItemKind.DISCUSSION, Subject.OTHER, 1 + c % 60)
    item = actions.add_item(sitting, wording, by=f"editor {who}", at=clock.now(), parent=parent)
    desk.must[item.key] = desk.says(item)
    desk.sheets[who].said[item.key], desk.sheets[who].revisions[item.key] = desk.says(item), item.revision


def remove(desk: Desk, who: int, a: int, b: int, c: int) -> None:
    """An item without papers is removed."""
    with_papers = set(db.session.scalars(select(Paper.item_id)))
    free = [i for i in desk.items() if i.id not in with_papers]
    if free:
        item = free[a % len(free)]
        desk.gone.add(item.key)
        desk.must.pop(item.key)
        actions.remove_item(item, desk.session(item), by=f"editor {who}", at=clock.now())


def narrow(desk: Desk, who: int, a: int, b: int, c: int) -> None:
    """An item is for some members, or for all again."""
    items = desk.items()
    members = [one(Party, body_id=body().id, name=n).id for n in ("Denmark", "Germany")][: b % 3]
    actions.narrow_item(items[a % len(items)], members, by=f"editor {who}", at=clock.now())
    db.session.flush()


def take_back(desk: Desk, who: int, a: int, b: int, c: int) -> None:
    """Any line of the book is taken back, mostly the last; nothing but what it changed is touched."""
    lines = edits.last_edits(desk.meeting.id, 30)
    line = lines[0 if b % 2 else a % len(lines)] if lines else None
    if line is None or _takes_away_papers(desk, line):
        return
    before, was_there = desk.look().said, desk.item(line.item_key) is not None
    told = edits.read(line.before)
    try:
        undo(desk.meeting, line, by=f"editor {who}", at=clock.now())
    except Refused:
        assert desk.look().said == before
        return
    after = desk.look().said
    others = {key for key in before | after if key != line.item_key}
    assert {k: before.get(k) for k in others} == {k: after.get(k) for k in others}
    if line.act == Act.ADD:
        assert line.item_key not in after
        desk.gone.add(line.item_key)
        desk.must.pop(line.item_key)
        return
    assert was_there is (line.act != Act.REMOVE)
    given = {n: v for n, v in told.items() if n in FIELDS} if line.act == Act.CHANGE else {}
    left = edits.read(line.after)
    assert {n: before[line.item_key][n] for n in given} == {n: left[n] for n in given}  # Nothing newer stood there.
    expected = told["item"] if line.act == Act.REMOVE else before[line.item_key] | given
    assert after[line.item_key] == {name: expected[name] for name in FIELDS}
    desk.gone.discard(line.item_key)
    desk.must[line.item_key] = after[line.item_key]


def _takes_away_papers(desk: Desk, line: AgendaEdit) -> bool:
    item = desk.item(line.item_key)
    return item is not None and line.act == Act.ADD and one_or_more_papers(item)


def one_or_more_papers(item: AgendaItem) -> bool:
    """Whether papers belong to an item."""
    return db.session.scalars(select(Paper.id).where(Paper.item_id == item.id)).first() is not None


def look(desk: Desk, who: int, a: int, b: int, c: int) -> None:
    """An editor opens the page anew."""
    desk.sheets[who] = desk.look()


STEP = {
    "change": change, "arrange": arrange, "add": add, "remove": remove, "narrow": narrow, "undo": take_back,
    "look": look,
}  # fmt: skip


def check_rows(desk: Desk) -> None:
    """Positions are legal, nothing is lost or doubled, and every item says what it must."""
    items = desk.items()
    assert sorted(i.key for i in items) == sorted(desk.must)
    assert {i.key: desk.says(i) for i in items} == desk.must
    for sitting in desk.sittings:
        here = [i for i in items if i.session_id == sitting.id]
        assert [i.position for i in here] == list(range(1, len(here) + 1))
        head = None
        starts_at = sitting.starts_at
        for item in here:
            if item.parent_id is None:
                head = item
            else:
                assert head is not None
                assert (item.parent_id, item.section) == (head.id, head.section)
            assert item.starts_at == starts_at
            starts_at = item.ends_at
    members = {n.item_id for n in db.session.scalars(select(Narrowing))}
    assert members <= {i.id for i in db.session.scalars(select(AgendaItem))}


def check_numbers(view: AgendaView, desk: Desk, reader: Reader) -> None:
    """Numbers run from 1 without a gap, and each sub-item hangs from its own item, for this reader."""
    rows = {i.key: i for i in desk.items()}
    keys = {i.id: i.key for i in rows.values()}
    shown = [i for s in view.sessions for i in s.items]
    assert sorted(i.key for i in shown) == sorted(k for k, i in rows.items() if sees_item(reader, placement_of(i)))
    number, sub, head = 0, 0, ""
    for item in shown:
        parent = rows[item.key].parent_id
        if parent is not None and keys[parent] == head:
            sub += 1
        else:
            assert parent is None or keys[parent] not in {i.key for i in shown}
            number, sub, head = number + 1, 0, item.key
        assert (item.number, item.sub) == (number, sub)


def readers(desk: Desk) -> list[Reader]:
    """Those whose numbers are looked at, with what they may see now."""
    found = []
    for key, reader in KNOWN.items():
        party = next(iter(reader.parties), None)
        narrowed = db.session.scalars(select(Narrowing.item_id).where(Narrowing.party_id == party)).all()
        found.append(_with_narrowed(reader, frozenset(narrowed)) if key.startswith("primary") else reader)
    return found


def _with_narrowed(reader: Reader, narrowed: frozenset[int]) -> Reader:
    values = {name: getattr(reader, name) for name in Reader.__slots__} | {"narrowed": narrowed}
    return Reader(**values)


KNOWN: dict[str, Reader] = {}
COUNTED: list[int] = []


@settings(max_examples=STORIES)
@given(steps=STEPS)
def tell(app: Flask, steps: list[tuple[str, int, int, int, int]]) -> None:
    """One story."""
    with at_desk(app) as desk:
        for name, who, a, b, c in steps:
            STEP[name](desk, who, a, b, c)
            desk.done += name != "look"
            check_rows(desk)
            if desk.done % 6 == 0:
                rows = material(desk.meeting)
                for reader in readers(desk):
                    check_numbers(cut(rows, reader, zone=""), desk, reader)
        COUNTED.append(desk.done)


def test_a_thousand_edits_by_two_editors_lose_nothing_and_number_right(app: Flask) -> None:
    KNOWN.clear()
    COUNTED.clear()
    with app.app_context():
        KNOWN.update({key: reader_of_key(key) for key in READERS})
    tell(app)
    assert sum(COUNTED) >= 1000
