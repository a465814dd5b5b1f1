"""Applications: their dossiers, what is put before the board, decisions, changes of standing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.bodies.models import Party
from convene.bodies.terms import Standing
from convene.db import db, work
from convene.findings import Refused
from convene.incoming.sources import Known, candidates
from convene.incoming.terms import Source
from convene.journal import JournalEntry
from convene.membership import actions
from convene.membership.dossiers import dossier_of, findings_of
from convene.membership.models import (
    Application,
    ApplicationCriterion,
    ApplicationDecision,
    ApplicationEvidence,
    StandingChange,
)
from convene.membership.queries import applications_of, criteria_of, evidence_of
from convene.membership.standing import change_standing
from convene.membership.terms import Assessment, Decision
from convene.people.actions import give_term, take_on_record
from convene.people.models import Term
from convene.people.terms import TermRole
from convene.readers import is_in_force
from tests.browser import TESTS, reader_of_key
from tests.build import BY, a_draft, body, count, one, term_of
from tests.membership.made import OPENED, PIECE, an_application, decided, put, shown

SHOWN, NOT = Assessment.SHOWN, Assessment.NOT_SHOWN


def today() -> date:
    return clock.local(clock.now(), body().zone).date()


def party(name: str) -> Party:
    found: Party = one(Party, body_id=body().id, name=name)
    return found


def test_a_dossier_has_the_criteria_of_the_preset_and_is_the_secretariats_alone(context: Flask) -> None:
    with work(TESTS):
        application = an_application()
        assert [c.words[-6:] for c in criteria_of(application)] == ["(A3 a)", "(A3 b)", "(A3 c)"]
        assert {c.assessment for c in criteria_of(application)} == {Assessment.OPEN}
        assert count(JournalEntry, act="application.open") == 1
    for key, seen in {
        "secretary": 1,
        "primary_nl": 0,
        "observer_fr": 0,
        "ngo_guest": 0,
        "secretary_council": 0,
    }.items():
        with work(reader_of_key(key)):
            assert (key, count(Application), count(ApplicationCriterion)) == (key, seen, 3 * seen)


def test_seats_read_it_once_it_is_put_and_what_is_entered_later_too(context: Flask) -> None:
    with work(TESTS):
        application = an_application()
        shown(application, SHOWN, SHOWN, SHOWN)
        put(application)
        first = criteria_of(application)[0]
        actions.enter_evidence(application, first, PIECE, by=BY, at=clock.now())
        decided(application, Decision.DEFERRED)
    for key, seen in {"secretary": 1, "primary_nl": 1, "alternate_us": 1, "observer_fr": 0, "ngo_guest": 0}.items():
        with work(reader_of_key(key)):
            found = [count(m) for m in (Application, ApplicationCriterion, ApplicationEvidence, ApplicationDecision)]
            assert (key, found) == (key, [seen, 3 * seen, 4 * seen, seen])


def test_the_same_applies_once_at_a_time(context: Flask) -> None:
    with work(TESTS):
        an_application()
        with pytest.raises(Refused) as caught:
            an_application()
        assert [(f.field, f.text) for f in caught.value.findings] == [
            ("name", "An application of Norway is open already.")
        ]
        assert count(Application) == 1


def test_who_is_that_already_does_not_apply_for_it(context: Flask) -> None:
    with work(TESTS):
        with pytest.raises(Refused, match="Denmark is that to the body already"):
            an_application("Denmark", party=party("Denmark"))
        an_application("France", party=party("France"))
        assert count(Application) == 1


def test_a_day_ahead_and_letters_that_cannot_be_printed_are_refused(context: Flask) -> None:
    with work(TESTS):
        application = an_application()
        for field in ("text", "source"):
            piece = replace(PIECE, text="漢字") if field == "text" else replace(PIECE, source="漢字")
            with pytest.raises(Refused) as caught:
                actions.enter_evidence(application, criteria_of(application)[0], piece, by=BY, at=clock.now())
            assert [f.field for f in caught.value.findings] == [field]
        assert count(ApplicationEvidence) == 0


def test_the_same_evidence_is_entered_once_and_can_be_taken_out(context: Flask) -> None:
    with work(TESTS):
        application = an_application()
        first, second, _ = criteria_of(application)
        kept = actions.enter_evidence(application, first, PIECE, by=BY, at=clock.now())
        with pytest.raises(Refused, match="in the dossier already"):
            actions.enter_evidence(application, first, PIECE, by=BY, at=clock.now())
        actions.enter_evidence(application, second, PIECE, by=BY, at=clock.now())
        actions.drop_evidence(kept, application, by=BY, at=clock.now())
        assert [e.criterion_id for e in evidence_of(application)] == [second.id]
        assert (count(JournalEntry, act="evidence.enter"), count(JournalEntry, act="evidence.drop")) == (2, 1)


def test_admission_makes_a_member_with_its_history(context: Flask) -> None:
    with work(TESTS):
        application = put(an_application())
        found = decided(application)
        assert found is not None
        assert (found.name, found.standing, found.country, found.joined_on) == (
            "Norway", Standing.MEMBER, "NO", today(),
        )  # fmt: skip
        change = one(StandingChange, party_id=found.id)
        assert (change.before, change.after, change.from_on) == (None, Standing.MEMBER, today())
        assert count(JournalEntry, act="application.decide") == 1
        assert application.party_id == found.id


@pytest.mark.parametrize(
    "decision, standing", [(Decision.AS_OBSERVER, Standing.OBSERVER), (Decision.AS_COOPERATING, Standing.COOPERATING)]
)
def test_a_board_may_let_somebody_in_otherwise(context: Flask, decision: Decision, standing: Standing) -> None:
    with work(TESTS):
        found = decided(put(an_application()), decision)
        assert found is not None
        assert found.standing is standing


def test_admission_changes_a_party_on_record(context: Flask) -> None:
    with work(TESTS):
        application = put(an_application("France", party=party("France")))
        found = decided(application)
        assert found is not None
        assert (found.id, found.standing) == (party("France").id, Standing.MEMBER)
        change = one(StandingChange, party_id=found.id)
        assert (change.before, change.after) == (Standing.OBSERVER, Standing.MEMBER)


def test_a_decision_against_the_rules_keeps_what_they_said(context: Flask) -> None:
    with work(TESTS):
        application = an_application()
        shown(application, SHOWN, SHOWN, NOT)
        put(application)
        assert decided(application) is not None
        (decision,) = dossier_of(application).decisions
        assert decision.findings == (
            "A3 broken. (c) Only those prepared to provide assets may be members, and that is not shown.",
        )
        assert [f.level for f in findings_of(body(), dossier_of(application))][-1] == "broken"


def test_what_is_decided_stands_and_what_is_deferred_comes_back(context: Flask) -> None:
    with work(TESTS):
        application = put(an_application())
        assert decided(application, Decision.DEFERRED) is None
        assert decided(application, Decision.DECLINED) is None
        assert [d.decision for d in dossier_of(application).decisions] == [Decision.DEFERRED, Decision.DECLINED]
        first = criteria_of(application)[0]
        for act in (
            lambda: decided(application),
            lambda: put(application),
            lambda: actions.assess(application, [(first, SHOWN, "")], by=BY, at=clock.now()),
            lambda: actions.enter_evidence(application, first, PIECE, by=BY, at=clock.now()),
        ):
            with pytest.raises(Refused, match="It is decided"):
                act()
        assert (count(ApplicationDecision), count(ApplicationEvidence)) == (2, 0)
        assert first.assessment is Assessment.OPEN
        an_application()  # A new one may be opened.


def test_nothing_is_decided_that_the_board_has_not_read(context: Flask) -> None:
    with work(TESTS):
        application = an_application()
        with pytest.raises(Refused, match="before the board first"):
            decided(application)
        assert (count(ApplicationDecision), count(Party, name="Norway")) == (0, 0)


def test_what_is_put_before_a_meeting_comes_in_for_its_agenda_until_it_is_decided(context: Flask) -> None:
    with work(TESTS):
        meeting, other = a_draft(), a_draft(starts_on=date(2027, 12, 7), city="Oslo", zone="Europe/Oslo")
        application = put(an_application(), meeting)

        def waiting(where: object) -> list[str]:
            found = candidates(Known(where, clock.now()))  # type: ignore[arg-type]
            return [c.title for c in found if c.source is Source.APPLICATION]

        assert (waiting(meeting), waiting(other)) == (["Application of Norway"], [])
        decided(application)
        assert waiting(meeting) == []


def test_a_member_that_becomes_something_else_has_no_seats(context: Flask) -> None:
    with work(TESTS):
        nl = party("Netherlands")
        ended = change_standing(body(), nl, Standing.OBSERVER, on=today(), reason="As it asked", by=BY, at=clock.now())
        assert ended == 2
        assert nl.standing is Standing.OBSERVER
        for key in ("primary_nl", "alternate_nl"):
            assert term_of(key).ends_on == today() - timedelta(days=1)
            assert not is_in_force(term_of(key), clock.now())
        assert is_in_force(term_of("desk_nl"), clock.now())
    with work(reader_of_key("primary_nl")):
        assert count(Party) == 0


def test_whoever_leaves_has_a_last_day(context: Flask) -> None:
    with work(TESTS):
        nl, last = party("Netherlands"), today() + timedelta(days=10)
        contact = take_on_record(body(), name="Next", address="next@nl.example", by=BY, at=clock.now())
        give_term(
            contact, body=body(), party=nl, role=TermRole.ALTERNATE, starts_on=last + timedelta(days=20), by=BY,
            at=clock.now(),
        )  # fmt: skip
        assert change_standing(body(), nl, None, on=last, reason="Withdraws", by=BY, at=clock.now()) >= 4
        assert (nl.left_on, nl.standing) == (last, Standing.MEMBER)
        assert {t.ends_on for t in db.session.scalars(select(Term).where(Term.party_id == nl.id))} == {last}
        assert count(JournalEntry, act="term.drop") == 1
        with pytest.raises(Refused, match="is a member until"):
            give_term(contact, body=body(), party=nl, role=TermRole.ALTERNATE, starts_on=last, by=BY, at=clock.now())


def test_a_seat_is_held_from_the_day_of_joining(context: Flask) -> None:
    with work(TESTS):
        found = decided(put(an_application()), from_on=today() + timedelta(days=30))
        assert found is not None
        contact = take_on_record(body(), name="First", address="first@no.example", by=BY, at=clock.now())
        given: dict[str, Any] = {
            "body": body(),
            "party": found,
            "role": TermRole.PRIMARY_REPRESENTATIVE,
            "by": BY,
            "at": clock.now(),
        }
        with pytest.raises(Refused, match="is a member from"):
            give_term(contact, starts_on=today() + timedelta(days=29), **given)
        give_term(contact, starts_on=today() + timedelta(days=30), **given)


def test_applications_are_listed_the_latest_first(context: Flask) -> None:
    with work(TESTS):
        an_application("Iceland")
        an_application("Norway")
        assert [a.name for a in applications_of(body())] == ["Norway", "Iceland"]
        assert applications_of(body())[0].opened_on == OPENED
