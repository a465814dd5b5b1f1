"""Answers, silence, reminders, guests: through the actions; refusals change nothing and queue nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.bodies.models import Party
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.people.models import Person
from convene.planning import plan
from convene.readers import readers_of
from convene.recommendations import actions, answering, feeding, shadow, telling
from convene.recommendations.matrix import asked_of_mine, cells_of, owes
from convene.recommendations.models import Answer, FedPoint, Recommendation, ShadowEvidence
from convene.recommendations.queries import steps_of
from convene.recommendations.reviewing import reviews_due
from convene.recommendations.terms import Given, Mark, Position, SourceKind, State, Step
from tests.browser import TESTS
from tests.build import BY, a_draft, board_meeting, body, count, one, term_of
from tests.recommendations import made

TODAY = "2027-06-01"


def _reminders() -> list[OutboxMessage]:
    return list(db.session.query(OutboxMessage).filter_by(kind=telling.REMINDER))


def _whose(messages: list[OutboxMessage]) -> set[str]:
    people = {m.person_id for m in messages}
    return {p.address.split("@")[0] for p in db.session.query(Person).filter(Person.id.in_(people))}


def test_a_draft_is_kept_and_filed_and_then_stays_as_it_is(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        draft = made.answered(found, "Netherlands", None, filing=False)
        assert (draft.announced, made.to(found, "Netherlands").answer, found.state) == (False, None, State.TRANSMITTED)
        made.answered(found, "Netherlands", Position.IN_PART)
        assert (draft.announced, draft.number) == (True, 1)
        assert (made.to(found, "Netherlands").answer, found.state) == (Position.IN_PART, State.ANSWERED)
        later = made.answered(found, "Netherlands", Position.SUPPORTED, action="The law is in force.")

        assert (later.number, draft.action, later.action) == (2, "A bill is before parliament.", "The law is in force.")
        assert made.to(found, "Netherlands").answer is Position.SUPPORTED


def test_what_two_of_a_delegation_type_is_not_lost(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        row = made.to(found, "Netherlands")
        made.answered(found, "Netherlands", None, filing=False)
        said = answering.given_in(one(Answer, addressee_id=row.id))
        with pytest.raises(Refused, match="meanwhile"):
            answering.answer(row, found, body(), said, is_filing=False, revision=0, by=BY, at=clock.now())
        assert one(Answer, addressee_id=row.id).revision == 1


def test_two_of_a_delegation_file_no_contrary_answers_unseen(context: Flask) -> None:
    """The second page was opened before the first was filed; so does a form that is sent twice."""
    with work(TESTS):
        found = made.sent()
        row, seen = made.to(found, "Netherlands"), made.seen(made.to(found, "Netherlands"))
        made.answered(found, "Netherlands", Position.SUPPORTED)
        said = Given(Position.DECLINED, "We do not.")
        with pytest.raises(Refused, match="meanwhile"):
            answering.answer(row, found, body(), said, is_filing=True, revision=seen, by=BY, at=clock.now())
        assert (count(Answer, addressee_id=row.id), row.answer) == (1, Position.SUPPORTED)
        answering.answer(row, found, body(), said, is_filing=True, revision=made.seen(row), by=BY, at=clock.now())
        assert (count(Answer, addressee_id=row.id), row.answer) == (2, Position.DECLINED)


def test_a_guest_hands_in_the_same_words_once(context: Flask) -> None:
    with work(TESTS):
        asking, person = made.asked(made.sent()), made.guest("ngo_guest")[2]
        source = SourceKind.WITNESS
        shadow.hand_in(asking, "Seen there.", source, person=person, by=BY, at=clock.now())
        with pytest.raises(Refused, match="already"):
            shadow.hand_in(asking, "Seen there.", source, person=person, by=BY, at=clock.now())
        shadow.hand_in(asking, "Seen there too.", source, person=person, by=BY, at=clock.now())
        assert count(ShadowEvidence) == 2


def test_nothing_is_answered_before_it_is_sent_or_after_it_is_closed(context: Flask) -> None:
    with work(TESTS):
        found = made.adopted()
        with pytest.raises(Refused, match="No answer is taken"):
            made.answered(found, "Netherlands")
        sent = made.sent("Another text that is sent to all of them.")
        actions.follow(sent, body(), actions.FollowUp(Step.LAPSE, "Overtaken."), by=BY, at=clock.now())
        with pytest.raises(Refused, match="No answer is taken"):
            made.answered(sent, "Netherlands")
        assert count(Answer) == 0


def test_a_report_is_verified_once(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        row = made.answered(found, "Netherlands")
        answering.verify(row, found, body(), "The secretariat", by=BY, at=clock.now())
        assert (row.verified_by, str(row.verified_on)) == ("The secretariat", TODAY)
        with pytest.raises(Refused, match="verified already"):
            answering.verify(row, found, body(), "Somebody else", by=BY, at=clock.now())
        assert row.verified_by == "The secretariat"


def test_silence_is_seen_with_its_age(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        found = made.sent(days=30)
        made.answered(found, "Netherlands")
        due = made.to(found, "Denmark").due_on
        assert due is not None
        marks = {row.name: cell for row, cell in cells_of([found], on=due)[found.id]}
        assert marks["Denmark"].mark is Mark.AWAITED
        later = due + timedelta(days=40)
        marks = {row.name: cell for row, cell in cells_of([found], on=later)[found.id]}

        assert (marks["Denmark"].mark, marks["Denmark"].words) == (Mark.SILENT, "Silent for 40 days")
        assert marks["Netherlands"].mark is Mark.SUPPORTED


def test_reminders_go_only_to_those_who_owe(context: Flask) -> None:
    with work(TESTS):
        found = made.sent(days=7)
        made.answered(found, "Netherlands")
        made.answered(found, "United States")
        # What is due in eight days is pressed for by nobody.
        made.sent("Another text, to another State.", days=8, said=made.wording(to=("Canada",)))
        assert telling.remind(body(), by=BY, at=clock.now()) == 2
        assert _whose(_reminders()) == {"primary.dk", "alternate.dk"}
        assert telling.remind(body(), by=BY, at=clock.now() + timedelta(minutes=5)) == 0
        # What waits is dropped once their State has answered.
        made.answered(found, "Denmark")
        assert {m.state for m in _reminders()} == {OutboxState.DROPPED}


def test_a_report_that_is_promised_for_later_is_asked_for_by_nobody(context: Flask) -> None:
    with work(TESTS):
        found = made.sent(days=5, said=made.wording(to=("Netherlands",)))
        assert telling.remind(body(), by=BY, at=clock.now() - timedelta(hours=2)) == 2
        made.answered(found, "Netherlands", next_on=clock.now().date() + timedelta(days=200))
        # What waited for the answer is dropped, though a report is to come.
        assert {m.state for m in _reminders()} == {OutboxState.DROPPED}
        assert telling.reminding(body(), at=clock.now()).names == ()
        assert telling.remind(body(), by=BY, at=clock.now()) == 0
        assert len(_reminders()) == 2
        row = made.to(found, "Netherlands")
        row.next_on = clock.now().date() - timedelta(days=1)
        assert telling.reminding(body(), at=clock.now()).names == ("Netherlands",)


@pytest.mark.parametrize(
    "day, whom", [(22, set()), (23, {"primary.dk", "alternate.dk"}), (31, {"primary.dk", "alternate.dk"})]
)
def test_the_plan_reminds_a_week_before_and_the_day_after(
    context: Flask, at: time_machine.Traveller, day: int, whom: set[str]
) -> None:
    with work(TESTS):
        found = made.sent(days=30)
        for name in ("Netherlands", "United States"):
            made.answered(found, name)
    at.shift(timedelta(days=day))
    for _ in range(2):
        plan(at=clock.now())
        at.shift(timedelta(minutes=5))
    with work(TESTS):
        reminders = _reminders()
        assert _whose(reminders) == whom
        assert len(reminders) == len(whom)


def test_pressed_again_it_says_whom_it_has_reminded(context: Flask) -> None:
    with work(TESTS):
        nobody = telling.reminding(body(), at=clock.now())
        assert nobody.said(0).startswith("Nobody is reminded")
        found, now = made.sent(days=5), clock.now()
        made.answered(found, "Netherlands")
        first = telling.reminding(body(), at=now)
        assert first.said(telling.remind(body(), by=BY, at=now)) == "Reminded Denmark and United States: 4 mails."
        again = telling.reminding(body(), at=now + timedelta(minutes=59))
        assert (again.people, again.said(0)) == (0, "Denmark and United States had been reminded within the hour.")
        assert telling.reminding(body(), at=now + timedelta(minutes=61)).names == ("Denmark", "United States")


def test_a_promised_report_falls_due(context: Flask) -> None:
    with work(TESTS):
        found = made.sent(said=made.wording(to=("Netherlands",)))
        promised = clock.now().date() + timedelta(days=20)
        made.answered(found, "Netherlands", next_on=promised)
        cell = cells_of([found], on=promised)[found.id][0][1]
        assert not cell.is_report_late
        cell = cells_of([found], on=promised + timedelta(days=1))[found.id][0][1]
        assert cell.is_report_late
        assert telling.remind(body(), by=BY, at=clock.now()) == 0
        assert telling.remind(body(), by=BY, at=clock.now() + timedelta(days=21)) == 2


def test_the_next_meeting_reviews_it_by_itself_with_its_history(context: Flask) -> None:
    with work(TESTS):
        found = made.sent(days=30)
        made.answered(found, "Netherlands")
        later = a_draft()
        (review,) = reviews_due(later, on=later.starts_on)
        assert review.title == "Review of a recommendation of 1 June 2027: sanctions, Ostrin"
        assert str(found.symbol) not in review.title
        assert review.history.startswith(
            f"{found.symbol}: 1 of 3 answered; of 3 asked 1 supported, 2 silent, the longest for"
        )
        actions.follow(found, body(), actions.FollowUp(Step.LAPSE, "Overtaken."), by=BY, at=clock.now())
        assert reviews_due(later, on=later.starts_on) == []


def test_a_guest_sees_what_they_are_asked_and_nothing_of_another_guest(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        asking = made.asked(found, "ngo_guest")
        made.asked(found, "ngo_documentation")
        row = shadow.hand_in(asking, "Seen at the port", SourceKind.WITNESS,
                             person=term_of("ngo_guest").person_id, by=BY, at=clock.now())  # fmt: skip
        assert row.text == "Seen at the port"
        with pytest.raises(Refused, match="asked already"):
            made.asked(found, "ngo_guest")
        shadow.end(asking, by=BY, at=clock.now())
        with pytest.raises(Refused, match="any more"):
            shadow.hand_in(asking, "More", SourceKind.WITNESS, person=1, by=BY, at=clock.now())
        people = [term_of(key).person_id for key in ("ngo_guest", "ngo_documentation", "primary_nl")]
    readers = [_reader(person) for person in people]
    for reader, askings in zip(readers, (0, 1, 0), strict=True):
        with work(reader):
            assert len(shadow.asked_of_me()) == askings
            assert db.session.query(Recommendation).count() == (1 if reader is readers[2] else 0)


def _reader(person: int) -> object:
    with work(TESTS):
        return readers_of([person], at=clock.now())[person]


def test_what_fed_a_recommendation_is_told_once_and_only_when_it_is_adopted(context: Flask) -> None:
    with work(TESTS):
        draft = made.proposed()
        point = feeding.tie_point(draft, body(), made.guest("ngo_guest"), "Look at the ports", by=BY, at=clock.now())
        with pytest.raises(Refused, match="once the recommendation is adopted"):
            feeding.tell(point, draft, "Thank you", by=BY, at=clock.now())
        assert count(OutboxMessage, kind=feeding.FED) == 0
        actions.adopt([draft], board_meeting(), by=BY, at=clock.now())
        with pytest.raises(Refused, match="Record first that the board agrees"):
            feeding.tell(point, draft, "Thank you", by=BY, at=clock.now())
        agreed = feeding.Agreement(clock.now().date(), words="in writing")
        feeding.agree(point, draft, body(), agreed, by=BY, at=clock.now())
        assert count(OutboxMessage, kind=feeding.FED) == 0
        feeding.tell(point, draft, "What you said of the ports was taken up.", by=BY, at=clock.now())
        with pytest.raises(Refused, match="told already"):
            feeding.tell(point, draft, "Again", by=BY, at=clock.now())
        assert count(OutboxMessage, kind=feeding.FED) == 1
        person = term_of("ngo_guest").person_id
    with work(_reader(person)):
        assert [p.told for p in feeding.told_to_me()] == ["What you said of the ports was taken up."]
        assert db.session.query(FedPoint).count() == 1


def test_a_representative_sees_what_was_asked_of_their_state_alone(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        made.answered(found, "Denmark", filing=False)
        made.answered(found, "United States")
        person, symbol = term_of("primary_nl").person_id, found.symbol
    with work(_reader(person)):
        page = asked_of_mine(body(), on=clock.now().date())
        (row,) = page.rows
        assert (page.total, page.owed) == (1, 1)
        assert (row.symbol, row.cell.mark, owes(row)) == (symbol, Mark.AWAITED, True)
        # The answer that the United States filed is the board's; Denmark's draft is not.
        assert [a.party_id for a in db.session.query(Answer)] == [
            one(Party, name="United States", body_id=body().id).id
        ]


def test_what_the_secretariat_records_leaves_the_draft_of_a_state_alone(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        made.answered(found, "Netherlands", filing=False)
        row = made.to(found, "Netherlands")
        given = Given(Position.DECLINED, "By letter.")
        answering.answer(
            row, found, body(), given, is_filing=True, revision=made.seen(row), is_recorded=True, by=BY, at=clock.now()
        )
        rows = db.session.query(Answer).filter_by(addressee_id=row.id).order_by(Answer.number).all()
        assert [(r.announced, r.position) for r in rows] == [(False, Position.SUPPORTED), (True, Position.DECLINED)]
        assert steps_of(found)[-1].note == "declined, as the secretariat recorded it"
        made.answered(found, "Netherlands")
        assert (row.answer, rows[0].number) == (Position.SUPPORTED, 3)
