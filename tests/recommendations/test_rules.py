"""Rules of recommendations: each with a row on either side of every boundary."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from convene.findings import Level
from convene.meetings.terms import MeetingState
from convene.recommendations import rules
from convene.recommendations.naming import party_named
from convene.recommendations.terms import AddresseeKind, Given, Mark, Named, Position, SourceKind, State, Step, Wording

DAY = date(2027, 6, 15)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "state, step, adopts, may",
    [
        (None, Step.PROPOSE, True, True),
        (None, Step.TAKE_OVER, True, True),
        (None, Step.ADOPT, True, False),
        (State.SUPERSEDED, Step.SUCCEED, True, True),
        (State.SUPERSEDED, Step.SUPERSEDE, True, False),
        (State.LAPSED, Step.SUCCEED, True, False),
        (State.PROPOSED, Step.REWORD, True, True),
        (State.PROPOSED, Step.ADOPT, True, True),
        (State.PROPOSED, Step.ADOPT, False, False),
        (State.PROPOSED, Step.ISSUE, False, True),
        (State.PROPOSED, Step.ISSUE, True, False),
        (State.PROPOSED, Step.TRANSMIT, True, False),
        (State.WITHDRAWN, Step.REWORD, True, False),
        (State.WITHDRAWN, Step.ADOPT, True, False),
        (State.ADOPTED, Step.REWORD, True, False),
        (State.ADOPTED, Step.TRANSMIT, True, True),
        (State.ADOPTED, Step.ANSWER, True, False),
        (State.ADOPTED, Step.IMPLEMENT, True, False),
        (State.PROPOSED, Step.NOTE, True, False),
        (State.ADOPTED, Step.NOTE, True, True),
        (State.IMPLEMENTED, Step.NOTE, True, False),
        (State.ANSWERED, Step.JUDGE, True, True),
        (State.LAPSED, Step.JUDGE, True, False),
        (State.FOLLOW_UP, Step.NOT_ACTED, True, True),
        (State.TRANSMITTED, Step.LET_BE, True, True),
        (State.LAPSED, Step.LET_BE, True, False),
        (State.PROPOSED, Step.ACTED, True, False),
        (State.ADOPTED, Step.POST, True, False),
        (State.TRANSMITTED, Step.POST, True, True),
        (State.ISSUED, Step.TRANSMIT, False, True),
        (State.TRANSMITTED, Step.TRANSMIT, True, True),
        (State.TRANSMITTED, Step.ANSWER, True, True),
        (State.ANSWERED, Step.FOLLOW_UP, True, True),
        (State.FOLLOW_UP, Step.IMPLEMENT, True, True),
        (State.IMPLEMENTED, Step.FOLLOW_UP, True, False),
        (State.LAPSED, Step.ANSWER, True, False),
        (State.SUPERSEDED, Step.LAPSE, True, False),
        (State.SUPERSEDED, Step.REOPEN, True, True),
        (State.ANSWERED, Step.REOPEN, True, False),
        (State.PROPOSED, Step.TIE, True, True),
        (State.WITHDRAWN, Step.TIE, True, False),
        (State.WITHDRAWN, Step.UNTIE, True, True),
        (State.LAPSED, Step.UNTIE, True, True),
        (State.PROPOSED, Step.RELEASE, True, False),
        (State.ADOPTED, Step.RELEASE, True, True),
        (State.IMPLEMENTED, Step.TAKE_BACK_RELEASE, True, True),
        (State.PROPOSED, Step.PUT_BEFORE, True, True),
        (State.PROPOSED, Step.TELL, True, True),
        (State.WITHDRAWN, Step.TELL, True, False),
        (State.ADOPTED, Step.TELL, True, False),
        (State.ADOPTED, Step.TAKE_BACK, True, False),
        (State.ADOPTED, Step.DRAFT_AGAIN, True, True),
        (State.ISSUED, Step.DRAFT_AGAIN, False, True),
        (State.PROPOSED, Step.DRAFT_AGAIN, True, False),
        (State.TRANSMITTED, Step.DRAFT_AGAIN, True, False),
        (State.LAPSED, Step.DRAFT_AGAIN, True, False),
    ],
)
def test_which_step_may_follow(state: State | None, step: Step, adopts: bool, may: bool) -> None:
    assert rules.may_follow(state, step, adopts=adopts) is may
    assert (rules.step_findings(state, step, adopts=adopts) == []) is may


@pytest.mark.parametrize(
    "state, step, after",
    [
        (None, Step.PROPOSE, State.PROPOSED),
        (None, Step.TAKE_OVER, State.ADOPTED),
        (State.PROPOSED, Step.ISSUE, State.ISSUED),
        (State.ADOPTED, Step.TRANSMIT, State.TRANSMITTED),
        (State.ANSWERED, Step.TRANSMIT, State.ANSWERED),
        (State.TRANSMITTED, Step.ANSWER, State.ANSWERED),
        (State.FOLLOW_UP, Step.ANSWER, State.FOLLOW_UP),
        (State.ANSWERED, Step.VERIFY, State.ANSWERED),
        (State.FOLLOW_UP, Step.JUDGE, State.FOLLOW_UP),
        (State.ANSWERED, Step.NOT_ACTED, State.ANSWERED),
        (State.ANSWERED, Step.LET_BE, State.ANSWERED),
        (State.ADOPTED, Step.NOTE, State.ADOPTED),
        (State.TRANSMITTED, Step.NOTE, State.TRANSMITTED),
        (State.FOLLOW_UP, Step.POST, State.FOLLOW_UP),
        (State.ANSWERED, Step.LAPSE, State.LAPSED),
        (State.LAPSED, Step.TIE, State.LAPSED),
        (State.ADOPTED, Step.TAKE_BACK_RELEASE, State.ADOPTED),
        (State.PROPOSED, Step.TAKE_BACK, State.PROPOSED),
        (State.PROPOSED, Step.TELL, State.PROPOSED),
        (State.ISSUED, Step.DRAFT_AGAIN, State.PROPOSED),
    ],
)
def test_where_a_step_leads(state: State | None, step: Step, after: State) -> None:
    assert rules.state_after(state, step) is after


@pytest.mark.parametrize("days, near", [(-400, True), (0, True), (7, True), (8, False)])
def test_a_day_is_near_a_week_before(days: int, near: bool) -> None:
    assert rules.is_near(DAY + days * A_DAY, today=DAY) is near


@pytest.mark.parametrize("was", [State.ADOPTED, State.ANSWERED, State.FOLLOW_UP])
def test_what_is_reopened_goes_back_to_where_it_was(was: State) -> None:
    assert rules.state_after(State.LAPSED, Step.REOPEN, was=was) is was


@pytest.mark.parametrize(
    "sent, due, answer, mark, closed",
    [
        (None, None, None, Mark.NOT_SENT, Mark.NOT_SENT),
        (DAY - A_DAY, DAY, None, Mark.AWAITED, Mark.NO_ANSWER),
        (DAY - A_DAY, DAY - A_DAY, None, Mark.SILENT, Mark.NO_ANSWER),
        (DAY - A_DAY, None, None, Mark.AWAITED, Mark.NO_ANSWER),
        (DAY - A_DAY, DAY - A_DAY, Position.DECLINED, Mark.DECLINED, Mark.DECLINED),
        (None, None, Position.IN_PART, Mark.IN_PART, Mark.IN_PART),
    ],
)
def test_who_was_asked_and_has_not_answered_by_the_day_is_silent_from_the_next_unless_it_is_closed(
    sent: date | None, due: date | None, answer: Position | None, mark: Mark, closed: Mark
) -> None:
    assert rules.mark_of(sent_on=sent, due_on=due, answer=answer, on=DAY, is_closed=False) is mark
    assert rules.mark_of(sent_on=sent, due_on=due, answer=answer, on=DAY, is_closed=True) is closed


@pytest.mark.parametrize(
    "next_on, is_closed, is_late",
    [(None, False, False), (DAY, False, False), (DAY - A_DAY, False, True), (DAY - A_DAY, True, False)],
)
def test_a_report_is_late_once_its_day_is_over_unless_it_is_closed(
    next_on: date | None, is_closed: bool, is_late: bool
) -> None:
    assert rules.is_report_late(next_on=next_on, on=DAY, is_closed=is_closed) is is_late


@pytest.mark.parametrize(
    "since, words",
    [
        (DAY, "0 days"),
        (DAY - A_DAY, "1 day"),
        (DAY - 31 * A_DAY, "31 days"),
        (date(2027, 3, 16), "91 days"),
        (date(2027, 3, 15), "3 months"),
        (date(2025, 6, 16), "23 months"),
        (date(2025, 6, 15), "2 years"),
        (DAY + A_DAY, "0 days"),
    ],
)
def test_an_age_in_words(since: date, words: str) -> None:
    assert rules.age_words(since, DAY) == words


@pytest.mark.parametrize(
    "due, sent, today, expected",
    [
        (DAY, DAY - 30 * A_DAY, DAY - 8 * A_DAY, None),
        (DAY, DAY - 30 * A_DAY, DAY - 7 * A_DAY, DAY - 7 * A_DAY),
        (DAY, DAY - 30 * A_DAY, DAY - 3 * A_DAY, DAY - 7 * A_DAY),
        (DAY, DAY - 30 * A_DAY, DAY - 2 * A_DAY, DAY - 2 * A_DAY),
        (DAY, DAY - 30 * A_DAY, DAY, DAY - 2 * A_DAY),
        (DAY, DAY - 30 * A_DAY, DAY + A_DAY, DAY + A_DAY),
        (DAY, DAY - 30 * A_DAY, DAY + 29 * A_DAY, DAY + A_DAY),
        (DAY, DAY - 30 * A_DAY, DAY + 30 * A_DAY, DAY + 30 * A_DAY),
        (DAY, DAY - 5 * A_DAY, DAY - 4 * A_DAY, None),
        (date(2027, 4, 17), date(2027, 3, 1), date(2027, 5, 31), date(2027, 5, 17)),
        (date(2027, 4, 17), date(2027, 3, 1), date(2027, 6, 1), date(2027, 6, 1)),
        (date(2027, 4, 18), date(2027, 3, 1), date(2027, 6, 1), date(2027, 5, 18)),
        (date(2027, 4, 18), date(2027, 3, 1), date(2027, 7, 31), date(2027, 7, 1)),
        (date(2019, 9, 1), date(2027, 5, 12), date(2027, 5, 30), None),
        (date(2019, 9, 1), date(2027, 5, 12), date(2027, 6, 2), date(2027, 6, 1)),
    ],
)
def test_on_which_day_a_reminder_is_due(due: date, sent: date, today: date, expected: date | None) -> None:
    assert rules.reminder_due(due, sent_on=sent, today=today) == expected


@pytest.mark.parametrize(
    "given, filing, report, fields",
    [
        (Given(None), False, False, []),
        (Given(None), True, False, ["position"]),
        (Given(Position.NOTED), True, False, []),
        (Given(Position.NOTED), True, True, ["action"]),
        (Given(Position.NOTED, action="Done"), True, True, []),
        (Given(Position.NOTED, evidence="A law"), True, False, ["source_kind"]),
        (Given(Position.NOTED, evidence="A law", source_kind=SourceKind.OFFICIAL), True, False, []),
        (Given(Position.NOTED, next_on=DAY), True, False, ["next_on"]),
        (Given(Position.NOTED, next_on=DAY + A_DAY), True, False, []),
    ],
)
def test_what_an_answer_must_say(given: Given, filing: bool, report: bool, fields: list[str]) -> None:
    found = rules.answer_findings(given, is_filing=filing, today=DAY, is_report=report)

    assert [f.field for f in found] == fields


@pytest.mark.parametrize(
    "due, refused", [(DAY, True), (DAY + A_DAY, False), (DAY + 366 * A_DAY, False), (DAY + 367 * A_DAY, True)]
)
def test_an_answer_is_asked_for_within_a_year(due: date, refused: bool) -> None:
    assert bool(rules.due_findings(due, today=DAY)) is refused


def test_the_kinds_are_those_of_the_paragraph_or_of_the_output() -> None:
    assert rules.kinds_for(("Legislation", "Advocacy"), adopts=False) == ("legislation", "advocacy")
    assert rules.kinds_for(("Thematic briefs",), adopts=True)[0] == "policy"
    assert len(rules.kinds_for((), adopts=True)) == 9


def test_a_wording_says_something_of_a_kind_and_names_nobody_twice() -> None:
    named = (Named(AddresseeKind.OTHER, "G20"), Named(AddresseeKind.SUMMIT, "g20"))
    found = rules.wording_findings(Wording(" ", "ode", "", (), named), ("policy",))

    assert [(f.field, f.level) for f in found] == [(n, Level.REFUSE) for n in ("text", "kind", "others")]


@pytest.mark.parametrize(
    "name, party, is_sure",
    [
        ("Netherlands", "Netherlands", True),
        ("the NETHERLANDS.", "Netherlands", True),
        ("Netherland", "Netherlands", False),
        ("Untied States", "United States", False),
        ("Kingdom of the Netherlands", "Netherlands", False),
        ("United States of America", "United States", False),
        ("Netherlands Red Cross", "", False),
        ("Austria", "", False),
        ("Maly", "", False),
        ("mali", "Mali", True),
        ("United Nations", "", False),
    ],
)
def test_a_party_that_is_typed_is_known(name: str, party: str, is_sure: bool) -> None:
    assert party_named(name, ("Netherlands", "United States", "Australia", "Mali")) == (party, is_sure)


@pytest.mark.parametrize(
    "later, earlier, refused",
    [("c", "c", True), ("b", "a", True), ("a", "b", True), ("a", "c", True), ("c", "a", False), ("d", "a", False)],
)
def test_a_lineage_never_leads_in_a_circle(later: str, earlier: str, refused: bool) -> None:
    known = [("b", "a"), ("c", "b")]

    assert bool(rules.link_findings(later, earlier, known)) is refused


@pytest.mark.parametrize(
    "number, words", [(1, "first"), (12, "twelfth"), (13, "13th"), (21, "21st"), (22, "22nd"), (111, "111th")]
)
def test_an_ordinal_in_words(number: int, words: str) -> None:
    assert rules.ordinal(number) == words


@pytest.mark.parametrize(
    "is_report, is_late, wanted", [(False, False, True), (False, True, True), (True, False, False), (True, True, True)]
)
def test_an_answer_is_owed_from_its_letter_on_and_a_report_once_its_day_is_over(
    is_report: bool, is_late: bool, wanted: bool
) -> None:
    assert rules.is_owed(is_report=is_report, is_late=is_late) is wanted


@pytest.mark.parametrize(
    "state, today, done, has_to, said",
    [
        (
            MeetingState.DRAFT,
            date(2027, 9, 1),
            "adopted",
            True,
            "adopted by the Autumn meeting, once that meeting is convened",
        ),
        (MeetingState.CONVENED, date(2027, 9, 20), "adopted", True, "from 21 September 2027 on: tick it then among"),
        (
            MeetingState.CONVENED,
            date(2027, 9, 21),
            "adopted",
            True,
            "adopted by the Autumn meeting: once it has, tick it",
        ),
        (
            MeetingState.CONCLUDED,
            date(2027, 10, 1),
            "issued",
            True,
            "issued by the Autumn meeting: once it has, tick it",
        ),
        (MeetingState.CONVENED, date(2027, 9, 20), "adopted", False, "It can be adopted once it says to whom it goes."),
        (MeetingState.CANCELLED, date(2027, 9, 20), "adopted", True, "It cannot be adopted any more"),
    ],
)
def test_a_draft_says_when_and_how_it_can_be_adopted(
    state: MeetingState, today: date, done: str, has_to: bool, said: str
) -> None:
    begins, them = date(2027, 9, 21), "recommendations"
    words = rules.adoption_words("Autumn meeting", begins, state, today=today, done=done, them=them, has_to=has_to)
    assert said in words
