"""The rules of stages: one row on each side of each boundary."""

from __future__ import annotations

from datetime import date

import pytest

from convene.findings import Level
from convene.meetings.terms import MeetingState
from convene.stages import rules
from convene.stages.terms import Manner, Stage

PRELIMINARY, PROVISIONAL, ANNOTATED, ADOPTED = Stage
CONVENED, IN_SESSION, CONCLUDED = MeetingState.CONVENED, MeetingState.IN_SESSION, MeetingState.CONCLUDED


@pytest.mark.parametrize(
    "revision, symbol", [(0, "TNAP/2027/1/1"), (1, "TNAP/2027/1/1/Rev.1"), (12, "TNAP/2027/1/1/Rev.12")]
)
def test_every_circulation_has_a_symbol_of_its_own(revision: int, symbol: str) -> None:
    assert rules.symbol_of("TNAP/2027/1", revision) == symbol


@pytest.mark.parametrize(
    "last, following",
    [
        (None, (PRELIMINARY, PROVISIONAL, ANNOTATED)),
        (PRELIMINARY, (PRELIMINARY, PROVISIONAL, ANNOTATED)),
        (PROVISIONAL, (PROVISIONAL, ANNOTATED)),
        (ANNOTATED, (ANNOTATED,)),
        (ADOPTED, ()),
    ],
)
def test_a_stage_is_circulated_again_or_a_later_one_follows(last: Stage | None, following: tuple[Stage, ...]) -> None:
    assert rules.stages_open_to(last) == following


@pytest.mark.parametrize(
    "last, wish, state, words",
    [
        (None, PRELIMINARY, CONVENED, ""),
        (None, ANNOTATED, CONVENED, ""),
        (PRELIMINARY, PRELIMINARY, CONVENED, ""),
        (PRELIMINARY, ANNOTATED, IN_SESSION, ""),
        (PROVISIONAL, PRELIMINARY, CONVENED, "cannot become preliminary again"),
        (ANNOTATED, PROVISIONAL, CONVENED, "cannot become provisional again"),
        (None, ADOPTED, CONVENED, "is adopted in the meeting"),
        (ADOPTED, ANNOTATED, IN_SESSION, "is adopted"),
        (None, PROVISIONAL, MeetingState.DRAFT, "is a draft"),
        (None, PROVISIONAL, MeetingState.CANCELLED, "is cancelled"),
        (PROVISIONAL, PROVISIONAL, CONCLUDED, "is over"),
    ],
)
def test_what_may_be_circulated_after_what(last: Stage | None, wish: Stage, state: MeetingState, words: str) -> None:
    found = rules.circulation_findings(last, wish, state)

    assert [f.level for f in found] == ([Level.REFUSE] if words else [])
    assert all(words in f.text for f in found)


@pytest.mark.parametrize(
    "last, state, words",
    [
        (PROVISIONAL, IN_SESSION, ""),
        (PRELIMINARY, CONCLUDED, ""),
        (PROVISIONAL, CONVENED, "in the meeting"),
        (None, IN_SESSION, "Nothing was circulated"),
        (ADOPTED, IN_SESSION, "adopted already"),
    ],
)
def test_an_agenda_is_adopted_in_the_meeting_and_once(last: Stage | None, state: MeetingState, words: str) -> None:
    found = rules.adoption_findings(last, state)

    assert [words in f.text for f in found] == ([True] if words else [])


@pytest.mark.parametrize(
    "manner, changes, words",
    [
        (Manner.AS_CIRCULATED, 0, ""),
        (Manner.AS_CIRCULATED, 1, "was changed since X/1"),
        (Manner.AS_AMENDED, 1, ""),
        (Manner.AS_AMENDED, 0, "stands as in X/1"),
    ],
)
def test_an_agenda_is_adopted_as_it_stands(manner: Manner, changes: int, words: str) -> None:
    found = rules.manner_findings(manner, changes=changes, symbol="X/1")

    assert [words in f.text for f in found] == ([True] if words else [])


@pytest.mark.parametrize(
    "day, level, words",
    [
        (date(2027, 8, 30), Level.KEPT, "asks for 21 days before the meeting; 22 days remain."),
        (date(2027, 8, 31), Level.KEPT, "asks for 21 days before the meeting; 21 days remain."),
        (date(2027, 9, 1), Level.WARN, "asks for 21 days before the meeting; 20 days remain."),
        (date(2027, 9, 20), Level.WARN, "asks for 21 days before the meeting; 1 day remains."),
        (date(2027, 9, 21), Level.WARN, "asks for 21 days before the meeting; none remains."),
        (date(2027, 9, 22), Level.WARN, "asks for 21 days before the meeting; none remains."),
    ],
)
def test_the_notice_is_counted_in_days_before_the_first_day(day: date, level: Level, words: str) -> None:
    found = rules.notice_finding(21, circulated_on=day, first_day=date(2027, 9, 21))

    assert (found.level, found.text) == (level, f"The body's rule {words}")
