"""Calls for papers: prepared, sent once to those who can act, extended, answered, withdrawn, and reminded of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask

from convene import clock
from convene.access.terms import Audience
from convene.agendas.actions import narrow_item
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.calls import board
from convene.calls.actions import answer_with, extend, let_go, withdraw
from convene.calls.models import PaperCall
from convene.calls.queries import holding, owed_by_reader
from convene.calls.telling import recipients, remind
from convene.calls.terms import CallState
from convene.config import Settings
from convene.db import work
from convene.demo.seed import brief
from convene.findings import Refused
from convene.journal import JournalEntry
from convene.letters import render
from convene.mail.models import OutboxMessage
from convene.meetings.actions import move_to
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.papers.actions import Sender, upload
from convene.papers.models import Paper
from convene.papers.terms import PaperKind
from convene.people.actions import end_term
from convene.planning import plan
from tests.browser import TESTS, reader_of_key
from tests.build import BY, a_draft, board_meeting, body, count, item_of, one, term_of
from tests.calls.made import a_call, council, later, party, people, person, queued, send_all, sent

DAY = timedelta(days=1)


def settings(app: Flask) -> Settings:
    found = app.config["CONVENE"]
    assert isinstance(found, Settings)
    return found


def a_paper(app: Flask, call: PaperCall, key: str, kind: PaperKind = PaperKind.BRIEF) -> Paper:
    """A paper of the one who owes. Its file is made before the transaction, by `files`."""
    item = one(AgendaItem, id=call.item_id)
    meeting = one(Meeting, id=call.meeting_id)
    term = term_of(key)
    sender = Sender(term.person_id, call.party_id, "Somebody", for_admitted=True)
    return upload(
        item,
        meeting,
        app.config["MADE_BRIEF"],
        title="In answer",
        kind=kind,
        sender=sender,
        by=BY,
        at=clock.now(),
        deadline=holding(call),
    )


@pytest.fixture
def files(context: Flask) -> Flask:
    """The application, with a brief in its store."""
    context.config["MADE_BRIEF"] = brief(settings(context))
    return context


def refusal(act: Callable[[], object]) -> list[tuple[str, str]]:
    """Where and with which words an act is refused."""
    with pytest.raises(Refused) as caught:
        act()
    return [(f.field, f.text) for f in caught.value.findings]


def test_calls_wait_until_they_are_sent_and_are_sent_once(context: Flask) -> None:
    with work(TESTS):
        found = a_call(party("Netherlands"), party("Denmark"))
        assert [(c.announced, c.called_at, c.paper_id) for c in found] == [(False, None, None)] * 2
        assert count(OutboxMessage, kind="paper-call") == 0
        done = send_all(board_meeting())
        assert (done.calls, done.people, done.answered, done.kept_back) == (2, 4, 0, 0)
        assert {c.called_at for c in found} == {clock.now()}
        wanted = people("primary_nl", "alternate_nl", "primary_dk", "alternate_dk")
        assert {p: len(m) for p, m in queued("paper-call").items()} == dict.fromkeys(wanted, 1)
        again = send_all(board_meeting())
        assert (again.calls, again.people) == (0, 0)
        assert sum(map(len, queued("paper-call").values())) == 4


def test_whoever_owes_several_papers_gets_one_letter_with_each_deadline(context: Flask) -> None:
    with work(TESTS):
        a_call(party("Denmark"))
        a_call(party("Denmark"), item=item_of(board_meeting(), Subject.DEEP_DIVE), due_at=later(-2))
        send_all(board_meeting())
        (message,) = queued("paper-call")[next(iter(people("primary_dk")))]
        letter = render(message, settings(context), at=clock.now())
        assert letter is not None
        assert [fact.label for fact in letter.mail.letter.facts] == ["Your brief is due by"] * 2
        assert "2 papers" in letter.mail.letter.paragraphs[0].text


def test_draft_sends_nothing(context: Flask) -> None:
    with work(TESTS):
        draft = a_draft()
        a_call(party("Netherlands"), item=item_of(draft, Subject.ASSETS))
        assert refusal(lambda: send_all(draft)) == [("", "Calls are sent once the meeting is convened.")]


def test_party_is_told_by_its_seats_and_without_one_by_whoever_is_invited(context: Flask) -> None:
    with work(TESTS):
        opened = item_of(board_meeting(), Subject.INPUT_OF_GUESTS)
        (member,) = a_call(party("Netherlands"))
        (guest,) = a_call(party("Early Warning Watch"), item=opened)
        (empty,) = a_call(party("United Nations Joint Office"), item=opened)
        found = recipients([member, guest, empty], at=clock.now())
        assert found[member.id] == people("primary_nl", "alternate_nl")
        assert found[guest.id] == people("ngo_guest")
        assert found[empty.id] == people("speaker_on_link")


def test_call_is_kept_back_where_nobody_may_see_its_item(context: Flask) -> None:
    with work(TESTS):
        item = item_of(board_meeting(), Subject.ASSETS)
        narrow_item(item, [one(Party, body_id=body().id, name="Denmark").id], by=BY, at=clock.now())
        (nl,) = a_call(party("Netherlands"))
        (dk,) = a_call(party("Denmark"))
        (guest,) = a_call(person("ngo_guest"))
        done = send_all(board_meeting())
        assert (done.calls, done.kept_back) == (1, 2)
        assert [c.announced for c in (nl, dk, guest)] == [False, True, False]
        assert set(queued("paper-call")) == people("primary_dk", "alternate_dk")
        lines = {line.who: line for g in board.groups(board_meeting(), at=clock.now()) for line in g.lines}
        assert lines["Netherlands"].trouble == "Whoever owes it is not admitted to the item."
        assert lines["Netherlands"].is_unadmitted
        assert lines["Denmark"].trouble == ""


def test_call_is_kept_back_where_its_deadline_has_passed(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        (call,) = a_call(party("Netherlands"))
        due = call.due_at
    at.move_to(due)
    with work(TESTS):
        assert send_all(board_meeting()).kept_back == 1
        ((line,),) = [g.lines for g in board.groups(board_meeting(), at=clock.now())]
        assert (line.state, line.trouble) == (CallState.NOT_SENT, "Its deadline has passed.")


def test_nobody_is_asked_twice_for_the_same_paper(context: Flask) -> None:
    with work(TESTS):
        (call,) = a_call(party("Netherlands"))
        said = "A brief for this item is asked of Netherlands already."
        assert refusal(lambda: a_call(party("Denmark"), party("Netherlands"))) == [("parties", said)]
        a_call(party("Netherlands"), kind=PaperKind.STATEMENT)
        withdraw(call, item_of(board_meeting(), Subject.ASSETS), by=BY, at=clock.now())
        a_call(party("Netherlands"))
        assert count(PaperCall) == 2


def test_calls_are_refused_where_no_paper_can_come(context: Flask) -> None:
    with work(TESTS):
        closed_box = item_of(board_meeting(), Subject.BRIEFING_OF_GUESTS)
        item = item_of(board_meeting(), Subject.ASSETS)
        nl = party("Netherlands")
        assert refusal(lambda: a_call(nl, item=closed_box)) == [("item", "No papers are taken for this item.")]
        assert refusal(a_call) == [("parties", "Choose who is to send a paper.")]
        said = "A paper must be due before its item begins."
        assert refusal(lambda: a_call(nl, due_at=item.starts_at)) == [("due", said)]
        assert refusal(lambda: a_call(nl, due_at=clock.now())) == [("due", "That time has passed already.")]
        move_to(board_meeting(), MeetingState.CANCELLED, by=BY, at=clock.now())
        assert refusal(lambda: a_call(nl, item=item)) == [("", "The meeting is over or cancelled.")]
        assert count(PaperCall) == 0


@pytest.mark.parametrize(
    "called, kind, answered",
    [
        (PaperKind.BRIEF, PaperKind.BRIEF, True),
        (PaperKind.BRIEF, PaperKind.PAPER, False),
        (PaperKind.PAPER, PaperKind.STATEMENT, True),
    ],
)
def test_paper_of_the_one_who_owes_answers_the_call(
    files: Flask, called: PaperKind, kind: PaperKind, answered: bool
) -> None:
    with work(TESTS):
        nl, dk = sent(party("Netherlands"), party("Denmark"), kind=called)
        paper = a_paper(files, nl, "alternate_nl", kind)
        assert (answer_with(paper) is nl) is answered
        assert (nl.paper_id, dk.paper_id) == (paper.id if answered else None, None)


def test_paper_that_came_before_the_call_answers_it_without_a_letter(files: Flask) -> None:
    with work(TESTS):
        (call,) = a_call(party("Netherlands"))
        paper = a_paper(files, call, "primary_nl")
        done = send_all(board_meeting())
        assert (done.calls, done.people, done.answered) == (1, 0, 1)
        assert call.paper_id == paper.id
        assert queued("paper-call") == {}


def test_withdrawn_paper_is_owed_again_unless_another_answers(files: Flask) -> None:
    with work(TESTS):
        (call,) = sent(party("Netherlands"))
        first, second = a_paper(files, call, "primary_nl"), a_paper(files, call, "alternate_nl")
        answer_with(first)
        answer_with(second)
        assert call.paper_id == first.id
        first.withdrawn_at = clock.now()
        let_go(first, others=[first, second])
        assert call.paper_id == second.id
        second.withdrawn_at = clock.now()
        let_go(second, others=[first, second])
        assert call.paper_id is None


def test_extension_names_who_granted_it_and_why_and_is_told(context: Flask) -> None:
    with work(TESTS):
        nl, dk = sent(party("Netherlands"), party("Denmark"))
        item, meeting = item_of(board_meeting(), Subject.ASSETS), board_meeting()
        told = extend(nl, item, meeting, to=later(3), reason="The elections", by=BY, at=clock.now())
        assert told == 2
        assert set(queued("paper-extension")) == people("primary_nl", "alternate_nl")
        assert (holding(nl).at, holding(dk).at) == (later(3), later(0))
        assert (nl.extension_reason, nl.extended_by) == ("The elections", BY)
        line = one(JournalEntry, act="paper-call.extend")
        assert "The elections" in line.change
        assert refusal(lambda: extend(nl, item, meeting, to=later(3), reason="x", by=BY, at=clock.now())) == [
            ("until", "The new deadline must be later than the present one.")
        ]
        assert refusal(lambda: extend(dk, item, meeting, to=item.starts_at, reason="x", by=BY, at=clock.now())) == [
            ("until", "A paper must be due before its item begins.")
        ]
        message = queued("paper-extension")[next(iter(people("primary_nl")))][0]
        letter = render(message, settings(context), at=clock.now())
        assert letter is not None
        assert "elections" not in str(letter.mail.letter)


def test_only_what_is_owed_is_extended(files: Flask) -> None:
    with work(TESTS):
        item, meeting = item_of(board_meeting(), Subject.ASSETS), board_meeting()
        for call in (_answered(files), _withdrawn(), *a_call(party("Denmark"))):
            act = partial(extend, call, item, meeting, to=later(3), reason="x", by=BY, at=clock.now())
            assert refusal(act) == [("", "Only what is still owed can be extended.")]


def _answered(app: Flask) -> PaperCall:
    (call,) = sent(party("Netherlands"))
    answer_with(a_paper(app, call, "primary_nl"))
    return call


def _withdrawn() -> PaperCall:
    (call,) = sent(party("Canada"))
    withdraw(call, item_of(board_meeting(), Subject.ASSETS), by=BY, at=clock.now())
    return call


def test_withdrawn_call_is_told_to_those_who_were_told_and_owes_nothing(context: Flask) -> None:
    with work(TESTS):
        (call,) = sent(party("Netherlands"))
        item = item_of(board_meeting(), Subject.ASSETS)
        assert withdraw(call, item, by=BY, at=clock.now()) == 2
        assert set(queued("paper-withdrawal")) == people("primary_nl", "alternate_nl")
        for message in (*queued("paper-call").values(), *queued("paper-withdrawal").values()):
            letter = render(message[0], settings(context), at=clock.now())
            # What was queued before and is no longer true is not sent.
            assert (letter is None) is (message[0].kind == "paper-call")
        assert refusal(lambda: withdraw(call, item, by=BY, at=clock.now())) == [("", "This call is withdrawn already.")]
        assert remind(board_meeting(), by=BY, at=clock.now()) == 0


def test_reminder_goes_to_those_who_owe_and_once_within_the_hour(files: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        nl, _ = sent(party("Netherlands"), party("Denmark"))
        a_call(party("Canada"))
        answer_with(a_paper(files, nl, "primary_nl"))
        assert remind(board_meeting(), by=BY, at=clock.now()) == 2
        assert set(queued("paper-reminder")) == people("primary_dk", "alternate_dk")
    at.shift(3600.0 - 1)
    with work(TESTS):
        assert remind(board_meeting(), by=BY, at=clock.now()) == 0
    at.shift(2.0)
    with work(TESTS):
        assert remind(board_meeting(), by=BY, at=clock.now()) == 2


def planned() -> Counter[int]:
    with work(TESTS):
        return Counter({person: len(messages) for person, messages in queued("paper-reminder").items()})


def test_reminders_fall_due_on_the_days_before_the_deadline_that_holds(
    context: Flask, at: time_machine.Traveller
) -> None:
    with work(TESTS):
        board_meeting().answers_due_at = clock.now()  # So that answers are not reminded of as well.
        nl, _ = sent(party("Netherlands"), party("Denmark"))
        both, danes = (
            people("primary_nl", "alternate_nl", "primary_dk", "alternate_dk"),
            people("primary_dk", "alternate_dk"),
        )
        dutch, due = both - danes, board_meeting().papers_due_at
        key_nl = nl.key
    for moment, times in (
        (due - 7 * DAY - timedelta(seconds=1), {}),
        (due - 7 * DAY, dict.fromkeys(both, 1)),
        (due - 6 * DAY, dict.fromkeys(both, 1)),
    ):
        at.move_to(moment)
        plan(at=clock.now())
        assert planned() == Counter(times), moment
    with work(TESTS):
        extend(
            one(PaperCall, key=key_nl),
            item_of(board_meeting(), Subject.ASSETS),
            board_meeting(),
            to=due + 3 * DAY,
            reason="Elections",
            by=BY,
            at=clock.now(),
        )
    for moment, dutchmen, danish in (
        (due - 4 * DAY - timedelta(seconds=1), 1, 1),
        (due - 4 * DAY, 2, 1),
        (due - 2 * DAY, 2, 2),
        (due + timedelta(seconds=1), 2, 2),
        (due + 1 * DAY, 3, 2),
        (due + 4 * DAY, 3, 2),
    ):
        at.move_to(moment)
        plan(at=clock.now())
        plan(at=clock.now())
        assert planned() == Counter(dict.fromkeys(dutch, dutchmen) | dict.fromkeys(danes, danish)), moment


def test_fewer_papers_owed_make_no_second_reminder(files: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        due = board_meeting().papers_due_at
        first, _ = (
            a_call(party("Denmark")),
            a_call(party("Denmark"), item=item_of(board_meeting(), Subject.DEEP_DIVE)),
        )
        send_all(board_meeting())
        key = first[0].key
    at.move_to(due - 2 * DAY)
    plan(at=clock.now())
    with work(TESTS):
        answer_with(a_paper(files, one(PaperCall, key=key), "primary_dk"))
    plan(at=clock.now())
    assert planned() == Counter(dict.fromkeys(people_of("primary_dk", "alternate_dk"), 1))


def people_of(*keys: str) -> set[int]:
    with work(TESTS):
        return people(*keys)


def test_person_whose_term_ended_is_told_nothing(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        sent(person("council_member"), item=item_of(council(), Subject.RESEARCH))
        end_term(term_of("council_member"), body=body("TAPRC"), ends_on=clock.now().date(), by=BY, at=clock.now())
    at.shift(2 * 24 * 3600.0)
    with work(TESTS):
        assert remind(council(), by=BY, at=clock.now()) == 0


@pytest.mark.parametrize(
    "key, owes", [("primary_nl", 1), ("alternate_nl", 1), ("primary_dk", 0), ("ngo_guest", 0), ("secretary", 0)]
)
def test_each_is_told_of_what_they_owe_themselves(context: Flask, key: str, owes: int) -> None:
    with work(TESTS):
        sent(party("Netherlands"))
        a_call(party("Netherlands"), kind=PaperKind.STATEMENT)
    with work(reader_of_key(key)):
        assert len(owed_by_reader(at=clock.now())) == owes


def test_what_is_owed_for_an_item_that_is_no_longer_seen_is_not_told(context: Flask) -> None:
    with work(TESTS):
        opened = item_of(board_meeting(), Subject.INPUT_OF_GUESTS)
        title, key, name = opened.title, opened.key, body().name
        sent(person("ngo_guest"), item=opened)
    with work(reader_of_key("ngo_guest")):
        (owed,) = owed_by_reader(at=clock.now())
        # Somebody without a seat is told the body's name: the meeting's title would betray its other sessions.
        assert (owed.item_title, owed.of) == (title, name)
    with work(TESTS):
        item = one(AgendaItem, key=key)
        item.audience, item.withheld = Audience.CLOSED, True
    with work(reader_of_key("ngo_guest")):
        assert owed_by_reader(at=clock.now()) == []
