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


@pytest.mark.parametrize("minutes, refused", [(-1, True), (0, True), (1, False), (600, False), (601, True)])
def test_minutes_of_an_item_on_each_side_of_the_bounds(minutes: int, refused: bool) -> None:
    expected = [Finding("", Level.REFUSE, "An item takes from 1 to 600 minutes.", "minutes")] if refused else []
    assert rules.minutes_findings(minutes) == expected
