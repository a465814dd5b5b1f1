"""What a body's secretariat enters of anchor events and offices: it overrides what all share, for that body alone."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from convene import clock
from convene.anchors import rules
from convene.anchors.actions import enter, keep_office, leave_to_all, remove_office
from convene.anchors.known import anchors_in
from convene.anchors.models import AnchorDate, Office
from convene.anchors.queries import anchors_of, event_as_known, occurrences_of, offices_in
from convene.anchors.terms import AnchorKind, Confidence, Entry, Held
from convene.cli import main
from convene.db import db, work
from convene.findings import Refused
from convene.journal import JournalEntry
from tests.browser import TESTS, browser_of
from tests.build import BY, body, count, one
from tests.counting import statements_seen
from tests.fields import complaints, summary
from tests.fields import typed as chosen

MUNICH = Entry(
    "Munich Security Conference", 2028, date(2028, 2, 11), date(2028, 2, 13), "Munich", "Europe/Berlin",
    Confidence.CONFIRMED, "Letter of the organisers",
)  # fmt: skip
SUMMIT = replace(MUNICH, event="G20 summit", city="Lima", zone="America/Lima", confidence=Confidence.ANNOUNCED)
GONE = replace(MUNICH, starts_on=None, ends_on=None, city="", zone="")
HELD = Held("Presidency of the Security Council", "Denmark", date(2028, 3, 1), date(2028, 3, 31), "Rotation")


def kinds(found: list[object]) -> list[str]:
    return [str(getattr(anchor, "kind")) for anchor in found]  # noqa: B009 - the values are those of several types


def test_an_entry_overrides_the_rule_for_this_body_and_no_other(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        enter(body("TAPRC"), MUNICH, by=BY, at=clock.now())

        own = {a.kind: a for a in anchors_of(body("TAPRC"), 2028)}
        shared = {a.kind: a for a in anchors_of(body("R2PFP"), 2028)}

        assert own[AnchorKind.MUNICH].starts_on == date(2028, 2, 11)
        assert own[AnchorKind.MUNICH].confidence is Confidence.CONFIRMED
        assert shared[AnchorKind.MUNICH].starts_on == date(2028, 2, 18)
        assert list(shared.values()) == anchors_in(2028)


def test_an_entry_overrides_the_known_file(app: Flask) -> None:
    known = next(a for a in anchors_in(2026) if a.kind == AnchorKind.MUNICH)
    with app.app_context(), work(TESTS):
        later = replace(MUNICH, year=2026, starts_on=date(2026, 3, 6), ends_on=date(2026, 3, 8))
        enter(body("TAPRC"), later, by=BY, at=clock.now())

        found = next(a for a in anchors_of(body("TAPRC"), 2026) if a.kind == AnchorKind.MUNICH)

    assert (known.starts_on, found.starts_on) == (date(2026, 2, 13), date(2026, 3, 6))


def test_an_event_of_ones_own_one_that_does_not_take_place_and_back_to_what_all_share(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        council = body("TAPRC")
        enter(council, SUMMIT, by=BY, at=clock.now())
        enter(council, GONE, by=BY, at=clock.now())
        assert kinds(list(anchors_of(council, 2028))) == ["G20 summit", "UNGA opening", "UNGA general debate"]
        shown = {o.event: (o.anchor is None, o.is_own, o.is_unknown) for o in occurrences_of(council, 2028)}
        assert shown["Munich Security Conference"] == (True, True, False)
        assert shown["Paris Peace Forum"] == (True, False, True)
        assert shown["G20 summit"] == (False, True, False)

        for event in ("G20 summit", "Munich Security Conference", "UNGA opening"):
            leave_to_all(council, event, 2028, by=BY, at=clock.now())

        assert anchors_of(council, 2028) == anchors_in(2028)
        assert count(AnchorDate, body_id=council.id) == 0


def test_a_year_that_was_left_out_says_so(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = next(o for o in occurrences_of(body("TAPRC"), 2021) if o.event == AnchorKind.MUNICH)

    assert (found.anchor, found.is_own, found.is_unknown, found.source) == (
        None,
        False,
        False,
        "It did not take place.",
    )


def test_correcting_keeps_one_entry_and_the_journal_says_what_it_was(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        council = body("TAPRC")
        first = enter(council, MUNICH, by=BY, at=clock.now())
        again = enter(council, replace(MUNICH, source="Website"), by=BY, at=clock.now())
        enter(council, replace(MUNICH, source="Website"), by=BY, at=clock.now())

        assert first.id == again.id
        lines = db.session.query(JournalEntry).filter_by(act="anchor.enter", body_id=council.id).all()
        changes = [json.loads(line.change) for line in lines]
        assert [c["after"]["source"] for c in changes] == ["Letter of the organisers", "Website"]
        assert changes[1]["before"]["source"] == "Letter of the organisers"


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"source": ""}, "source"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": None}, "ends_on"),
        ({"starts_on": date(2027, 12, 31)}, "starts_on"),
        ({"ends_on": date(2028, 2, 10)}, "ends_on"),
        ({"ends_on": date(2028, 2, 11) + timedelta(days=120)}, "ends_on"),
        ({"city": ""}, "city"),
        ({"zone": ""}, "zone"),
        ({"city": "東京"}, "city"),
        ({"event": "首脳会議"}, "event"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(
    app: Flask, changed: dict[str, object], field: str
) -> None:
    with app.app_context(), work(TESTS):
        before = count(AnchorDate)

        with pytest.raises(Refused) as refused:
            enter(body("TAPRC"), replace(MUNICH, **changed), by=BY, at=clock.now())  # type: ignore[arg-type]  # Fields of an entry.

        assert [f.field for f in refused.value.findings] == [field]
        assert count(AnchorDate) == before


@pytest.mark.parametrize(
    "ends_on, is_refused",
    [(date(2028, 2, 11), False), (date(2028, 6, 9), False), (date(2028, 6, 10), True), (date(2028, 2, 10), True)],
)
def test_the_length_of_an_event_has_bounds(ends_on: date, is_refused: bool) -> None:
    assert bool(rules.entry_findings(replace(MUNICH, ends_on=ends_on), takes_place=True)) is is_refused


@pytest.mark.parametrize(
    "confidence, words",
    [
        (Confidence.CONFIRMED, ""),
        (Confidence.ANNOUNCED, "The date of X 2028 is only announced"),
        (Confidence.COMPUTED, "The date of X 2028 is only computed"),
        (None, "There is no date of X 2028 on record any more"),
    ],
)
def test_how_unsure_a_date_is_is_said_in_words(confidence: Confidence | None, words: str) -> None:
    assert rules.unconfirmed_words("X 2028", confidence) == words


@pytest.mark.parametrize(
    "year, ends_on, is_shown",
    [
        (2027, date(2028, 3, 31), False),
        (2028, date(2028, 3, 31), True),
        (2029, date(2028, 3, 31), False),
        (2029, date(2029, 1, 1), True),
        (2035, None, True),
    ],
)
def test_an_office_stands_beside_each_year_in_which_it_is_held(
    app: Flask, year: int, ends_on: date | None, is_shown: bool
) -> None:
    with app.app_context(), work(TESTS):
        kept = keep_office(body("TAPRC"), replace(HELD, ends_on=ends_on), by=BY, at=clock.now())

        assert ([o.key for o in offices_in(body("TAPRC"), year)] == [kept.key]) is is_shown
        assert offices_in(body("R2PFP"), year) == []


def test_an_office_is_changed_and_taken_off_the_record(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        council = body("TAPRC")
        office = keep_office(council, HELD, by=BY, at=clock.now())
        with pytest.raises(Refused):
            keep_office(council, replace(HELD, ends_on=date(2028, 2, 28)), office=office, by=BY, at=clock.now())
        assert office.ends_on == date(2028, 3, 31)

        keep_office(council, replace(HELD, holder="Norway"), office=office, by=BY, at=clock.now())
        assert (office.holder, count(Office, body_id=council.id)) == ("Norway", 1)
        remove_office(office, by=BY, at=clock.now())
        assert offices_in(council, 2028) == []


@pytest.mark.parametrize("entries", [0, 1, 12])
def test_the_anchors_of_a_body_take_one_statement(app: Flask, entries: int) -> None:
    with app.app_context(), work(TESTS):
        council = body("TAPRC")
        for number in range(entries):
            enter(council, replace(SUMMIT, event=f"Summit {number}"), by=BY, at=clock.now())
        db.session.flush()
        with statements_seen() as seen:
            found = anchors_of(council, 2028)

    assert (len(found), len(seen)) == (3 + entries, 1)


def run(instance: Path, *arguments: str) -> str:
    done = CliRunner().invoke(main, [*arguments], env={"CONVENE_INSTANCE": str(instance)})
    assert done.exit_code == 0, done.output
    return done.output


def test_the_command_prints_them_as_a_body_has_them(app: Flask) -> None:
    instance = app.config["CONVENE"].instance
    with app.app_context(), work(TESTS):
        enter(body("TAPRC"), MUNICH, by=BY, at=clock.now())

    told = json.loads(run(instance, "anchors", "2028", "--json", "--body", "TAPRC"))
    wrong = CliRunner().invoke(main, ["anchors", "2028", "--body", "NONE"], env={"CONVENE_INSTANCE": str(instance)})

    assert {k: told[0][k] for k in ("start", "confidence", "source")} == {
        "start": "2028-02-11", "confidence": "confirmed", "source": "Letter of the organisers",
    }  # fmt: skip
    assert json.loads(run(instance, "anchors", "2028", "--json"))[0]["start"] == "2028-02-18"
    assert wrong.exit_code == 1
    assert "no body has the symbol NONE" in wrong.output


def test_munich_is_confirmed_in_one_form(app: Flask) -> None:
    secretary = browser_of(app, "secretary")
    with app.app_context(), work(TESTS):
        key = body().key
    path = f"/bodies/{key}/anchors/enter?of=2028&event=Munich+Security+Conference"
    shown = secretary.get(path).text
    assert 'value="2028-02-18"' in shown
    assert '<option selected value="">Choose how sure the days are</option>' in shown
    typed = {
        "event": "Munich Security Conference", "holds": "days", "starts_on": "2028-02-18", "ends_on": "2028-02-20",
        "city": "Munich", "zone": "Europe/Berlin", "confidence": "confirmed", "source": "securityconference.org",
    }  # fmt: skip

    refused = secretary.post(path, typed | {"source": ""})
    unsure = secretary.post(path, typed | {"confidence": ""})
    with app.app_context(), work(TESTS):
        assert count(AnchorDate, body_id=body().id, year=2028) == 0
    answer = secretary.post(path, typed)
    listed = secretary.text(f"/bodies/{key}/anchors?of=2028")

    assert (refused.status_code, unsure.status_code) == (422, 422)
    assert complaints(unsure) == ["confidence"]
    assert "Choose how sure the days are: confirmed or announced by the organisers" in unsure.text
    assert "Who says so: Enter a source, such as “Letter of the organisers of 3 May”." in summary(refused)
    assert 'value="2028-02-18"' in refused.text
    assert answer.status_code == 303
    assert "Munich Security Conference 2028 is kept." in listed
    assert "confirmed securityconference.org" in listed
    assert "Provisional: computed" in listed


@pytest.mark.parametrize(
    "year, entry, shown",
    [
        (2028, None, ""),  # Computed by rule.
        (2028, Confidence.COMPUTED, "computed"),  # Entered so by the secretariat itself.
        (2028, Confidence.ANNOUNCED, "announced"),
        (2028, Confidence.CONFIRMED, "confirmed"),
        (2026, None, "confirmed"),  # Known to all bodies.
    ],
)
def test_the_form_shows_how_sure_the_days_are_now(app: Flask, year: int, entry: Confidence | None, shown: str) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
        if entry is not None:
            enter(body(), replace(MUNICH, confidence=entry), by=BY, at=clock.now())

    page = browser_of(app, "secretary").get(f"/bodies/{key}/anchors/enter?of={year}&event=Munich+Security+Conference")

    assert chosen(page, "confidence") == shown


def test_that_an_event_does_not_take_place_needs_no_word_on_how_sure_it_is(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
    typed = {"event": "Munich Security Conference", "holds": "none", "confidence": "", "source": "Letter"}

    answer = browser_of(app, "secretary").post(f"/bodies/{key}/anchors/enter?of=2028", typed)

    assert answer.status_code == 303
    with app.app_context(), work(TESTS):
        assert one(AnchorDate, body_id=body().id, year=2028, event="Munich Security Conference").starts_on is None


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("UNGA OPENING", "UNGA opening"),
        ("  unga  opening ", "UNGA opening"),
        ("g20 SUMMIT", "G20 summit"),
        ("G20 Gipfel", "G20 Gipfel"),
    ],
)
def test_an_event_is_kept_as_it_is_written_already(app: Flask, typed: str, kept: str) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
        enter(body(), SUMMIT, by=BY, at=clock.now())
        enter(body("TAPRC"), replace(SUMMIT, event="G20 GIPFEL"), by=BY, at=clock.now())
    form = {
        "event": typed, "holds": "days", "starts_on": "2030-09-10", "ends_on": "2030-09-12", "city": "New York",
        "zone": "America/New_York", "confidence": "announced", "source": "Letter",
    }  # fmt: skip

    answer = browser_of(app, "secretary").post(f"/bodies/{key}/anchors/enter?of=2030", form)

    assert answer.status_code == 303
    with app.app_context(), work(TESTS):
        assert one(AnchorDate, body_id=body().id, year=2030).event == kept
        assert [o.event for o in occurrences_of(body(), 2030)].count(kept) == 1


def test_an_event_kept_in_letters_of_its_own_can_still_be_reached(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        enter(body(), replace(SUMMIT, event="UNGA OPENING"), by=BY, at=clock.now())

        assert event_as_known(body(), "UNGA OPENING") == "UNGA OPENING"
        assert event_as_known(body(), "unga Opening") == "UNGA opening"


@pytest.mark.parametrize(
    "holds, event, field",
    [
        ("shared", "Munich Security Conference", "holds"),
        ("shared", "Nothing of the kind", "holds"),
        ("perhaps", "Munich Security Conference", "holds"),
        ("shared", "", "event"),
    ],
)
def test_what_would_have_no_effect_is_refused(app: Flask, holds: str, event: str, field: str) -> None:
    with app.app_context(), work(TESTS):
        key, before = body().key, count(JournalEntry)
    given = {"event": event, "holds": holds, "confidence": "confirmed", "source": "Letter"}

    refused = browser_of(app, "secretary").post(f"/bodies/{key}/anchors/enter?of=2028", given)

    assert refused.status_code == 422
    assert complaints(refused) == [field]
    with app.app_context(), work(TESTS):
        assert (count(AnchorDate, body_id=body().id, year=2028), count(JournalEntry)) == (0, before)


def test_an_entry_of_ones_own_is_taken_back_in_whatever_case(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        key = body().key
        enter(body(), MUNICH, by=BY, at=clock.now())
    given = {"event": "MUNICH security conference", "holds": "shared", "confidence": "", "source": ""}

    answer = browser_of(app, "secretary").post(f"/bodies/{key}/anchors/enter?of=2028", given)

    assert answer.status_code == 303
    with app.app_context(), work(TESTS):
        assert count(AnchorDate, body_id=body().id, year=2028) == 0
