"""The rules of the other presets (S3 to S11): a row on each side of each boundary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from convene.presets.terms import Where
from convene.years.standing import others
from convene.years.standing.facts import Letter, Ruling, Stage, State, YearFacts, YearMeeting
from tests.years.facts import TODAY, a_meeting, a_year

KEPT, AT_RISK, BROKEN, UNDECIDED = State.KEPT, State.AT_RISK, State.BROKEN, State.OPEN
LATER = date(2028, 1, 1)
SPRING, AUTUMN = date(2027, 4, 6), date(2027, 9, 22)


def made(template: str, on: date = AUTUMN, **given: Any) -> YearMeeting:
    return a_meeting(on, 1, template=template, near_days=30, **given)


def holds(rule: Callable[[YearFacts], Ruling], *meetings: YearMeeting, **given: Any) -> State:
    return rule(a_year(*meetings, **given)).state


@pytest.mark.parametrize(
    "given, state",
    [
        ({"city": "Ottawa"}, KEPT),
        ({"city": "Oslo"}, BROKEN),
        ({"city": "Host to be named", "is_hosted": True, "key": ""}, KEPT),
        ({"city": "Ottawa", "stage": Stage.MISSED}, BROKEN),
    ],
)
def test_s3_1_one_meeting_in_a_capital(given: dict[str, Any], state: State) -> None:
    assert (
        holds(others.s3_1_in_a_capital, made("governments-meeting", **given), capitals=frozenset({"Ottawa"})) is state
    )


@pytest.mark.parametrize(
    "on, city, state",
    [
        (date(2027, 9, 7), "New York", KEPT),
        (date(2027, 9, 6), "New York", BROKEN),
        (date(2027, 10, 5), "New York", KEPT),
        (date(2027, 10, 6), "New York", BROKEN),
        (AUTUMN, "Ottawa", BROKEN),
    ],
)
def test_s3_2_one_meeting_beside_the_assembly(on: date, city: str, state: State) -> None:
    assert holds(others.s3_2_beside_the_assembly, made("governments-meeting", on, city=city)) is state


def test_s4_1_one_annual_meeting() -> None:
    assert holds(others.s4_1_annual_meeting, made("focal-points-annual")) is KEPT
    assert holds(others.s4_1_annual_meeting, made("gathering")) is BROKEN


@pytest.mark.parametrize(
    "meetings, given, state",
    [
        ((made("global-meeting"),), {}, KEPT),
        ((), {"had_global": True}, KEPT),
        ((), {"had_global": False, "awaits_global": False}, UNDECIDED),
        ((), {"had_global": False, "awaits_global": True}, BROKEN),
        ((made("global-meeting", stage=Stage.MISSED),), {"awaits_global": True}, BROKEN),
        ((), {"awaits_global": True, "today": LATER}, UNDECIDED),
    ],
)
def test_s5_1_a_global_meeting_every_two_years(
    meetings: tuple[YearMeeting, ...], given: dict[str, Any], state: State
) -> None:
    assert holds(others.s5_1_global_meeting, *meetings, **given) is state


@pytest.mark.parametrize("is_open, state", [(None, UNDECIDED), (True, KEPT), (False, BROKEN)])
def test_s5_2_whoever_asks_may_register(is_open: bool | None, state: State) -> None:
    assert holds(others.s5_2_open_registration, made("global-meeting"), is_open_to_register=is_open) is state
    assert holds(others.s5_2_open_registration, is_open_to_register=is_open) is UNDECIDED


def steering(on: date, city: str = Where.VIDEO) -> YearMeeting:
    return made("steering-group", on, city=city, stage=Stage.HELD)


@pytest.mark.parametrize(
    "meetings, state",
    [
        ((), BROKEN),
        ((steering(date(2027, 6, 30)), steering(date(2027, 7, 1))), KEPT),
        ((steering(date(2027, 1, 1)), steering(date(2027, 6, 30))), AT_RISK),
        ((steering(SPRING, "Geneva"), steering(AUTUMN)), KEPT),
        ((steering(SPRING, "Geneva"), steering(AUTUMN, "Geneva")), AT_RISK),
    ],
)
def test_s5_3_the_steering_group_meets_by_video_throughout(meetings: tuple[YearMeeting, ...], state: State) -> None:
    assert holds(others.s5_3_steering_by_video, *meetings) is state


def ambassadors(city: str, stage: Stage = Stage.HELD) -> YearMeeting:
    return made("ambassadors-meeting", date(2027, 6, 20), city=city, stage=stage)


@pytest.mark.parametrize(
    "meetings, today, state",
    [
        ((), TODAY, UNDECIDED),
        ((ambassadors("New York"),), TODAY, UNDECIDED),
        ((ambassadors("New York"),), LATER, AT_RISK),
        ((ambassadors("New York"), ambassadors("Geneva")), TODAY, KEPT),
        ((ambassadors("New York"), ambassadors("Geneva", Stage.DRAFT)), TODAY, AT_RISK),
    ],
)
def test_s6_1_both_duty_stations(meetings: tuple[YearMeeting, ...], today: date, state: State) -> None:
    assert holds(others.s6_1_both_duty_stations, *meetings, today=today) is state


@pytest.mark.parametrize(
    "rule, template",
    [
        (others.s7_1_themes_and_crises, "thematic-meeting"),
        (others.s7_1_themes_and_crises, "crisis-meeting"),
        (others.s9_1_exchanges, "exchange"),
    ],
)
def test_what_has_no_number_is_never_broken(rule: Callable[[YearFacts], Ruling], template: str) -> None:
    assert holds(rule, made(template)) is KEPT
    assert holds(rule) is UNDECIDED
    assert holds(rule, made("gathering", stage=Stage.HELD), today=LATER) is AT_RISK


@pytest.mark.parametrize("rule", [others.s8_1_not_attributed, others.s11_1_not_attributed])
@pytest.mark.parametrize("given, state", [({"not_attributed": True}, KEPT), ({"not_attributed": False}, BROKEN)])
def test_s8_1_and_s11_1_attribute_nothing(
    rule: Callable[[YearFacts], Ruling], given: dict[str, Any], state: State
) -> None:
    assert holds(rule, **given) is state


@pytest.mark.parametrize(
    "notices, state",
    [((), UNDECIDED), (("Unclassified only",), KEPT), (("Unclassified only", ""), AT_RISK), (("Restricted",), AT_RISK)],
)
def test_s8_2_the_notice_says_unclassified(notices: tuple[str, ...], state: State) -> None:
    assert holds(others.s8_2_unclassified, *(made("forum", notice=each) for each in notices)) is state


def letter(most: int = 2, has_deadline: bool = True, copies: int = 3, is_sent: bool = True) -> Letter:
    return Letter("To the parties", most, has_deadline, is_sent, addressees=3, copies=copies)


@pytest.mark.parametrize(
    "letters, signed, copied",
    [
        (None, UNDECIDED, UNDECIDED),
        ((), UNDECIDED, UNDECIDED),
        ((letter(),), KEPT, KEPT),
        ((letter(most=3),), BROKEN, KEPT),
        ((letter(has_deadline=False),), BROKEN, KEPT),
        ((letter(copies=2),), KEPT, BROKEN),
        ((letter(copies=0, is_sent=False),), KEPT, UNDECIDED),
    ],
)
def test_s10_letters_are_signed_until_a_deadline_and_copied_to_all(
    letters: tuple[Letter, ...] | None, signed: State, copied: State
) -> None:
    assert holds(others.s10_1_signed_until_a_deadline, letters=letters) is signed
    assert holds(others.s10_2_copies_to_all, letters=letters) is copied


@pytest.mark.parametrize(
    "adopts, disclaimer, state",
    [(False, "Views are their authors'.", KEPT), (True, "Views", BROKEN), (False, "", BROKEN)],
)
def test_s11_2_nothing_is_adopted(adopts: bool, disclaimer: str, state: State) -> None:
    assert holds(others.s11_2_disclaimer, adopts=adopts, disclaimer=disclaimer) is state
