"""Rules on what comes in, as tables: one row on each side of each boundary."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from convene.agendas.terms import Subject
from convene.incoming import rules
from convene.incoming.terms import Candidate, Fate, RiskStatus, Room, Source, Watching
from convene.meetings.terms import MeetingKind, MeetingState

RED, AMBER, GREEN = RiskStatus.RED, RiskStatus.AMBER, RiskStatus.GREEN
TODAY = date(2027, 6, 1)
SINCE = date(2026, 5, 3)


def country(name: str, risk: RiskStatus, *, since: date = SINCE, **more: object) -> Watching:
    return Watching(name.lower(), name, risk, since, **more)  # type: ignore[arg-type]  # Given by name.


def test_each_paragraph_that_asks_for_an_item_is_named_once_and_found_missing() -> None:
    assert [asked.rule for asked in rules.STANDING] == "A6 A7 A8 A9 A13 A14 A15 A16 A17 A18".split()
    assert rules.a6_to_a18_missing([]) == list(rules.STANDING)
    assert rules.a6_to_a18_missing(asked.subject for asked in rules.STANDING) == []
    there = [asked.subject for asked in rules.STANDING if asked.rule != "A16"]
    assert [asked.rule for asked in rules.a6_to_a18_missing([*there, Subject.OTHER])] == ["A16"]
    assert Subject.DEEP_DIVE not in {asked.subject for asked in rules.STANDING}


@pytest.mark.parametrize(
    "heavier, lighter",
    [
        ((RED, 0), (AMBER, None)),
        ((AMBER, 0), (GREEN, None)),
        ((AMBER, None), (AMBER, 99_998)),
        ((AMBER, 215), (AMBER, 214)),
        ((GREEN, 1), (GREEN, 0)),
    ],
)
def test_a_country_weighs_by_risk_first_then_by_days_and_never_discussed_weighs_most(
    heavier: tuple[RiskStatus, int | None], lighter: tuple[RiskStatus, int | None]
) -> None:
    assert rules.a6_weight(*heavier) > rules.a6_weight(*lighter)


@pytest.mark.parametrize(
    "discussed_on, words",
    [
        (None, "Under watch since 3 May 2026; amber; never discussed"),
        (TODAY, "Under watch since 3 May 2026; amber; last discussed today (TNAP/2026/2)"),
        (TODAY - timedelta(days=1), "Under watch since 3 May 2026; amber; last discussed 1 day ago (TNAP/2026/2)"),
        (TODAY - timedelta(days=214), "Under watch since 3 May 2026; amber; last discussed 214 days ago (TNAP/2026/2)"),
    ],
)
def test_a_country_under_watch_says_since_when_how_and_when_it_was_last_discussed(
    discussed_on: date | None, words: str
) -> None:
    assert (
        rules.a6_provenance(country("A", AMBER, discussed_on=discussed_on, discussed_at="TNAP/2026/2"), TODAY) == words
    )


def test_the_rotation_turns_to_amber_first_then_to_those_longest_or_never_examined() -> None:
    last_year, this_year = date(2026, 1, 1), date(2027, 1, 1)
    in_order = [
        country("Never, watched longer", AMBER, since=date(2025, 1, 1)),
        country("Never", AMBER),
        country("Last year", AMBER, dived_on=last_year),
        country("This year", AMBER, dived_on=this_year),
        country("Red", RED),
        country("Green", GREEN),
    ]

    assert rules.a5_rotation(reversed(in_order)) == in_order
    assert rules.a5_rotation([]) == []


def test_the_place_in_the_rotation_is_explained() -> None:
    never = country("A", AMBER)
    once = country("B", RED, dived_on=TODAY - timedelta(days=400), dived_at="TNAP/2026/1")

    first = rules.a5_provenance(never, TODAY, is_first=True)
    second = rules.a5_provenance(once, TODAY, is_first=False)

    assert first == "Next in rotation: amber; never the subject of a deep-dive; under watch since 3 May 2026"
    assert second == "Red; last deep-dive 400 days ago (TNAP/2026/1); under watch since 3 May 2026"


@pytest.mark.parametrize(
    "given, names",
    [
        ("", ()),
        (" , ", ()),
        ("Marenda", ("Marenda",)),
        ("Marenda,  South   Ostrin ,marenda", ("Marenda", "South Ostrin")),
    ],
)
def test_countries_are_told_apart_by_commas_and_not_by_capitals(given: str, names: tuple[str, ...]) -> None:
    assert rules.names_in(given) == names
    assert rules.same_names(given) == {name.casefold() for name in names}
    assert rules.joined(given, given) == ", ".join(names)


def test_two_lists_of_countries_become_one() -> None:
    assert rules.joined("Marenda, Ostrin", "ostrin, Sultara") == "Marenda, Ostrin, Sultara"


def room(key: str, minutes: int, planned: int, *, is_closed: bool = True) -> Room:
    return Room(key, minutes, planned, is_closed)


@pytest.mark.parametrize(
    "rooms, key",
    [
        ([], ""),
        ([room("first", 60, 40), room("second", 60, 40)], "first"),
        ([room("first", 60, 41), room("second", 60, 40)], "second"),
        ([room("first", 60, 60), room("second", 60, 50)], "second"),
        ([room("open", 60, 0, is_closed=False), room("full", 60, 90)], "full"),
        ([room("open", 60, 0, is_closed=False)], "open"),
    ],
)
def test_a_closed_session_with_time_left_is_suggested_else_the_one_with_most(rooms: list[Room], key: str) -> None:
    assert rules.suggested_room(20, rooms) == key


@pytest.mark.parametrize(
    "fate, reason, has_item, fields, unproposed",
    [
        (Fate.ACCEPTED, "", False, [], []),
        (Fate.DECLINED, "", False, ["reason"], []),
        (Fate.DECLINED, "Not now", False, [], []),
        (Fate.DEFERRED, "", False, ["reason"], []),
        (Fate.DEFERRED, "Not now", False, [], []),
        (Fate.MERGED, "", False, ["item", "reason"], ["item"]),
        (Fate.MERGED, "Same question", False, ["item"], ["item"]),
        (Fate.MERGED, "Same question", True, [], []),
        (Fate.MERGED, "", True, ["reason"], []),
    ],
)
def test_whoever_proposed_reads_a_reason_unless_it_is_taken_up(
    fate: Fate, reason: str, has_item: bool, fields: list[str], unproposed: list[str]
) -> None:
    for is_proposed, wanted in ((True, fields), (False, unproposed)):
        found = rules.decision_findings(fate, reason, has_item=has_item, is_proposed=is_proposed)
        assert [f.field for f in found] == wanted, is_proposed


@pytest.mark.parametrize("seconds, late", [(-1, False), (0, False), (1, True)])
def test_a_proposal_is_late_from_the_second_after_the_cut_off(seconds: int, late: bool) -> None:
    due = datetime(2027, 8, 17, 22, tzinfo=UTC)
    assert rules.is_late(due + timedelta(seconds=seconds), due) is late


def test_proposals_are_taken_while_a_meeting_is_announced_and_not_over() -> None:
    taking = {state for state in MeetingState if rules.takes_proposals(state)}
    assert taking == {MeetingState.CONVENED, MeetingState.IN_SESSION}


def test_what_was_declined_or_deferred_may_be_proposed_again() -> None:
    assert {fate for fate in Fate if rules.may_be_proposed_again(fate)} == {Fate.DECLINED, Fate.DEFERRED}


@pytest.mark.parametrize(
    "preset, kind, asked",
    [("S1", MeetingKind.REGULAR, True), ("S1", MeetingKind.SPECIAL, False), ("S2", MeetingKind.REGULAR, False)],
)
def test_annex_i_speaks_of_the_regular_meetings_of_the_board(preset: str, kind: MeetingKind, asked: bool) -> None:
    assert rules.has_standing_items(preset, kind) is asked


def test_a_candidate_tells_where_it_comes_from_and_why_it_was_deferred() -> None:
    plain = Candidate(
        Source.WATCH, "a", "T", "Under watch", rules.STANDING[0].kind, Subject.OTHER, 20, deferral="deferred from X"
    )
    assert plain.story == "Under watch; deferred from X"
