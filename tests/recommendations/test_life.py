"""The life of a recommendation through the actions; and that any sequence of steps leaves a whole, appended history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from convene import assembling, clock
from convene.access.terms import system
from convene.agendas.terms import Subject
from convene.bodies.models import Body
from convene.db import db, work
from convene.findings import Refused
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.meetings.terms import MeetingState
from convene.recommendations import actions, circulating, lineage, rules, telling, undoing
from convene.recommendations.history import Overwritten, take
from convene.recommendations.models import Addressee, Recommendation, RecommendationLink, RecommendationRelease
from convene.recommendations.queries import steps_of
from convene.recommendations.terms import CLOSED, DRAFTED, LinkKind, Position, State, Step
from tests.browser import TESTS
from tests.build import BY, board_meeting, body, count, item_of, one
from tests.recommendations import made


def test_a_symbol_is_drawn_when_it_is_adopted_and_never_again(context: Flask) -> None:
    with work(TESTS):
        first, second = made.proposed("The first of them."), made.proposed("The second of them.")
        assert (first.symbol, first.announced) == (None, False)
        actions.withdraw(made.proposed("The third."), body(), by=BY, at=clock.now())
        actions.adopt([second], board_meeting(), by=BY, at=clock.now())
        actions.adopt([first], board_meeting(), by=BY, at=clock.now())
        symbol = board_meeting().symbol

        assert [second.symbol, first.symbol] == [f"{symbol}/R.1", f"{symbol}/R.2"]
        assert all(row.announced for row in db.session.query(Addressee).filter_by(recommendation_id=first.id))
        with pytest.raises(Refused, match="cannot be adopted now"):
            actions.adopt([first], board_meeting(), by=BY, at=clock.now())
        assert first.symbol in (f"{symbol}/R.2", f"{symbol}/R.3")


def test_a_draft_keeps_each_of_its_wordings(context: Flask) -> None:
    with work(TESTS):
        found = made.proposed("The first wording.")
        actions.reword(found, body(), made.wording("The second wording."), revision=1, by=BY, at=clock.now())

        assert [s.note for s in steps_of(found)] == ["The first wording.", "The second wording."]
        with pytest.raises(Refused, match="changed the draft"):
            actions.reword(found, body(), made.wording("A third."), revision=1, by=BY, at=clock.now())
        actions.adopt([found], board_meeting(), by=BY, at=clock.now())
        with pytest.raises(Refused, match="cannot be reworded"):
            actions.reword(found, body(), made.wording("Too late."), revision=2, by=BY, at=clock.now())
        assert found.text == "The second wording."


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CANCELLED])
def test_nothing_is_adopted_by_a_meeting_that_is_not_announced(context: Flask, state: MeetingState) -> None:
    with work(TESTS):
        found = made.proposed()
        meeting = board_meeting()
        meeting.state, meeting.announced = state, state is not MeetingState.DRAFT
        with pytest.raises(Refused, match="convened"):
            actions.adopt([found], meeting, by=BY, at=clock.now())
        assert found.symbol is None
        meeting.state, meeting.announced = MeetingState.CONVENED, True


def test_nothing_is_adopted_that_addresses_nobody(context: Flask) -> None:
    with work(TESTS):
        found = made.proposed(said=made.wording(to=()))
        with pytest.raises(Refused, match="addresses nobody"):
            actions.adopt([found], board_meeting(), by=BY, at=clock.now())
        assert (found.state, found.symbol) == (State.PROPOSED, None)


def test_a_body_that_does_not_adopt_issues_with_its_disclaimer(context: Flask) -> None:
    with work(TESTS):
        owner: Body = body()
        owner.preset = "S11"
        found = made.proposed(said=made.wording(kind="oversight"))
        actions.adopt([found], board_meeting(), by=BY, at=clock.now())

        assert found.state is State.ISSUED
        assert found.disclaimer
        with pytest.raises(Refused, match="Choose one of the kinds"):
            made.proposed(said=made.wording(kind="sanctions"))
        owner.preset = "S1"


def test_letters_go_to_each_addressee_once_and_mail_to_their_seats_alone(context: Flask) -> None:
    with work(TESTS):
        before = count(OutboxMessage)
        found = made.sent()
        queued = list(db.session.query(OutboxMessage).filter_by(kind=telling.LETTER))

        assert found.state is State.TRANSMITTED
        assert len(queued) == count(OutboxMessage) - before == 6
        assert found.review_on == made.to(found, "Denmark").due_on
        assert found.review_on is not None
        with pytest.raises(Refused, match="gone out already"):
            telling.send([found], body(), telling.Sending(found.review_on, {}), by=BY, at=clock.now())
        assert count(OutboxMessage) - before == 6


def test_what_supersedes_closes_the_earlier_one_once_it_is_adopted(context: Flask) -> None:
    with work(TESTS):
        earlier, later = made.adopted("The earlier of both."), made.proposed("The later of both.")
        made.tied(later, earlier, LinkKind.SUPERSEDES)
        assert str(earlier.state) == "adopted"
        actions.adopt([later], board_meeting(), by=BY, at=clock.now())

        assert earlier.state is State.SUPERSEDED
        assert steps_of(earlier)[-1].note == f"by {later.symbol}"


def test_a_tie_that_would_lead_in_a_circle_is_refused(context: Flask) -> None:
    with work(TESTS):
        first, second = made.adopted("The first one made."), made.adopted("The second one made.")
        made.tied(second, first)
        with pytest.raises(Refused, match="follows from this one already"):
            made.tied(first, second)
        with pytest.raises(Refused, match="tied already"):
            made.tied(second, first, LinkKind.WEAKENS)


def test_a_follow_up_says_what_it_rests_on_and_when_it_is_reviewed(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        today = clock.now().date()
        with pytest.raises(Refused, match="rests on"):
            actions.follow(found, body(), actions.FollowUp(Step.FOLLOW_UP, " "), by=BY, at=clock.now())
        today_again = actions.FollowUp(Step.FOLLOW_UP, "A letter", today)
        with pytest.raises(Refused, match="after today"):
            actions.follow(found, body(), today_again, by=BY, at=clock.now())
        wish = actions.FollowUp(Step.FOLLOW_UP, "A letter", today + timedelta(days=90))
        actions.follow(found, body(), wish, by=BY, at=clock.now())
        assert (found.state, found.review_on) == (State.FOLLOW_UP, wish.review_on)
        actions.follow(found, body(), actions.FollowUp(Step.IMPLEMENT, "The law is in force."), by=BY, at=clock.now())
        assert (found.state, found.review_on) == (State.IMPLEMENTED, wish.review_on)
        with pytest.raises(Refused, match="closed"):
            actions.follow(found, body(), wish, by=BY, at=clock.now())


def test_what_is_released_gets_a_symbol_of_the_open_series(context: Flask) -> None:
    with work(TESTS):
        draft, found = made.proposed("Only a draft so far."), made.adopted()
        with pytest.raises(Refused, match="adopted or issued"):
            actions.release(draft, body(), "", by=BY, at=clock.now())
        made_public = actions.release(found, body(), "", by=BY, at=clock.now())

        assert (made_public.symbol, made_public.text, made_public.is_exact) == ("TNAP/OPEN/R.1", found.text, True)
        with pytest.raises(Refused, match="released already"):
            actions.release(found, body(), "", by=BY, at=clock.now())


def test_what_became_of_it_is_noted_once(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        wish = actions.FollowUp(Step.FOLLOW_UP, "Two of seven have answered.")
        actions.follow(found, body(), wish, by=BY, at=clock.now())
        count_before = len(steps_of(found))
        with pytest.raises(Refused, match="noted already"):
            actions.follow(found, body(), wish, by=BY, at=clock.now())
        assert len(steps_of(found)) == count_before


@pytest.mark.parametrize(
    "text, knowingly, is_exact",
    [
        (made.TEXT, False, True),
        (f"  {made.TEXT.split(' within')[0]} \n…", False, True),
        (made.TEXT.split(" within")[0], False, None),
        (made.TEXT.removeprefix("M"), False, None),
        (f"{made.TEXT.split(' within')[0]} soon.", True, False),
        (f"{made.TEXT.split(' within')[0]} soon.", False, None),
    ],
)
def test_words_that_are_not_the_adopted_ones_are_released_as_such(
    context: Flask, text: str, knowingly: bool, is_exact: bool | None
) -> None:
    with work(TESTS):
        found = made.adopted()
        if is_exact is None:
            with pytest.raises(Refused, match="not the words that were adopted"):
                actions.release(found, body(), text, by=BY, at=clock.now())
            assert count(RecommendationRelease) == 0
            return
        released = actions.release(found, body(), text, in_other_words=knowingly, by=BY, at=clock.now())
        assert released.is_exact is is_exact


def test_a_step_that_was_taken_cannot_be_changed_or_taken_away(context: Flask) -> None:
    with work(TESTS):
        steps_of(made.proposed())[0].note = "Something else"
        with pytest.raises(Overwritten):
            db.session.flush()
        db.session.rollback()


def _attempt(found: Recommendation, other: Recommendation, step: Step, number: int) -> tuple[Step, ...]:
    """Take a step by the act that the pages use, where it takes something back or is itself taken back.

    Gives the steps that are appended: with an adoption that is taken back go the ties that were made since.
    """
    at, of = clock.now() + timedelta(minutes=number), body()
    links = db.session.query(RecommendationLink).filter_by(later_id=found.id).all()
    since = max((s.at for s in steps_of(found) if s.step is Step.ADOPT), default=at)
    acts: dict[Step, Callable[[], object]] = {
        Step.ADOPT: lambda: actions.adopt([found], board_meeting(), by=BY, at=at),
        Step.DRAFT_AGAIN: lambda: undoing.make_draft_again(found, of, "In error.", by=BY, at=at),
        Step.TIE: lambda: lineage.tie(found, other, LinkKind.REITERATES, of, by=BY, at=at),
        Step.UNTIE: lambda: undoing.untie(links[0], of, by=BY, at=at) if links else None,
        Step.REOPEN: lambda: undoing.reopen(found, of, "In error.", by=BY, at=at),
        Step.RELEASE: lambda: actions.release(found, of, "", by=BY, at=at),
        Step.TAKE_BACK_RELEASE: lambda: undoing.take_back_release(found, of, by=BY, at=at),
        Step.PUT_BEFORE: lambda: circulating.put_before([found], board_meeting(), by=BY, at=at),
        Step.TELL: lambda: circulating.tell_anew(found, board_meeting(), by=BY, at=at),
        Step.TAKE_BACK: lambda: circulating.take_back(found, of, by=BY, at=at),
    }
    try:
        acts.get(step, lambda: take(found, step, body=of, by=BY, at=at, note=f"step {number}"))()
    except Refused:
        return ()
    if step is Step.DRAFT_AGAIN:
        return (*(Step.UNTIE for link in links if link.linked_at >= since), step)
    return () if step is Step.UNTIE and not links else (step,)


@settings(max_examples=60)
@given(
    steps=st.lists(
        st.sampled_from([s for s in Step if s not in (Step.PROPOSE, Step.TAKE_OVER)]), min_size=30, max_size=30
    )
)
def test_any_thirty_steps_leave_a_legal_whole_appended_history(context: Flask, steps: list[Step]) -> None:
    with work(system("a life")):
        other = db.session.scalars(select(Recommendation)).first() or made.adopted("What it may take up.")
        found = made.proposed()
        taken: list[Step] = [Step.PROPOSE]
        seen: list[tuple[int, Step, str]] = []
        symbols: list[str] = []
        for number, step in enumerate(steps):
            before = found.state
            appended = _attempt(found, other, step, number)
            taken += appended
            assert appended or found.state is before
            symbols += [found.symbol or ""] if appended == (Step.ADOPT,) else []
            assert (found.symbol is None) is (found.state in DRAFTED)
            rows = [(s.number, s.step, s.note) for s in steps_of(found)]
            assert rows[: len(seen)] == seen  # What was there stays as it was.
            seen = rows

        history = steps_of(found)
        assert [s.step for s in history] == taken
        assert [s.number for s in history] == list(range(1, len(taken) + 1))
        state: State | None = None
        was: State | None = None
        for row in history:
            assert rules.may_follow(state, row.step, adopts=True)
            state = rules.state_after(state, row.step, was=was)
            assert row.state is state
            was = was if state in CLOSED else state
        assert found.state is state
        assert len(set(symbols)) == len(symbols)


def test_the_journal_tells_each_act(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        made.answered(found, "Netherlands", Position.IN_PART)
        acts = [e.act for e in db.session.query(JournalEntry).filter_by(object_key=found.key)]

        assert acts == ["recommendation.propose", "recommendation.adopted", "recommendation.transmit"]
        assert one(JournalEntry, act="answer.file").object_kind == "answer"


def test_nothing_that_was_adopted_first_says_again_what_came_later(context: Flask) -> None:
    with work(TESTS):
        late, early = made.adopted("A text that was adopted today."), made.adopted("A text of long ago.")
        early.adopted_on = date(2019, 5, 1)
        with pytest.raises(Refused, match="adopted later"):
            lineage.tie(early, late, LinkKind.SUPERSEDES, body(), by=BY, at=clock.now())
        lineage.tie(late, early, LinkKind.REITERATES, body(), by=BY, at=clock.now())


def test_what_is_noted_after_a_meeting_was_adopted_at_the_meeting(context: Flask) -> None:
    with work(TESTS):
        meeting = board_meeting()
        after = meeting.ends_at + timedelta(days=40)
        (found,) = actions.adopt([made.proposed()], meeting, by=BY, at=after)
        assert found.adopted_on == meeting.ends_on
        (before,) = actions.adopt([made.proposed("Another text of the same meeting.")], meeting, by=BY, at=clock.now())
        assert before.adopted_on == clock.now().date()


def test_an_item_that_a_recommendation_came_from_stays(context: Flask) -> None:
    with work(TESTS):
        made.proposed()
        with pytest.raises(Refused, match="A recommendation came from this item"):
            assembling.remove(item_of(board_meeting(), Subject.RECOMMENDATIONS), by=BY, at=clock.now())
