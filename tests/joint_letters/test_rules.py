"""Rules of joint letters: a row on each side of each boundary."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from convene.findings import Level
from convene.joint_letters import rules
from convene.joint_letters.terms import WITHHELD, AskState, Phase, Progress, Signatory, Signer, Wording

AT = datetime(2027, 6, 1, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ONE, TWO, THREE = (tuple(Signatory(f"Name {n}", "") for n in range(count)) for count in (1, 2, 3))


@pytest.mark.parametrize(
    "opened_at, until, sent_at, phase",
    [
        (None, None, None, Phase.DRAFT),
        (AT - SECOND, AT + SECOND, None, Phase.OPEN),
        (AT - SECOND, AT, None, Phase.CLOSED),
        (AT - SECOND, AT - SECOND, None, Phase.CLOSED),
        (AT - SECOND, AT + SECOND, AT, Phase.SENT),
    ],
)
def test_how_a_letter_stands_follows_from_the_server_s_time(
    opened_at: datetime | None, until: datetime | None, sent_at: datetime | None, phase: Phase
) -> None:
    assert rules.phase_of(opened_at=opened_at, until=until, sent_at=sent_at, at=AT) is phase


@pytest.mark.parametrize(
    "due_at, sent_at, may", [(AT + SECOND, None, True), (AT, None, False), (AT + SECOND, AT - SECOND, False)]
)
def test_an_answer_is_taken_to_before_the_deadline_and_never_once_sent(
    due_at: datetime, sent_at: datetime | None, may: bool
) -> None:
    assert rules.may_answer(due_at, sent_at=sent_at, at=AT) is may


@pytest.mark.parametrize("until, refused", [(AT, True), (AT + SECOND, False)])
def test_a_deadline_lies_ahead(until: datetime, refused: bool) -> None:
    assert bool(rules.until_findings(until, at=AT)) is refused


@pytest.mark.parametrize(
    "people, most, is_withheld, field",
    [
        ((), 2, False, "name_1"),
        (ONE, 2, False, ""),
        (TWO, 2, False, ""),
        (THREE, 2, False, "name_3"),
        (TWO, 1, False, "name_2"),
        ((), 2, True, ""),
        ((Signatory("", "Director"),), 2, False, "name_1"),
        ((Signatory("Ada", ""), Signatory("", "Chair")), 2, False, "name_2"),
        ((Signatory("Ada", ""), Signatory("ADA", "")), 2, False, "name_2"),
    ],
)
def test_one_or_two_sign_for_an_organisation(
    people: tuple[Signatory, ...], most: int, is_withheld: bool, field: str
) -> None:
    found = rules.s10_signatories(people, most=most, is_withheld=is_withheld)

    assert [f.field for f in found] == ([field] if field else [])


@pytest.mark.parametrize(
    "is_withheld, is_at_risk, refused", [(True, False, True), (True, True, False), (False, False, False)]
)
def test_a_name_is_withheld_for_those_at_risk_alone(is_withheld: bool, is_at_risk: bool, refused: bool) -> None:
    assert bool(rules.withheld_findings(is_withheld=is_withheld, is_at_risk=is_at_risk)) is refused


@pytest.mark.parametrize(
    "phase, addressees, lost, signers, lacks",
    [
        (Phase.CLOSED, 1, (), 1, 0),
        (Phase.CLOSED, 0, (), 1, 1),
        (Phase.CLOSED, 1, (), 0, 1),
        (Phase.CLOSED, 2, ("A",), 1, 1),
        (Phase.OPEN, 1, (), 1, 1),
        (Phase.SENT, 1, (), 1, 1),
        (Phase.DRAFT, 0, (), 0, 3),
    ],
)
def test_what_lacks_before_a_letter_goes(
    phase: Phase, addressees: int, lost: tuple[str, ...], signers: int, lacks: int
) -> None:
    found = rules.s10_ready_to_send(addressees=addressees, without_way=lost, signers=signers, phase=phase)

    assert len(found) == lacks


@pytest.mark.parametrize(
    "state, after",
    [
        (AskState.SIGNED, AskState.ASKED),
        (AskState.ASKED, AskState.ASKED),
        (AskState.DECLINED, AskState.DECLINED),
        (AskState.WITHDRAWN, AskState.WITHDRAWN),
    ],
)
def test_a_changed_text_is_asked_anew_of_whoever_signed(state: AskState, after: AskState) -> None:
    assert rules.standing_after_change(state) is after


def test_organisations_stand_by_name_and_withheld_ones_last() -> None:
    found = rules.in_order([Signer(WITHHELD), Signer("peace"), Signer("Burma"), Signer(WITHHELD)])

    assert [s.organisation for s in found] == ["Burma", "peace", WITHHELD, WITHHELD]


@pytest.mark.parametrize(
    "steps, progress, days",
    [
        ((), Progress.NONE, 12),
        ((date(2027, 6, 10),), Progress.ANSWERED, 3),
        ((date(2027, 6, 13),), Progress.ANSWERED, 0),
        ((date(2027, 6, 10),), Progress.COMMITMENT, None),
        ((date(2027, 6, 10),), Progress.DECLINED, None),
    ],
)
def test_silence_has_an_age(steps: tuple[date, ...], progress: Progress, days: int | None) -> None:
    found = rules.silent_days(sent_on=date(2027, 6, 1), steps=steps, progress=progress, today=date(2027, 6, 13))

    assert found == days


@pytest.mark.parametrize(
    "on, next_on, field",
    [
        (date(2027, 5, 31), None, "on"),
        (date(2027, 6, 1), None, ""),
        (date(2027, 6, 13), None, ""),
        (date(2027, 6, 14), None, "on"),
        (date(2027, 6, 2), date(2027, 6, 2), "next_on"),
        (date(2027, 6, 2), date(2027, 6, 3), ""),
    ],
)
def test_an_answer_comes_after_the_letter(on: date, next_on: date | None, field: str) -> None:
    found = rules.step_findings(on, next_on, sent_on=date(2027, 6, 1), today=date(2027, 6, 13))

    assert [f.field for f in found] == ([field] if field else [])


def test_a_digest_tells_texts_apart() -> None:
    first = Wording("A", "b", date(2027, 6, 1))

    assert rules.digest_of_wording(first) == rules.digest_of_wording(Wording("A", "b", date(2027, 6, 1), "an election"))
    assert rules.digest_of_wording(first) != rules.digest_of_wording(Wording("A", "b ", date(2027, 6, 1)))
    assert rules.digest_of_wording(first) != rules.digest_of_wording(Wording("A", "b", date(2027, 6, 2)))


@pytest.mark.parametrize("until_on, is_remarked", [(11, False), (12, False), (13, True)])
def test_a_deadline_after_the_letters_own_date_is_remarked(until_on: int, is_remarked: bool) -> None:
    found = rules.until_after_date(date(2027, 6, until_on), date(2027, 6, 12))

    assert [f.level for f in found] == [Level.WARN] * is_remarked
