"""Writes of joint letters: each refusal changes nothing and tells nobody; what was sent never changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.bodies.models import Body
from convene.db import db, work
from convene.findings import Refused
from convene.joint_letters import actions, posting, queries, signing, telling
from convene.joint_letters.models import (
    JointLetter,
    LetterAddressee,
    LetterAsk,
    LetterSignatory,
    LetterStep,
    LetterVersion,
)
from convene.joint_letters.terms import WITHHELD, AskState, Phase, Progress, Recipient, Signatory, Wording
from convene.letters import render
from convene.mail.compose import text_of
from convene.mail.models import OutboxMessage
from convene.people.actions import end_term
from convene.people.models import Term
from convene.planning import plan
from tests.browser import TESTS
from tests.build import BY, count, one
from tests.joint_letters import made
from tests.packs.read import pages


def everything() -> list[object]:
    """All rows of the feature and of the outbox, to see that nothing changed."""
    db.session.flush()
    found: list[object] = []
    for model in (JointLetter, LetterVersion, LetterAddressee, LetterAsk, LetterSignatory, LetterStep, OutboxMessage):
        names = [c.key for c in model.__mapper__.column_attrs]
        found += [
            [getattr(row, name) for name in names] for row in db.session.scalars(select(model).order_by(model.id))
        ]
    return found


def refused(act: Callable[[], object]) -> str:
    """An act is refused, and leaves everything as it was."""
    before = everything()
    with pytest.raises(Refused) as why:
        act()
    db.session.expire_all()
    assert everything() == before
    return " ".join(f.text for f in why.value.findings)


def test_a_draft_is_told_to_nobody(context: Flask) -> None:
    with work(TESTS):
        letter = made.drafted()

        assert queries.phase(letter, at=clock.now()) is Phase.DRAFT
        assert (letter.signatories_most, count(LetterAsk), count(OutboxMessage, body_id=letter.body_id)) == (2, 0, 0)


@pytest.mark.parametrize(
    "wording", [replace(made.WORDING, title="\u0bae"), replace(made.WORDING, text="\u0bae")]
)  # fmt: skip
def test_letters_that_cannot_be_printed_are_named(context: Flask, wording: Wording) -> None:
    with work(TESTS):
        body = made.founded()

        assert "\u0bae" in refused(lambda: actions.draft(body, wording, by=BY, at=clock.now()))


def test_opening_freezes_the_text_and_asks_each_organisation_once(context: Flask) -> None:
    with work(TESTS):
        letter = made.opened()

        version = one(LetterVersion, letter_id=letter.id)
        assert (letter.version, version.text) == (1, made.TEXT)
        assert sorted(made.told("letter-ask")) == sorted(made.person_of(name) for name in made.ORGANISATIONS)


def test_asking_others_later_asks_only_them_and_moves_the_deadline_of_all(context: Flask) -> None:
    with work(TESTS):
        letter = made.opened("Burma Campaign", days=3)
        made.opened("Burma Campaign", "Peace Direct", letter=letter, days=5)

        assert made.told("letter-ask") == [made.person_of("Burma Campaign"), made.person_of("Peace Direct")]
        assert {a.due_at for a in db.session.scalars(select(LetterAsk))} == {made.until(5)}
        assert letter.version == 1


@pytest.mark.parametrize("days", [0, -1])
def test_a_deadline_that_has_passed_is_refused(context: Flask, days: int) -> None:
    with work(TESTS):
        letter = made.drafted()
        refused(lambda: made.opened(letter=letter, days=days))


def test_nobody_is_asked_where_nobody_is_chosen(context: Flask) -> None:
    with work(TESTS):
        letter = made.drafted()
        asking = actions.Asking(made.until(), (), shows_signers=False)

        refused(lambda: actions.open_for_sign_on(letter, asking, by=BY, at=clock.now()))


def test_an_organisation_signs_changes_who_signs_and_withdraws(context: Flask) -> None:
    with work(TESTS):
        made.opened()
        ask = made.sign("Peace Direct", (Signatory("Ada", "Chair"), Signatory("Ben", "Trustee")))
        made.sign("Peace Direct", (Signatory("Cyd", "Director"),))

        assert queries.own_signatories(ask) == (Signatory("Cyd", "Director"),)
        signing.withdraw(ask, queries.shown_to(ask, at=clock.now()), by=BY, at=clock.now())
        assert (ask.state, count(LetterSignatory)) == (AskState.WITHDRAWN, 0)
        made.sign("Peace Direct")
        assert ask.state is AskState.SIGNED


@pytest.mark.parametrize(
    "people",
    [(), tuple(Signatory(f"N{n}", "") for n in range(3)), (Signatory("Ada \u0bae", ""),), (Signatory("", "Chair"),)],
)
def test_a_signature_that_breaks_the_rule_is_refused(context: Flask, people: tuple[Signatory, ...]) -> None:
    with work(TESTS):
        made.opened()
        refused(lambda: made.sign("Peace Direct", people))


def test_whoever_is_not_at_risk_does_not_withhold_a_name(context: Flask) -> None:
    with work(TESTS):
        made.opened()
        refused(lambda: made.sign("Peace Direct", (), is_withheld=True))


@pytest.mark.parametrize("seconds, is_taken", [(-1, True), (0, False), (1, False)])
def test_the_deadline_holds_to_the_second(context: Flask, seconds: int, is_taken: bool) -> None:
    with work(TESTS):
        made.opened()
        moment = made.until() + timedelta(seconds=seconds)
        if is_taken:
            assert made.sign("Peace Direct", at=moment).state is AskState.SIGNED
        else:
            assert "deadline has passed" in refused(lambda: made.sign("Peace Direct", at=moment))


def test_withdrawing_and_declining_end_with_the_deadline(context: Flask) -> None:
    with work(TESTS):
        made.opened()
        ask, late = made.sign("Peace Direct"), made.until()
        shown = queries.shown_to(ask, at=late)

        refused(lambda: signing.withdraw(ask, shown, by=BY, at=late))
        refused(lambda: signing.decline(made.ask_of("Burma Campaign"), shown, by=BY, at=late))


def test_a_signature_is_withdrawn_and_not_declined(context: Flask) -> None:
    with work(TESTS):
        made.opened()
        ask = made.sign("Peace Direct")
        shown = queries.shown_to(ask, at=clock.now())
        other = made.ask_of("Burma Campaign")

        refused(lambda: signing.decline(ask, shown, by=BY, at=clock.now()))
        refused(lambda: signing.withdraw(other, shown, by=BY, at=clock.now()))
        signing.decline(other, shown, by=BY, at=clock.now())
        assert other.state is AskState.DECLINED


def test_an_exception_lets_one_organisation_sign_late(context: Flask) -> None:
    with work(TESTS):
        letter = made.opened()
        ask, late = made.ask_of("Peace Direct"), made.until(11)
        actions.except_late(
            ask, letter, until=made.until(12), reason="Their board met late", by=BY, at=made.until(10.5)
        )

        made.sign("Peace Direct", at=late)
        refused(lambda: made.sign("Burma Campaign", at=late))
        assert made.told("letter-exception") == [made.person_of("Peace Direct")]
        assert ask.exception_reason == "Their board met late"


def test_an_exception_is_later_than_what_holds(context: Flask) -> None:
    with work(TESTS):
        letter = made.opened()
        ask = made.ask_of("Peace Direct")
        for until in (made.until(10), made.until(-1)):
            refused(partial(actions.except_late, ask, letter, until=until, reason="x", by=BY, at=clock.now()))


def test_closing_keeps_exceptions(context: Flask) -> None:
    with work(TESTS):
        letter = made.opened()
        excepted = made.ask_of("Peace Direct")
        actions.except_late(excepted, letter, until=made.until(12), reason="x", by=BY, at=clock.now())
        actions.close(letter, by=BY, at=clock.now())

        assert (excepted.due_at, made.ask_of("Burma Campaign").due_at) == (made.until(12), clock.now())
        refused(lambda: actions.close(letter, by=BY, at=clock.now()))


def test_a_changed_text_asks_whoever_signed_anew_and_says_what_changed(context: Flask) -> None:
    with work(TESTS):
        letter = made.opened()
        signed_one = made.sign("Peace Direct")
        no = made.ask_of("Burma Campaign")
        signing.decline(no, queries.shown_to(no, at=clock.now()), by=BY, at=clock.now())

        actions.change(letter, made.CHANGED, by=BY, at=clock.now())

        shown = queries.shown_to(signed_one, at=clock.now())
        assert (signed_one.state, no.state, letter.version) == (AskState.ASKED, AskState.DECLINED, 2)
        assert shown.earlier is not None
        assert (shown.earlier.text, shown.wording.text) == (made.TEXT, made.CHANGED.text)
        assert sorted(made.told("letter-changed")) == sorted(
            made.person_of(n) for n in ("Ceasefire Centre", "Peace Direct", "Rights for Peace")
        )
        assert "changed since" in refused(lambda: made.sign("Peace Direct", version=1))
        made.sign("Peace Direct")
        assert queries.shown_to(signed_one, at=clock.now()).earlier is None


def test_the_same_text_kept_again_asks_nobody(context: Flask) -> None:
    with work(TESTS):
        letter = made.opened()
        ask = made.sign("Peace Direct")
        actions.change(letter, replace(made.WORDING, timed_to="another election"), by=BY, at=clock.now())

        assert (ask.state, letter.version, made.told("letter-changed")) == (AskState.SIGNED, 1, [])


def test_a_text_is_not_changed_once_sign_on_is_closed(context: Flask) -> None:
    with work(TESTS):
        letter = made.signed()
        refused(lambda: actions.change(letter, made.CHANGED, by=BY, at=clock.now()))


def test_those_who_have_not_answered_are_reminded_and_nobody_else(context: Flask) -> None:
    with work(TESTS):
        letter = made.opened()
        made.sign("Peace Direct")
        no = made.ask_of("Burma Campaign")
        signing.decline(no, queries.shown_to(no, at=clock.now()), by=BY, at=clock.now())

        assert telling.remind(letter, by=BY, at=clock.now()) == 2
        assert telling.remind(letter, by=BY, at=clock.now() + timedelta(minutes=59)) == 0
        assert sorted(made.told("letter-reminder")) == sorted(
            made.person_of(n) for n in ("Ceasefire Centre", "Rights for Peace")
        )
        assert telling.remind(letter, by=BY, at=clock.now() + timedelta(minutes=61)) == 2


def test_reminders_fall_due_by_themselves_once_each(context: Flask, at: time_machine.Traveller) -> None:
    with work(TESTS):
        made.opened()
        made.sign("Peace Direct")
    at.shift(timedelta(days=7, seconds=-1))
    plan(at=clock.now())
    with work(TESTS):
        assert made.told("letter-reminder") == []
    at.shift(timedelta(seconds=1))
    for _ in range(2):
        plan(at=clock.now())
        with work(TESTS):
            assert len(made.told("letter-reminder")) == 3


@pytest.mark.parametrize("answered", [True, False])
def test_a_reminder_of_what_was_answered_meanwhile_is_not_sent(context: Flask, answered: bool) -> None:
    with work(TESTS):
        made.opened("Peace Direct")
        if answered:
            made.sign("Peace Direct")
        message = one(OutboxMessage, kind="letter-ask")

        assert (render(message, context.config["CONVENE"], at=clock.now()) is None) is answered


def test_whose_term_has_ended_is_not_told_and_reads_nothing(context: Flask) -> None:
    with work(TESTS):
        body = made.founded()
        term = one(Term, person_id=made.person_of("Peace Direct"))
        end_term(term, body=body, ends_on=date(2027, 5, 1), by=BY, at=clock.now())
        made.opened(letter=made.drafted(body))

        assert made.person_of("Peace Direct") not in made.told("letter-ask")


def test_a_copy_goes_to_each_addressee_and_signatories_are_told(context: Flask) -> None:
    with work(TESTS):
        letter = made.sent()

        copies = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "letter-copy")).all()
        assert {m.outsider for m in copies} == {a.key for a in queries.addressees_of(letter)}
        assert {m.person_id for m in copies} == {None}
        told = [made.person_of(n) for n in ("Burma Campaign", "Peace Direct", "Rights for Peace")]
        assert sorted(made.told("letter-sent")) == sorted(told)


def test_each_copy_names_its_addressee_and_every_signatory_by_organisation(context: Flask) -> None:
    with work(TESTS):
        made.sent()
        mails = []
        for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "letter-copy")):
            rendered = render(message, context.config["CONVENE"], at=clock.now())
            assert rendered is not None
            assert rendered.mail.attachment is not None
            mails.append((rendered.mail, " ".join(" ".join(pages(rendered.mail.attachment)).split())))

        (first, on_first), (second, on_second) = mails
        assert (first.to_address, second.to_address) == ("a.leader@first.example", "b.leader@second.example")
        assert ("Dear Party Leader," in on_first, "Dear Ms Leader," in on_first) == (True, False)
        assert ("Dear Party Leader," in on_second, "Dear Ms Leader," in on_second) == (False, True)
        for text in (on_first, on_second):
            assert "Ada, Chair" in text
            assert "Ben, Trustee" in text
            assert WITHHELD in text
            assert "Rights for Peace" not in text
            assert "Ceasefire Centre" not in text
            assert "page 1 of 1" in text
            assert text.index("Burma Campaign") < text.index("Peace Direct") < text.index(WITHHELD)


def test_what_was_sent_is_sealed_and_nothing_of_it_changes(context: Flask) -> None:
    with work(TESTS):
        letter = made.sent()
        body, ask = one(Body, id=letter.body_id), made.ask_of("Peace Direct")
        shown = queries.shown_to(ask, at=clock.now())
        acts: list[Callable[[], object]] = [
            lambda: actions.change(letter, made.CHANGED, by=BY, at=clock.now()),
            lambda: actions.add_addressee(
                letter, Recipient("C", "", "Dear C,", "x"), address="", by=BY, at=clock.now()
            ),
            lambda: actions.remove_addressee(queries.addressees_of(letter)[0], letter, by=BY, at=clock.now()),
            lambda: made.opened(letter=letter),
            lambda: actions.close(letter, by=BY, at=clock.now()),
            lambda: actions.except_late(ask, letter, until=made.until(20), reason="x", by=BY, at=clock.now()),
            lambda: signing.withdraw(ask, shown, by=BY, at=clock.now()),
            lambda: made.sign("Ceasefire Centre"),
            lambda: telling.remind(letter, by=BY, at=clock.now()),
            lambda: posting.send(letter, body, by=BY, at=clock.now()),
        ]
        for act in acts:
            refused(act)

        assert queries.is_whole(letter)
        made.party("Peace Direct").name = "Renamed"
        assert "Renamed" not in {s.organisation for s in queries.printed(letter, body).signers}
        letter.sealed = letter.sealed.replace("inquiry", "enquiry")
        assert not queries.is_whole(letter)


def test_the_seal_is_over_exact_text_signatories_and_addressees(context: Flask) -> None:
    with work(TESTS):
        letter = made.sent()
        sealed = json.loads(letter.sealed)

        assert (sealed["title"], sealed["text"], sealed["dated_on"]) == (made.WORDING.title, made.TEXT, "2027-06-12")
        assert [s["organisation"] for s in sealed["signers"]] == ["Burma Campaign", "Peace Direct", WITHHELD]
        assert len(sealed["addressees"]) == 2


def test_nothing_is_sent_while_something_lacks(context: Flask) -> None:
    with work(TESTS):
        letter = made.opened()
        body = one(Body, id=letter.body_id)
        assert "still open" in refused(lambda: posting.send(letter, body, by=BY, at=clock.now()))
        assert "No organisation has signed" in refused(lambda: posting.send(letter, body, by=BY, at=made.until()))


def test_a_letter_is_not_sealed_without_an_address_for_answers(context: Flask) -> None:
    with work(TESTS):
        letter = made.signed()
        body = one(Body, id=letter.body_id)
        body.reply_address = ""
        db.session.flush()

        send = partial(posting.send, letter, body, by=BY, at=clock.now(), is_date_meant=True)
        assert "no address to which answers come" in refused(send)


@pytest.mark.parametrize("days, is_sent", [(10, False), (11, True), (12, False)])
def test_another_date_than_todays_is_confirmed_before_a_letter_is_sealed(
    context: Flask, days: int, is_sent: bool
) -> None:
    with work(TESTS):
        letter = made.signed()
        body = one(Body, id=letter.body_id)
        send = partial(posting.send, letter, body, by=BY, at=made.until(days))
        if is_sent:
            assert send().mailed == 2
        else:
            assert "12 June 2027, which is not today" in refused(send)


def test_a_copy_says_where_answers_go_and_words_one_signer_as_one(context: Flask) -> None:
    with work(TESTS):
        letter = made.opened()
        made.sign("Peace Direct")
        actions.close(letter, by=BY, at=clock.now())
        posting.send(letter, one(Body, id=letter.body_id), by=BY, at=clock.now(), is_date_meant=True)
        message = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "letter-copy")).first()
        assert message is not None
        rendered = render(message, context.config["CONVENE"], at=clock.now())
        assert rendered is not None

        assert rendered.mail.reply_to == "office@working-group.example"
        words = " ".join(text_of(rendered.mail.letter).split())
        assert "Your answer goes to office@working-group.example." in words
        assert "attached a letter, sent to you by the Civil Society Working Group." in words


@pytest.mark.parametrize(
    "recipient, address",
    [
        (Recipient("Nobody", "", "Dear", ""), ""),
        (Recipient("Nobody", "", "Dear", ""), "no address"),
        (Recipient("Rt Hon A. Leader MP", "", "Dear", ""), "twice@first.example"),
        (Recipient("N \u0bae", "", "Dear", "x"), ""),
    ],
)
def test_an_addressee_needs_a_name_of_its_own_and_a_way(context: Flask, recipient: Recipient, address: str) -> None:
    with work(TESTS):
        letter = made.drafted()
        refused(lambda: actions.add_addressee(letter, recipient, address=address, by=BY, at=clock.now()))


@pytest.mark.parametrize(
    "on, is_kept", [(date(2027, 5, 31), False), (date(2027, 6, 1), True), (date(2027, 6, 2), False)]
)
def test_a_copy_is_posted_between_sending_and_today(context: Flask, on: date, is_kept: bool) -> None:
    with work(TESTS):
        letter = made.sent()
        row = made.addressee("Rt Hon A. Leader MP")
        if is_kept:
            posting.mark_posted(row, letter, on=on, by=BY, at=clock.now())
            assert row.posted_on == on
        else:
            refused(lambda: posting.mark_posted(row, letter, on=on, by=BY, at=clock.now()))


def test_what_an_addressee_answers_is_kept_and_silence_has_its_age(context: Flask) -> None:
    with work(TESTS):
        letter = made.sent()
        row = made.addressee("B. Leader MP")
        came = actions.Came(date(2027, 6, 5), Progress.COMMITMENT, "We pledge it.", "https://second.example", None)
        actions.record_step(row, letter, came, by=BY, at=clock.now() + timedelta(days=6))

        silent, promised = queries.responses_of(letter, today=date(2027, 6, 13))
        assert (silent.progress, silent.silent_days) == (Progress.NONE, 12)
        assert (promised.progress, promised.silent_days, promised.steps[0].text) == (
            Progress.COMMITMENT,
            None,
            "We pledge it.",
        )


def test_nothing_is_answered_before_the_letter_was_sent(context: Flask) -> None:
    with work(TESTS):
        letter = made.signed()
        came = actions.Came(date(2027, 6, 1), Progress.ANSWERED, "x", "", None)
        row = made.addressee("B. Leader MP")

        refused(lambda: actions.record_step(row, letter, came, by=BY, at=clock.now()))
        refused(lambda: posting.mark_posted(row, letter, on=date(2027, 6, 1), by=BY, at=clock.now()))
