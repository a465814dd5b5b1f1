"""The rules on meetings and sessions as tables: one row on each side of each boundary."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from convene.access.terms import Audience
from convene.findings import Finding, Level
from convene.meetings import rules
from convene.meetings.rules import Sitting
from convene.meetings.terms import MeetingKind, MeetingState

FIRST, SECOND, THIRD = date(2027, 9, 20), date(2027, 9, 21), date(2027, 9, 22)
OPEN, CLOSED = Audience.OPEN, Audience.CLOSED
START = datetime(2027, 9, 20, 13, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def sitting(on: date, opens: str, audience: Audience = CLOSED, minutes: int = 180) -> Sitting:
    return Sitting(on, time.fromisoformat(opens), minutes, audience)


@pytest.mark.parametrize(
    "kinds, finding",
    [
        ((), Finding("A10", Level.WARN, "No regular meeting is planned in 2027; two at least are asked for.")),
        (
            (MeetingKind.REGULAR,),
            Finding("A10", Level.WARN, "One regular meeting is planned in 2027; two at least are asked for."),
        ),
        (
            (MeetingKind.REGULAR, MeetingKind.SPECIAL, MeetingKind.BRIEFING, MeetingKind.WORKING_GROUP),
            Finding("A10", Level.WARN, "One regular meeting is planned in 2027; two at least are asked for."),
        ),
        ((MeetingKind.REGULAR,) * 2, Finding("A10", Level.KEPT, "2 regular meetings in 2027.")),
        ((MeetingKind.REGULAR,) * 3, Finding("A10", Level.KEPT, "3 regular meetings in 2027.")),
    ],
)
def test_a10_counts_regular_meetings_only(kinds: tuple[MeetingKind, ...], finding: Finding) -> None:
    assert rules.a10_two_regular_meetings(kinds, 2027) == finding


@pytest.mark.parametrize(
    "days, finding",
    [
        ((), Finding("A11", Level.BROKEN, "No session is set yet.")),
        ((FIRST,), Finding("A11", Level.BROKEN, "A regular meeting lasts at least two days.")),
        ((FIRST, FIRST), Finding("A11", Level.BROKEN, "A regular meeting lasts at least two days.")),
        ((FIRST, SECOND), Finding("A11", Level.KEPT, "Two days.")),
        ((FIRST, THIRD), Finding("A11", Level.KEPT, "Two days.")),
        ((FIRST, SECOND, THIRD), Finding("A11", Level.KEPT, "Three days.")),
        (tuple(FIRST + timedelta(days=n) for n in range(6)), Finding("A11", Level.KEPT, "6 days.")),
    ],
)
def test_a11_counts_days(days: tuple[date, ...], finding: Finding) -> None:
    assert rules.a11_two_days([sitting(day, "09:30") for day in days]) == finding


NOT_OPEN = Finding("A11", Level.BROKEN, "The second morning is not open to invited organisations.")
STRAY = Finding("A11", Level.BROKEN, "A session other than the second morning is open.")
KEPT = Finding("A11", Level.KEPT, "Only the second morning is open.")


@pytest.mark.parametrize(
    "sittings, finding",
    [
        ((), NOT_OPEN),
        ((sitting(FIRST, "09:30"),), NOT_OPEN),
        ((sitting(FIRST, "09:30", OPEN),), STRAY),
        ((sitting(FIRST, "09:30"), sitting(SECOND, "09:30")), NOT_OPEN),
        ((sitting(FIRST, "09:30"), sitting(SECOND, "14:30")), NOT_OPEN),
        ((sitting(FIRST, "09:30"), sitting(SECOND, "11:59", OPEN)), KEPT),
        ((sitting(FIRST, "09:30"), sitting(SECOND, "12:00", OPEN)), STRAY),
        ((sitting(FIRST, "09:30"), sitting(SECOND, "09:30", OPEN), sitting(SECOND, "14:30")), KEPT),
        ((sitting(FIRST, "09:30"), sitting(SECOND, "09:30", OPEN), sitting(SECOND, "14:30", OPEN)), STRAY),
        ((sitting(FIRST, "09:30", OPEN), sitting(SECOND, "09:30", OPEN)), STRAY),
        ((sitting(FIRST, "09:30"), sitting(THIRD, "09:30", OPEN)), KEPT),
        ((sitting(FIRST, "09:30"), sitting(SECOND, "09:30"), sitting(THIRD, "09:30", OPEN)), STRAY),
        ((sitting(FIRST, "09:30"), sitting(SECOND, "08:30"), sitting(SECOND, "10:30", OPEN, 90)), KEPT),
    ],
    ids=[
        "no session", "one closed day", "first morning open", "second morning closed", "no second morning",
        "a minute before noon", "at noon", "afternoon closed", "afternoon open", "both mornings open",
        "second day after a gap", "third morning open", "second morning in two parts",
    ],
)  # fmt: skip
def test_a11_second_morning_alone_is_open(sittings: tuple[Sitting, ...], finding: Finding) -> None:
    assert rules.a11_second_morning_open(sittings) == finding


@pytest.mark.parametrize(
    "minutes, fields", [(4, ["minutes"]), (5, []), (720, []), (721, ["minutes"]), (0, ["minutes"]), (-30, ["minutes"])]
)
def test_session_lasts_from_five_minutes_to_twelve_hours(minutes: int, fields: list[str]) -> None:
    found = rules.session_findings(sitting(FIRST, "09:30", minutes=minutes), others=[], starts_on=FIRST, days_most=14)
    assert [f.field for f in found if f.level is Level.REFUSE] == fields


@pytest.mark.parametrize("days, fields", [(-1, ["on"]), (0, []), (13, []), (14, ["on"])])
def test_session_lies_within_the_days_of_the_meeting(days: int, fields: list[str]) -> None:
    own = sitting(FIRST + timedelta(days=days), "09:30")
    found = rules.session_findings(own, others=[], starts_on=FIRST, days_most=14)
    assert [f.field for f in found if f.level is Level.REFUSE] == fields


@pytest.mark.parametrize(
    "on, opens, minutes, fields",
    [
        (FIRST, "08:00", 120, []),
        (FIRST, "08:00", 121, ["opens"]),
        (FIRST, "10:30", 30, ["opens"]),
        (FIRST, "10:00", 60, ["opens"]),
        (FIRST, "09:00", 180, ["opens"]),
        (FIRST, "10:59", 60, ["opens"]),
        (FIRST, "11:00", 60, []),
        (SECOND, "10:00", 60, []),
        (FIRST, "22:00", 720, []),
    ],
    ids=["ends as it opens", "a minute over", "within", "the same", "around", "in its last minute", "follows",
         "another day", "over midnight"],
)  # fmt: skip
def test_session_does_not_overlap_another(on: date, opens: str, minutes: int, fields: list[str]) -> None:
    other = sitting(FIRST, "10:00", minutes=60)
    found = rules.session_findings(sitting(on, opens, minutes=minutes), others=[other], starts_on=FIRST, days_most=14)
    assert [f.field for f in found if f.level is Level.REFUSE] == fields


@pytest.mark.parametrize("opens, fields", [("02:59", ["opens"]), ("03:00", [])])
def test_session_does_not_overlap_one_that_lasts_over_midnight(opens: str, fields: list[str]) -> None:
    other = sitting(FIRST, "22:00", minutes=300)
    found = rules.session_findings(sitting(SECOND, opens, minutes=60), others=[other], starts_on=FIRST, days_most=14)
    assert [f.field for f in found] == fields


@pytest.mark.parametrize(
    "due, at, expected",
    [
        (START - MINUTE, START - 2 * MINUTE, []),
        (START, START - 2 * MINUTE, [(Level.REFUSE, "Answers must be due before the meeting starts.")]),
        (START + MINUTE, START - 2 * MINUTE, [(Level.REFUSE, "Answers must be due before the meeting starts.")]),
        (START - 2 * MINUTE, START - MINUTE, [(Level.WARN, "Answers are due at a time that has passed.")]),
        (START - MINUTE, START - MINUTE, [(Level.WARN, "Answers are due at a time that has passed.")]),
    ],
    ids=["before and ahead", "at the start", "after the start", "passed", "this minute"],
)
def test_deadline_lies_before_the_meeting(due: datetime, at: datetime, expected: list[tuple[Level, str]]) -> None:
    found = rules.deadline_findings(due, starts_at=START, at=at, field="answers_due", what="Answers")
    assert [(f.level, f.text) for f in found] == expected
    assert all(f.field == "answers_due" for f in found)


FOLLOWS = {
    MeetingState.DRAFT: {MeetingState.CONVENED, MeetingState.CANCELLED},
    MeetingState.CONVENED: {MeetingState.IN_SESSION, MeetingState.CANCELLED},
    MeetingState.IN_SESSION: {MeetingState.CONCLUDED},
    MeetingState.CONCLUDED: {MeetingState.IN_SESSION},
    MeetingState.CANCELLED: set(),
}


@pytest.mark.parametrize("state", MeetingState)
@pytest.mark.parametrize("following", MeetingState)
def test_may_become_each_state_from_each(state: MeetingState, following: MeetingState) -> None:
    assert rules.may_become(state, following) is (following in FOLLOWS[state])


@pytest.mark.parametrize(
    "state, minutes, suggested",
    [
        (MeetingState.DRAFT, 0, None),
        (MeetingState.CONVENED, -1, None),
        (MeetingState.CONVENED, 0, MeetingState.IN_SESSION),
        (MeetingState.CONVENED, 600, MeetingState.IN_SESSION),
        (MeetingState.IN_SESSION, 299, None),
        (MeetingState.IN_SESSION, 300, MeetingState.CONCLUDED),
        (MeetingState.CONCLUDED, 600, None),
        (MeetingState.CANCELLED, 600, None),
    ],
)
def test_suggested_state_on_the_day(state: MeetingState, minutes: int, suggested: MeetingState | None) -> None:
    ends_at, at = START + 300 * MINUTE, START + minutes * MINUTE
    assert rules.suggested_state(state, starts_at=START, ends_at=ends_at, at=at) == suggested
