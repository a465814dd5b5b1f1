"""Sharing a paper with a desk officer: they read that and nothing else, and only for as long as it stands (B5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.accounts.actions import start_visit
from convene.agendas.actions import narrow_item
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db, work
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.papers.actions import withdraw
from convene.papers.models import Paper
from convene.people.actions import end_term, give_term
from convene.people.models import Contact, Person, Term
from convene.people.terms import TermRole
from convene.placing import place_session
from convene.planning import plan
from convene.reading.models import PaperShare
from tests.access.crawl import letters
from tests.access.test_matrix import octets
from tests.browser import TESTS, Browser, anonymous, browser_of, by_link, character
from tests.build import BY, board_meeting, body, count, item_of, one, term_of
from tests.conftest import NOW
from tests.fields import complaints, said_at, summary, typed
from tests.reading.shared import OFFICER, around, contact_key, keys, links, new_version, shared, statuses, translation

NEW = {"name": "Adviser on early warning", "function": "Desk", "address": "adviser@mfa.example"}
NOT_ITS_OWN = "This address belongs to somebody whom the secretariat knows in another role; ask the secretariat."


def test_a_desk_officer_reads_the_paper_shared_with_them_and_nothing_else(app: Flask) -> None:
    browser, found = browser_of(app, "desk_nl"), keys(app)
    missing = octets(browser.get("/papers/none"))
    assert statuses(browser, [f"/papers/{found['paper']}", f"/versions/{found['version']}/file", *around(found)]) == {
        404
    }

    shared(app)

    home = browser.text("/")
    assert "Papers shared with you" in home
    assert "Shared by Primary representative of Netherlands, " in home
    assert "Nothing awaits you" not in home
    page = browser.get(f"/papers/{found['paper']}")
    assert (page.status_code, "English" in page.text) == (200, True)
    own = {f"/versions/{found['version']}/file", f"/papers/{found['paper']}/note"}
    assert links(page.text) - links(browser.get("/calendar").text) == own
    assert browser.get(f"/versions/{found['version']}/file").data.startswith(b"%PDF")
    assert [path for path in around(found) if octets(browser.get(path)) != missing] == []


def test_nothing_of_the_meeting_stands_on_a_desk_officers_pages(app: Flask) -> None:
    found = shared(app)
    with app.app_context(), work(TESTS):
        meeting, item = board_meeting(), item_of(board_meeting(), Subject.DEEP_DIVE)
        words = [meeting.title, meeting.symbol, meeting.city, meeting.venue, item.title, item.countries, "September"]
    browser = browser_of(app, "desk_nl")

    pages = browser.text("/") + browser.text(f"/papers/{found['paper']}")

    assert [word for word in words if word in pages] == []


def test_later_versions_and_translations_are_read_too(app: Flask) -> None:
    found, browser = shared(app), browser_of(app, "desk_nl")
    later = new_version(app, found["paper"])
    french, version = translation(app, found["paper"])

    page = browser.get(f"/papers/{found['paper']}")
    assert f"/versions/{later}/file" in page.text
    assert f"/papers/{french}" in page.text
    assert statuses(browser, [f"/versions/{later}/file", f"/papers/{french}", f"/versions/{version}/file"]) == {200}
    assert browser.text("/").count("Shared by") == 1


def _end_share(app: Flask, found: dict[str, str]) -> None:
    assert browser_of(app, "alternate_nl").post(f"/shares/{found['share']}/end").status_code == 303


def _end_by_the_secretariat(app: Flask, found: dict[str, str]) -> None:
    assert browser_of(app, "secretary").post(f"/shares/{found['share']}/end").status_code == 303


def _lose_the_seat(app: Flask, _found: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        for key in ("primary_nl", "alternate_nl"):
            end_term(term_of(key), body=body(), ends_on=date(2027, 5, 31), by=BY, at=clock.now())


def _end_the_officers_term(app: Flask, _found: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        end_term(term_of("desk_nl"), body=body(), ends_on=date(2027, 5, 31), by=BY, at=clock.now())


def _narrow_away(app: Flask, _found: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        item = item_of(board_meeting(), Subject.DEEP_DIVE)
        narrow_item(item, [one(Party, body_id=body().id, name="Denmark").id], by=BY, at=clock.now())
        place_session(item.session_id)


def _withdraw(app: Flask, found: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        withdraw(one(Paper, key=found["paper"]), by=BY, at=clock.now())


ENDINGS = (_end_share, _end_by_the_secretariat, _lose_the_seat, _end_the_officers_term, _narrow_away, _withdraw)


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__.strip("_"))
def test_when_it_ends_everything_is_gone_at_once(app: Flask, end: Callable[[Flask, dict[str, str]], None]) -> None:
    found, browser = shared(app), browser_of(app, "desk_nl")
    paths = [f"/papers/{found['paper']}", f"/versions/{found['version']}/file"]
    assert statuses(browser, paths) == {200}
    empty = browser_of(app, "observer_fr")

    end(app, found)

    missing = octets(browser.get("/papers/none"))
    assert [path for path in (*paths, *around(found)) if octets(browser.get(path)) != missing] == []
    assert browser.post(f"/papers/{found['paper']}/note", {"text": "More"}).status_code == 404
    assert "shared with you" not in browser.text("/")
    assert empty.get("/").status_code == 200


def test_an_item_narrowed_to_the_member_stays_shared(app: Flask) -> None:
    found = shared(app)
    with app.app_context(), work(TESTS):
        item = item_of(board_meeting(), Subject.DEEP_DIVE)
        narrow_item(item, [one(Party, body_id=body().id, name="Netherlands").id], by=BY, at=clock.now())
        place_session(item.session_id)

    assert browser_of(app, "desk_nl").get(f"/papers/{found['paper']}").status_code == 200
    assert browser_of(app, "primary_nl").get(f"/papers/{found['paper']}/share").status_code == 200
    assert browser_of(app, "primary_dk").get(f"/papers/{found['paper']}/share").status_code == 404


def test_a_later_term_opens_nothing_that_was_shared_before(app: Flask, at: time_machine.Traveller) -> None:
    found = shared(app)
    _end_the_officers_term(app, found)
    with app.app_context():
        plan(at=clock.now())
        with work(TESTS):
            term = term_of("desk_nl")
            give_term(
                one(Contact, id=term.contact_id), body=body(), party=one(Party, id=term.party_id),
                role=TermRole.DESK_OFFICER, starts_on=date(2027, 6, 1), by=BY, at=clock.now(),
            )  # fmt: skip

    assert browser_of(app, "desk_nl").get(f"/papers/{found['paper']}").status_code == 404


def share_with(app: Flask, by: str, **given: object) -> tuple[int, list[str], list[str]]:
    """Send the form that names somebody: status, fields with a complaint, and what is said at the address."""
    sent = browser_of(app, by).post(f"/papers/{keys(app)['paper']}/share", {**NEW, **given})
    assert [name for name in NEW if sent.status_code == 422 and typed(sent, name) != str({**NEW, **given}[name])] == []
    return sent.status_code, complaints(sent), said_at(sent, "address")


def test_a_new_desk_officer_is_taken_on_record_for_that_member_and_reads_at_once(app: Flask) -> None:
    found = keys(app)
    assert share_with(app, "primary_nl") == (303, [], [])

    with app.app_context(), work(TESTS):
        person = one(Person, address=NEW["address"])
        term, contact = one(Term, person_id=person.id), one(Contact, person_id=person.id)
        assert (contact.name, contact.function, contact.body_id) == (NEW["name"], NEW["function"], body().id)
        assert (term.role, term.party_id) == (TermRole.DESK_OFFICER, term_of("desk_nl").party_id)
        acts = ("contact.take", "term.give", "paper.share")
        lines = db.session.scalars(
            select(JournalEntry).where(JournalEntry.act.in_(acts)).order_by(JournalEntry.id.desc())
        )
        assert {line.by for line in lines.all()[:3]} == {one(Person, id=term_of("primary_nl").person_id).key}
        text = sign_in_visit(person.id)
    browser = anonymous_with(app, text)
    assert browser.get(f"/papers/{found['paper']}").status_code == 200
    assert NEW["name"] in browser_of(app, "secretary").text(f"/papers/{found['paper']}")
    journal = browser_of(app, "secretary").text(f"/bodies/{found['body']}/journal")
    assert "Shared a paper with a desk officer" in journal
    assert "for Netherlands, to Adviser on early warning" in journal


@pytest.mark.parametrize(
    "given, wrong",
    [
        ({"name": ""}, ["name"]),
        ({"address": ""}, ["address"]),
        ({"address": "nobody"}, ["address"]),
        ({"name": "\U00013000"}, ["name"]),
        ({"name": "a" * 161}, ["name"]),
    ],
)
def test_whoever_is_named_is_named_in_full(app: Flask, given: dict[str, str], wrong: list[str]) -> None:
    assert share_with(app, "primary_nl", **given)[:2] == (422, wrong)
    with app.app_context(), work(TESTS):
        assert count(PaperShare) == 0


def test_somebody_must_be_chosen(app: Flask) -> None:
    sent = browser_of(app, "primary_nl").post(f"/papers/{keys(app)['paper']}/share", {})

    assert (sent.status_code, "Choose a desk officer, or name a new one." in summary(sent)) == (422, True)


@pytest.mark.parametrize(
    "key", ["secretary", "primary_nl", "primary_dk", "ngo_at_risk", "observer_fr", "speaker_on_link"]
)
def test_an_address_that_the_body_knows_otherwise_is_refused_in_the_same_words(app: Flask, key: str) -> None:
    refused = share_with(app, "primary_nl", address=character(key).address.upper())

    assert refused == (422, ["address"], [NOT_ITS_OWN])
    with app.app_context(), work(TESTS):
        assert count(PaperShare) == 0


def test_the_desk_officer_of_another_member_is_refused_now_and_afterwards(app: Flask) -> None:
    address = character("desk_nl").address
    assert share_with(app, "primary_dk", address=address) == (422, ["address"], [NOT_ITS_OWN])
    _end_the_officers_term(app, {})
    assert share_with(app, "primary_dk", address=address) == (422, ["address"], [NOT_ITS_OWN])
    assert share_with(app, "primary_nl", address=address) == (303, [], [])


def test_an_address_that_the_body_writes_to_is_refused_whoever_signs_in_with_it(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        contact = one(Contact, id=term_of("ngo_guest").contact_id)
        contact.address = "other@ngo.example"

    assert share_with(app, "primary_nl", address="other@ngo.example") == (422, ["address"], [NOT_ITS_OWN])


def test_whoever_another_body_knows_is_taken_up_silently_and_nothing_of_them_is_changed(app: Flask) -> None:
    address = character("council_member").address
    with app.app_context(), work(TESTS):
        before = row_of(one(Person, address=address))
        contact = row_of(one(Contact, body_id=body("TAPRC").id, person_id=before["id"]))
        terms = count(Term, person_id=before["id"])

    found = keys(app)
    sent = browser_of(app, "primary_nl").post(f"/papers/{found['paper']}/share", {**NEW, "address": address})

    assert sent.status_code == 303
    page = browser_of(app, "primary_nl").text(f"/papers/{found['paper']}")
    assert NEW["name"] in page
    assert character("council_member").name not in page
    with app.app_context(), work(TESTS):
        assert row_of(one(Person, address=address)) == before
        assert row_of(one(Contact, body_id=body("TAPRC").id, person_id=before["id"])) == contact
        assert count(Term, person_id=before["id"]) == terms + 1
        assert one(Contact, body_id=body().id, person_id=before["id"]).name == NEW["name"]
    browser = browser_of(app, "council_member")
    assert browser.get(f"/papers/{found['paper']}").status_code == 200
    assert statuses(browser, around(found)) == {404}


def row_of(row: Person | Contact) -> dict[str, object]:
    """Every column of a row."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def test_one_letter_says_by_whom_and_never_which(app: Flask) -> None:
    found = shared(app)
    assert (
        browser_of(app, "alternate_nl")
        .post(f"/papers/{found['paper']}/share", {"officers": contact_key(app, "desk_nl")})
        .status_code
        == 422
    )  # It is shared already, so they are no longer offered.

    (letter,) = [m for m in letters(app) if m.to == character("desk_nl").address]

    assert "A paper has been shared with you by Netherlands." in letter.text
    with app.app_context(), work(TESTS):
        words = [one(Paper, key=found["paper"]).title, board_meeting().title, board_meeting().city, found["paper"]]
    assert [word for word in words if word in letter.text] == []


