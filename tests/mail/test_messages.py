"""What each message says, and what it never says: body, place, times and names of sessions; at risk not even those."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from convene.invitations.terms import Itinerary, Standpoint, Stretch
from convene.mail import messages
from convene.mail.compose import text_of
from convene.mail.messages import Addressed, Call
from convene.mail.terms import Letter

BODY = "Coordination Board of the Network"
STARTS = datetime(2027, 9, 21, 13, 30, tzinfo=UTC)
STRETCH = Stretch(date(2027, 9, 21), STARTS, STARTS + timedelta(hours=3), "First day, morning", "Room 8")
TIMES = Itinerary(BODY, "Conference building, First Avenue, New York", "America/New_York", (STRETCH,))
TO = Addressed("Representative of Norway", "Europe/Oslo", BODY, is_at_risk=False, telephone_name="Duty officer",
               telephone="+41 22 555 01 00")  # fmt: skip
AT_RISK = replace(TO, is_at_risk=True)
CALL = Call(
    Standpoint.SEAT, TIMES, datetime(2027, 8, 31, 22, 0, tzinfo=UTC), datetime(2027, 9, 11, 22, 0, tzinfo=UTC),
    covering_note="The Chair looks forward to it.", notice="Unclassified only", is_provisional=False,
    link="https://board.example/i/token", takes_papers=True,
)  # fmt: skip


def words(letter: Letter) -> str:
    """The letter's subject and text, blanks run together."""
    return " ".join(f"{letter.subject} {text_of(letter)}".split())


LETTERS = {
    "invitation": lambda to: messages.invitation(CALL, to=to),
    "update": lambda to: messages.update(TIMES, CALL, to=to, has_accepted=True),
    "cancellation": lambda to: messages.cancellation(TIMES, to=to, is_meeting_cancelled=True),
    "withdrawal": lambda to: messages.cancellation(TIMES, to=to, is_meeting_cancelled=False),
    "reminder": lambda to: messages.reminder(CALL, to=to),
    "place": lambda to: messages.place_confirmed(CALL, to=to),
    "new-link": lambda to: messages.new_link(CALL.link, to=to),
}


@pytest.mark.parametrize("kind", LETTERS)
def test_letter_says_whom_to_call(kind: str) -> None:
    for to in (TO, AT_RISK):
        assert "Duty officer" in words(LETTERS[kind](to))
        assert "+41 22 555 01 00" in words(LETTERS[kind](to))


@pytest.mark.parametrize("kind", LETTERS)
def test_letter_at_risk_names_neither_body_nor_person(kind: str) -> None:
    said = words(LETTERS[kind](AT_RISK))
    # The itinerary of somebody at risk comes without a body; were one handed over, it would not be printed either.
    assert [
        w for w in (BODY, "Board", "Network", TO.name, "Norway", CALL.covering_note, CALL.notice) if w in said
    ] == []


@pytest.mark.parametrize("kind", sorted(set(LETTERS) - {"new-link"}))
def test_letter_names_body_place_and_days_in_its_subject(kind: str) -> None:
    subject = LETTERS[kind](TO).subject
    assert subject.endswith(f": {BODY}, New York, Tuesday 21 September 2027")


@pytest.mark.parametrize("standpoint", Standpoint)
def test_invitation_says_as_what_somebody_is_invited(standpoint: Standpoint) -> None:
    said = words(messages.invitation(replace(CALL, standpoint=standpoint), to=TO))
    is_seat = standpoint is Standpoint.SEAT
    assert ("has the honour to invite you to a meeting of the" in said) is is_seat
    assert ("invites you to the part of its meeting named below" in said) is not is_seat
    assert ("shown after you sign in" in said) is is_seat


def test_invitation_gives_hours_of_the_host_and_of_the_reader() -> None:
    said = words(messages.invitation(CALL, to=TO))
    assert "Tuesday 21 September 2027, 09:30–12:30 New York" in said
    assert "15:30–18:30 Oslo, your time" in said
    assert "Tuesday 31 August 2027, 18:00 New York (Wednesday 1 September 2027, 00:00 Oslo)" in said
    assert CALL.link in said
    assert "an answer given there does not reach us yet" in said


