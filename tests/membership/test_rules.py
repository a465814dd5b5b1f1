"""What an application shows (A3, B1), decisions and changes of standing: a row on each side of each boundary."""

from __future__ import annotations

from datetime import date

import pytest

from convene.bodies.terms import PartyKind, Standing
from convene.findings import Level
from convene.membership.rules import a3_b1_findings, change_findings, decision_findings, kind_findings
from convene.membership.terms import Assessment, Criterion, Decision, Reliability
from convene.presets.reading import presets

A, B, C = presets()["S1"].criteria
SHOWN, PARTLY, NOT, OPEN = Assessment.SHOWN, Assessment.PARTLY, Assessment.NOT_SHOWN, Assessment.OPEN
GOOD = (Reliability.RELIABLE,)
KEPT, WARN, BROKEN, NOTE = Level.KEPT, Level.WARN, Level.BROKEN, Level.NOTE


def of(*assessments: Assessment, reliabilities: tuple[Reliability, ...] = GOOD) -> list[Criterion]:
    return [Criterion(words, a, reliabilities) for words, a in zip((A, B, C), assessments, strict=True)]


@pytest.mark.parametrize(
    "criteria, levels",
    [
        (of(SHOWN, SHOWN, SHOWN), [KEPT, KEPT, KEPT]),
        (of(PARTLY, SHOWN, SHOWN), [WARN, KEPT, KEPT]),
        (of(OPEN, SHOWN, SHOWN), [WARN, KEPT, KEPT]),
        # Others join by like commitments: (a) or (b) put at risk alone.
        (of(NOT, SHOWN, SHOWN), [WARN, KEPT, KEPT]),
        (of(NOT, NOT, SHOWN), [WARN, WARN, KEPT]),
        # Only those prepared to provide assets.
        (of(SHOWN, SHOWN, NOT), [KEPT, KEPT, BROKEN]),
        (of(NOT, SHOWN, NOT), [BROKEN, KEPT, BROKEN]),
        (of(NOT, SHOWN, PARTLY), [BROKEN, KEPT, WARN]),
        (of(SHOWN, SHOWN, OPEN), [KEPT, KEPT, WARN]),
        # What is said to be shown wants evidence, of a source that can be relied on (A14).
        (of(SHOWN, SHOWN, SHOWN, reliabilities=()), [WARN, WARN, WARN]),
        (of(SHOWN, SHOWN, SHOWN, reliabilities=(Reliability.DOUBTFUL, Reliability.UNKNOWN)), [WARN, WARN, WARN]),
        (of(SHOWN, SHOWN, SHOWN, reliabilities=(Reliability.DOUBTFUL, Reliability.MOSTLY)), [KEPT, KEPT, KEPT]),
    ],
)
def test_a_member_shows_what_a3_asks(criteria: list[Criterion], levels: list[Level]) -> None:
    found = a3_b1_findings(criteria, Standing.MEMBER)
    assert [f.level for f in found] == levels
    assert {f.rule for f in found} == {"A3"}


def test_assets_are_named_where_they_are_not_shown() -> None:
    found = a3_b1_findings(of(SHOWN, SHOWN, NOT), Standing.MEMBER)
    assert found[2].text == "(c) Only those prepared to provide assets may be members, and that is not shown."


def test_whoever_does_not_join_is_held_to_less() -> None:
    observer = a3_b1_findings(of(NOT, NOT, NOT), Standing.OBSERVER)
    assert [f.level for f in observer] == [NOTE, NOTE, NOTE]
    (cooperating,) = a3_b1_findings(of(NOT, NOT, NOT), Standing.COOPERATING)
    assert (cooperating.rule, cooperating.level) == ("A3", NOTE)
    assert cooperating.text == "Whoever is no member may cooperate without joining."


def test_the_council_goes_by_b1() -> None:
    criteria = [
        Criterion(words, a, GOOD) for words, a in zip(presets()["S2"].criteria, (SHOWN, NOT, OPEN), strict=True)
    ]
    found = a3_b1_findings(criteria, Standing.MEMBER)
    assert [(f.rule, f.level) for f in found] == [("B1", KEPT), ("B1", BROKEN), ("B1", WARN)]


def test_a_criterion_that_cites_nothing_is_held_as_well() -> None:
    (words,) = presets()["S9"].criteria
    (found,) = a3_b1_findings([Criterion(words, NOT)], Standing.MEMBER)
    assert (found.rule, found.level, found.text) == ("", BROKEN, "Belongs to the region: not shown.")


@pytest.mark.parametrize(
    "kind, standing, level",
    [
        (PartyKind.STATE, Standing.MEMBER, None),
        (PartyKind.UNION, Standing.MEMBER, None),
        (PartyKind.NGO, Standing.MEMBER, BROKEN),
        (PartyKind.IGO, Standing.MEMBER, BROKEN),
        (PartyKind.IGO, Standing.OBSERVER, None),
        (PartyKind.NGO, Standing.OBSERVER, WARN),
        (PartyKind.NGO, Standing.COOPERATING, None),
    ],
)
def test_members_are_states_and_unions_of_states(kind: PartyKind, standing: Standing, level: Level | None) -> None:
    s1 = presets()["S1"]
    takes = {Standing.MEMBER: s1.members, Standing.OBSERVER: s1.observers}
    found = kind_findings(kind, standing, takes, of(SHOWN, SHOWN, SHOWN))
    assert [(f.rule, f.level) for f in found] == ([("A3", level)] if level else [])


def on(day: int, month: int = 6) -> date:
    return date(2027, month, day)


@pytest.mark.parametrize(
    "decision, decided_on, from_on, field",
    [
        (Decision.DECLINED, on(1), None, ""),
        (Decision.DECLINED, on(2), None, "decided_on"),
        (Decision.DEFERRED, on(1, 5), None, ""),
        (Decision.DEFERRED, date(2027, 4, 30), None, "decided_on"),
        (Decision.ADMITTED, on(1), None, "from_on"),
        (Decision.ADMITTED, on(1), on(1), ""),
        (Decision.ADMITTED, on(1), on(31, 5), "from_on"),
        (Decision.ADMITTED, on(1), on(2), ""),
        (Decision.AS_OBSERVER, on(1), on(1), ""),
        (Decision.AS_OBSERVER, on(1), on(2), "from_on"),
    ],
)
def test_a_decision_lies_between_the_application_and_today(
    decision: Decision, decided_on: date, from_on: date | None, field: str
) -> None:
    found = decision_findings(decision, decided_on=decided_on, from_on=from_on, opened_on=on(1, 5), today=on(1))
    assert [(f.level, f.field) for f in found] == ([(Level.REFUSE, field)] if field else [])


@pytest.mark.parametrize(
    "before, after, day, field",
    [
        (Standing.MEMBER, Standing.OBSERVER, on(1), ""),
        (Standing.MEMBER, Standing.OBSERVER, on(2), "on"),
        (Standing.MEMBER, Standing.MEMBER, on(1), "standing"),
        (Standing.MEMBER, None, on(2), ""),
        (Standing.MEMBER, None, on(9, 5), "on"),
        (Standing.MEMBER, None, on(10, 5), ""),
    ],
)
def test_a_change_of_standing_holds_from_a_day_that_has_come(
    before: Standing, after: Standing | None, day: date, field: str
) -> None:
    found = change_findings(before, after, on=day, joined_on=on(10, 5), today=on(1))
    assert [(f.level, f.field) for f in found] == ([(Level.REFUSE, field)] if field else [])
