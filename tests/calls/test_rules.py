"""Which deadline holds, how a call stands, and how late something is: each side of each boundary."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from convene.calls import rules
from convene.calls.terms import OWING, CallState
from convene.findings import Level
from convene.papers.terms import Deadline, PaperKind

DUE = datetime(2027, 9, 10, 22, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))


@pytest.mark.parametrize(
    "extended_to, at, is_late",
    [
        (None, DUE, False),
        (None, DUE + 24 * HOUR, False),
        (None, DUE + 24 * HOUR + SECOND, True),
        (DUE + 3 * DAY, DUE + 4 * DAY, False),
        (DUE + 3 * DAY, DUE + 4 * DAY + SECOND, True),
    ],
)
def test_deadline_that_holds_is_the_extended_one_and_grace_follows_it(
    extended_to: datetime | None, at: datetime, is_late: bool
) -> None:
    deadline = rules.deadline_of(DUE, extended_to, 24)

    assert deadline == Deadline(extended_to or DUE, 24)
    assert deadline.is_late(at) is is_late


@pytest.mark.parametrize(
    "after, minutes",
    [(-SECOND, 0), (timedelta(0), 0), (SECOND, 1), (MINUTE, 1), (MINUTE + SECOND, 2), (25 * HOUR, 1500)],
)
def test_minutes_count_from_the_deadline_itself(after: timedelta, minutes: int) -> None:
    assert Deadline(DUE, 24).minutes_after(DUE + after) == minutes


@pytest.mark.parametrize(
    "minutes, words",
    [
        (0, ""),
        (1, "1 minute late"),
        (59, "59 minutes late"),
        (60, "1 hour late"),
        (119, "1 hour late"),
        (120, "2 hours late"),
        (24 * 60 - 1, "23 hours late"),
        (24 * 60, "1 day late"),
        (72 * 60, "3 days late"),
    ],
)
def test_lateness_is_told_in_whole_units(minutes: int, words: str) -> None:
    assert rules.lateness_words(minutes) == words


@pytest.mark.parametrize(
    "before, extended, state",
    [
        (3 * DAY + SECOND, False, CallState.WAITING),
        (3 * DAY + SECOND, True, CallState.EXTENDED),
        (3 * DAY, False, CallState.DUE_SOON),
        (3 * DAY, True, CallState.DUE_SOON),
        (timedelta(0), False, CallState.DUE_SOON),
        (-SECOND, False, CallState.IN_GRACE),
        (-5 * HOUR, False, CallState.IN_GRACE),
        (-5 * HOUR - SECOND, False, CallState.OVERDUE),
        (-9 * DAY, True, CallState.OVERDUE),
    ],
)
def test_what_is_not_in_stands_by_the_clock(before: timedelta, extended: bool, state: CallState) -> None:
    found = rules.state_of(Deadline(DUE, 5), at=DUE - before, is_told=True, is_extended=extended)

    assert found is state
    assert found in OWING


@pytest.mark.parametrize(
    "given, state",
    [
        ({"is_told": False}, CallState.NOT_SENT),
        ({"is_told": True, "came_late": False}, CallState.IN),
        ({"is_told": True, "came_late": True}, CallState.IN_LATE),
        ({"is_told": True, "came_late": True, "is_withdrawn": True}, CallState.WITHDRAWN),
        ({"is_told": False, "is_withdrawn": True}, CallState.WITHDRAWN),
    ],
)
def test_what_is_in_not_sent_or_withdrawn_does_not_stand_by_the_clock(given: dict[str, bool], state: CallState) -> None:
    for at in (DUE - 9 * DAY, DUE, DUE + 9 * DAY):
        assert rules.state_of(Deadline(DUE), at=at, **given) is state
    assert state not in OWING


@pytest.mark.parametrize("called", PaperKind)
@pytest.mark.parametrize("sent", PaperKind)
def test_call_for_a_paper_is_answered_by_any_and_others_by_their_kind(called: PaperKind, sent: PaperKind) -> None:
    assert rules.answers(called, sent) is (called is sent or called is PaperKind.PAPER)


BEGINS = DUE + 10 * DAY
NOW = DUE - 10 * DAY


@pytest.mark.parametrize(
    "due_at, after, refused",
    [
        (BEGINS, None, "A paper must be due before its item begins."),
        (BEGINS - SECOND, None, ""),
        (NOW, None, "That time has passed already."),
        (NOW + SECOND, None, ""),
        (DUE, DUE, "The new deadline must be later than the present one."),
        (DUE + SECOND, DUE, ""),
        (BEGINS, DUE, "A paper must be due before its item begins."),
        (NOW - SECOND, NOW - DAY, "That time has passed already."),
    ],
)
def test_deadline_lies_ahead_and_before_the_item_begins(due_at: datetime, after: datetime | None, refused: str) -> None:
    found = rules.b5_due_findings(due_at, item_starts_at=BEGINS, at=NOW, field="until", after=after)

    assert [f.text for f in found] == ([refused] if refused else [])
    assert {(f.level, f.field) for f in found} <= {(Level.REFUSE, "until")}
