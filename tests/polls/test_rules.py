"""Rules of finding a time: rows on each side of each boundary; wall time across the changes of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from convene import clock
from convene.findings import Level
from convene.people.terms import TermRole
from convene.polls.rules import dates, fairness, scores
from convene.polls.terms import Burden, Busy, Choice, Option, PollState, Score, Seat, Sitting, Voter, When

YES, PERHAPS, NO = Choice.YES, Choice.IF_NEED_BE, Choice.NO
PRIMARY, ALTERNATE = TermRole.PRIMARY_REPRESENTATIVE, TermRole.ALTERNATE
T = datetime(2027, 6, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "sent, closed, at, state",
    [
        (None, None, T, PollState.PREPARED),
        (T, None, T, PollState.OPEN),
        (T, None, T + timedelta(days=1, seconds=-1), PollState.OPEN),
        (T, None, T + timedelta(days=1), PollState.CLOSED),
        (T, T, T, PollState.CLOSED),
        (None, T, T, PollState.CLOSED),
    ],
)
def test_poll_closes_by_itself_at_its_moment(
    sent: datetime | None, closed: datetime | None, at: datetime, state: PollState
) -> None:
    found = dates.state_of(sent_at=sent, closed_at=closed, respond_by=T + timedelta(days=1), at=at)

    assert found is state


@pytest.mark.parametrize(
    "zone, on, utc",
    [
        # The last Sundays of March and October in Europe, the second of March and the first of November in the States.
        ("Europe/Amsterdam", date(2027, 3, 27), "2027-03-27T08:30"),
        ("Europe/Amsterdam", date(2027, 3, 28), "2027-03-28T07:30"),
        ("Europe/Amsterdam", date(2027, 10, 30), "2027-10-30T07:30"),
        ("Europe/Amsterdam", date(2027, 10, 31), "2027-10-31T08:30"),
        ("America/New_York", date(2027, 3, 13), "2027-03-13T14:30"),
        ("America/New_York", date(2027, 3, 14), "2027-03-14T13:30"),
        ("America/New_York", date(2027, 11, 6), "2027-11-06T13:30"),
        ("America/New_York", date(2027, 11, 7), "2027-11-07T14:30"),
        ("Australia/Sydney", date(2027, 10, 2), "2027-10-01T23:30"),
        ("Australia/Sydney", date(2027, 10, 3), "2027-10-02T22:30"),
    ],
)
def test_half_past_nine_stays_half_past_nine_across_the_change_of_clocks(zone: str, on: date, utc: str) -> None:
    found = dates.option_of("k", When(on, time(9, 30)), minutes=90, days=1, zone=zone)

    assert found.starts_at == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert found.starts_at is not None
    assert clock.hour_words(found.starts_at, zone) == "09:30"


@pytest.mark.parametrize(
    "zone, on, opens, words",
    [
        ("Europe/Amsterdam", date(2027, 3, 28), time(1, 59), ""),
        ("Europe/Amsterdam", date(2027, 3, 28), time(2, 0), "does not exist"),
        ("Europe/Amsterdam", date(2027, 3, 28), time(2, 59), "does not exist"),
        ("Europe/Amsterdam", date(2027, 3, 28), time(3, 0), ""),
        ("Europe/Amsterdam", date(2027, 10, 31), time(1, 59), ""),
        ("Europe/Amsterdam", date(2027, 10, 31), time(2, 0), "comes twice"),
        ("Europe/Amsterdam", date(2027, 10, 31), time(3, 0), ""),
        ("America/New_York", date(2027, 3, 14), time(2, 0), "does not exist"),
        ("America/New_York", date(2027, 11, 7), time(1, 0), "comes twice"),
        ("America/New_York", date(2027, 11, 7), time(2, 0), ""),
        ("UTC", date(2027, 3, 28), time(2, 30), ""),
    ],
)
def test_hour_that_cannot_be_agreed_is_named(zone: str, on: date, opens: time, words: str) -> None:
    at = datetime(2027, 1, 1, tzinfo=UTC)
    found = dates.option_findings([When(on, opens)], known=(), is_whole_days=False, zone=zone, at=at, fields=["on_1"])

    assert [f.field for f in found] == (["on_1"] if words else [])
    assert all(words in f.text for f in found)


def test_whole_days_cover_their_days_and_no_hour() -> None:
    found = dates.option_of("k", When(date(2027, 3, 27)), minutes=90, days=3, zone="Europe/Amsterdam")

    assert (found.on, found.last, found.starts_at) == (date(2027, 3, 27), date(2027, 3, 29), None)


@pytest.mark.parametrize("days, level", [(20, Level.WARN), (21, Level.NOTE), (22, Level.NOTE), (0, Level.WARN)])
def test_a10_short_notice_is_said_and_never_refused(days: int, level: Level) -> None:
    today = date(2027, 6, 1)
    found = dates.a10_notice_finding(today + timedelta(days=days), today=today, notice_days=21)

    assert (found.rule, found.level) == ("A10", level)


@pytest.mark.parametrize(
    "wished, starts, due",
    [
        (T + timedelta(hours=1), T + timedelta(days=4), T + timedelta(hours=1)),
        (T, T + timedelta(days=4), T + timedelta(days=2)),
        (T - timedelta(days=1), T + timedelta(hours=5), T + timedelta(hours=2)),
        (T + timedelta(days=4), T + timedelta(days=4), T + timedelta(days=2)),
        (T, T + timedelta(hours=1), T + timedelta(minutes=30)),
    ],
)
def test_deadline_that_has_passed_moves_half_way_to_the_start(
    wished: datetime, starts: datetime, due: datetime
) -> None:
    assert dates.answers_due(wished, starts_at=starts, at=T) == due


@pytest.mark.parametrize(
    "hour, minutes, outside",
    [(7, 60, 0), (6, 60, 60), (6, 90, 60), (20, 60, 0), (20, 61, 1), (21, 90, 90), (0, 120, 120), (22, 600, 540)],
)
def test_minutes_outside_the_day(hour: int, minutes: int, outside: int) -> None:
    assert fairness.minutes_outside(datetime(2027, 6, 1, hour, 0, tzinfo=UTC), minutes, "UTC") == outside


def test_minutes_are_counted_on_the_wall_clock_on_both_sides_of_a_change() -> None:
    before = datetime(2027, 3, 27, 5, 30, tzinfo=UTC)  # 06:30 in Amsterdam; a day later it is 07:30 there.

    assert fairness.minutes_outside(before, 60, "Europe/Amsterdam") == 30
    assert fairness.minutes_outside(before + timedelta(days=1), 60, "Europe/Amsterdam") == 0


OTTAWA = Seat("Canada", "Ottawa", "America/Toronto")
CANBERRA = Seat("Australia", "Canberra", "Australia/Sydney")
BERLIN = Seat("Germany", "Berlin", "Europe/Berlin")
THREE = (OTTAWA, CANBERRA, BERLIN)


def at_berlin(day: date, hour: int) -> Sitting:
    return Sitting("By video", clock.at_wall(day, time(hour), "Europe/Berlin"), 90)


def test_ledger_sums_the_nights_of_a_year_heaviest_first() -> None:
    held = [at_berlin(date(2027, 2, 2), 15), at_berlin(date(2027, 4, 6), 15)]  # 01:00 and 23:00 in Canberra.

    assert fairness.ledger(THREE, held) == (Burden(CANBERRA, 180, 2), Burden(OTTAWA, 0, 0), Burden(BERLIN, 0, 0))


def test_whoever_had_the_nights_is_spared_and_it_is_said() -> None:
    held = [at_berlin(date(2027, 2, 2), 15), at_berlin(date(2027, 4, 6), 15), at_berlin(date(2027, 5, 4), 23)]
    burdens = fairness.ledger(THREE, held)
    assert [(b.seat.place, b.minutes) for b in burdens] == [("Canberra", 180), ("Berlin", 90), ("Ottawa", 0)]
    first, *others = fairness.proposals(burdens, on=date(2027, 6, 8), zone="Europe/Berlin", minutes=90, at=T)

    assert CANBERRA not in {seat for seat, _ in first.added}
    assert first.why == "Canberra has had two nights this year, so this one falls to Ottawa."
    assert first.most == 180
    assert [p.most for p in others] == sorted(p.most for p in others)
    assert first.most <= others[0].most


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "America/New_York"])
def test_proposals_are_no_worse_than_any_hour_of_the_day_and_the_same_each_time(zone: str) -> None:
    burdens = fairness.ledger(THREE, [at_berlin(date(2027, 1, 12), 9)])
    on = date(2027, 6, 8)
    found = fairness.proposals(burdens, on=on, zone=zone, minutes=90, at=T)

    def cost(step: int) -> tuple[int, int]:
        begins = clock.at_wall(on, time(step // 2, 30 * (step % 2)), zone)
        after = [b.minutes + fairness.minutes_outside(begins, 90, b.seat.zone) for b in burdens]
        return max(after), sum(after)

    assert (found[0].most, found[0].total) == min(cost(step) for step in range(48))
    assert found == fairness.proposals(burdens, on=on, zone=zone, minutes=90, at=T)


def test_proposals_leave_out_skipped_hours_and_what_is_past() -> None:
    burdens = (Burden(BERLIN, 0, 0),)
    spring = fairness.proposals(burdens, on=date(2028, 3, 26), zone="Europe/Berlin", minutes=30, at=T, most=48)
    assert all(p.opens not in (time(2, 0), time(2, 30)) for p in spring)
    assert fairness.proposals(burdens, on=date(2027, 5, 31), zone="Europe/Berlin", minutes=30, at=T) == ()


def voter(who: str, choice: Choice | None, role: TermRole = PRIMARY, **more: object) -> Voter:
    given: dict[str, object] = {"is_member": True, "choices": {} if choice is None else {"a": choice}} | more
    return Voter(name=f"Head of {who}", who=who, role=role, has_answered=choice is not None, **given)  # type: ignore[arg-type]  # Plain values by name.


def option(key: str = "a", on: date = date(2027, 7, 6), hour: int = 14) -> Option:
    return dates.option_of(key, When(on, time(hour)), minutes=120, days=1, zone="Europe/Amsterdam")


def score(*voters: Voter, members: int = 4, busy: tuple[Busy, ...] = (), holiday: str = "") -> Score:
    (found,) = scores.scored(
        [option()], voters, members=members, minutes=120, busy=busy, holiday=lambda _country, _day: holiday
    )
    return found


@pytest.mark.parametrize(
    "said, members, is_quorate",
    [
        ("ABC", 4, True),
        ("AB", 4, False),
        ("AB", 3, True),
        ("A", 3, False),
        ("A", 1, True),
        ("", 0, False),
        ("AA", 3, False),
    ],
)
def test_quorum_is_a_majority_of_members_with_a_yes(said: str, members: int, is_quorate: bool) -> None:
    assert score(*(voter(w, YES) for w in said), members=members).is_quorate is is_quorate


def test_what_is_no_members_seat_makes_no_quorum() -> None:
    guests = [voter("A", YES, TermRole.CONTACT), voter("B", YES, is_member=False), voter("C", PERHAPS)]
    found = score(*guests, members=1)

    assert (found.members_yes, found.is_quorate, found.others) == (0, False, 1)
    assert (
        found.reasons[0] == "No quorum yet: 0 of 1 members can, 1 are needed; it is met with those who can if need be."
    )


def test_level_of_representation_is_counted() -> None:
    found = score(
        voter("A", YES), voter("A", YES, ALTERNATE), voter("B", YES, ALTERNATE), voter("C", NO), voter("D", None)
    )

    assert (found.primary, found.alternates, found.others, found.members_yes) == (1, 2, 0, 2)
    assert "Those who can: 1 primary representative, 2 alternates." in found.reasons
    assert "Cannot: Head of C (C)." in found.reasons
    assert "Silent: Head of D (D)." in found.reasons


def test_capitals_outside_their_day_are_named_with_their_hour() -> None:
    places = [("Canberra", "Australia/Sydney"), ("Ottawa", "America/Toronto"), ("The Hague", "Europe/Amsterdam")]
    found = score(*(voter(p, YES, place=p, zone=z) for p, z in places))

    assert [(h.place, h.starts, h.outside) for h in found.hours] == [
        ("Ottawa", "08:00", 0),
        ("The Hague", "14:00", 0),
        ("Canberra", "22:00", 120),
    ]
    assert "Outside 07:00–21:00: Canberra at 22:00." in found.reasons


def test_day_off_and_clash_are_named() -> None:
    busy = (
        Busy("Board", "convened", date(2027, 7, 5), date(2027, 7, 6)),
        Busy("Other", "draft", date(2027, 7, 7), date(2027, 7, 7)),
    )
    found = score(voter("A", YES, place="Ottawa", country="CA", zone="America/Toronto"), busy=busy, holiday="A feast")

    assert found.clashes == ("Board (convened)",)
    assert found.holidays == ("Ottawa: A feast, 6 July",)


def test_options_come_best_first() -> None:
    def three(a: Choice, b: Choice, c: Choice) -> list[Voter]:
        each = {"early": a, "night": b, "late": c}
        return [voter(w, None, choices=each, place=w, zone="Europe/Amsterdam") for w in "ABC"]

    options = [option("night", hour=22), option("late", date(2027, 7, 9)), option("early", date(2027, 7, 8))]

    def order(voters: list[Voter], busy: tuple[Busy, ...] = ()) -> list[str]:
        found = scores.scored(options, voters, members=3, minutes=120, busy=busy, holiday=lambda _c, _d: "")
        return [s.option.key for s in found]

    assert order(three(YES, YES, YES)) == ["early", "late", "night"]
    assert order(three(NO, YES, PERHAPS)) == ["night", "late", "early"]
    clash = (Busy("Board", "convened", date(2027, 7, 8), date(2027, 7, 8)),)
    assert order(three(YES, YES, YES), clash) == ["late", "night", "early"]
