"""The letters that transmit recommendations: what they say, from when there is one, and that they stay as sent."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.access.gate import Missing
from convene.bodies.terms import PartyKind
from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.meetings.terms import MeetingState
from convene.packs.recommendations import letter_pdf
from convene.recommendations import rules, telling
from convene.recommendations.letters import TO_SEAT, is_posted, letter_of
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.queries import item_of
from convene.recommendations.terms import AddresseeKind, Named
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, board_meeting, body, count, one
from tests.packs.read import pages
from tests.recommendations import made

SIGNS = {"signatory": "Ada Example", "title": "Secretary"}


def _words(octets: bytes) -> str:
    return " ".join(" ".join(pages(octets)).split())


def _address(found: Recommendation, name: str) -> str:
    return f"/addressees/{made.to(found, name).key}/letter.pdf"


def test_a_draft_has_no_letter_not_even_for_the_secretariat(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.proposed()
        path, page = _address(found, "Netherlands"), f"/recommendations/{found.key}"
    assert secretary.get(path).status_code == 404
    assert browser_of(app, "primary_nl").get(path).status_code == 404
    assert "Letter" not in secretary.text(page)


def test_what_is_adopted_and_not_sent_is_a_draft_on_each_page_for_the_secretariat_alone(
    app: Flask, secretary: Browser
) -> None:
    with app.app_context(), work(TESTS):
        found = made.adopted("Member States should act. " * 150)
        path = _address(found, "Netherlands")
    sheets = pages(secretary.get(path).data)
    assert len(sheets) > 1
    assert all("Draft, not sent" in each for each in sheets)
    assert browser_of(app, "primary_nl").get(path).status_code == 404


def test_the_letter_names_the_meeting_the_item_the_answer_and_how_to_give_it(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        item, meeting = item_of(found), board_meeting()
        assert item is not None
        path = _address(found, "Netherlands")
        due = made.to(found, "Netherlands").due_on
        assert due is not None
        wanted = [
            f"Reference: {found.symbol}/L.1",
            f"The Representatives of the Netherlands to the {body().name}",
            "Excellencies,",
            "Accept, Excellencies, the assurances of our highest consideration.",
            "has the honour to transmit the following recommendation (sanctions), adopted on",
            f"by the {meeting.title} ({meeting.symbol}), to be held on",
            f"under the item “{item.title}”",
            found.text,
            f"An answer is asked for by {clock.day_words(due)}",
            f"on the pages of the {body().short_name} after signing in",
            f"The secretariat, {body().name}",
        ]
    said = _words(browser_of(app, "primary_nl").get(path).data)
    assert [words for words in wanted if words not in said] == []
    assert "holders of its seat" not in said
    assert "Draft" not in said


def test_once_sent_it_is_the_same_octets_whenever_it_is_opened_and_whatever_changes(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        path = _address(found, "Netherlands")
    first = browser_of(app, "primary_nl").get(path).data
    with app.app_context(), work(TESTS):
        body().name, body().telephone, board_meeting().title = "Another name", "+41 1", "Another meeting"
    assert browser_of(app, "primary_nl").get(path).data == first


def test_whoever_has_no_seat_is_told_of_no_item_of_the_agenda(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        un = Named(AddresseeKind.IGO, "United Nations")
        found = made.sent(said=made.wording(to=("Netherlands",), others=[un]))
        told = {
            name: letter_of(made.to(found, name), found, body(), may_keep=True, at=clock.now()).item
            for name in ("Netherlands", "United Nations")
        }
        item = item_of(found)
        assert item is not None
        assert told == {"Netherlands": item.title, "United Nations": ""}


def test_a_member_with_a_seat_is_written_to_there_whatever_is_typed_beside_it(context: Flask) -> None:
    with work(TESTS):
        found = made.adopted()
        due = clock.now().date() + timedelta(days=30)
        how = telling.Sending(due, {"Netherlands": "The Ministry"})
        telling.send([found], body(), how, by=BY, at=clock.now())
        row = made.to(found, "Netherlands")
        assert (row.recipient, is_posted(row)) == (TO_SEAT, False)


def test_a_name_with_a_colon_keeps_its_recipient(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        names = ("Alpha: Beta Lines", "Alpha")
        said = made.wording(to=(), others=[Named(AddresseeKind.COMPANY, name) for name in names])
        key, path = made.adopted(said=said).key, f"/meetings/{board_meeting().key}/recommendations/letters"
    assert "Alpha: Beta Lines: \nAlpha: </textarea>" in secretary.get(path).text.replace("\r", "")
    signed = {"signatory": "Anna Chair", "title": "Secretary"}
    given = {"letters": key, "due_on": "2027-07-01", "recipients": "Gamma: the director"} | signed
    refused = secretary.post(path, given)
    assert (refused.status_code, "“Gamma: the director” begins with no addressee" in words_of(refused)) == (422, True)
    with app.app_context(), work(TESTS):
        assert [a.sent_on for a in (one(Addressee, name=name) for name in names)] == [None, None]
    given["recipients"] = "alpha: beta lines: the director\n\nAlpha: to the board: all of it\n"
    assert secretary.post(path, given).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Addressee, name="Alpha: Beta Lines").recipient == "the director"
        assert one(Addressee, name="Alpha").recipient == "to the board: all of it"


def test_an_item_that_only_some_see_is_named_in_no_letter(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.adopted()
        item = item_of(found)
        assert item is not None
        item.narrowed, item.title = True, "What only two of them see"
        row = made.to(found, "Netherlands")
        row.recipient = TO_SEAT
        assert letter_of(row, found, body(), may_keep=True, at=clock.now()).item == ""


def test_whoever_has_no_seat_is_named_as_entered_and_answers_by_letter(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        said = made.wording(others=[Named(AddresseeKind.IGO, "United Nations")])
        found = made.adopted(said=said)
        due = clock.local(clock.now(), body().zone).date() + timedelta(days=9)
        telling.send([found], body(), telling.Sending(due, {"United Nations": "The Joint Office"}), by="t",
                     at=clock.now())  # fmt: skip
        view = letter_of(made.to(found, "United Nations"), found, body(), may_keep=False, at=clock.now())
    assert (view.recipient, view.has_seat) == ("The Joint Office", False)
    assert "after signing in" not in _words(letter_pdf([view]))


def test_what_went_out_before_letters_were_kept_says_its_day(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        row = made.to(found, "Netherlands")
        row.letter, row.recipient = "", "the holders of its seat"
        db.session.flush()
        view = letter_of(row, found, body(), may_keep=False, at=clock.now())
        assert row.sent_on is not None
        assert view.as_of == clock.day_words(row.sent_on, weekday=False)
        assert view.recipient == f"The Representatives of the Netherlands\nto the {body().name}"
        row.sent_on = None
        with pytest.raises(Missing):
            letter_of(row, found, body(), may_keep=False, at=clock.now())


def test_what_no_mail_goes_to_is_listed_before_and_after_and_printed_in_one(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        said = made.wording(others=[Named(AddresseeKind.IGO, "United Nations")])
        found, meeting = made.adopted(said=said), f"/meetings/{board_meeting().key}/recommendations"
        key, page = found.key, f"/recommendations/{found.key}"
        due = clock.local(clock.now(), body().zone).date() + timedelta(days=9)
    assert secretary.get(f"{meeting}/letters.pdf").status_code == 404
    before = secretary.text(f"{meeting}/letters")
    assert before.count("To be printed and posted") == 1
    assert before.count("Mail to ") == 3
    sent = {"letters": key, "due_on": due.isoformat(), "recipients": "United Nations: The Joint Office"}
    sent |= SIGNS
    assert secretary.post(f"{meeting}/letters", sent).status_code == 303
    after = secretary.text(meeting)
    assert "print and post them" in after
    assert f"{made.TEXT[:20]}" in after
    assert "The Joint Office" in after
    sheets = pages(secretary.get(f"{meeting}/letters.pdf").data)
    assert len(sheets) == 1
    assert "United Nations" in sheets[0]
    assert "On paper, no mail went" in secretary.text(page)
    seat = browser_of(app, "primary_nl")
    assert seat.get(f"{meeting}/letters.pdf").status_code == 404
    assert "Letters on paper" not in seat.text(meeting)


@pytest.mark.parametrize(
    "name, spoken",
    [
        ("Netherlands", "the Netherlands"),
        ("Denmark", "Denmark"),
        ("United States", "the United States"),
        ("European Union", "the European Union"),
        ("Dominican Republic", "the Dominican Republic"),
        ("Dominica", "Dominica"),
        ("The Gambia", "The Gambia"),
        ("G7", "the G7"),
        ("Republicans for Peace", "Republicans for Peace"),
    ],
)
def test_a_name_is_spoken_with_its_article(name: str, spoken: str) -> None:
    assert rules.with_article(name) == spoken


@pytest.mark.parametrize(
    "kind, party, has_seat, greeting, closes",
    [
        (AddresseeKind.PARTY, PartyKind.STATE, True, "Excellencies,", "Accept, Excellencies"),
        (AddresseeKind.PARTY, PartyKind.STATE, False, "Excellency,", "Accept, Excellency"),
        (AddresseeKind.PARTY, PartyKind.INSTITUTE, True, "Dear Sir or Madam,", "Yours faithfully"),
        (AddresseeKind.IGO, None, False, "Excellency,", "Accept, Excellency"),
        (AddresseeKind.SUMMIT, None, False, "Excellency,", "Accept, Excellency"),
        (AddresseeKind.COMPANY, None, False, "Dear Sir or Madam,", "Yours faithfully"),
        (AddresseeKind.INSTITUTE, None, False, "Dear Sir or Madam,", "Yours faithfully"),
        (AddresseeKind.OTHER, None, False, "Dear Sir or Madam,", "Yours faithfully"),
    ],
)
def test_states_are_greeted_formally_and_others_plainly(
    kind: AddresseeKind, party: PartyKind | None, has_seat: bool, greeting: str, closes: str
) -> None:
    found = rules.courtesies(kind, party, has_seat=has_seat, is_signed=True)
    assert (found[0], found[1].startswith(closes)) == (greeting, True)


@pytest.mark.parametrize(
    "ends, words",
    [
        (date(2025, 11, 17), "on 17 November 2025"),
        (date(2025, 11, 18), "on 17 and 18 November 2025"),
        (date(2025, 11, 19), "from 17 to 19 November 2025"),
        (date(2025, 12, 2), "from 17 November to 2 December 2025"),
        (date(2026, 1, 2), "from 17 November 2025 to 2 January 2026"),
    ],
)
def test_the_days_of_a_meeting_are_named_as_one_says_them(context: Flask, ends: date, words: str) -> None:
    with work(TESTS):
        found, meeting = made.adopted(), board_meeting()
        was = meeting.starts_on, meeting.ends_on
        meeting.starts_on, meeting.ends_on = date(2025, 11, 17), ends
        assert letter_of(made.to(found, "Denmark"), found, body(), may_keep=True, at=clock.now()).meeting.endswith(
            words
        )
        meeting.starts_on, meeting.ends_on = was


@pytest.mark.parametrize(
    "day, held, state",
    [
        (16, "to be held", MeetingState.CONVENED),
        (17, "which is being held", MeetingState.CONVENED),
        (18, "which is being held", MeetingState.IN_SESSION),
        (19, "which is being held", MeetingState.IN_SESSION),
        (19, "held", MeetingState.CONCLUDED),
        (25, "held", MeetingState.IN_SESSION),
    ],
)
def test_a_letter_speaks_of_a_meeting_as_held_once_it_was(
    context: Flask, at: time_machine.Traveller, day: int, held: str, state: MeetingState
) -> None:
    with work(TESTS):
        found, meeting = made.adopted(), board_meeting()
        was = meeting.starts_on, meeting.ends_on, meeting.state
        meeting.starts_on, meeting.ends_on, meeting.state = date(2027, 6, 17), date(2027, 6, 19), state
        at.move_to(datetime(2027, 6, day, 10, tzinfo=UTC))
        row, due = made.to(found, "Denmark"), date(2027, 9, 1)
        draft = letter_of(row, found, body(), may_keep=True, at=clock.now()).meeting
        read = telling.previewed([found], body(), telling.Sending(due, {}), at=clock.now())[0].meeting
        telling.send([found], body(), telling.Sending(due, {}), by=BY, at=clock.now())
        at.move_to(datetime(2027, 7, 1, 10, tzinfo=UTC))
        kept = letter_of(row, found, body(), may_keep=True, at=clock.now()).meeting
        words = f"({meeting.symbol}), {held} from 17 to 19 June 2027"
        assert [each.endswith(words) for each in (draft, read, kept)] == [True] * 3, draft
        meeting.starts_on, meeting.ends_on, meeting.state = was


def test_what_was_typed_is_read_before_anything_goes_out(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        said = made.wording(others=[Named(AddresseeKind.IGO, "United Nations")])
        found, page = made.adopted(said=said), f"/meetings/{board_meeting().key}/recommendations/letters"
        key, due = found.key, clock.local(clock.now(), body().zone).date() + timedelta(days=9)
        letters, mails = found.state, count(OutboxMessage)
    typed = {"letters": key, "due_on": due.isoformat(), "recipients": "United Nations: The Joint Office", **SIGNS}
    sheets = pages(secretary.post(page, typed | {"then": "read"}).data)
    assert len(sheets) == 4
    asked = f"An answer is asked for by {clock.day_words(due)}"
    assert all(asked in " ".join(each.split()) for each in sheets)
    assert all("Draft, not sent" in each and "Ada Example" in each for each in sheets)
    assert "The Joint Office" in sheets[3]
    early = secretary.post(page, typed | {"then": "read", "due_on": "2027-06-01"})
    assert (early.status_code, "Enter a day after today." in early.text) == (422, True)
    nobody = secretary.post(page, typed | {"then": "read", "signatory": " "})
    assert (nobody.status_code, "Say who signs the letters." in nobody.text) == (422, True)
    with app.app_context(), work(TESTS):
        row = made.to(one(Recommendation, key=key), "Denmark")
        assert (one(Recommendation, key=key).state, count(OutboxMessage), row.sent_on) == (letters, mails, None)


def test_whoever_signed_last_is_offered_and_stands_below_the_line(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found, meeting = made.adopted(), f"/meetings/{board_meeting().key}/recommendations"
        key, path = found.key, _address(found, "Netherlands")
        due = clock.local(clock.now(), body().zone).date() + timedelta(days=9)
        name = body().name
    first = secretary.get(f"{meeting}/letters").text
    assert 'value="Secretary"' in first
    assert secretary.post(f"{meeting}/letters", {"letters": key, "due_on": due.isoformat(), **SIGNS}).status_code == 303
    said = _words(browser_of(app, "primary_nl").get(path).data)
    assert f"On behalf of the secretariat of the {name}, I have the honour to transmit to the Netherlands" in said
    assert f"Accept, Excellencies, the assurances of my highest consideration. Ada Example Secretary {name}" in said
    assert 'value="Ada Example"' in secretary.get(f"{meeting}/letters").text


def test_a_letter_that_was_sealed_before_letters_were_signed_is_read_as_it_was(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        row = made.to(found, "Netherlands")
        facts = json.loads(row.letter)
        for name in ("salutation", "closing", "signed"):
            del facts[name]
        row.letter = json.dumps(facts)
        view = letter_of(row, found, body(), may_keep=False, at=clock.now())
        assert (view.salutation, view.closing, view.signed.name) == ("", "", "")
        said = _words(letter_pdf([view]))
        assert "Excellencies" not in said
        assert f"The secretariat, {body().name}" in said
