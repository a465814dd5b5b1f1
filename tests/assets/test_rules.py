"""Rules of statements on assets, a row for each side of each boundary."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from convene.assets import rules
from convene.assets.terms import Availability, Existence, Filing, Said, Stated, StateRow
from convene.findings import Finding, Level
from convene.meetings.terms import MeetingState
from convene.people.terms import AssetClass

NOW = datetime(2027, 9, 1, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PEACE, RELIEF = AssetClass.PEACEKEEPING, AssetClass.HUMANITARIAN
FULL = Said(Existence.YES, "Two teams", Availability.AT_ONCE)


def levels(found: list[Finding]) -> list[tuple[str, str]]:
    """Field and level of each finding."""
    return [(f.field, str(f.level)) for f in found]


@pytest.mark.parametrize(
    "said, draft, filed",
    [
        (Said(), [], []),
        (FULL, [], []),
        (Said(Existence.NO), [], []),
        (Said(Existence.NO, caveats="Since 2020"), [], []),
        (Said(Existence.YES, "Two", Availability.NOT_SAID), [("availability", "warn")], [("availability", "refuse")]),
        (Said(Existence.YES, "", Availability.LATER), [("capacity", "warn")], [("capacity", "refuse")]),
        (
            Said(Existence.YES),
            [("capacity", "warn"), ("availability", "warn")],
            [("capacity", "refuse"), ("availability", "refuse")],
        ),
        (Said(Existence.NO, "Two"), [("capacity", "refuse")], [("capacity", "refuse")]),
        (Said(Existence.NO, "", Availability.AT_ONCE), [("availability", "refuse")], [("availability", "refuse")]),
        (Said(capacity="Two"), [("existence", "warn")], [("existence", "refuse")]),
        (Said(availability=Availability.LATER), [("existence", "warn")], [("existence", "refuse")]),
        (Said(caveats="None"), [("existence", "warn")], [("existence", "refuse")]),
    ],
)
def test_what_a_class_needs(said: Said, draft: list[tuple[str, str]], filed: list[tuple[str, str]]) -> None:
    for is_filing, wanted in ((False, draft), (True, filed)):
        found = rules.line_findings(PEACE, said, is_filing=is_filing)
        assert levels(found) == [(f"peacekeeping_{field}", level) for field, level in wanted]
        assert all("peacekeeping" in f.text and f.rule == "A13" for f in found)


@pytest.mark.parametrize(
    "lines, answers, is_filing, refuses",
    [
        ({}, "", False, False),
        ({}, "", True, True),
        ({}, "We met.", True, False),
        ({PEACE: Said(Existence.NO)}, "", True, False),
        ({PEACE: FULL}, "", True, False),
    ],
)
def test_a_statement_that_says_nothing_is_not_filed(
    lines: dict[AssetClass, Said], answers: str, is_filing: bool, refuses: bool
) -> None:
    found = rules.statement_findings(lines, answers, is_filing=is_filing)
    assert any(f.level is Level.REFUSE for f in found) is refuses


@pytest.mark.parametrize(
    "state, taken",
    [
        (MeetingState.DRAFT, False),
        (MeetingState.CONVENED, True),
        (MeetingState.IN_SESSION, True),
        (MeetingState.CONCLUDED, False),
        (MeetingState.CANCELLED, False),
    ],
)
def test_statements_are_taken_from_convening_to_the_end(state: MeetingState, taken: bool) -> None:
    assert rules.may_state(state) is taken


@pytest.mark.parametrize(
    "seconds, minutes, words",
    [
        (-1, 0, ""),
        (0, 0, ""),
        (1, 1, "1 minute late"),
        (60, 1, "1 minute late"),
        (61, 2, "2 minutes late"),
        (3599, 60, "1 hour late"),
        (7200, 120, "2 hours late"),
        (86400 - 60, 1439, "23 hours late"),
        (86400, 1440, "1 day late"),
        (3 * 86400, 4320, "3 days late"),
    ],
)
def test_lateness_is_counted_from_the_deadline(seconds: int, minutes: int, words: str) -> None:
    assert rules.late_minutes(NOW, NOW + timedelta(seconds=seconds)) == minutes
    assert rules.late_words(minutes) == words


@pytest.mark.parametrize(
    "age, words, is_old",
    [
        (timedelta(0), "less than a day", False),
        (DAY - timedelta(seconds=1), "less than a day", False),
        (DAY, "1 day", False),
        (30 * DAY, "30 days", False),
        (31 * DAY, "1 month", False),
        (100 * DAY, "3 months", False),
        (364 * DAY, "11 months", False),
        (365 * DAY, "1 year", False),
        (365 * DAY + timedelta(seconds=1), "1 year", True),
        (400 * DAY, "1 year and 1 month", True),
        (800 * DAY, "2 years and 2 months", True),
    ],
)
def test_ages_are_told_in_days_months_and_years(age: timedelta, words: str, is_old: bool) -> None:
    assert rules.age_words(NOW - age, NOW) == words
    assert rules.is_old(NOW - age, NOW) is is_old


@pytest.mark.parametrize(
    "prepare_on, wanted",
    [
        (date(2027, 9, 19), [("prepare_on", "warn")]),
        (date(2027, 9, 7), []),
        (date(2027, 9, 8), [("prepare_on", "warn")]),
        (date(2027, 9, 20), [("prepare_on", "refuse")]),
        (date(2027, 9, 21), [("prepare_on", "refuse")]),
        (date(2027, 6, 1), []),
        (date(2027, 5, 31), [("prepare_on", "refuse")]),
        (date(1, 1, 1), [("prepare_on", "refuse")]),
    ],
)
def test_the_preparatory_date_lies_before_the_meeting(prepare_on: date, wanted: list[tuple[str, str]]) -> None:
    found = rules.preparation_findings(
        prepare_on, starts_on=date(2027, 9, 20), due_on=date(2027, 9, 7), not_before=date(2027, 6, 1)
    )
    assert levels(found) == wanted


@pytest.mark.parametrize(
    "prepared_on, is_taken",
    [
        (date(2026, 9, 19), False),
        (date(2026, 9, 20), True),
        (date(2027, 9, 20), True),
        (date(2027, 9, 21), False),
        (date(1, 1, 1), False),
    ],
)
def test_a_capitals_own_step_lies_in_the_year_before_the_meeting(prepared_on: date, is_taken: bool) -> None:
    found = rules.prepared_findings(prepared_on, starts_on=date(2027, 9, 20))
    assert levels(found) == ([] if is_taken else [("prepared_on", "refuse")])


def stated(days: int, lines: dict[AssetClass, Said], *, is_for_this: bool = True, late: int = 0) -> Stated:
    """A statement of so many days ago."""
    return Stated(NOW - days * DAY, lines, late_minutes=late, is_for_this=is_for_this, answers="Yes.")


def row(name: str, *statements: Stated) -> StateRow:
    return rules.row_of(name, statements, at=NOW)


def test_a_state_without_a_statement_is_a_gap() -> None:
    found = row("Canada")
    assert (found.filing, found.age, found.answers) == (Filing.NONE, "", "")
    assert [c.said for c in found.cells] == [Said()] * len(AssetClass)


def test_a_statement_for_this_meeting_stands_alone() -> None:
    found = row("Canada", stated(3, {PEACE: FULL}, late=90), stated(200, {RELIEF: FULL}, is_for_this=False))
    cells = {c.asset_class: c for c in found.cells}
    assert (found.filing, found.late, found.age, found.answers) == (Filing.FILED, "1 hour late", "3 days", "Yes.")
    assert (cells[PEACE].age, cells[PEACE].is_taken_over) == ("3 days", False)
    assert (cells[RELIEF].said, cells[RELIEF].age) == (Said(), "")


@pytest.mark.parametrize("earlier, age", [(FULL, "6 months"), (Said(Existence.NO), "3 days"), (Said(), "3 days")])
def test_what_is_taken_over_unchanged_counts_from_when_it_was_first_said(earlier: Said, age: str) -> None:
    statements = [stated(3, {PEACE: FULL}), stated(200, {PEACE: earlier}, is_for_this=False)]
    cell = next(c for c in row("Canada", *statements).cells if c.asset_class is PEACE)
    assert (cell.age, cell.is_taken_over) == (age, earlier == FULL)


def test_what_was_said_otherwise_in_between_does_not_count() -> None:
    three = [
        stated(3, {PEACE: FULL}),
        stated(200, {PEACE: Said(Existence.NO)}, is_for_this=False),
        stated(400, {PEACE: FULL}, is_for_this=False),
    ]
    assert next(c for c in row("Canada", *three).cells if c.asset_class is PEACE).age == "3 days"


def test_an_earlier_statement_is_shown_with_its_age_and_not_as_restated() -> None:
    found = row("Canada", stated(400, {PEACE: FULL}, is_for_this=False, late=90))
    assert (found.filing, found.age, found.is_old) == (Filing.EARLIER, "1 year and 1 month", True)
    assert (found.late, found.answers) == ("", "")  # Both were of the other meeting.
    assert rules.summary_of(PEACE, [found]).not_restated == ("Canada",)


def test_every_existence_and_availability_falls_into_one_place() -> None:
    for existence, availability in product(Existence, Availability):
        said = Said(existence, "Two", availability)
        found = rules.summary_of(PEACE, [row("Canada", stated(1, {PEACE: said}))])
        places = (found.at_once, found.in_time, found.committed, found.none, found.unsaid)
        assert sum(places, ()) == ("Canada",)
        assert found.is_gap is (existence is not Existence.YES)


EVERY = dict.fromkeys(AssetClass, FULL)


@pytest.mark.parametrize(
    "rows, wanted",
    [
        ([], []),
        ([row("Canada", stated(1, EVERY))], [("kept", "The only member has filed a statement.")]),
        ([row(n, stated(1, EVERY)) for n in ("A", "B")], [("kept", "Both members have filed a statement.")]),
        (
            [row("Canada"), row("Denmark", stated(1, EVERY))],
            [("warn", "One member has not filed a statement: Canada.")],
        ),
        (
            [row("Canada"), row("Denmark", stated(30, EVERY, is_for_this=False))],
            [("warn", "Two members have not filed a statement: Canada and Denmark.")],
        ),
        ([row("Canada")], [("warn", "One member has not filed a statement: Canada.")]),
        (
            [row("Canada", stated(1, EVERY | {PEACE: Said(Existence.NO), AssetClass.EXTREMISM: Said()}))],
            [
                ("kept", "The only member has filed a statement."),
                ("warn", "No member says that it has assets for peacekeeping or countering violent extremism."),
            ],
        ),
        (
            [row("Canada", stated(400, EVERY, is_for_this=False))],
            [
                ("warn", "One member has not filed a statement: Canada."),
                ("warn", "Older than a year: Canada (1 year and 1 month)."),
            ],
        ),
    ],
)
def test_a13_says_who_has_not_filed_what_nobody_has_and_what_is_old(
    rows: list[StateRow], wanted: list[tuple[str, str]]
) -> None:
    found = rules.a13_statements(rows)
    assert [(str(f.level), f.text) for f in found] == wanted
    assert {f.rule for f in found} <= {"A13"}


@pytest.mark.parametrize(
    "named, level, words",
    [
        ([], Level.NOTE, "Canada has named nobody for a class yet."),
        (list(AssetClass), Level.KEPT, "Canada has named somebody for each class."),
        ([c for c in AssetClass if c is not PEACE], Level.WARN, "Canada has named nobody for peacekeeping."),
        (
            [c for c in AssetClass if c not in (PEACE, RELIEF)],
            Level.WARN,
            "Canada has named nobody for humanitarian assistance or peacekeeping.",
        ),
    ],
)
def test_a12_says_for_which_class_nobody_comes(named: list[AssetClass], level: Level, words: str) -> None:
    found = rules.a12_officials("Canada", dict.fromkeys(named, ("Somebody",)))
    assert (found.rule, found.level, found.text) == ("A12", level, words)


def test_an_age_is_given_once_where_it_is_the_same_throughout() -> None:
    assert row("Canada", stated(3, {PEACE: FULL, RELIEF: FULL})).one_age == "3 days old"
    restated = row("Canada", stated(3, {PEACE: FULL}), stated(40, {PEACE: FULL}, is_for_this=False))
    assert restated.one_age == "Unchanged for 1 month"
    mixed = row("Canada", stated(3, {PEACE: FULL, RELIEF: FULL}), stated(40, {PEACE: FULL}, is_for_this=False))
    assert mixed.one_age == ""
    assert row("Canada").one_age == ""
