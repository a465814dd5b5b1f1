"""What was adopted under an item and is not named in its notes: told, and taken down by one button, word for word."""

from __future__ import annotations

import pytest
from flask import Flask

from convene import clock, unrecorded
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.meetings.models import Meeting
from convene.records import notes
from convene.records.models import NoteParagraph, Record
from convene.records.terms import Marking, RecordState
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, one, term_of
from tests.recommendations import made
from tests.records.made import a_sitting, changed, item, new, noted, sent
from tests.records.test_views import blank_of, typed
from tests.test_statements import statements

ADD = {"recommended": "1"}
NOT_NAMED = "Adopted under this item, and not named in these notes"
OTHER = "Member States should name an officer who keeps the archive of the network"


@pytest.fixture
def adopted(app: Flask) -> dict[str, str]:
    """A sitting that adopted two, and keeps a draft, under one item of which nothing is noted."""
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        noted(item(meeting), new("The words of the deep-dive."))
        first, second = made.adopted(meeting=meeting), made.adopted(OTHER, meeting=meeting)
        made.proposed("What is only a draft.", meeting=meeting)
        at = item(meeting, Subject.RECOMMENDATIONS).key
        names = {"first": first.symbol or "", "second": second.symbol or ""}
        return {"meeting": meeting.key, "item": at, "path": f"/items/{at}/notes", **names}


def noted_under(key: str) -> list[NoteParagraph]:
    """The paragraphs that stand under an item."""
    return list(db.session.query(NoteParagraph).filter_by(item_key=key, is_removed=False).order_by("position"))


@pytest.mark.parametrize(
    "text, is_there",
    [
        ("TNAP/2026/1/R.1", True),
        ("It adopted tnap/2026/1/r.1.", True),
        ("(TNAP/2026/1/R.1): “…”", True),
        ("TNAP/2026/1/R.12", False),
        ("TNAP/2026/1/R.1/Add.1", False),
        ("TNAP/2026/1/R.1.2", False),
        ("XTNAP/2026/1/R.1", False),
        ("R.1", False),
        ("", False),
    ],
)
def test_a_symbol_is_named_where_it_stands_as_a_whole(text: str, is_there: bool) -> None:
    assert unrecorded.is_named("TNAP/2026/1/R.1", text) is is_there


def test_one_button_takes_down_what_was_adopted_and_a_second_press_nothing(
    app: Flask, secretary: Browser, adopted: dict[str, str]
) -> None:
    page = secretary.get(adopted["path"]).get_data(as_text=True)
    assert NOT_NAMED in page
    assert "What is only a draft." not in words_of(secretary.get(adopted["path"]))
    fields = typed(page) | ADD

    assert secretary.post(adopted["path"], fields).status_code == 303
    said = secretary.text(adopted["path"])
    assert "2 paragraphs are added below." in said
    assert NOT_NAMED not in said
    assert secretary.post(adopted["path"], fields).status_code == 303
    assert "The notes name each of them already." in secretary.text(adopted["path"])
    with app.app_context(), work(TESTS):
        rows = noted_under(adopted["item"])
        assert [(p.text, p.marking, p.revision) for p in rows] == [
            (f"The Coordination Board adopted recommendation {adopted['first']}: “{made.TEXT}”", Marking.CLOSED, 1),
            (f"The Coordination Board adopted recommendation {adopted['second']}: “{OTHER}”.", Marking.CLOSED, 1),
        ]


def test_what_is_typed_and_what_a_colleague_wrote_stay(app: Flask, secretary: Browser, adopted: dict[str, str]) -> None:
    opened = typed(secretary.get(adopted["path"]).get_data(as_text=True))
    mark = blank_of(opened)
    theirs = typed(secretary.get(adopted["path"]).get_data(as_text=True))
    secretary.post(adopted["path"], theirs | {f"text-{blank_of(theirs)}": "Theirs.", "keep": "1"})
    mine = {f"text-{mark}": f"It adopted {adopted['second']} first.", f"marking-{mark}": "not attributed"}

    secretary.post(adopted["path"], opened | mine | ADD)

    with app.app_context(), work(TESTS):
        rows = noted_under(adopted["item"])
        assert [p.text for p in rows[:2]] == ["Theirs.", mine[f"text-{mark}"]]
        assert [(adopted["first"] in p.text, p.marking) for p in rows[2:]] == [(True, rows[1].marking)]


