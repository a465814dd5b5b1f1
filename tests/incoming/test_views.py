"""Pages of what comes in: ticked and decided at once, refused without loss, proposed and read by nobody else."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Progress, Subject
from convene.db import db, work
from convene.incoming.actions import watch
from convene.incoming.forms import token_of
from convene.incoming.models import IncomingEntry, WatchedCountry
from convene.incoming.terms import Fate, RiskStatus, Source
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from tests.browser import TESTS, Browser, browser_of, by_link, words_of
from tests.build import BY, a_draft, an_item, board_meeting, body, count, item_of, one, sessions
from tests.fields import complaints, said_at, summary, ticked, typed
from tests.incoming.made import LEFT, decided, handed_in, the, waiting
from tests.test_statements import statements

PROPOSAL = {
    "title": "Returns under pressure", "explanation": "Two camps\nclose in a month.", "kind": "decision",
    "minutes": "25", "outcome": "A joint position", "countries": "Marenda", "themes": ["children and armed conflict"],
}  # fmt: skip


@pytest.fixture
def drafted(app: Flask) -> str:
    """The address of what comes in for a fresh draft."""
    with app.app_context(), work(TESTS):
        return f"/meetings/{a_draft().key}/incoming"


@pytest.fixture
def meeting(app: Flask) -> str:
    """The path of the convened board meeting."""
    with app.app_context(), work(TESTS):
        return f"/meetings/{board_meeting().key}"


def meeting_at(path: str) -> Meeting:
    found: Meeting = one(Meeting, key=path.split("/")[2])
    return found


def tokens(app: Flask, path: str, *titles: str) -> list[str]:
    """What stands for these on the page."""
    with app.app_context(), work(TESTS):
        found = meeting_at(path)
        return [token_of(the(found, title)) for title in titles]


def on_agenda(app: Flask, path: str) -> list[str]:
    with app.app_context(), work(TESTS):
        found = db.session.query(AgendaItem).filter_by(meeting_id=meeting_at(path).id).order_by(AgendaItem.id)
        return [item.title for item in found]


def followed(browser: Browser, response: TestResponse) -> str:
    """The words of the page to which an answer leads."""
    assert response.status_code == 303, words_of(response)[:300]
    return browser.text(response.location)


def handed(browser: Browser, meeting: str, **more: object) -> str:
    """Hand in a proposal; gives its key."""
    with browser.app.app_context(), work(TESTS):
        before = {k for (k,) in db.session.query(IncomingEntry.key)}
    assert browser.post(f"{meeting}/proposals/new", PROPOSAL | more).status_code == 303
    with browser.app.app_context(), work(TESTS):
        (key,) = {k for (k,) in db.session.query(IncomingEntry.key)} - before
    return str(key)


def test_everything_that_comes_in_stands_by_source_with_where_it_comes_from(secretary: Browser, drafted: str) -> None:
    page = secretary.get(drafted).text
    headings = re.findall(r'<h2 id="group-\d">([^<]+)</h2>', page)
    assert headings == [
        "Unfinished at the last meeting", "The deep-dive (A5)", "Countries under watch (A6)",
        "What each meeting of the board is asked for",
    ]  # fmt: skip
    words = secretary.text(drafted)
    assert "Unfinished at the First regular meeting, Copenhagen (TNAP/2026/1), item 12" in words
    assert "Next in rotation: amber; never the subject of a deep-dive; under watch since 5 August 2026" in words
    assert "red; last discussed 195 days ago (TNAP/2026/1)" in words
    assert "A17 asks each meeting of the board for training" in words
    assert len(re.findall(r'type="checkbox" name="chosen"', page)) == 6 + 3 + 4
    assert len(re.findall(r'type="radio" name="chosen"', page)) == 3 + 1


def test_all_of_one_source_and_single_ones_are_put_on_the_agenda_at_once(
    app: Flask, secretary: Browser, drafted: str
) -> None:
    before = on_agenda(app, drafted)
    chosen = tokens(app, drafted, "Deep-dive: Marenda", "Situation update: Ostrin")
    done = secretary.post(drafted, {"whole": ["unfinished business"], "chosen": ["", *chosen]})
    assert "8 are put on the agenda: " in followed(secretary, done)
    assert sorted(set(on_agenda(app, drafted)) - set(before)) == sorted(
        [*LEFT, "Deep-dive: Marenda", "Situation update: Ostrin"]
    )
    assert len(on_agenda(app, drafted)) == len(before) + 7
    words = secretary.text(drafted)
    assert "Decided" in words
    assert words.count("On the agenda") == 8
    assert "Secretary of the board, Tuesday 1 June 2027" in words


def test_a_chosen_session_takes_what_is_ticked(app: Flask, secretary: Browser, drafted: str) -> None:
    with app.app_context(), work(TESTS):
        target = sessions(meeting_at(drafted))[2].key
    page = secretary.get(drafted).text
    assert "First day, morning (closed, full)" in page
    assert "Second day, afternoon (closed, 15 min left)" in page
    secretary.post(drafted, {"chosen": tokens(app, drafted, LEFT[2]), "session": target, "fate": "accepted"})
    with app.app_context(), work(TESTS):
        assert one(AgendaItem, meeting_id=meeting_at(drafted).id, title=LEFT[2]).session_id == (
            sessions(meeting_at(drafted))[2].id
        )
    assert "Second day, morning (open, 15 min over)" in secretary.get(drafted).text


def test_it_is_said_into_which_sessions_all_went_and_which_are_over_their_time(
    app: Flask, secretary: Browser, drafted: str
) -> None:
    words = followed(secretary, secretary.post(drafted, {"whole": ["unfinished business"]}))
    with app.app_context(), work(TESTS):
        placed = {one(IncomingEntry, title=title).item_key for title in LEFT}
        found, over = [], []
        for session in sessions(meeting_at(drafted)):
            items = db.session.query(AgendaItem).filter_by(session_id=session.id).all()
            planned, mine = sum(i.minutes for i in items), len([i for i in items if i.key in placed])
            found += [f"{mine} in {session.title}"] if mine else []
            if mine and planned > session.minutes:
                over.append(f"{session.title} is now {clock.minutes_words(planned - session.minutes)} over.")
    assert f"6 are put on the agenda: {'; '.join(found)}." in words
    assert over
    assert " ".join(over) in words


def test_what_finds_room_is_put_there_without_a_warning(app: Flask, secretary: Browser, drafted: str) -> None:
    with app.app_context(), work(TESTS):
        for item in db.session.query(AgendaItem).filter_by(meeting_id=meeting_at(drafted).id):
            item.minutes = 10
    done = followed(secretary, secretary.post(drafted, {"chosen": tokens(app, drafted, LEFT[0])}))
    assert "One is put on the agenda, in First day, morning." in done
    assert "is now" not in done


def test_a_refused_decision_keeps_ticks_and_words(app: Flask, secretary: Browser, drafted: str) -> None:
    (token,) = tokens(app, drafted, LEFT[0])
    sent = {"chosen": [token], "whole": ["standing item"], "reason": "They are the same.", "fate": "merged"}
    refused = secretary.post(drafted, sent)
    assert refused.status_code == 422
    assert said_at(refused, "item") == ["Choose the item into which it goes."]
    assert ticked(refused, "chosen") == [token, ""]
    assert ticked(refused, "whole") == ["standing item"]
    assert typed(refused, "reason") == "They are the same."
    with app.app_context(), work(TESTS):
        assert count(IncomingEntry, meeting_id=meeting_at(drafted).id) == 0


@pytest.mark.parametrize("fate", ["declined", "deferred"])
def test_a_reason_is_asked_for_what_was_proposed(app: Flask, secretary: Browser, meeting: str, fate: str) -> None:
    path = f"{meeting}/incoming"
    chosen = tokens(app, path, LEFT[0], "Safety of those who document attacks")
    refused = secretary.post(path, {"chosen": chosen, "fate": fate, "reason": "  "})
    assert (refused.status_code, complaints(refused)) == (422, ["reason"])
    assert "Say why: whoever proposed it reads this." in summary(refused)


def test_nothing_ticked_is_refused(secretary: Browser, drafted: str) -> None:
    refused = secretary.post(drafted, {"fate": "accepted", "chosen": [""]})
    assert refused.status_code == 422
    assert "Your choice: Nothing is ticked yet." in summary(refused)
    assert "Not possible" not in words_of(refused)


def test_without_scripts_the_box_for_all_says_that_it_takes_all(secretary: Browser, drafted: str) -> None:
    page = secretary.get(drafted).text
    assert ">All 6 of these, ticked or not</label>" in page
    assert 'data-whole="All 6 of these"' in page
    assert "incoming.js" in page


def test_two_secretaries_do_not_decide_twice(app: Flask, secretary: Browser, drafted: str) -> None:
    chosen = tokens(app, drafted, LEFT[0], LEFT[1])
    browser_of(app, "secretary_second").post(drafted, {"chosen": chosen[:1]})
    refused = secretary.post(drafted, {"chosen": chosen})
    assert refused.status_code == 422
    assert "was decided on meanwhile" in summary(refused)
    assert ticked(refused, "chosen") == [chosen[1], ""]
    assert on_agenda(app, drafted).count(LEFT[0]) == 1
    assert on_agenda(app, drafted).count(LEFT[1]) == 0


def test_a_decision_is_taken_back_by_button(app: Flask, secretary: Browser, drafted: str) -> None:
    secretary.post(drafted, {"chosen": tokens(app, drafted, LEFT[0]), "fate": "declined", "reason": "Not now."})
    words = secretary.text(drafted)
    assert "Reason: Not now." in words
    with app.app_context(), work(TESTS):
        key = one(IncomingEntry, title=LEFT[0]).key
    assert "waits to be decided on again" in followed(secretary, secretary.post(drafted, {"reconsider": key}))
    assert "Reason: Not now." not in secretary.text(drafted)
    assert len(tokens(app, drafted, LEFT[0])) == 1
    assert secretary.post(drafted, {"reconsider": "AAAAAAAAAAAAAAAAAAAAAA"}).status_code == 404


def test_what_was_accepted_and_taken_back_says_that_its_item_stands(
    app: Flask, secretary: Browser, drafted: str
) -> None:
    secretary.post(drafted, {"chosen": tokens(app, drafted, LEFT[0])})
    with app.app_context(), work(TESTS):
        entry = one(IncomingEntry, title=LEFT[0])
        key, item = entry.key, entry.item_key
    secretary.post(drafted, {"reconsider": key})
    assert f"An earlier decision put it on the agenda: {LEFT[0]}" in secretary.text(drafted)
    assert "Where it comes from" not in secretary.text(f"/items/{item}")


def test_an_item_says_where_it_comes_from_to_the_secretariat_alone(
    app: Flask, secretary: Browser, meeting: str
) -> None:
    path = f"{meeting}/incoming"
    secretary.post(path, {"chosen": tokens(app, path, LEFT[0], "Safety of those who document attacks")})
    with app.app_context(), work(TESTS):
        items = [one(IncomingEntry, title=t).item_key for t in (LEFT[0], "Safety of those who document attacks")]
    words = [secretary.text(f"/items/{key}") for key in items]
    assert "Unfinished at the First regular meeting, Copenhagen (TNAP/2026/1), item 12" in words[0]
    assert "Proposed by Denmark on 1 June 2027" in words[1]
    seat = browser_of(app, "primary_us")
    assert LEFT[0] in seat.text(f"/items/{items[0]}")
    assert ["Where it comes from" in seat.text(f"/items/{key}") for key in items] == [False, False]


def test_what_is_over_shows_what_was_decided_and_offers_nothing(app: Flask, secretary: Browser, drafted: str) -> None:
    chosen = tokens(app, drafted, LEFT[0])
    secretary.post(drafted, {"chosen": tokens(app, drafted, LEFT[1]), "fate": "declined", "reason": "Not now."})
    with app.app_context(), work(TESTS):
        meeting_at(drafted).state = MeetingState.CANCELLED
    page = secretary.get(drafted).text
    assert "The meeting is cancelled; its agenda takes nothing up any more." in page
    assert "Reason: Not now." in page
    assert ("Decide anew" in page, 'name="chosen"' in page) == (False, False)
    refused = secretary.post(drafted, {"chosen": chosen})
    assert (refused.status_code, "takes nothing up any more" in summary(refused)) == (422, True)


def test_the_page_takes_as_many_statements_for_ten_times_the_rows(
    app: Flask, secretary: Browser, drafted: str, meeting: str
) -> None:
    path = f"{meeting}/incoming"
    counts = []
    for many in (3, 30):
        with app.app_context(), work(TESTS):
            found = meeting_at(path)
            for number in range(many):
                watch(body(), f"Land {many}-{number}", risk=RiskStatus.RED, note="", by=BY, at=clock.now())
                an_item(sessions(found)[0], f"Item {many}-{number}")
                handed_in(found, title=f"Question {many}-{number}")
                decided(found, Fate.DECLINED, the(found, f"Question {many}-{number}"), reason="No.")
                handed_in(found, "primary_us", title=f"Other question {many}-{number}")
            past = a_draft(starts_on=date(2027, 5, 4))
            for number in range(many):
                an_item(
                    sessions(past)[0], f"Left {many}-{number}", countries=f"Land 3-{number}"
                ).progress = Progress.UNFINISHED
            past.state = MeetingState.CONCLUDED
        counts.append(statements(app, secretary, path))
    assert counts[0] == counts[1]
    assert counts[0] <= 18, counts


def test_a_member_proposes_and_reads_what_became_of_it(app: Flask, secretary: Browser, meeting: str) -> None:
    nl = browser_of(app, "primary_nl")
    assert "Tuesday 17 August 2027, 18:00 New York" in nl.text(f"{meeting}/proposals/new")
    done = nl.post(f"{meeting}/proposals/new", PROPOSAL)
    words = followed(nl, done)
    assert "Your proposal is with the secretariat." in words
    assert "Returns under pressure" in words
    assert "Waits for a decision" in words
    with app.app_context(), work(TESTS):
        entry = one(IncomingEntry, title="Returns under pressure")
        said = (entry.explanation, entry.minutes, entry.countries, entry.outcome, [str(t) for t in entry.themes])
        assert said == (
            "Two camps\nclose in a month.", 25, "Marenda", "A joint position", PROPOSAL["themes"],
        )  # fmt: skip
    path = f"{meeting}/incoming"
    secretary.post(
        path, {"chosen": tokens(app, path, "Returns under pressure"), "fate": "declined", "reason": "Bring a paper."}
    )
    for page in (f"{meeting}/proposals", "/"):
        words = nl.text(page)
        assert "Declined" in words
        assert "The secretariat's reason: Bring a paper." in words.replace("&#39;", "'")


def test_what_was_declined_is_proposed_again_with_what_it_said(app: Flask, secretary: Browser, meeting: str) -> None:
    nl, path = browser_of(app, "primary_nl"), f"{meeting}/incoming"
    key = handed(nl, meeting)
    secretary.post(
        path, {"chosen": tokens(app, path, "Returns under pressure"), "fate": "declined", "reason": "Too broad."}
    )
    again = f"{meeting}/proposals/new?again={key}"
    page = nl.get(again)
    assert [typed(page, name) for name in ("title", "minutes", "kind", "countries")] == [
        "Returns under pressure", "25", "decision", "Marenda",
    ]  # fmt: skip
    assert ticked(page, "themes") == PROPOSAL["themes"]
    assert "Too broad." in words_of(page)
    nl.post(again, PROPOSAL | {"title": "Returns from two camps"})
    with app.app_context(), work(TESTS):
        second = one(IncomingEntry, title="Returns from two camps")
        assert second.follows_id == one(IncomingEntry, key=key).id
        assert [c.provenance for c in waiting(board_meeting(), Source.PROPOSAL)][1].endswith(
            "proposed before and declined: Too broad."
        )
    assert "proposed again since" in nl.text(f"{meeting}/proposals")
    refused = nl.post(again, PROPOSAL)
    assert (refused.status_code, "You have proposed it again already." in summary(refused)) == (422, True)
    secretary.post(path, {"chosen": tokens(app, path, "Returns from two camps")})
    assert "Returns from two camps" in nl.text(meeting)


def test_a_proposal_is_taken_back_by_its_own_delegation_alone(app: Flask, meeting: str) -> None:
    nl, alternate, us = (browser_of(app, who) for who in ("primary_nl", "alternate_nl", "primary_us"))
    key = handed(nl, meeting)
    assert "Returns under pressure" in alternate.text(f"{meeting}/proposals")
    assert us.post(f"{meeting}/proposals", {"proposal": key}).status_code == 303
    with app.app_context(), work(TESTS):
        assert count(IncomingEntry, key=key) == 1
    done = alternate.post(f"{meeting}/proposals", {"proposal": key})
    assert "The proposal is taken back." in followed(alternate, done)
    with app.app_context(), work(TESTS):
        assert count(IncomingEntry, key=key) == 0


def test_another_delegation_can_neither_read_nor_take_over_a_proposal(
    app: Flask, secretary: Browser, meeting: str
) -> None:
    key = handed(browser_of(app, "primary_nl"), meeting)
    path = f"{meeting}/incoming"
    secretary.post(path, {"chosen": tokens(app, path, "Returns under pressure"), "fate": "declined", "reason": "No."})
    us = browser_of(app, "primary_us")
    for page in ("/", f"{meeting}/proposals", f"{meeting}/proposals/new?again={key}", meeting):
        assert "Returns under pressure" not in us.text(page)
    assert typed(us.get(f"{meeting}/proposals/new?again={key}"), "title") == ""


def test_a_late_proposal_is_taken_and_marked(app: Flask, meeting: str, at: time_machine.Traveller) -> None:
    with app.app_context(), work(TESTS):
        at.move_to(board_meeting().proposals_due_at + timedelta(seconds=1))
    nl, secretary = browser_of(app, "primary_nl"), browser_of(app, "secretary")
    assert "Yours is still taken, marked as late" in nl.text(f"{meeting}/proposals/new")
    words = followed(nl, nl.post(f"{meeting}/proposals/new", PROPOSAL))
    assert "It came after the cut-off" in words
    assert "on 17 August 2027, after the cut-off" in secretary.text(f"{meeting}/incoming")


def test_an_empty_proposal_comes_back_with_its_errors_and_words(app: Flask, meeting: str) -> None:
    nl = browser_of(app, "primary_nl")
    refused = nl.post(f"{meeting}/proposals/new", PROPOSAL | {"title": " ", "minutes": "many"})
    assert (refused.status_code, complaints(refused)) == (422, ["title", "minutes"])
    assert typed(refused, "outcome") == "A joint position"
    assert ticked(refused, "themes") == PROPOSAL["themes"]


def test_a_meeting_that_is_over_takes_no_proposals(app: Flask, meeting: str) -> None:
    nl = browser_of(app, "primary_nl")
    with app.app_context(), work(TESTS):
        board_meeting().state = MeetingState.CONCLUDED
    assert "takes no proposals any more" in nl.text(f"{meeting}/proposals/new")
    assert nl.post(f"{meeting}/proposals/new", PROPOSAL).status_code == 422
    assert "What your delegation proposed" in nl.text(meeting)
    assert "Propose an item" not in nl.text(meeting)


def test_the_first_page_says_how_many_proposals_wait(app: Flask, secretary: Browser, meeting: str) -> None:
    assert "One proposal by members waits for your decision" in secretary.text("/")
    handed(browser_of(app, "primary_nl"), meeting)
    words = secretary.text("/")
    assert "2 proposals by members wait for your decision" in words
    assert "2 decisions are yours to take" in words


def test_a_link_reads_no_proposal(app: Flask, secretary: Browser, meeting: str) -> None:
    path = f"{meeting}/incoming"
    handed(browser_of(app, "primary_nl"), meeting)
    secretary.post(path, {"chosen": tokens(app, path, "Returns under pressure"), "fate": "declined", "reason": "No."})
    with app.app_context(), work(TESTS):
        found = board_meeting().id
    link = by_link(app, "primary_nl", found)
    assert "Returns under pressure" not in link.text("/")
    assert "Returns under pressure" not in link.text(meeting)
    assert link.get(f"{meeting}/proposals").status_code == 404


def test_countries_are_watched_changed_and_let_go(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/bodies/{body().key}/watch"
        ostrin = one(WatchedCountry, country="Ostrin").key
    done = secretary.post(path, {"country": "Norvia", "risk": "red", "note": "New."})
    assert "Norvia is under watch." in followed(secretary, done)
    page = secretary.get(f"{path}?country={ostrin}")
    assert (typed(page, "country"), typed(page, "risk")) == ("Ostrin", "green")
    secretary.post(f"{path}?country={ostrin}", {"country": "Ostrin", "risk": "amber", "note": "Elections."})
    with app.app_context(), work(TESTS):
        row = one(WatchedCountry, country="Ostrin")
        assert (row.risk, row.note) == (RiskStatus.AMBER, "Elections.")
    assert "The watch of Ostrin is ended" in followed(secretary, secretary.post(path, {"end": ostrin}))
    assert "Watched before" in secretary.text(path)
    assert secretary.post(path, {"end": "AAAAAAAAAAAAAAAAAAAAAA"}).status_code == 404
    refused = secretary.post(path, {"country": "A, B", "risk": "red", "note": "Kept."})
    assert (complaints(refused), typed(refused, "note")) == (["country"], "Kept.")


def test_an_accepted_item_of_a_convened_meeting_is_announced_to_its_members(
    app: Flask, secretary: Browser, meeting: str
) -> None:
    path = f"{meeting}/incoming"
    us = browser_of(app, "primary_us")
    assert LEFT[0] not in us.text(meeting)
    secretary.post(path, {"chosen": tokens(app, path, LEFT[0])})
    assert LEFT[0] in us.text(meeting)
    assert LEFT[0] not in browser_of(app, "ngo_guest").text(meeting)
    with app.app_context(), work(TESTS):
        assert item_of(board_meeting(), Subject.DEEP_DIVE).countries == "A country with early warning signs"