def test_the_letter_to_a_desk_officer_at_risk_is_neutral(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        one(Contact, id=term_of("desk_nl").contact_id).is_at_risk = True
    shared(app)

    (letter,) = [m for m in letters(app) if m.to == character("desk_nl").address]

    assert dict(letter.headers)["Subject"] == "For you to read"
    assert [w for w in ("Netherlands", "paper", "Coordination", "TNAP ") if w in letter.text] == []


def test_a_sharing_that_ends_before_the_letter_leaves_sends_none_and_a_new_one_sends_again(
    app: Flask, at: time_machine.Traveller
) -> None:
    found = shared(app)
    _end_share(app, found)
    with app.app_context(), work(TESTS):
        assert one(OutboxMessage, kind="paper-shared").state is OutboxState.DROPPED
    at.move_to(NOW + timedelta(hours=1))
    shared(app)

    assert len([m for m in letters(app) if m.to == character("desk_nl").address]) == 1


@pytest.mark.parametrize("key", ["primary_dk", "desk_nl", "ngo_guest", "secretary_council", "speaker_on_link"])
def test_others_neither_see_nor_end_a_sharing(app: Flask, key: str) -> None:
    found, browser = shared(app), browser_of(app, key)

    assert browser.post(f"/shares/{found['share']}/end").status_code == 404
    if key in ("primary_dk", "speaker_on_link"):
        assert OFFICER not in browser.text(f"/papers/{found['paper']}")
    with app.app_context(), work(TESTS):
        assert one(PaperShare, key=found["share"]).ended_at is None


def test_a_link_shares_nothing_and_opens_nothing_shared(app: Flask) -> None:
    found = keys(app)
    with app.app_context(), work(TESTS):
        meeting = board_meeting().id

    browser = by_link(app, "primary_nl", meeting)

    assert statuses(browser, [f"/papers/{found['paper']}/share", f"/papers/{found['paper']}"]) == {404}


def test_a_corrected_address_takes_what_is_shared_along(app: Flask) -> None:
    found = shared(app)
    with app.app_context(), work(TESTS):
        contact = one(Contact, id=term_of("desk_nl").contact_id).key
    old = browser_of(app, "desk_nl")

    sent = browser_of(app, "secretary").post(f"/contacts/{contact}/address", {"address": "desk@mfa.example"})

    assert sent.status_code == 303
    assert old.get(f"/papers/{found['paper']}").status_code == 404
    with app.app_context(), work(TESTS):
        text = sign_in_visit(one(Person, address="desk@mfa.example").id)
    assert anonymous_with(app, text).get(f"/papers/{found['paper']}").status_code == 200


def sign_in_visit(person: int) -> str:
    """A visit of whoever has no place in the standing cast; gives what their cookie holds."""
    return start_visit(person, at=clock.now(), lasts=timedelta(days=1), browser="Test", invitation_id=None)


def anonymous_with(app: Flask, text: str) -> Browser:
    """A browser with that visit's cookie."""
    browser = anonymous(app)
    browser.client.set_cookie("visit", text)
    return browser


@pytest.mark.parametrize("key, sees", [("secretary", True), ("alternate_nl", True), ("primary_dk", False)])
def test_a_members_desk_officers_stand_on_the_bodys_page_for_itself_and_the_secretariat(
    app: Flask, key: str, *, sees: bool
) -> None:
    assert (OFFICER in browser_of(app, key).text(f"/bodies/{keys(app)['body']}")) == sees
