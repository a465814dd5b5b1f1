"""The rules on agendas as tables: the deep-dive, starts one after the other, overruns and minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from convene.agendas import rules
from convene.agendas.terms import Subject
from convene.findings import Finding, Level

START = datetime(2027, 9, 20, 13, 30, tzinfo=UTC)
DIVE, OTHER = Subject.DEEP_DIVE, Subject.OTHER


@pytest.mark.parametrize(
    "subjects, finding",
    [
        ((), Finding("A5", Level.BROKEN, "No item is a deep-dive into one country.")),
        ((OTHER, Subject.RESEARCH), Finding("A5", Level.BROKEN, "No item is a deep-dive into one country.")),
        ((OTHER, DIVE), Finding("A5", Level.KEPT, "One deep-dive.")),
        ((DIVE, OTHER, DIVE), Finding("A5", Level.WARN, "2 deep-dives; one country is meant to be examined in depth.")),
    ],
)
def test_a5_asks_for_one_deep_dive(subjects: tuple[Subject, ...], finding: Finding) -> None:
    assert rules.a5_one_deep_dive(subjects) == finding


@pytest.mark.parametrize("minutes, starts", [([], []), ([30], [0]), ([30, 45, 1], [0, 30, 75])])
def test_starts_follow_one_another(minutes: list[int], starts: list[int]) -> None:
    assert rules.starts_of(START, minutes) == [START + timedelta(minutes=m) for m in starts]


@pytest.mark.parametrize(
    "minutes, over, left", [([], 0, 60), ([59], 0, 1), ([60], 0, 0), ([30, 30], 0, 0), ([30, 31], 1, 0), ([90], 30, 0)]
)
def test_overrun_and_slack_on_each_side_of_the_session(minutes: list[int], over: int, left: int) -> None:
    assert rules.overrun(60, minutes) == over
    assert rules.slack(60, minutes) == left


def test_overrun_finding_says_by_how_much_and_refuses_nothing() -> None:
    assert rules.overrun_finding("First day, morning", 60, [60]) is None
    assert rules.overrun_finding("First day, morning", 60, [45, 20]) == Finding(
        "", Level.WARN, "First day, morning: the items take 5 min longer than the session."
    )
    long = rules.overrun_finding("First day, morning", 60, [101, 60])
    assert long is not None
    assert long.text == "First day, morning: the items take 1 h 41 min longer than the session."


@pytest.mark.parametrize("minutes, refused", [(-1, True), (0, True), (1, False), (600, False), (601, True)])
def test_minutes_of_an_item_on_each_side_of_the_bounds(minutes: int, refused: bool) -> None:
    expected = [Finding("", Level.REFUSE, "An item takes from 1 to 600 minutes.", "minutes")] if refused else []
    assert rules.minutes_findings(minutes) == expected


@pytest.mark.parametrize(
    "rows, order",
    [
        ([], []),
        ([(1, None), (2, None)], [(1, None), (2, None)]),
        ([(1, None), (2, None), (3, 1)], [(1, None), (3, 1), (2, None)]),
        ([(3, 1), (1, None), (4, 1)], [(1, None), (3, 1), (4, 1)]),
        ([(1, None), (3, 9), (2, None)], [(1, None), (3, None), (2, None)]),
        ([(1, None), (2, 1), (3, 2)], [(1, None), (2, 1), (3, None)]),
    ],
)
def test_sub_items_follow_their_item_and_none_is_lost(
    rows: list[tuple[int, int | None]], order: list[tuple[int, int | None]]
) -> None:
    assert rules.legal_order(rows) == order


@pytest.mark.parametrize(
    "own, before, after, section",
    [
        ("A", "A", "B", "A"),
        ("B", "A", "B", "B"),
        ("C", "A", "B", "A"),
        ("C", None, "B", "B"),
        ("C", "A", None, "A"),
        ("C", None, None, "C"),
        ("", "A", "A", "A"),
        ("A", "", "", ""),
    ],
)
def test_item_takes_the_section_it_is_put_into(own: str, before: str | None, after: str | None, section: str) -> None:
    assert rules.section_between(own, before, after) == section


@pytest.mark.parametrize(
    "base, mine, theirs, said, taken, conflicts",
    [
        ("a", "a", "a", "a", (), ()),
        ("a", "b", "a", "b", (), ()),
        ("a", "a", "c", "c", ("x",), ()),
        ("a", "b", "b", "b", (), ()),
        ("a", "b", "c", "b", (), ("x",)),
        ("a\nb", "a\r\nb", "c", "c", ("x",), ()),
        (1, 2, 3, 2, (), ("x",)),
    ],
)
def test_changes_of_two_come_together_field_by_field(
    *, base: object, mine: object, theirs: object, said: object, taken: tuple[str, ...], conflicts: tuple[str, ...]
) -> None:
    merged = rules.merge({"x": base}, {"x": mine}, {"x": theirs})
    assert (merged.said["x"], merged.theirs, merged.conflicts) == (said, taken, conflicts)
