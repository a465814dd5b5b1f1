"""What waits for a secretariat, in words: one row on each side of each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from convene.secretariat import Kept, OpenRecord, Wait

AT = datetime(2027, 6, 1, 16, tzinfo=UTC)
ON = (date(2027, 9, 21), date(2027, 9, 22))
KEPT = Kept("k", "Autumn meeting", "Board", ON, "convened", 9, 0, 0, 0, AT, "UTC", 0, is_chair=False)
RECORD = OpenRecord("k", "Spring meeting", "Board", ON, True, AT, False, 0, "UTC", adopts=True)


@pytest.mark.parametrize(
    "more, said, mine",
    [
        ({}, (), ()),
        ({"proposals": 1}, ("One proposal by members waits for your decision",), (Wait.PROPOSALS,)),
        ({"proposals": 2}, ("2 proposals by members wait for your decision",), (Wait.PROPOSALS,)),
        ({"registrations": 1}, ("One registration waits for your decision",), (Wait.REGISTRATIONS,)),
        ({"owing": 1}, ("One of 9 answers to the invitations is missing",), ()),
        ({"owing": 8}, ("8 of 9 answers to the invitations are missing",), ()),
        ({"nominations": 1}, ("One delegate is named and waits for you to confirm",), (Wait.NOMINATIONS,)),
        ({"awaiting_places": 3}, ("3 guests wait for a place in a session that is full",), (Wait.PLACES,)),
        ({"invited": 0}, ("Invite the first",), ()),
        ({"state": "draft", "owing": 3}, ("Finish the agenda, then invite",), ()),
    ],
)
def test_what_waits_for_a_meeting(more: dict[str, object], said: tuple[str, ...], mine: tuple[Wait, ...]) -> None:
    waits = replace(KEPT, **more).waits  # type: ignore[arg-type]  # Each row gives fields of its type.

    assert tuple(w.words for w in waits) == said
    assert tuple(w.what for w in waits if w.is_mine) == mine


@pytest.mark.parametrize(
    "more, what, said, is_mine",
    [
        ({"is_circulated": False}, Wait.RECORD, "Circulate the record", True),
        ({"waiting": 1}, Wait.DECISION, "Decide on one correction to the record", True),
        ({"waiting": 2, "sits": "autumn meeting"}, Wait.DECISION, "Decide on 2 corrections to the record", True),
        ({"sits": "autumn meeting"}, Wait.ADOPTION, "Have the record adopted now: the autumn meeting sits", True),
        ({"is_taken": True}, Wait.RECORD, "The record is circulated, and takes corrections", False),
        ({}, Wait.LATER, "The record is for the next meeting to adopt: the time for corrections is over", False),
        (
            {"is_next_near": True},
            Wait.ADOPTION,
            "The record can be adopted by the next meeting: the time for corrections is over",
            False,
        ),
        ({"adopts": False}, Wait.ADOPTION, "Issue the record: the time for corrections is over", True),
    ],
)
def test_what_waits_for_a_record(more: dict[str, object], what: Wait, said: str, is_mine: bool) -> None:
    found = replace(RECORD, **more)  # type: ignore[arg-type]  # As above.

    assert (found.wait.what, found.wait.words, found.is_mine_to_do) == (what, said, is_mine)
    assert (found.wait.due_at is not None) is found.is_taken
