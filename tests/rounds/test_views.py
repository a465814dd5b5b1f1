"""The pages of a round through the client: what each shows, refuses and leads to."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene.access.models import Sighting
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db, work
from convene.invitations.models import Invitation
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting, MeetingSession
from convene.rounds.models import CheckIn, CheckInAnswer, NeedHeard, NeedTrace, RoundAbsence
from convene.rounds.terms import Reply
from convene.sending import send_due
from tests.browser import TESTS, Browser, browser_of, visiting, words_of
from tests.build import body, count, item_of, one
from tests.packs.read import opened, properties, words
from tests.rounds import made

AFTER = "2028-02-19T12:00:00+00:00"


@pytest.fixture
def sent(app: Flask) -> Flask:
    """A sent round: France at ten with Adler, Italy at ten with Brandt; Brandt is at risk."""
    with app.app_context():
        with work(TESTS):
            made.people(2, 2, at_risk={"Brandt"})
            meeting = made.a_round()
            made.pair_up(meeting)
            made.put(meeting, "France", "Adler", hour="10:00", room=1)
            made.put(meeting, "Italy", "Brandt", hour="10:00", room=2)
            made.send(meeting)
        send_due()
    return app


def the_round() -> Meeting:
    found: Meeting = one(Meeting, template="check-ins")
    return found


def key_of_round(app: Flask) -> str:
    with app.app_context(), work(TESTS):
        return the_round().key


def key_of(app: Flask, party: str, member: str) -> str:
    with app.app_context(), work(TESTS):
        return made.check_in(the_round(), party, member).key


def line_key(app: Flask, party: str, member: str, name: str) -> str:
    with app.app_context(), work(TESTS):
        return made.line_of(made.check_in(the_round(), party, member), name).key


def as_person(app: Flask, name: str, *, by_link: bool = False) -> Browser:
    """A browser in which somebody of the round is signed in, or came by the link of their invitation."""
    with app.app_context(), work(TESTS):
        person = made.person_of(name)
        wanted = select(Invitation.id).where(Invitation.person_id == person, Invitation.meeting_id == the_round().id)
        invitation = db.session.scalars(wanted).one() if by_link else None
    return visiting(app, person, invitation)


def test_every_page_of_the_secretariat_opens(sent: Flask) -> None:
    browser, key = browser_of(sent, "secretary_council"), key_of_round(sent)
    for path in ("/grid", "/grid?by=room", "/grid?by=person", "/setup", "/pairs", "", "/cards.pdf", "/rooms.pdf"):
        assert browser.get(f"/meetings/{key}/check-ins{path}").status_code == 200
    with sent.app_context(), work(TESTS):
        rows = [c.key for c in db.session.scalars(select(CheckIn))]
        lines = [c.key for c in db.session.scalars(select(CheckInAnswer))]
    for path in [f"/check-ins/{row}/{end}" for row in rows for end in ("place", "people", "needs")]:
        assert browser.get(path).status_code == 200
    for path in [f"/check-in-answers/{line}{end}" for line in lines for end in ("", "/card.pdf")]:
        assert browser.get(path).status_code == 200
    for end in ("", "/needs", "/agenda.pdf", "/meeting.ics", "/agenda", "/run-of-show", "/invite"):
        assert browser.get(f"/meetings/{key}{end}").status_code == 200


def test_a_round_is_set_up_by_forms_alone(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        made.people(2, 1)
        owner = body("TAPRC").key
        one(Party, body_id=body("TAPRC").id, name="Italy").key = "_" + "A" * 21  # As a random one may begin.
    browser = browser_of(app, "secretary_council")
    drafted = browser.post(
        f"/bodies/{owner}/meetings/new",
        {"template": "check-ins", "city": "Munich", "zone": "Europe/Berlin", "starts_on": "2028-02-18"},
    )
    assert drafted.location.endswith("/check-ins/grid")
    key = drafted.location.split("/")[2]
    base = f"/meetings/{key}/check-ins"
    assert browser.post(f"{base}/rooms", {"name": "Kleiner Saal"}).status_code == 303
    twice = browser.post(f"{base}/rooms", {"name": "Kleiner Saal"})
    assert (twice.status_code, "The round has a room of that name." in twice.text) == (422, True)
    days = {f"{name}_{n}": "" for name in ("on", "opens", "closes") for n in range(5)}
    days |= {"slot_minutes": "30", "on_0": "2028-02-19", "opens_0": "09:00", "closes_0": "08:00"}
    wrong = browser.post(f"{base}/setup", days)
    assert (wrong.status_code, "A day closes after it opens." in wrong.text) == (422, True)
    far = browser.post(f"{base}/setup", days | {"on_0": "2020-01-01", "closes_0": "12:00"})
    assert (far.status_code, "Choose days of the meeting: from Friday 18 February 2028" in far.text) == (422, True)
    assert browser.post(f"{base}/setup", days | {"closes_0": "12:00"}).status_code == 303
    names = re.findall(r'name="(pair-[\w-]{22}\.[\w-]{22})"', browser.get(f"{base}/pairs").text)
    assert len(names) == 2 * 3  # Two parties; the member made here, the cast's, and the steering group's.
    assert browser.post(f"{base}/pairs", dict.fromkeys(names, "")).status_code == 303
    assert browser.post(f"{base}/pairs", {**dict.fromkeys(names, ""), names[0]: "1"}).status_code == 303
    assert "One check-in has no time yet." in browser.text(f"{base}/grid")
    with app.app_context(), work(TESTS):
        row = one(CheckIn).key
    page = browser.get(f"/check-ins/{row}/place").text
    assert 'value="2028-02-19"' in page
    assert 'value="09:00"' in page
    place = {"on": "2028-02-19", "opens": "09:00", "minutes": "30", "room": "Kleiner Saal"}
    placed = browser.post(f"/check-ins/{row}/place", place, follow_redirects=True)
    assert "is placed on Saturday 19 February, 09:00, Kleiner Saal." in placed.text
    again = browser.post(f"{base}/pairs", dict.fromkeys(names, ""))
    assert (again.status_code, "has a time; call it off on the grid first" in words_of(again)) == (422, True)
    late = browser.post(f"/check-ins/{row}/place", place | {"opens": "11:45"})
    assert (late.status_code, "Check-ins are held from 09:00 to 12:00 on that day." in late.text) == (422, True)
    none = browser.post(f"/check-ins/{row}/place", place | {"opens": "25:99"})
    assert (none.status_code, "Enter an hour, as in 09:30." in none.text) == (422, True)


def test_the_grid_says_what_is_placed_and_who_cannot(sent: Flask) -> None:
    browser, key = browser_of(sent, "secretary_council"), key_of_round(sent)
    line = line_key(sent, "Italy", "Brandt", "Official of Italy")
    said = {"reply": "cannot at that time", "remark": "Another appointment"}
    assert browser.post(f"/check-in-answers/{line}/record", said).status_code == 303

    by_day = browser.text(f"/meetings/{key}/check-ins/grid")
    assert "Official of Italy cannot" in by_day
    assert "Two check-ins have no time yet." in by_day
    assert "“Another appointment”" in browser.text(f"/check-in-answers/{line}")
    assert "Clashes with what they said" in browser.text(f"/meetings/{key}/check-ins/grid?by=person")


def test_an_official_answers_by_link_and_is_told_no_name(sent: Flask) -> None:
    key, line = key_of_round(sent), line_key(sent, "France", "Adler", "Official of France")
    browser = as_person(sent, "Official of France", by_link=True)
    page = browser.text(f"/meetings/{key}/check-ins")
    assert "10:00–10:30 Berlin" in page
    assert "Room 1" in page
    assert not [word for word in ("Adler", "Brandt", "Italy", "Room 2") if word in page]
    assert "See and answer them" in browser.text(f"/meetings/{key}")

    assert browser.post(f"/check-in-answers/{line}/answer", {"reply": "accepted"}).status_code == 303
    with sent.app_context(), work(TESTS):
        assert made.line_of(made.check_in(the_round(), "France"), "Official of France").reply is Reply.ACCEPTED
    nothing = browser.post(f"/check-in-answers/{line}/answer", {"reply": "perhaps", "remark": "typed"})
    assert (nothing.status_code, "Choose one of the answers." in nothing.text) == (422, True)
    assert 'value="typed"' in nothing.text


def test_the_letter_asks_for_no_papers_and_the_link_says_first_where_names_are(sent: Flask) -> None:
    mails = [p.read_bytes() for p in sent.config["CONVENE"].outbox.iterdir() if p.suffix == ".eml"]
    texts = [message_from_bytes(m, policy=default).get_body(("plain",)) for m in mails]
    letters = [" ".join(t.get_content().split()) for t in texts if t is not None]
    letters = [letter for letter in letters if "invites you to bilateral check-ins" in letter]
    assert len(letters) == 3  # The fourth is at risk.
    assert not [letter for letter in letters if "Papers are due" in letter]
    assert all("Hotel by the river, Promenade 2, Munich" in letter for letter in letters)

    page = as_person(sent, "Official of France", by_link=True).text(f"/meetings/{key_of_round(sent)}/check-ins")
    assert page.index("Whom you meet is shown after you sign in.") < page.index("10:00–10:30")


def test_nobody_answers_for_anybody_else(sent: Flask) -> None:
    line = line_key(sent, "Italy", "Brandt", "Official of Italy")
    for name in ("Official of France", "Member Brandt", "Member Adler"):
        browser = as_person(sent, name)
        assert browser.post(f"/check-in-answers/{line}/answer", {"reply": "declined"}).status_code == 404
        assert browser.get(f"/check-in-answers/{line}").status_code == 404
    with sent.app_context(), work(TESTS):
        assert {x.reply for x in db.session.scalars(select(CheckInAnswer))} == {Reply.AWAITED}


def test_a_link_of_one_meeting_opens_nothing_of_another(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        other = made.a_round(starts_on=made.FRIDAY.replace(year=2029))
        made.pair_up(other, members=["Adler"], parties=["France"])
        made.put(other, "France", on=made.FRIDAY.replace(year=2029), hour="15:00")
        made.send(other)
        key, line = other.key, made.line_of(made.check_in(other, "France"), "Official of France").key
        first = one(
            Invitation,
            meeting_id=one(Meeting, year=2028, template="check-ins").id,
            person_id=made.person_of("Official of France"),
        ).id
        person = made.person_of("Official of France")
    browser = visiting(sent, person, first)
    assert browser.get(f"/meetings/{key}/check-ins").status_code == 404
    assert browser.post(f"/check-in-answers/{line}/answer", {"reply": "accepted"}).status_code == 404


def test_the_person_says_when_they_cannot_and_takes_it_back(sent: Flask) -> None:
    key, browser = key_of_round(sent), as_person(sent, "Official of France", by_link=True)
    path = f"/meetings/{key}/check-ins/absences"
    span = {"on": "2028-02-19", "since": "09:00", "until": "11:00", "remark": "A plenary"}
    assert browser.post(path, span).status_code == 303
    page = browser.text(f"/meetings/{key}/check-ins")
    assert "09:00–11:00" in page
    assert "A check-in of yours lies within that time" in page
    wrong = browser.post(path, span | {"until": "08:00"})
    assert (wrong.status_code, "Enter an hour after 09:00." in wrong.text) == (422, True)
    far = browser.post(path, span | {"on": "2028-06-01"})
    assert (far.status_code, "Choose a day nearer to the check-ins." in far.text) == (422, True)
    with sent.app_context(), work(TESTS):
        absence = one(RoundAbsence).key
    assert as_person(sent, "Official of Italy").post(f"/round-absences/{absence}/remove").status_code == 404
    assert browser.post(f"/round-absences/{absence}/remove").status_code == 303
    with sent.app_context(), work(TESTS):
        assert count(RoundAbsence) == 0


def test_cards_name_whom_one_meets_and_nobody_at_risk(sent: Flask) -> None:
    key = key_of_round(sent)
    card = as_person(sent, "Official of France").get(f"/meetings/{key}/check-ins/card.pdf").data
    assert "Member Adler (McGill University)" in words(card)
    assert "10:00–10:30" in words(card)
    assert "Room 1" in words(card)
    assert not [w for w in ("Italy", "Brandt", "Room 2") if w in words(card)]
    italy = words(as_person(sent, "Official of Italy").get(f"/meetings/{key}/check-ins/card.pdf").data)
    assert "a member of the Council" in italy
    assert "Brandt" not in italy
    at_risk = as_person(sent, "Member Brandt").get(f"/meetings/{key}/check-ins/card.pdf").data
    assert not [w for w in ("Brandt", "Italy", "Council", "Atrocity") if w in words(at_risk) + str(properties(at_risk))]
    linked = as_person(sent, "Official of France", by_link=True).get(f"/meetings/{key}/check-ins/card.pdf").data
    assert "Adler" not in words(linked)
    assert "Hotel by the river, Promenade 2, Munich" in words(linked)
    assert "Check-in Room 1 Whom you meet is shown after you sign in." in " ".join(words(linked).split())
    every = browser_of(sent, "secretary_council").get(f"/meetings/{key}/check-ins/cards.pdf").data
    assert len(opened(every).pages) == 4
    rooms = browser_of(sent, "secretary_council").get(f"/meetings/{key}/check-ins/rooms.pdf").data
    assert len(opened(rooms).pages) == 2
    # They hang on a door.
    assert not [w for w in ("France", "Italy", "Adler", "Brandt") if w in words(rooms)]
    assert "10:00–10:30 Check-in" in " ".join(words(rooms).split())


def test_the_card_of_the_secretariat_says_what_one_s_own_says(sent: Flask) -> None:
    key, line = key_of_round(sent), line_key(sent, "France", "Adler", "Member Adler")
    own = words(as_person(sent, "Member Adler").get(f"/meetings/{key}/check-ins/card.pdf").data)

    assert words(browser_of(sent, "secretary_council").get(f"/check-in-answers/{line}/card.pdf").data) == own


def test_needs_are_the_council_s_and_never_the_party_s(sent: Flask, at: time_machine.Traveller) -> None:
    row, other = key_of(sent, "France", "Adler"), key_of(sent, "Italy", "Brandt")
    path, need = f"/check-ins/{row}/needs", {"text": "Zebra crossings", "priority": "1", "country": "Mali"}
    member = as_person(sent, "Member Adler")
    heard = f"/meetings/{key_of_round(sent)}/needs"
    ahead = browser_of(sent, "secretary_council").text(heard)
    assert "Can be noted from Saturday 19 February 2028, 10:00 Berlin" in ahead
    assert "Note what was said by" not in ahead
    early = member.post(path, need)
    assert (early.status_code, "has not begun" in early.text) == (422, True)
    at.move_to(AFTER)
    member = as_person(sent, "Member Adler")
    assert "Note what they need" in member.text(f"/meetings/{key_of_round(sent)}/check-ins")
    assert member.post(path, need | {"themes": ["arms control"]}).status_code == 303
    assert "Zebra crossings" in member.text(path)
    empty = member.post(path, {"text": " "})
    assert (empty.status_code, "Enter what was said." in empty.text) == (422, True)
    assert member.get(f"/check-ins/{other}/needs").status_code == 404
    for name in ("Official of France", "Official of Italy", "Member Brandt"):
        assert as_person(sent, name).get(path).status_code == 404
    assert as_person(sent, "Member Adler", by_link=True).get(path).status_code == 404
    steering = browser_of(sent, "steering_oxford")
    assert "Note what was said by France with Member Adler" in steering.text(heard)
    assert "Zebra crossings" in steering.text(path)
    assert "Arms control" in steering.text(f"/meetings/{key_of_round(sent)}/needs")
    with sent.app_context(), work(TESTS):
        key = one(NeedHeard).key
        assert {s.object_kind for s in db.session.scalars(select(Sighting).where(Sighting.object_key == key))} == {
            "need"
        }
    for name in ("Official of France", "Member Brandt"):
        assert as_person(sent, name).get(f"/needs/{key}/change").status_code == 404
        assert as_person(sent, name).post(f"/needs/{key}/drop").status_code == 404
    stale = {"text": "Overwritten", "priority": "2", "revision": "7"}
    refused = member.post(f"/needs/{key}/change", stale)
    assert (refused.status_code, "Overwritten" in refused.text, "Zebra crossings" in refused.text) == (422, True, True)
    assert member.post(f"/needs/{key}/change", stale | {"revision": "1"}).status_code == 303


def test_a_need_is_tied_to_an_item_and_shown_on_both_sides(sent: Flask, at: time_machine.Traveller) -> None:
    at.move_to(AFTER)
    with sent.app_context(), work(TESTS):
        briefing = one(Meeting, body_id=body("TAPRC").id, template="briefing")
        briefing.year, briefing.number = 2028, 9
        item, owner = item_of(briefing, Subject.RESEARCH).key, body("TAPRC").key
    browser = browser_of(sent, "secretary_council")
    browser.post(f"/check-ins/{key_of(sent, 'France', 'Adler')}/needs", {"text": "Zebra crossings", "priority": "1"})
    with sent.app_context(), work(TESTS):
        need = one(NeedHeard).key
    assert browser.post(f"/needs/{need}/trace", {"item": ""}).status_code == 422
    assert browser.post(f"/needs/{need}/trace", {"item": item}).status_code == 303
    assert "Asked for in Munich by one of those met." in browser.text(f"/items/{item}")
    assert "Zebra crossings" in browser.text(f"/bodies/{owner}/needs?of=2028")
    assert "Asked for" not in browser_of(sent, "steering_oxford").text(f"/items/{item}")
    with sent.app_context(), work(TESTS):
        trace = one(NeedTrace).key
    assert browser.post(f"/need-traces/{trace}/remove").status_code == 303
    assert "Asked for" not in browser.text(f"/items/{item}")


def test_a_seat_sees_the_round_and_is_awaited_only_where_they_are(sent: Flask) -> None:
    key, seat = key_of_round(sent), browser_of(sent, "steering_oxford")
    assert "Italy" in seat.text(f"/meetings/{key}/check-ins")
    assert "Check-in: France with Member Adler (McGill University)" in seat.text(f"/meetings/{key}")
    assert "Check-in: Italy with a member of the Council" in seat.text(f"/meetings/{key}")
    assert "Check-in: France with Member Adler" in words(seat.get(f"/meetings/{key}/agenda.pdf").data)
    own = as_person(sent, "Member Adler")
    assert "Check-in: France" not in own.text(f"/meetings/{key}") + words(own.get(f"/meetings/{key}/agenda.pdf").data)
    assert seat.get(f"/meetings/{key}/check-ins/card.pdf").status_code == 404
    calendar = seat.get(f"/meetings/{key}/meeting.ics?entries=items").text
    assert "France" not in calendar
    uids = re.findall(r"(?m)^UID:.*$", calendar)
    assert len(uids) == len(set(uids))


def test_a_check_in_has_no_page_of_a_session(sent: Flask) -> None:
    with sent.app_context(), work(TESTS):
        session = db.session.scalars(select(MeetingSession).where(MeetingSession.is_check_in.is_(True))).first()
        assert session is not None
        key = session.key
    browser = browser_of(sent, "secretary_council")
    for path in (f"/sessions/{key}/edit", f"/sessions/{key}/items/new"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"/sessions/{key}/remove").status_code == 404


def test_letters_tell_times_and_no_names(sent: Flask) -> None:
    browser, row = browser_of(sent, "secretary_council"), key_of(sent, "France", "Adler")
    place = {"on": "2028-02-19", "opens": "15:00", "minutes": "30", "room": "Room 1"}
    moved = browser.post(f"/check-ins/{row}/place", place, follow_redirects=True)
    assert "2 people are told by mail." in moved.text
    with sent.app_context():
        send_due()
        folder = sent.config["CONVENE"].outbox
        mails = [p.read_text(encoding="utf-8", errors="replace") for p in folder.iterdir() if p.suffix == ".eml"]
        with work(TESTS):
            rows = db.session.scalars(select(OutboxMessage).filter_by(meeting_id=the_round().id))
            kinds = sorted(m.kind for m in rows)
    assert kinds.count("update") == 2
    changed = [m for m in mails if "Subject: Changed" in m or "has changed" in m]
    assert changed
    # Each names its own reader, and nobody else.
    for letter in changed:
        assert not ("Official of" in letter and "Member" in letter.replace("Council member", ""))
        assert not [word for word in ("with France", "Check-in: France", "Check-in: Italy") if word in letter]