@pytest.mark.parametrize("zone", ["", "America/New_York"])
def test_invitation_to_somebody_of_the_hosts_zone_or_none_gives_one_hour(zone: str) -> None:
    said = words(messages.invitation(CALL, to=replace(TO, zone=zone)))
    assert "your time" not in said
    assert "Tuesday 31 August 2027, 18:00 New York" in said
    assert "(" not in said.split("Please answer by")[1].split("Papers are due")[0]


@pytest.mark.parametrize("is_provisional", [True, False])
def test_invitation_says_whether_the_date_is_provisional(is_provisional: bool) -> None:
    said = words(messages.invitation(replace(CALL, is_provisional=is_provisional), to=TO))
    assert ("The date is provisional" in said) is is_provisional


def test_update_strikes_out_what_was_told() -> None:
    moved = replace(STRETCH, starts_at=STARTS + timedelta(hours=1), room="Room 9")
    now = replace(TIMES, place="Another hall, New York", stretches=(moved,))
    letter = messages.update(TIMES, replace(CALL, itinerary=now), to=TO, has_accepted=True)
    (line,) = letter.sessions
    assert line.when == "Tuesday 21 September 2027, 10:30–12:30 New York"
    assert line.when_was == "Tuesday 21 September 2027, 09:30–12:30 New York"
    assert (line.where, line.where_was, line.is_withdrawn) == ("Room 9", "Room 8", False)
    assert [(f.label, f.was) for f in letter.facts if f.was] == [("Place", TIMES.place)]
    assert "You had accepted." in words(letter)


def test_update_strikes_out_a_session_that_is_gone_and_marks_nothing_that_stayed() -> None:
    second = replace(STRETCH, title="Second day", on=date(2027, 9, 22), starts_at=STARTS + timedelta(days=1),
                     ends_at=STARTS + timedelta(days=1, hours=3))  # fmt: skip
    told = replace(TIMES, stretches=(STRETCH, second))
    letter = messages.update(told, CALL, to=TO, has_accepted=False)
    first, gone = letter.sessions
    assert (first.when_was, first.where_was, first.is_withdrawn) == ("", "", False)
    assert (gone.title, gone.is_withdrawn) == ("Second day", True)
    assert [(f.label, f.was) for f in letter.facts if f.was] == [("Days", "Tuesday 21 and Wednesday 22 September 2027")]
    assert "You had accepted." not in words(letter)


@pytest.mark.parametrize(
    "is_cancelled, sentence", [(True, "does not take place."), (False, "named below is withdrawn.")]
)
def test_cancellation_says_why(is_cancelled: bool, sentence: str) -> None:
    letter = messages.cancellation(TIMES, to=TO, is_meeting_cancelled=is_cancelled)
    assert letter.paragraphs[0].text.endswith(sentence)
    assert all(line.is_withdrawn for line in letter.sessions)
    assert letter.action is None


def test_sign_in_link_names_nobody_and_no_body() -> None:
    letter = messages.sign_in_link("https://board.example/sign-in/link/token")
    assert letter.greeting == "Good day,"
    assert "once, within ten minutes" in words(letter)
    assert "https://board.example/sign-in/link/token" in words(letter)


def test_call_and_itinerary_have_no_place_for_items_countries_or_papers() -> None:
    carried = {f.name for kind in (Call, Itinerary, Stretch, Addressed) for f in fields(kind)}
    assert carried & {"items", "item", "countries", "papers", "agenda", "outcome", "video_link", "symbol"} == set()


def test_an_invitation_to_check_ins_says_to_what_and_that_it_is_in_confidence() -> None:
    call = replace(CALL, standpoint=Standpoint.GUEST, takes_papers=False, has_check_ins=True)
    said = words(messages.invitation(call, to=TO))

    assert "invites you to bilateral check-ins on needs and priorities" in said
    assert "What is said there is noted in confidence. Whom you meet is shown after you sign in." in said
    assert "Papers are due" not in said
    assert "Conference building, First Avenue, New York" in said
    neutral = words(messages.invitation(call, to=AT_RISK))
    assert "Whom you meet is shown after you sign in." in neutral
    assert [w for w in ("check-in", "confidence", "Council", "bilateral") if w in neutral] == []