def test_what_was_removed_or_reworded_is_taken_down_anew(app: Flask, adopted: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        meeting: Meeting = one(Meeting, key=adopted["meeting"])
        at = item(meeting, Subject.RECOMMENDATIONS)

        def take_down() -> int:
            return unrecorded.take_down(at, meeting, by=BY, at=clock.now())

        assert take_down() == 2
        first, second = noted_under(at.key)
        notes.take_down(
            at, meeting, [changed(first, "", is_removed=True), changed(second, "Another.")], by=BY, at=clock.now()
        )
        assert (take_down(), take_down()) == (2, 0)
        assert [adopted[which] in p.text for p, which in zip(noted_under(at.key)[1:], ("first", "second"), strict=True)]
        assert noted_under(at.key)[0].text == "Another."


def test_a_body_that_does_not_adopt_issued(app: Flask, adopted: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        meeting: Meeting = one(Meeting, key=adopted["meeting"])
        meeting.body.preset = "S8"
        at = item(meeting, Subject.RECOMMENDATIONS)
        unrecorded.take_down(at, meeting, by=BY, at=clock.now())
        assert " issued recommendation " in noted_under(at.key)[0].text


@pytest.mark.parametrize("named", [0, 1, 2])
def test_circulating_and_adopting_tell_what_the_record_does_not_name(
    app: Flask, secretary: Browser, adopted: dict[str, str], named: int
) -> None:
    with app.app_context(), work(TESTS):
        meeting: Meeting = one(Meeting, key=adopted["meeting"])
        symbols = [adopted["first"], adopted["second"]]
        # It is named, wherever in the record it is.
        for symbol in symbols[:named]:
            noted(item(meeting), new(f"It adopted {symbol}."))
        sent(meeting)
    for page in ("circulation", "adoption"):
        response = secretary.get(f"/meetings/{adopted['meeting']}/record/{page}")
        text = words_of(response)
        assert ("The record does not name what was adopted under" in text) is (named < 2)
        assert (f": {', '.join(symbols[named:])}. It can go out as it is" in text) is (named < 2)
        assert (f'href="{adopted["path"]}">item ' in response.get_data(as_text=True)) is (named < 2)


def test_the_pages_take_as_many_statements_however_many_were_adopted(
    app: Flask, secretary: Browser, adopted: dict[str, str]
) -> None:
    paths = [adopted["path"], *(f"/meetings/{adopted['meeting']}/record/{p}" for p in ("circulation", "adoption"))]
    before = [statements(app, secretary, path) for path in paths]
    with app.app_context(), work(TESTS):
        for number in range(5):
            made.adopted(f"Another text, the {number}th of its kind.", meeting=one(Meeting, key=adopted["meeting"]))
    assert [statements(app, secretary, path) for path in paths] == before


def test_once_the_record_is_final_nothing_is_offered(app: Flask, secretary: Browser, adopted: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        sent(one(Meeting, key=adopted["meeting"]))
        one(Record).state = RecordState.ADOPTED
    assert NOT_NAMED not in secretary.text(adopted["path"])
    assert secretary.post(adopted["path"], ADD).status_code == 422
    with app.app_context(), work(TESTS):
        assert noted_under(adopted["item"]) == []


def test_the_rapporteur_who_may_read_it_takes_it_down(app: Flask, adopted: dict[str, str]) -> None:
    with app.app_context(), work(TESTS):
        notes.name_rapporteur(
            one(Meeting, key=adopted["meeting"]), term_of("primary_nl").person_id, by=BY, at=clock.now()
        )
    rapporteur = browser_of(app, "primary_nl")
    fields = typed(rapporteur.get(adopted["path"]).get_data(as_text=True))
    assert rapporteur.post(adopted["path"], fields | ADD).status_code == 303
    assert browser_of(app, "primary_us").post(adopted["path"], ADD).status_code == 404
    with app.app_context(), work(TESTS):
        assert len(noted_under(adopted["item"])) == 2
