"""Letters about polls as they are sent: times on both clocks, the link, and nothing of what was asked or said."""

from __future__ import annotations

import pytest
from flask import Flask

from convene import clock
from convene.db import work
from convene.letters import render
from convene.mail.models import OutboxMessage
from convene.mail.terms import Letter
from convene.people.models import Contact
from convene.polls import actions, telling
from convene.polls.models import Poll
from convene.polls.terms import Choice
from tests.browser import TESTS
from tests.build import BY, one, term_of
from tests.polls import made

SECRET = ("Zugzwang", "By train", "The border")


def letter(app: Flask, kind: str, key: str) -> Letter | None:
    """The letter of a kind to a member of the cast, as it would be sent now. Needs an open transaction."""
    message = one(OutboxMessage, kind=kind, person_id=term_of(key).person_id)
    found = render(message, app.config["CONVENE"], at=clock.now())
    return found.mail.letter if found else None


def everything(found: Letter | None) -> str:
    assert found is not None
    return repr(found)


def a_poll() -> Poll:
    poll = made.sent(["primary_au", "primary_nl", "ngo_at_risk"], given={"title": "Zugzwang"}, subject="The border")
    made.say(poll, "primary_nl", Choice.YES, Choice.YES, Choice.NO, remark="By train")
    return poll


def test_letter_tells_each_date_on_both_clocks(context: Flask) -> None:
    with work(TESTS):
        a_poll()
        found = letter(context, "poll", "primary_au")
        assert found is not None
        facts = {f.label: f.value for f in found.facts}
        assert found.subject == "A date is sought: Coordination Board of the Transatlantic Network"
        assert facts["Place"] == "The Hague"
        assert facts["How long"] == "2 h"
        assert facts["Date 1"] == ("Tuesday 6 July 2027, 14:00–16:00 Amsterdam (22:00–00:00 Sydney, your time)")
        assert "06:00–08:00 (+1 day) Sydney" in facts["Date 3"]
        assert found.action is not None
        assert "/p/" in found.action.url


@pytest.mark.parametrize("key", ["primary_au", "primary_nl", "ngo_at_risk"])
def test_no_letter_says_what_was_asked_or_said(context: Flask, key: str) -> None:
    with work(TESTS):
        a_poll()
        said = everything(letter(context, "poll", key))
        assert [word for word in SECRET if word in said] == []


def test_letter_to_somebody_at_risk_is_neutral(context: Flask) -> None:
    with work(TESTS):
        contact: Contact = one(Contact, id=term_of("ngo_at_risk").contact_id)
        poll = a_poll()
        telling.remind(poll, by=BY, at=clock.now())
        for kind in ("poll", "poll-reminder"):
            found = letter(context, kind, "ngo_at_risk")
            said = everything(found)
            assert [w for w in ("Transatlantic", "Coordination", "The Hague", contact.name) if w in said] == []
            assert found is not None
            assert [f.label for f in found.facts] == ["Please answer by"]


def test_reminder_is_dropped_once_the_answer_is_in(context: Flask) -> None:
    with work(TESTS):
        poll = a_poll()
        telling.remind(poll, by=BY, at=clock.now())
        assert letter(context, "poll-reminder", "primary_au") is not None
        made.say(poll, "primary_au", Choice.NO, Choice.NO, Choice.NO)
        assert letter(context, "poll-reminder", "primary_au") is None


def test_letter_that_waits_is_dropped_with_the_poll_and_the_term(context: Flask) -> None:
    with work(TESTS):
        poll = a_poll()
        term_of("ngo_at_risk").ends_at = clock.now()
        assert letter(context, "poll", "ngo_at_risk") is None
        assert letter(context, "poll", "primary_au") is not None
        actions.close(poll, by=BY, at=clock.now())
        assert letter(context, "poll", "primary_au") is None


def test_closing_mail_asks_nothing_more(context: Flask) -> None:
    with work(TESTS):
        poll = a_poll()
        actions.close(poll, by=BY, at=clock.now())
        telling.tell_closed(poll, frozenset(made.ids("primary_au")), at=clock.now())
        found = letter(context, "poll-closed", "primary_au")
        assert found is not None
        assert "Nothing more is asked of you" in found.paragraphs[0].text
