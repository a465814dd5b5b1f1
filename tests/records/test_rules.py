"""The rules of the record, a row on each side of each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from convene.findings import Level
from convene.meetings.terms import MeetingState
from convene.records import rules
from convene.records.merging import Merged, merged
from convene.records.terms import Marking, Quorum, RecordState, Said

AT = datetime(2027, 6, 1, 10, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
BASE = Said("One.", Marking.CLOSED, "Topic")


@pytest.mark.parametrize(
    "mine, now, said, both",
    [
        (BASE, BASE, BASE, False),
        (replace(BASE, text="Mine."), BASE, replace(BASE, text="Mine."), False),
        (BASE, replace(BASE, text="Theirs."), replace(BASE, text="Theirs."), False),
        (replace(BASE, text="Same."), replace(BASE, text="Same."), replace(BASE, text="Same."), False),
        (replace(BASE, text="Mine."), replace(BASE, text="Theirs."), replace(BASE, text="Theirs."), True),
        # Different things of one paragraph come together.
        (replace(BASE, text="Mine."), replace(BASE, heading="Theirs"), Said("Mine.", Marking.CLOSED, "Theirs"), False),
        (replace(BASE, heading="A"), replace(BASE, heading="B"), replace(BASE, heading="B"), True),
        # Of two markings the stricter holds.
        (
            replace(BASE, marking=Marking.OPEN),
            replace(BASE, marking=Marking.NOT_ATTRIBUTED),
            replace(BASE, marking=Marking.NOT_ATTRIBUTED),
            False,
        ),
        (
            replace(BASE, marking=Marking.OPEN_NOT_ATTRIBUTED),
            replace(BASE, marking=Marking.OPEN),
            replace(BASE, marking=Marking.OPEN_NOT_ATTRIBUTED),
            False,
        ),
        (replace(BASE, marking=Marking.OPEN), replace(BASE, text="T."), Said("T.", Marking.OPEN, "Topic"), False),
        # A removal takes nothing away that another wrote.
        (replace(BASE, is_removed=True), BASE, replace(BASE, is_removed=True), False),
        (replace(BASE, is_removed=True), replace(BASE, text="T."), replace(BASE, text="T."), False),
        (replace(BASE, text="Mine."), replace(BASE, is_removed=True), replace(BASE, text="Mine."), False),
        (BASE, replace(BASE, is_removed=True), replace(BASE, is_removed=True), False),
    ],
)
def test_two_changes_come_together(mine: Said, now: Said, said: Said, both: bool) -> None:
    assert merged(BASE, mine, now) == Merged(said, both)


CLOSED, OPEN, FREE, OPEN_FREE = (
    Marking.CLOSED, Marking.OPEN, Marking.NOT_ATTRIBUTED, Marking.OPEN_NOT_ATTRIBUTED
)  # fmt: skip


@pytest.mark.parametrize(
    "one, other, wanted",
    [
        (CLOSED, CLOSED, CLOSED),
        (CLOSED, OPEN, CLOSED),
        (CLOSED, FREE, FREE),
        (CLOSED, OPEN_FREE, FREE),
        (OPEN, OPEN, OPEN),
        (OPEN, FREE, FREE),
        (OPEN, OPEN_FREE, OPEN_FREE),
        (FREE, FREE, FREE),
        (FREE, OPEN_FREE, FREE),
        (OPEN_FREE, OPEN_FREE, OPEN_FREE),
    ],
)
def test_of_two_markings_the_stricter_holds(one: Marking, other: Marking, wanted: Marking) -> None:
    assert rules.stricter(one, other) is rules.stricter(other, one) is wanted


def test_the_stricter_is_a_meet_whatever_comes_first() -> None:
    """Three note-takers get the same, in whichever order their pages are kept, and never anything wider."""
    for one, other, third in product(Marking, repeat=3):
        held = rules.stricter(one, other)
        assert rules.stricter(held, third) is rules.stricter(one, rules.stricter(other, third))
        assert held.is_open <= one.is_open
        assert held.names_nobody >= one.names_nobody


def test_two_changes_never_make_a_paragraph_wider_than_either() -> None:
    """Whatever two note-takers chose: what only one changed holds; where both did, nothing is wider than either."""
    for base, mine, now in product(Marking, repeat=3):
        said = [Said("One.", marking) for marking in (base, mine, now)]
        held = merged(*said).said.marking
        if mine is base or now is base:
            assert held is (now if mine is base else mine)
        else:
            assert held.is_open <= (mine.is_open and now.is_open)
            assert held.names_nobody >= (mine.names_nobody or now.names_nobody)


@pytest.mark.parametrize(
    "marking, by_body, wanted",
    [
        (CLOSED, False, False),
        (OPEN, False, False),
        (FREE, False, True),
        (OPEN_FREE, False, True),
        (CLOSED, True, True),
        (OPEN, True, True),
    ],
)
def test_what_names_nobody(marking: Marking, by_body: bool, wanted: bool) -> None:
    assert rules.is_unattributed(marking, by_body=by_body) is wanted


def test_how_lines_end_makes_no_conflict() -> None:
    base = Said("One.\nTwo.")

    assert merged(base, Said("One.\r\nTwo."), Said("Three.")).said.text == "Three."


@pytest.mark.parametrize(
    "members, quorum, wanted",
    [
        (7, Quorum(), 4),
        (8, Quorum(), 5),
        (1, Quorum(), 1),
        (0, Quorum(), 1),
        (7, Quorum(number=3), 3),
        (7, Quorum(percent=50), 4),
        (8, Quorum(percent=50), 4),
        (9, Quorum(percent=67), 7),
        (9, Quorum(percent=100), 9),
    ],
)
def test_the_quorum(members: int, quorum: Quorum, wanted: int) -> None:
    assert rules.quorum_of(members, quorum) == wanted
    assert rules.quorum_finding(wanted, members, quorum).level is Level.KEPT
    assert rules.quorum_finding(wanted - 1, members, quorum).level is Level.BROKEN


@pytest.mark.parametrize(
    "line, name, of",
    [
        ("Ann Lee", "Ann Lee", ""),
        ("Ann Lee, Canada", "Ann Lee", "Canada"),
        ("Ann Lee,canada", "Ann Lee", "canada"),
        ("Ann Lee, Jr., Canada", "Ann Lee, Jr.", "Canada"),
        ("Kim Min, Korea, Republic of", "Kim Min", "Korea, Republic of"),
        ("Ann Lee, Atlantis", "Ann Lee", "Atlantis"),
        (", Canada", "", "Canada"),
        ("Canada", "Canada", ""),
    ],
)
def test_a_line_is_a_name_and_a_party(line: str, name: str, of: str) -> None:
    assert rules.name_and_party(line, {"canada", "korea, republic of"}) == (name, of)


@pytest.mark.parametrize(
    "state, record, refuses",
    [
        (MeetingState.DRAFT, None, True),
        (MeetingState.CONVENED, None, True),
        (MeetingState.IN_SESSION, None, False),
        (MeetingState.CONCLUDED, None, False),
        (MeetingState.CANCELLED, None, True),
        (MeetingState.CONCLUDED, RecordState.CIRCULATED, False),
        (MeetingState.CONCLUDED, RecordState.ADOPTED, True),
        (MeetingState.CONCLUDED, RecordState.ISSUED, True),
    ],
)
def test_when_notes_are_taken(state: MeetingState, record: RecordState | None, refuses: bool) -> None:
    assert bool(rules.notes_findings(state, record)) is refuses
    assert bool(rules.circulation_findings(state, record, 1)) is refuses
    assert rules.circulation_findings(state, record, 0) != []


@pytest.mark.parametrize("due, refuses", [(None, True), (AT, True), (AT + A_SECOND, False)])
def test_corrections_are_taken_until_a_time_to_come(due: datetime | None, refuses: bool) -> None:
    assert bool(rules.due_findings(due, at=AT)) is refuses


@pytest.mark.parametrize(
    "record, waiting, due, level",
    [
        (None, 0, None, Level.REFUSE),
        (RecordState.CIRCULATED, 0, AT, None),
        (RecordState.CIRCULATED, 0, AT + A_SECOND, Level.REFUSE),
        (RecordState.CIRCULATED, 1, AT, Level.REFUSE),
        (RecordState.ADOPTED, 0, AT, Level.REFUSE),
        (RecordState.ISSUED, 0, AT, Level.REFUSE),
    ],
)
def test_adoption(record: RecordState | None, waiting: int, due: datetime | None, level: Level | None) -> None:
    found = rules.adoption_findings(record, adopts=True, waiting=waiting, due_at=due, at=AT)

    assert [f.level for f in found] == ([level] if level else [])


@pytest.mark.parametrize(
    "record, due, proposed, refuses",
    [
        (RecordState.CIRCULATED, AT, "Other.", False),
        (RecordState.CIRCULATED, AT - A_SECOND, "Other.", True),
        (RecordState.CIRCULATED, None, "Other.", True),
        (RecordState.CIRCULATED, AT, "Same.", True),
        (RecordState.ADOPTED, AT, "Other.", True),
    ],
)
def test_a_correction(record: RecordState, due: datetime | None, proposed: str, refuses: bool) -> None:
    found = rules.correction_findings(record, due_at=due, at=AT, text="Same.", proposed=proposed)

    assert bool(found) is refuses


@pytest.mark.parametrize(
    "days, wanted", [(2.9, None), (3, 3), (6.9, 3), (7, 7), (13.9, 7), (14, 14), (21.5, 21), (182, 182), (182.1, None)]
)
def test_reminders_fall_due(days: float, wanted: float | None) -> None:
    found = rules.reminder_due(AT, at=AT + timedelta(days=days))

    assert found == (None if wanted is None else AT + timedelta(days=wanted))


def test_symbols() -> None:
    assert rules.symbol_of("TNAP/2027/1", 0) == "TNAP/2027/1/SR"
    assert rules.symbol_of("TNAP/2027/1", 2) == "TNAP/2027/1/SR/Rev.2"


@pytest.mark.parametrize(
    "key, step, wanted", [("a", -1, "abc"), ("a", 1, "bac"), ("c", 1, "abc"), ("c", -1, "acb"), ("x", 1, "abc")]
)
def test_order(key: str, step: int, wanted: str) -> None:
    assert "".join(rules.in_order("abc", key, step)) == wanted


def test_no_ones_order_follows_from_the_words_alone() -> None:
    said = [Said("B.", heading="Two"), Said("A.", heading="One"), Said("C."), Said("D.", heading="One")]
    first = rules.in_no_ones_order(said, lambda s: s)

    assert rules.in_no_ones_order(list(reversed(said)), lambda s: s) == first
    assert [s.heading for s in first] == ["One", "One", "Two", ""]


@pytest.mark.parametrize(
    "coming, text, level",
    [
        (3, "With those who said that they come: 3 of 7 members; the quorum is 4.", Level.WARN),
        (4, "With those who said that they come: 4 of 7 members; the quorum is 4.", Level.KEPT),
    ],
)
def test_the_quorum_is_told_before_the_session_too(coming: int, text: str, level: Level) -> None:
    found = rules.expected_finding(coming, 7, Quorum())

    assert (found.text, found.level) == (text, level)


def test_corrections_are_closed_before_their_time_by_a_tick_alone() -> None:
    due = AT + A_SECOND
    (found,) = rules.adoption_findings(RecordState.CIRCULATED, adopts=True, waiting=0, due_at=due, at=AT)

    assert found.field == "early"
    for waiting in (0, 1):
        told = rules.adoption_findings(
            RecordState.CIRCULATED, adopts=True, waiting=waiting, due_at=due, at=AT, is_early=True
        )
        assert bool(told) is bool(waiting)


@pytest.mark.parametrize(
    "state, may_keep, adopts, said",
    [
        (RecordState.CIRCULATED, False, True, "write to the secretariat, or raise it at the meeting that adopts"),
        (RecordState.CIRCULATED, False, False, "write to the secretariat, or do so before the record is issued."),
        (RecordState.CIRCULATED, True, True, "circulate it again, or have it adopted by a later meeting."),
        (RecordState.CIRCULATED, True, False, "circulate it again, or issue it."),
        (RecordState.ADOPTED, False, True, "The record is adopted and stays as it is."),
        (RecordState.ISSUED, True, False, "The record is issued and stays as it is."),
    ],
)
def test_what_can_be_done_once_corrections_are_over(
    state: RecordState, may_keep: bool, adopts: bool, said: str
) -> None:
    assert said in rules.after_corrections(state, may_keep=may_keep, adopts=adopts)


@pytest.mark.parametrize("before, refuses", [(A_SECOND, False), (timedelta(0), True), (-A_SECOND, True)])
def test_corrections_end_before_the_next_meeting(before: timedelta, refuses: bool) -> None:
    next_at = AT + timedelta(days=30)
    found = rules.due_findings(next_at - before, at=AT, next_at=next_at)

    assert [f.field for f in found] == (["due"] if refuses else [])


@pytest.mark.parametrize("days_to_next, days", [(None, 21), (30, 21), (22.5, 21), (22, 21), (10, 9), (1, 0.5)])
def test_until_when_corrections_are_usually_taken(days_to_next: float | None, days: float) -> None:
    next_at = None if days_to_next is None else AT + timedelta(days=days_to_next)

    assert rules.usual_due(AT + timedelta(days=21), at=AT, next_at=next_at) == AT + timedelta(days=days)


@pytest.mark.parametrize(
    "standing, fresh, refuses",
    [(0, 300, False), (0, 301, True), (299, 1, False), (300, 1, True), (300, 0, False), (340, 0, False)],
)
def test_the_notes_of_an_item_have_an_end(standing: int, fresh: int, refuses: bool) -> None:
    assert bool(rules.paragraphs_findings(standing, fresh)) is refuses


@pytest.mark.parametrize(
    "text, name, wanted",
    [
        ("Ann Lee", "ANN  LEE", True),
        ("Lee, Ann", "Ann Lee", True),
        ("Ann Lee", "Dr. Ann Lee", True),
        ("Representative of Field Monitors’ Collective (interpreter)", "Field Monitors' Collective", True),
        ("José Martí", "Jose Marti", True),
        ("Ann Low", "Ann Lee", False),
        ("Field Monitors of Bern", "Field Monitors' Collective", False),
        ("", "Ann Lee", False),
        ("Ann Lee", "", False),
    ],
)
def test_what_may_name_somebody(text: str, name: str, wanted: bool) -> None:
    assert rules.may_name(text, name) is wanted


@pytest.mark.parametrize(
    "ends_in, refuses", [(timedelta(0), True), (timedelta(seconds=1), False), (-timedelta(days=30), True)]
)
def test_no_meeting_adopts_what_went_out_after_it_was_over(ends_in: timedelta, refuses: bool) -> None:
    assert bool(rules.adopter_findings(AT + ends_in, AT)) is refuses


@pytest.mark.parametrize(
    "state, ends_in, refuses",
    [
        (MeetingState.IN_SESSION, A_SECOND, True),
        (MeetingState.IN_SESSION, timedelta(0), False),
        (MeetingState.CONCLUDED, A_SECOND, False),  # It was concluded before its hour.
        (MeetingState.CONCLUDED, timedelta(hours=2) + A_SECOND, True),  # Its last session has not begun.
        (MeetingState.IN_SESSION, timedelta(hours=2) + A_SECOND, True),
    ],
)
def test_what_is_not_over_has_no_final_record(state: MeetingState, ends_in: timedelta, refuses: bool) -> None:
    ends = AT + ends_in
    found = rules.held_findings(state, begins=ends - timedelta(hours=2), ends=ends, at=AT, adopts=True)
    assert bool(found) is refuses


@pytest.mark.parametrize(
    "titles, as_it_is, field", [([], False, None), (["First"], False, "unentered"), (["First"], True, None)]
)
def test_that_nobody_entered_who_was_there_is_read_first(titles: list[str], as_it_is: bool, field: str | None) -> None:
    assert [f.field for f in rules.unentered_findings(titles, as_it_is=as_it_is)] == ([field] if field else [])
