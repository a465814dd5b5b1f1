"""The page of one recommendation: what stands first for whom, its steps in time, and what it says in words."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import time_machine
from flask import Flask
from sqlalchemy import event

from convene import clock
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.planning import plan
from convene.recommendations import actions, answering, telling
from convene.recommendations.models import Recommendation, RecommendationStep
from convene.recommendations.queries import addressees_of, steps_of
from convene.recommendations.reviewing import put_before, reviews_due
from convene.recommendations.terms import Given, LinkKind, Position, State, Step
from tests.browser import TESTS, browser_of
from tests.build import BY, a_draft, board_meeting, body, count, item_of, one
from tests.recommendations import made
from tests.test_statements import statements


def test_steps_stand_in_order_of_time_whenever_they_were_recorded(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        now = clock.now()
        for name, days in (("Denmark", 9), ("Netherlands", 3)):
            row, said = made.to(found, name), Given(Position.SUPPORTED, "We agree.")
            at = now + timedelta(days=days)
            answering.answer(row, found, body(), said, is_filing=True, revision=0, by=BY, at=at)

        steps = steps_of(found)
        assert [s.addressee for s in steps if s.step == "answered"] == ["Netherlands", "Denmark"]
        assert [s.step for s in steps[:2]] == ["proposed", "adopted"]
        # What happened at one moment stands as it was recorded.
        assert [s.number for s in steps[:5]] == [1, 2, 3, 4, 5]


def test_each_step_is_told_where_and_when_for_the_reader(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        path = f"/recommendations/{made.sent().key}"
        step, zone = steps_of(one(Recommendation))[0], body().zone
        here, there = (clock.hour_words(step.at, each) for each in (zone, "America/New_York"))
    shown = browser_of(app, "primary_us").text(path).split("Its steps")[1]

    assert f"{here} {clock.place_of(zone)} · {there} yours" in " ".join(shown.split())


def test_a_seat_is_led_to_its_own_answer_before_anything_else(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent(days=5)
        path, own, other = (
            f"/recommendations/{found.key}",
            *(f"/addressees/{made.to(found, name).key}/answer" for name in ("Netherlands", "Denmark")),
        )
    seat, uninvolved = browser_of(app, "primary_nl"), browser_of(app, "primary_ca")
    top, rest = seat.get(path).text.split("<blockquote", 1)
    assert f'href="{own}"' in top
    assert f'href="{own}"' in rest
    assert "An answer is asked for by" in top
    assert "Answer for Netherlands" in top
    assert other not in top + rest
    for key in ("primary_ca", "secretary"):
        assert "An answer is asked for by" not in browser_of(app, key).get(path).text.split("<blockquote", 1)[0]
    assert "/answer" not in uninvolved.get(path).text

    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation), "Netherlands")
    assert "Report for Netherlands" in seat.text(path)
    with app.app_context(), work(TESTS):
        wish = actions.FollowUp(Step.LAPSE, "Overtaken.")
        actions.follow(one(Recommendation), body(), wish, by=BY, at=clock.now())
    assert own not in seat.get(path).text


def test_a_reminder_stands_among_the_steps_and_in_the_row(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent(days=5)
        made.answered(found, "Netherlands")
        path, count = f"/recommendations/{found.key}", len(steps_of(found))
        telling.remind(body(), by=BY, at=clock.now())
        last = steps_of(found)[-1]
        assert (last.step, last.note, last.state) == (Step.REMIND, "Denmark; United States", State.ANSWERED)
        assert (last.number, found.state) == (count + 1, State.ANSWERED)
        # Within the hour nobody is reminded, and nothing is noted.
        telling.remind(body(), by=BY, at=clock.now() + timedelta(minutes=10))
        assert len(steps_of(found)) == count + 1

    assert "Reminded on" in browser_of(app, "secretary").text(path)
    assert "you were reminded on" in browser_of(app, "primary_dk").text(path)
    assert "you were reminded on" not in browser_of(app, "primary_nl").text(path)


def _note(seen: list[str], _connection: object, _cursor: object, statement: str, *_: object) -> None:
    seen.append(statement)


def test_reminders_of_many_take_as_many_statements_as_of_one(app: Flask) -> None:
    counts: list[int] = []
    for number in range(1, 4):
        with app.app_context(), work(TESTS):
            made.sent(f"Member States should do the thing that is number {number}.", days=5)
            at = clock.now() + timedelta(hours=2 * number)
            seen: list[str] = []
            note = partial(_note, seen)
            event.listen(db.engine, "before_cursor_execute", note)
            telling.remind(body(), by=BY, at=at)
            event.remove(db.engine, "before_cursor_execute", note)
            counts.append(len(seen))
            assert count(RecommendationStep, step=Step.REMIND) == sum(range(1, number + 1))

    assert counts[1] == counts[2]


def test_the_answer_page_says_what_is_needed_and_names_the_place_once(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        row = made.to(made.sent(), "Netherlands")
        path, meeting = f"/addressees/{row.key}/answer", board_meeting()
        title, city = meeting.title, meeting.city
    seat = browser_of(app, "primary_nl")
    shown = seat.get(path).text
    assert 'id="source_kind-help">Needed once you say what shows it.' in shown
    assert seat.text(path).split(title)[1].split("Where do you stand?")[0].count(city) == 0

    given = {"revision": "0", "position": "supported", "evidence": "A law", "source_kind": "not said", "then": "file"}
    refused = seat.post(path, given)
    assert refused.status_code == 422
    assert refused.text.count("Where that comes from: Say where the evidence comes from.") == 1


def test_the_list_of_who_is_silent_counts_as_the_first_page_does(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        for number, text in enumerate(
            ("Member States should close the crossing.", "Member States should name an officer.")
        ):
            found = made.sent(text)
            for row in addressees_of([found.id])[found.id]:
                row.due_on = clock.now().date() - timedelta(days=3)
            if number:
                made.answered(found, "Denmark")
        path, of = f"/bodies/{body().key}/recommendations?mark=silent&state=open", "silent past the date"
    secretary = browser_of(app, "secretary")
    assert f"5 addressees are {of}" in secretary.text("/")
    assert f"5 addressees are {of}, on 2 recommendations." in secretary.text(path)
    assert f"2 addressees are {of}, on 2 recommendations." in secretary.text(f"{path}&addressee=Netherlands")
    assert f"One addressee is {of}, on one recommendation." in secretary.text(f"{path}&addressee=Denmark")
    assert "One addressee has answered" in secretary.text(path.replace("silent", "answered"))


def test_a_draft_says_how_it_is_adopted_to_the_secretariat(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        path, meeting = f"/recommendations/{made.proposed().key}", board_meeting()
        said = f"It can be adopted by the {meeting.title}"
    secretary = browser_of(app, "secretary")
    assert said in secretary.text(path)
    with app.app_context(), work(TESTS):
        actions.adopt([one(Recommendation)], board_meeting(), by=BY, at=clock.now())
    assert said not in secretary.text(path)


def test_an_item_of_review_counts_as_the_badge_does(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent(days=30)
        made.answered(found, "Netherlands")
        later = a_draft()
        (review,) = reviews_due(later, on=later.starts_on)
        item = item_of(board_meeting(), Subject.RECOMMENDATIONS)
        put_before([found.key], item)
        path = f"/items/{item.key}"
        assert review.history.startswith(f"{found.symbol}: 1 of 3 answered;")
    shown = browser_of(app, "secretary").text(path)
    assert "1 of 3 answered" in shown.split("under review")[1].split("Member States should")[0]


def _chain(app: Flask) -> dict[str, str]:
    """Three of which each says the one before again; Denmark answered the last alone."""
    with app.app_context(), work(TESTS):
        texts = [
            f"Member States should tell one another within {n} days what they hear." for n in ("ten", "six", "two")
        ]
        first, second, third = (made.sent(text) for text in texts)
        made.tied(second, first, LinkKind.REITERATES)
        made.tied(third, second, LinkKind.STRENGTHENS)
        made.answered(third, "Denmark")
        draft = made.proposed("Member States should do so within a day, and name an officer for it.")
        made.tied(draft, third, LinkKind.STRENGTHENS)
        return {f"{n}": each.key for n, each in enumerate((first, second, third), start=1)} | {
            f"symbol {n}": str(each.symbol) for n, each in enumerate((first, second, third), start=1)
        }


def test_an_open_one_says_as_what_it_was_said_again(app: Flask) -> None:
    keys = _chain(app)
    for who in ("primary_nl", "secretary"):
        reader = browser_of(app, who)
        for here, later in (("1", "2"), ("2", "3")):
            words = f"Repeated since as {keys[f'symbol {later}']}"
            assert words in reader.text(f"/recommendations/{keys[here]}")
        # A draft says nothing again yet, and nothing was said again by what came before.
        assert "Repeated since" not in reader.text(f"/recommendations/{keys['3']}")
    with app.app_context(), work(TESTS):
        listed = f"/bodies/{body().key}/recommendations"
    for path in (listed, f"{listed}/asked"):
        assert browser_of(app, "primary_nl").text(path).count("Repeated since as") == 2
    with app.app_context(), work(TESTS):
        wish = actions.FollowUp(Step.LAPSE, "Overtaken.")
        actions.follow(one(Recommendation, key=keys["1"]), body(), wish, by=BY, at=clock.now())
    assert browser_of(app, "primary_nl").text(listed).count("Repeated since as") == 1


def test_who_answered_the_later_text_is_said_beside_its_silence_on_the_earlier(app: Flask) -> None:
    keys = _chain(app)
    said = f"Answered {keys['symbol 3']}, which says it again: supported"
    reader = browser_of(app, "primary_nl")
    assert reader.text(f"/recommendations/{keys['1']}").count(said) == 1
    assert said not in reader.text(f"/recommendations/{keys['3']}")
    # Nothing is counted otherwise: the earlier text stands as unanswered.
    assert "Awaited" in reader.text(f"/recommendations/{keys['1']}").split("Denmark")[1].split("Netherlands")[0]


def test_a_list_takes_as_many_statements_with_a_chain_as_without(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        made.sent()
        listed = f"/bodies/{body().key}/recommendations"
    reader = browser_of(app, "primary_nl")
    before = statements(app, reader, listed)
    _chain(app)
    assert statements(app, reader, listed) == before


def test_the_plan_keeps_its_reminders_as_steps_and_each_once(app: Flask, at: time_machine.Traveller) -> None:
    with app.app_context(), work(TESTS):
        made.answered(made.sent(days=30), "Netherlands")
    at.shift(timedelta(days=23))
    for _ in range(2):
        with app.app_context():
            plan(at=clock.now())
        at.shift(timedelta(minutes=5))
    with app.app_context(), work(TESTS):
        (step,) = db.session.query(RecommendationStep).filter_by(step=Step.REMIND)
        assert (step.note, step.by) == ("Denmark; United States", "planner")
