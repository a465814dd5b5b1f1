"""Pages of joint letters: what each organisation is shown when, and the secretariat's way from a draft to an answer."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.accounts.actions import start_visit
from convene.bodies.models import Body
from convene.db import work
from convene.joint_letters import actions, posting
from convene.joint_letters.models import JointLetter, LetterAddressee, LetterAsk, LetterSignatory
from convene.joint_letters.terms import WITHHELD, AskState, Progress, Signatory
from convene.people.models import Contact
from convene.web.requests import cookie_name
from tests.browser import TESTS, Browser, anonymous, browser_of, words_of
from tests.build import BY, body, count, one
from tests.fields import complaints, said_at, typed
from tests.joint_letters import made
from tests.packs.read import pages
from tests.test_statements import statements


def reader_for(app: Flask, organisation: str) -> Browser:
    """Whoever acts for an organisation, signed in."""
    with app.app_context():
        with work(TESTS):
            person = made.person_of(organisation)
            text = start_visit(person, at=clock.now(), lasts=timedelta(days=99), browser="Test")
        with app.test_request_context():
            name = cookie_name()
    browser = anonymous(app)
    browser.client.set_cookie(name, text)
    return browser


def keys(app: Flask) -> tuple[str, dict[str, str]]:
    """The keys of the letter, and of what each organisation was asked."""
    with app.app_context(), work(TESTS):
        letter = one(JointLetter)
        asked = {name: made.ask_of(name).key for name in made.ORGANISATIONS if count(LetterAsk)}
        return letter.key, asked


def put(app: Flask, build: Any, **given: Any) -> tuple[str, dict[str, str]]:
    """A letter in an application without a transaction."""
    with app.app_context(), work(TESTS):
        build(**given)
    return keys(app)


SIGN = {"version": "1", "name_1": "Mark Farmaner", "function_1": "Director"}


def test_an_organisation_reads_signs_and_sees_that_it_did(app: Flask) -> None:
    _, asked = put(app, made.opened)
    browser, path = reader_for(app, "Peace Direct"), f"/sign-on/{asked['Peace Direct']}"

    assert "A letter waits for your organisation's answer" in browser.text("/").replace("&#39;", "'")
    assert "Support a national inquiry." in browser.text(path)
    response = browser.post(path, SIGN, follow_redirects=True)

    assert "Mark Farmaner, Director" in words_of(response)
    assert "A letter waits" not in browser.text("/")
    with app.app_context(), work(TESTS):
        assert made.ask_of("Peace Direct").state is AskState.SIGNED


def test_nobody_reads_what_another_organisation_was_asked(app: Flask) -> None:
    _, asked = put(app, made.opened)
    browser = reader_for(app, "Peace Direct")
    nothing = browser.get("/sign-on/AAAAAAAAAAAAAAAAAAAAAA")

    for path in (f"/sign-on/{asked['Burma Campaign']}", f"/sign-on/{asked['Burma Campaign']}/letter.pdf"):
        response = browser.get(path)
        assert (response.status_code, response.data) == (404, nothing.data)


def test_whoever_is_not_asked_finds_nothing(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        made.opened("Burma Campaign")
        letter, ask = one(JointLetter).key, made.ask_of("Burma Campaign").key
    browser = reader_for(app, "Peace Direct")

    for path in (f"/sign-on/{ask}", f"/letters/{letter}", f"/letters/{letter}/answers.csv"):
        assert browser.get(path).status_code == 404
    assert "letter" not in browser.text("/").lower().replace("your letter", "")


def test_who_has_signed_is_the_secretariats_alone_until_the_letter_is_sent(app: Flask) -> None:
    _, asked = put(app, made.signed)
    browser, path = reader_for(app, "Ceasefire Centre"), f"/sign-on/{asked['Ceasefire Centre']}"
    before = browser.text(path)
    with app.app_context(), work(TESTS):
        letter = one(JointLetter)
        posting.send(letter, one(Body, id=letter.body_id), by=BY, at=clock.now(), is_date_meant=True)
    after = browser.text(path)

    assert [n for n in ("Peace Direct", "Burma Campaign", WITHHELD) if n in before] == []
    assert [n for n in ("Peace Direct", "Burma Campaign", WITHHELD) if n not in after] == []
    assert "Rights for Peace" not in after


def test_the_secretariat_may_show_who_has_signed(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        made.opened(shows_signers=True)
        made.sign("Peace Direct")
    _, asked = keys(app)

    assert "Peace Direct" in reader_for(app, "Burma Campaign").text(f"/sign-on/{asked['Burma Campaign']}")


def test_a_changed_text_is_shown_word_by_word_to_whoever_signed(app: Flask) -> None:
    letter, asked = put(app, made.opened)
    browser, path = reader_for(app, "Peace Direct"), f"/sign-on/{asked['Peace Direct']}"
    browser.post(path, SIGN)
    form = {"title": made.WORDING.title, "dated_on": "2027-06-12", "text": made.CHANGED.text}
    browser_of(app, "secretary").post(f"/letters/{letter}/edit", form)

    page = browser.get(path)
    assert '<del><span class="visually-hidden">deleted: </span>national</del> ' in page.text
    assert '<ins><span class="visually-hidden">added: </span>public</ins> ' in page.text
    stale = browser.post(path, SIGN)
    assert stale.status_code == 422
    assert "The text has changed" in words_of(stale)
    assert typed(stale, "name_1") == "Mark Farmaner"
    assert browser.post(path, SIGN | {"version": "2"}).status_code == 303


def test_the_same_text_from_a_browser_is_no_change(app: Flask) -> None:
    letter, _ = put(app, made.opened)
    text = made.TEXT.replace("\n", "\r\n")
    form = {"title": made.WORDING.title, "dated_on": "2027-06-12", "text": text, "timed_to": "an election"}
    browser_of(app, "secretary").post(f"/letters/{letter}/edit", form)

    with app.app_context(), work(TESTS):
        assert (one(JointLetter).version, one(JointLetter).timed_to) == (1, "an election")


@pytest.mark.parametrize(
    "given, field",
    [
        ({"name_1": ""}, "name_1"),
        ({"name_1": "x" * 161}, "name_1"),
        ({"name_2": "", "function_2": "Chair"}, "name_2"),
        ({"name_1": "Ada \u0bae"}, "name_1"),
        ({"is_withheld": "y"}, "is_withheld"),
    ],
)
def test_a_faulty_signature_says_so_and_keeps_what_was_typed(app: Flask, given: dict[str, str], field: str) -> None:
    _, asked = put(app, made.opened)
    response = reader_for(app, "Peace Direct").post(f"/sign-on/{asked['Peace Direct']}", SIGN | given)

    assert response.status_code == 422
    assert field in complaints(response) or "withheld" in response.text
    with app.app_context(), work(TESTS):
        assert count(LetterSignatory) == 0


def test_whoever_is_at_risk_may_withhold_the_name_of_their_organisation(app: Flask) -> None:
    _, asked = put(app, made.opened)
    with app.app_context(), work(TESTS):
        one(Contact, person_id=made.person_of("Peace Direct")).is_at_risk = True
    browser, path = reader_for(app, "Peace Direct"), f"/sign-on/{asked['Peace Direct']}"

    assert "Withhold the name" in browser.text(path)
    browser.post(path, {"version": "1", "is_withheld": "y"})
    with app.app_context(), work(TESTS):
        ask = made.ask_of("Peace Direct")
        assert (ask.state, ask.is_withheld, count(LetterSignatory)) == (AskState.SIGNED, True, 0)


@pytest.mark.parametrize("seconds, status", [(-1, 303), (0, 422)])
def test_the_deadline_holds_by_the_server_s_time(
    app: Flask, at: time_machine.Traveller, seconds: int, status: int
) -> None:
    _, asked = put(app, made.opened)
    browser, path = reader_for(app, "Peace Direct"), f"/sign-on/{asked['Peace Direct']}"
    at.shift(timedelta(days=10, seconds=seconds))

    assert browser.post(path, SIGN).status_code == status
    assert ("Sign-on ended on" in browser.text(path)) is (status == 422)


def test_an_organisation_withdraws_and_declines(app: Flask) -> None:
    _, asked = put(app, made.opened)
    browser, path = reader_for(app, "Peace Direct"), f"/sign-on/{asked['Peace Direct']}"
    browser.post(path, SIGN)
    assert "withdrawn" in words_of(browser.post(f"{path}/withdraw", follow_redirects=True))
    assert "does not sign" in words_of(browser.post(f"{path}/decline", follow_redirects=True))

    with app.app_context(), work(TESTS):
        assert made.ask_of("Peace Direct").state is AskState.DECLINED


def test_signatories_read_what_came_and_others_do_not(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        letter = made.sent()
        came = actions.Came(date(2027, 6, 1), Progress.COMMITMENT, "We pledge it.", "their programme", None)
        actions.record_step(made.addressee("B. Leader MP"), letter, came, by=BY, at=clock.now())
    _, asked = keys(app)
    signed, other = (
        reader_for(app, name).text(f"/sign-on/{asked[name]}") for name in ("Peace Direct", "Ceasefire Centre")
    )

    assert "We pledge it." in signed
    assert "Silent since today" in signed
    assert "We pledge it." not in other
    pdf = reader_for(app, "Peace Direct").get(f"/sign-on/{asked['Peace Direct']}/letter.pdf")
    assert "Mark Farmaner, Director" in " ".join(pages(pdf.data))
    unsigned = f"/sign-on/{asked['Ceasefire Centre']}/letter.pdf"
    assert reader_for(app, "Ceasefire Centre").get(unsigned).status_code == 404


def test_the_secretary_goes_from_a_draft_to_a_table_of_answers(app: Flask, at: time_machine.Traveller) -> None:
    with app.app_context(), work(TESTS):
        path = f"/bodies/{made.founded().key}"
        chosen = [made.party(name).key for name in made.ORGANISATIONS]
    browser = browser_of(app, "secretary")
    assert "Letters" in browser.text(path)
    form = {"title": "A letter", "dated_on": "2027-06-12", "text": made.TEXT}
    letter = browser.post(f"{path}/letters/new", form).location
    to = {"name": "B. Leader MP", "address": "b.leader@second.example", "post_address": "1 High Street"}
    browser.post(f"{letter}/addressees", to)
    asked = browser.post(f"{letter}/sign-on", {"until": "2027-06-11T18:00", "parties": chosen}, follow_redirects=True)
    assert "4 people are told by mail" in words_of(asked)
    with app.app_context(), work(TESTS):
        made.sign("Peace Direct", (Signatory("=HYPERLINK(1)", "Chair"),))
        addressee = made.addressee("B. Leader MP").key
    assert "3 reminders are on their way" in words_of(browser.post(f"{letter}/remind", follow_redirects=True))
    assert "Sign-on is closed" in words_of(browser.post(f"{letter}/close", follow_redirects=True))
    page = browser.text(letter)
    assert "It bears the date of Saturday 12 June 2027, which is not today" in page
    early = browser.post(f"{letter}/send", follow_redirects=True)
    assert "which is not today: confirm that it is meant" in words_of(early)
    assert "Sign-on is closed: to change the text" in browser.text(f"{letter}/edit")
    sent = words_of(browser.post(f"{letter}/send", {"date_meant": "y"}, follow_redirects=True))
    assert "One copy is on its way by e-mail. One copy is to be posted" in sent
    assert "nothing of it changes any more" in browser.text(f"{letter}/edit")
    browser.post(f"/addressees/{addressee}/posted", {"posted_on": "2027-06-01"})
    step = {"on": "2027-06-01", "progress": "answered", "text": "=1+1", "source": "a letter", "next_on": "2027-07-01"}
    browser.post(f"/addressees/{addressee}/answers", step)
    page = browser.text(letter)
    assert "Posted on 1 June 2027" in page
    assert "Text, addressees and signatories are what they were" in page
    table = browser.get(f"{letter}/answers.csv").data.decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(table)))[1]
    assert row == ["B. Leader MP", "", "2027-06-01", "answered", "'=1+1", "a letter", "2027-07-01", "0"]


@pytest.mark.parametrize(
    "path, given, field",
    [
        ("addressees", {"name": "", "address": "x@y.example"}, "name"),
        ("addressees", {"name": "C", "address": ""}, "address"),
        ("sign-on", {"until": "2026-01-01T10:00"}, "until"),
        ("sign-on", {"until": "2027-06-20T10:00"}, "parties"),
        ("edit", {"title": "", "dated_on": "2027-02-30", "text": ""}, "title"),
        ("edit", {"title": "A", "dated_on": "2027-06-01", "text": "x" * 20001}, "text"),
    ],
)
def test_forms_of_the_secretariat_say_what_is_wrong_at_its_field(
    app: Flask, path: str, given: dict[str, str], field: str
) -> None:
    letter, _ = put(app, made.drafted) if path != "x" else ("", {})
    response = browser_of(app, "secretary").post(f"/letters/{letter}/{path}", given)

    assert response.status_code == 422
    assert said_at(response, field) != []


def test_an_exception_names_its_reason_and_hand(app: Flask) -> None:
    letter, asked = put(app, made.opened)
    browser = browser_of(app, "secretary")
    given = {"until": "2027-06-20T18:00", "reason": "Their board met late"}
    browser.post(f"/asks/{asked['Peace Direct']}/late", given)

    page = browser.text(f"/letters/{letter}")
    assert "Their board met late" in page
    assert "by Office" in page


def test_another_secretariat_finds_no_letter(app: Flask, secretary: Browser) -> None:
    letter, asked = put(app, made.opened)
    browser = browser_of(app, "secretary_s4")
    with app.app_context(), work(TESTS):
        addressee = one(LetterAddressee, name="B. Leader MP").key

    for path in (f"/letters/{letter}", f"/asks/{asked['Peace Direct']}/late", f"/addressees/{addressee}/copy.pdf"):
        assert browser.get(path).status_code == 404
        assert secretary.get(path).status_code == 200
    assert secretary.get(f"/sign-on/{asked['Peace Direct']}").status_code == 404


def test_a_letter_takes_as_many_statements_for_many_as_for_one(app: Flask) -> None:
    counts = []
    with app.app_context(), work(TESTS):
        made.opened("Peace Direct", letter=None)
    letter, _ = keys_of_one(app)
    browser = browser_of(app, "secretary")
    counts.append(statements(app, browser, f"/letters/{letter}"))
    with app.app_context(), work(TESTS):
        made.opened(letter=one(JointLetter))
        for name in made.ORGANISATIONS:
            made.sign(name, (Signatory("Ada", "Chair"), Signatory("Ben", "Trustee")))
    counts.append(statements(app, browser, f"/letters/{letter}"))

    assert counts[0] == counts[1] <= 14


def keys_of_one(app: Flask) -> tuple[str, str]:
    """The keys of the one letter and of its first ask."""
    with app.app_context(), work(TESTS):
        return one(JointLetter).key, made.ask_of("Peace Direct").key


def test_a_body_without_letters_shows_no_link_to_them(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/bodies/{body().key}"

    assert "Joint letters" not in secretary.text(path)
