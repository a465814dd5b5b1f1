"""Where somebody works is told to a body by themselves alone, or by the seat that they hold in it (settled 1)."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.ical.terms import Partstat
from convene.invitations.actions import Portions, prepare_invitation
from convene.invitations.answers import Answer, answer
from convene.invitations.models import Invitation
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.actions import give_term, take_on_record
from convene.people.models import Person, Term
from convene.people.queries import holders
from convene.people.terms import TermRole
from convene.polls import actions, telling
from convene.polls.models import Ballot, Poll
from convene.polls.queries import zones_of
from convene.polls.terms import Choice
from tests.browser import TESTS, browser_of
from tests.build import BY, a_draft, body, one, sessions, term_of
from tests.polls import made

SYDNEY = "Australia/Sydney"


def written_down() -> Term:
    """Somebody of the board alone, whose address the Council writes down. Needs an open transaction."""
    council = body("TAPRC")
    known = one(Person, id=term_of("primary_au").person_id)
    assert known.zone == SYDNEY
    contact = take_on_record(council, name="An adviser", address=known.address, by=BY, at=clock.now())
    on = date(2027, 5, 1)
    return give_term(contact, body=council, party=None, role=TermRole.CONTACT, starts_on=on, by=BY, at=clock.now())


def asking(term: Term) -> Poll:
    people = [h for h in holders(body("TAPRC"), clock.now()) if h.term.id == term.id]
    return actions.prepare(body("TAPRC"), made.question(), made.WHENS, people, by=BY, at=clock.now())


def inviting(term: Term) -> Invitation:
    meeting = a_draft("TAPRC")
    portions = Portions(sessions=tuple(sessions(meeting)[:1]), reason="Their office leads the field")
    return prepare_invitation(meeting, term, party=None, portions=portions, by=BY, at=clock.now())


def told(symbol: str = "TAPRC") -> str:
    person = term_of("primary_au").person_id
    return zones_of(body(symbol).id, [person], at=clock.now()).get(person, "")


def test_poll_and_preview_do_not_tell_where_somebody_known_elsewhere_works(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        term = written_down()
        poll, invitation = asking(term), inviting(term)
        pages = [f"/polls/{poll.key}", f"/invitations/{invitation.key}/preview"]
    council = browser_of(app, "secretary_council")
    for page in pages:
        words = council.text(page)
        assert "An adviser" in words
        assert [place for place in ("Sydney", "Canberra", "Australia") if place in words] == []


def test_their_own_answer_to_a_poll_tells_it(context: Flask) -> None:
    with work(TESTS):
        poll = asking(written_down())
        telling.send(poll, by=BY, at=clock.now())
        assert told() == ""
        said = {row.key: Choice.YES for row in made.rows(poll)}
        actions.answer(one(Ballot, poll_id=poll.id).key, said, "", at=clock.now())
        assert told() == SYDNEY


@pytest.mark.parametrize("is_own", [True, False])
def test_answer_to_an_invitation_tells_it_where_it_is_their_own(context: Flask, is_own: bool) -> None:
    with work(TESTS):
        term = written_down()
        invitation = inviting(term)
        meeting = one(Meeting, id=invitation.meeting_id)
        meeting.state = MeetingState.CONVENED
        by = one(Person, id=term.person_id).key if is_own else BY
        answer(invitation, meeting, Answer(Partstat.DECLINED), by=by, at=clock.now(), on_behalf=not is_own)
        assert told() == (SYDNEY if is_own else "")


def test_seat_tells_it_while_it_is_held(context: Flask) -> None:
    with work(TESTS):
        assert (told("TNAP"), told("TAPRC")) == (SYDNEY, "")
        # Its answers to this board's invitations tell it as well.
        for invitation in db.session.query(Invitation).filter_by(person_id=term_of("primary_au").person_id):
            invitation.answered_by = ""
        term_of("primary_au").ends_at = clock.now()
        db.session.flush()
        assert told("TNAP") == ""
