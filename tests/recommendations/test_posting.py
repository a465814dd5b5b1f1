"""Letters that go on paper: the day on which they were posted is noted, several at once, as a step."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.recommendations import actions, telling
from convene.recommendations.due import owed_by
from convene.recommendations.figures import figures_of
from convene.recommendations.letters import note_posted, on_paper
from convene.recommendations.queries import addressees_of, marks_of, steps_of
from convene.recommendations.reviewing import figures_words
from convene.recommendations.rules import mark_of, posting_findings
from convene.recommendations.terms import AddresseeKind, Mark, Named, Position, Step
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, board_meeting, body, count
from tests.recommendations import made

DAY, A_DAY = date(2027, 6, 1), timedelta(days=1)
ON_PAPER = (Named(AddresseeKind.IGO, "United Nations"), Named(AddresseeKind.COMPANY, "A Port"))


@pytest.mark.parametrize(
    "on, sent, is_refused",
    [
        (DAY, [DAY], False),
        (DAY + A_DAY, [DAY], True),
        (DAY - A_DAY, [DAY], True),
        (DAY, [DAY - A_DAY, DAY], False),
        (DAY - A_DAY, [DAY - A_DAY, DAY], True),
        (DAY - A_DAY, [], False),
    ],
)
def test_a_letter_is_posted_on_a_day_that_has_come_and_not_before_its_own(
    on: date, sent: list[date], is_refused: bool
) -> None:
    assert [f.field for f in posting_findings(on, sent_on=sent, today=DAY)] == (["on"] if is_refused else [])


def test_the_day_is_a_step_and_another_day_corrects_it(context: Flask) -> None:
    with work(TESTS):
        found = made.sent(said=made.wording(others=ON_PAPER))
        paper = on_paper([found])
        assert [row.name for _, row in paper] == ["United Nations", "A Port"]
        un = paper[0][1]
        due, mails, state = un.due_on, count(OutboxMessage), found.state
        today = clock.local(clock.now(), body().zone).date()
        assert note_posted(paper, body(), today, by=BY, at=clock.now() + 2 * A_DAY) == 2
        assert [row.posted_on for _, row in paper] == [today, today]
        assert (un.due_on, count(OutboxMessage), found.state) == (due, mails, state)
        with pytest.raises(Refused, match="noted already: United Nations"):
            note_posted(paper[:1], body(), today, by=BY, at=clock.now() + 2 * A_DAY)
        note_posted(paper[:1], body(), today + A_DAY, by=BY, at=clock.now() + 2 * A_DAY)
        steps = [(s.addressee, s.note) for s in steps_of(found) if s.step is Step.POST]
        said = clock.day_words(today, weekday=False)
        assert steps == [
            ("United Nations", f"on {said}"),
            ("A Port", f"on {said}"),
            ("United Nations", f"on {clock.day_words(today + A_DAY, weekday=False)}, and not on {said}"),
        ]


def test_nothing_is_noted_where_one_of_them_is_wrong(context: Flask) -> None:
    with work(TESTS):
        found = made.sent(said=made.wording(others=ON_PAPER))
        paper, today = on_paper([found]), clock.local(clock.now(), body().zone).date()
        for on, words in ((today + A_DAY, "still to come"), (today - A_DAY, "are among them|is among them")):
            with pytest.raises(Refused, match=words):
                note_posted(paper, body(), on, by=BY, at=clock.now())
        with pytest.raises(Refused, match="Tick"):
            note_posted([], body(), today, by=BY, at=clock.now())
        actions.follow(found, body(), actions.FollowUp(Step.LAPSE, "Overtaken."), by=BY, at=clock.now())
        with pytest.raises(Refused, match="closed"):
            note_posted(paper, body(), today, by=BY, at=clock.now())
        assert [row.posted_on for _, row in paper] == [None, None]
        assert not [s for s in steps_of(found) if s.step is Step.POST]


def test_the_secretariat_notes_several_at_once_and_every_seat_reads_the_day(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent(said=made.wording(others=ON_PAPER))
        keys = [row.key for _, row in on_paper([found])]
        seat_row = made.to(found, "Netherlands").key
        meeting = f"/meetings/{board_meeting().key}/recommendations"
        page, today = f"/recommendations/{found.key}", clock.local(clock.now(), body().zone).date()
    assert secretary.text(meeting).count("Not posted yet") == 2
    form = secretary.get(f"{meeting}/posted").text
    assert form.count(" checked") == 2
    late = secretary.post(f"{meeting}/posted", {"letters": keys, "on": (today + A_DAY).isoformat()})
    assert late.status_code == 422
    assert "still to come" in late.text
    assert secretary.post(f"{meeting}/posted", {"letters": [seat_row], "on": today.isoformat()}).status_code == 422
    assert secretary.post(f"{meeting}/posted", {"letters": keys, "on": today.isoformat()}).status_code == 303
    said = f"Posted on {clock.day_words(today, weekday=False)}"
    assert secretary.text(meeting).count(said) == 2
    assert browser_of(app, "primary_nl").text(page).count(said) == 2
    assert ", the letters to 2 addressees: United Nations" in secretary.text(page)
    assert secretary.get(f"{meeting}/posted").text.count(" checked") == 0
    assert browser_of(app, "primary_nl").get(f"{meeting}/posted").status_code == 404


def test_the_page_of_the_recommendation_says_what_is_not_posted_yet(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent(said=made.wording(others=ON_PAPER))
        paper = [row.key for _, row in on_paper([found])]
        note = f"/meetings/{board_meeting().key}/recommendations/posted"
        page, today = f"/recommendations/{found.key}", clock.local(clock.now(), body().zone).date()
    member = browser_of(app, "primary_nl")
    for browser in (secretary, member):
        words = browser.text(page)
        assert "2 letters are on paper and not posted yet." in words
        assert words.count("Letter to be posted") == 2
        assert f"Of {clock.day_words(today, weekday=False)}" in words
        assert "Not posted yet: United Nations, A Port" in words
        assert (f'href="{note}"' in browser.get(page).text) is (browser is secretary)

    secretary.post(note, {"letters": paper[:1], "on": today.isoformat()})
    words = member.text(page)
    assert "The letter to A Port is on paper and not posted yet." in words
    assert words.count("Letter to be posted") == 1
    assert "Not posted yet: A Port" in words
    secretary.post(note, {"letters": paper[1:], "on": today.isoformat()})
    assert "not posted yet" not in member.text(page).lower()


def test_what_to_do_about_an_addressee_is_one_fold_a_row(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        page = f"/recommendations/{made.sent().key}"
    shown = secretary.get(page).text
    folds = re.findall(
        r"<details[^>]*><summary>What to do<span[^>]*> about ([^<]+)</span></summary>(.*?)</details>", shown, re.DOTALL
    )
    assert [name for name, _ in folds] == ["Netherlands", "United States", "Denmark"]
    for name, links in folds:
        assert links.count("<a ") == 3
        assert f'<span class="visually-hidden"> of {name}</span>' in links
    assert "What to do" not in browser_of(app, "primary_nl").text(page)


@pytest.mark.parametrize(
    "answer, is_closed, is_to_post, mark",
    [
        (None, False, True, Mark.TO_POST),
        (None, False, False, Mark.SILENT),
        (None, True, True, Mark.NO_ANSWER),
        (Position.NOTED, False, True, Mark.NOTED),
    ],
)
def test_nobody_is_silent_whose_letter_is_to_be_posted(
    answer: Position | None, is_closed: bool, is_to_post: bool, mark: Mark
) -> None:
    found = mark_of(sent_on=DAY, due_on=DAY, answer=answer, on=DAY + A_DAY, is_closed=is_closed, is_to_post=is_to_post)
    assert found is mark


def test_nothing_is_awaited_before_the_letter_is_posted(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent(said=made.wording(others=ON_PAPER))
        today = clock.local(clock.now(), body().zone).date()
        late = today + timedelta(days=60)
        lists = f"/bodies/{body().key}/recommendations"
        now, then = (figures_of(body(), "addressee", on=on).whole for on in (today, late))
        assert (now.asked, now.awaited, now.silent, now.to_post) == (3, 3, 0, 2)
        assert (then.asked, then.awaited, then.silent, then.to_post) == (3, 0, 3, 2)
        assert dict(marks_of([found], on=late)[found.id]) == {"silent": 3, "letter to be posted": 2}
        assert "of 3 asked 3 silent" in figures_words(found, addressees_of([found.id])[found.id], on=late)
    assert "To 2 more the letter is still to be posted" in words_of(secretary.get(f"{lists}/figures")).replace(
        "letters to be posted ", ""
    )
    assert "2 addressees have a letter that is to be posted" in secretary.text(f"{lists}?mark=letter+to+be+posted")
    assert "3 addressees were asked" in secretary.text(f"{lists}?mark=asked")
    told = secretary.get(f"{lists}.csv").text
    assert (told.count("letter to be posted"), told.count("awaited")) == (2, 3 + told.splitlines()[0].count("awaited"))
    with app.app_context(), work(TESTS):
        note_posted(on_paper(made.of_board()), body(), today, by=BY, at=clock.now())
        whole = figures_of(body(), "addressee", on=late).whole
        assert (whole.asked, whole.silent, whole.to_post) == (5, 5, 0)
    assert "addressees have a letter that is to be posted" not in secretary.text(f"{lists}?mark=letter+to+be+posted")


def test_whoever_is_asked_on_paper_owes_nothing_before_it_is_posted(context: Flask) -> None:
    with work(TESTS):
        row = made.to(made.sent(), "Netherlands")
        party, today = row.party_id or 0, clock.local(clock.now(), body().zone).date()
        for is_to_post in (True, False):
            row.is_to_post = is_to_post
            db.session.flush()
            assert (party in telling.owing(body())) is not is_to_post
            assert bool(owed_by([body()], [party], {body().id: today})) is not is_to_post
