"""Rules of invitations and answers as tables: standpoints, A4, deadlines, reminders, and what must be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from convene.bodies.terms import PartyKind, Standing
from convene.findings import Level
from convene.ical.terms import Partstat
from convene.invitations import rules
from convene.invitations.terms import Itinerary, Standpoint, Stretch
from convene.meetings.terms import GuestKind, MeetingState
from convene.people.terms import TermRole

DUE = datetime(2027, 8, 30, 16, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@pytest.mark.parametrize(
    "role, standing, standpoint",
    [
        (TermRole.PRIMARY_REPRESENTATIVE, Standing.MEMBER, Standpoint.SEAT),
        (TermRole.ALTERNATE, Standing.MEMBER, Standpoint.SEAT),
        (TermRole.STEERING_MEMBER, Standing.MEMBER, Standpoint.SEAT),
        (TermRole.COUNCIL_MEMBER, None, Standpoint.COUNCIL),
        (TermRole.DELEGATE, Standing.MEMBER, Standpoint.DELEGATE),
        (TermRole.OBSERVER, Standing.OBSERVER, Standpoint.OBSERVER),
        (TermRole.CONTACT, Standing.OBSERVER, Standpoint.OBSERVER),
        (TermRole.CONTACT, Standing.GUEST, Standpoint.GUEST),
        (TermRole.CONTACT, None, Standpoint.GUEST),
        (TermRole.WORKING_LEVEL, Standing.COOPERATING, Standpoint.OFFICIAL),
        (TermRole.DESK_OFFICER, Standing.MEMBER, Standpoint.OFFICIAL),
    ],
)
def test_standpoint_follows_from_role_and_standing(
    role: TermRole, standing: Standing | None, standpoint: Standpoint
) -> None:
    assert rules.standpoint_of(role, standing) is standpoint


GUEST_KINDS: dict[PartyKind | None, GuestKind] = {
    PartyKind.NGO: GuestKind.CIVIL_SOCIETY,
    PartyKind.CSO: GuestKind.CIVIL_SOCIETY,
    PartyKind.SURVIVORS: GuestKind.CIVIL_SOCIETY,
    PartyKind.IGO: GuestKind.INTERGOVERNMENTAL,
    PartyKind.UNION: GuestKind.INTERGOVERNMENTAL,
}


@pytest.mark.parametrize("kind", [*PartyKind, None])
def test_guest_kind_of_each_kind_of_party(kind: PartyKind | None) -> None:
    assert rules.guest_kind(kind) is GUEST_KINDS.get(kind, GuestKind.OTHER)


@pytest.mark.parametrize("standpoint", Standpoint)
@pytest.mark.parametrize("reason", ["", "  ", "Documents the situation"])
@pytest.mark.parametrize("has_admission", [True, False])
def test_a4_asks_for_reason_and_portion_of_those_without_a_seat(
    standpoint: Standpoint, reason: str, has_admission: bool
) -> None:
    needs_reason = standpoint in (Standpoint.GUEST, Standpoint.OFFICIAL, Standpoint.OBSERVER) and not reason.strip()
    needs_portion = standpoint is not Standpoint.SEAT and not has_admission
    found = rules.a4_reason_findings(standpoint, reason, has_admission=has_admission)
    assert [f.field for f in found] == ["reason"] * needs_reason + ["portions"] * needs_portion
    assert all((f.rule, f.level) == ("A4", Level.REFUSE) for f in found)


@pytest.mark.parametrize(
    "state, seconds, taken",
    [
        (MeetingState.DRAFT, -1, False),
        (MeetingState.CONVENED, -1, True),
        (MeetingState.CONVENED, 0, False),
        (MeetingState.IN_SESSION, -1, True),
        (MeetingState.IN_SESSION, 0, False),
        (MeetingState.CONCLUDED, -1, False),
        (MeetingState.CANCELLED, -1, False),
    ],
)
def test_answers_are_taken_until_the_last_minute(state: MeetingState, seconds: int, taken: bool) -> None:
    assert rules.may_answer(state, ends_at=DUE, at=DUE + seconds * SECOND) is taken


@pytest.mark.parametrize("partstat", Partstat)
def test_whoever_has_not_answered_owes(partstat: Partstat) -> None:
    assert rules.owes_answer(partstat) is (partstat is Partstat.NEEDS_ACTION)


@pytest.mark.parametrize(
    "sent, at, due",
    [
        (-30 * DAY, -7 * DAY - SECOND, None),
        (-30 * DAY, -7 * DAY, -7 * DAY),
        (-30 * DAY, -2 * DAY - SECOND, -7 * DAY),
        (-30 * DAY, -2 * DAY, -2 * DAY),
        (-30 * DAY, -SECOND, -2 * DAY),
        (-30 * DAY, 0 * DAY, None),
        (-7 * DAY - SECOND, -7 * DAY, -7 * DAY),
        (-7 * DAY, -7 * DAY, None),
        (-5 * DAY, -3 * DAY, None),
        (-5 * DAY, -2 * DAY, -2 * DAY),
    ],
    ids=["before the first", "the first", "between", "the second", "late", "past the deadline", "sent just before",
         "sent as it fell due", "sent after the first", "sent after the first, second due"],
)  # fmt: skip
def test_reminders_due_on_each_side_of_each_moment(sent: timedelta, at: timedelta, due: timedelta | None) -> None:
    found = rules.reminders_due(DUE, (7, 2), sent_at=DUE + sent, at=DUE + at)
    assert found == (None if due is None else DUE + due)


def test_reminders_without_days_are_never_due() -> None:
    assert rules.reminders_due(DUE, (), sent_at=DUE - 30 * DAY, at=DUE - DAY) is None


STRETCH = Stretch(date(2027, 9, 21), DUE, DUE + timedelta(hours=3), "Morning", "Room 8")
TOLD = Itinerary("Board", "Hall, New York", "America/New_York", (STRETCH,))


@pytest.mark.parametrize(
    "now, must",
    [
        (TOLD, False),
        (replace(TOLD, body_name="Another name"), False),
        (replace(TOLD, stretches=(replace(STRETCH, title="Another title"),)), False),
        (replace(TOLD, place="Hall 2, New York"), True),
        (replace(TOLD, zone="America/Toronto"), True),
        (replace(TOLD, stretches=(replace(STRETCH, room="Room 9"),)), True),
        (replace(TOLD, stretches=(replace(STRETCH, starts_at=DUE - SECOND),)), True),
        (replace(TOLD, stretches=(replace(STRETCH, ends_at=DUE),)), True),
        (replace(TOLD, stretches=(STRETCH, STRETCH)), True),
        (replace(TOLD, stretches=()), True),
        (None, True),
    ],
    ids=["nothing", "body's name", "title", "place", "zone", "room", "start", "end", "more", "less", "all gone"],
)
def test_must_tell_what_changes_time_or_place(now: Itinerary | None, must: bool) -> None:
    assert rules.must_tell(TOLD, now) is must
    assert rules.must_tell(now, TOLD) is must


def test_must_tell_nothing_to_somebody_never_told() -> None:
    assert rules.must_tell(None, None) is False


@pytest.mark.parametrize(
    "days, runs", [((20,), [1]), ((20, 20), [2]), ((20, 21), [2]), ((20, 22), [1, 1]), ((20, 21, 23, 24), [2, 2])]
)
def test_parts_are_runs_of_days_that_follow_one_another(days: tuple[int, ...], runs: list[int]) -> None:
    stretches = tuple(replace(STRETCH, on=date(2027, 9, d), starts_at=DUE + n * SECOND) for n, d in enumerate(days))
    parts = replace(TOLD, stretches=stretches).parts()
    assert [len(p.stretches) for p in parts] == runs
    assert tuple(s for p in parts for s in p.stretches) == stretches
