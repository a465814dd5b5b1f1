"""The symbol under which a record is adopted: that of what was circulated, and another one where it says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from convene import clock
from convene.agendas.models import AgendaItem
from convene.db import db, work
from convene.meetings.models import Meeting
from convene.placing import place_meeting
from convene.records import actions
from convene.records.freezing import is_intact
from convene.records.models import Record
from convene.records.terms import CorrectionFate, RecordState
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, body, one, term_of
from tests.records.made import a_sitting, changed, item, lines_of, new, noted, rows_of, sent


def nothing(_meeting: Meeting, _record: Record) -> None:
    """Nobody proposed a correction."""


def corrected(meeting: Meeting, record: Record, fate: CorrectionFate = CorrectionFate.ACCEPTED) -> None:
    """A seat proposed another wording, and it was decided on."""
    line, term = lines_of(record)[0], term_of("primary_nl")
    proposal = actions.propose_correction(
        line, record, "One paragraph.", "One other.", "", party_id=term.party_id, person_id=term.person_id,
        by=BY, at=clock.now(),
    )  # fmt: skip
    actions.decide(
        proposal, line, meeting, fate, text="One other.", reason="It was not so said.", by=BY, at=clock.now()
    )


def declined(meeting: Meeting, record: Record) -> None:
    corrected(meeting, record, CorrectionFate.DECLINED)


def renamed(meeting: Meeting, _record: Record) -> None:
    """The item bears another title than in the record."""
    found: AgendaItem = item(meeting)
    found.title = "A title that nobody had"
    db.session.flush()


def circulated_again(meeting: Meeting, _record: Record) -> None:
    row = noted(item(meeting))[0]
    noted(item(meeting), changed(row, "One paragraph, with more."))
    sent(meeting)


@pytest.mark.parametrize(
    "since, symbol",
    [
        (nothing, "/SR"),
        (declined, "/SR"),
        (corrected, "/SR/Rev.1"),
        (renamed, "/SR/Rev.1"),
        (circulated_again, "/SR/Rev.1"),
    ],
)
@pytest.mark.parametrize("adopts", [True, False])
def test_what_is_final_keeps_the_symbol_of_what_it_says(
    app: Flask, since: Callable[[Meeting, Record], None], symbol: str, adopts: bool
) -> None:
    with app.app_context(), work(TESTS):
        if not adopts:
            body().preset = "S8"
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
        noted(item(meeting), new("One paragraph."))
        first = sent(meeting)
        since(meeting, first)
        record, _ = actions.adopt(
            meeting,
            later if adopts else None,
            "A word.",
            is_early=True,
            unentered=True,
            all_the_same=True,
            by=BY,
            at=clock.now(),
        )
        db.session.flush()

        assert record.state is (RecordState.ADOPTED if adopts else RecordState.ISSUED)
        assert record.symbol == f"{meeting.symbol}{symbol}"
        assert record.digest != first.digest
        assert is_intact(record, rows_of(record))
        assert is_intact(first, rows_of(first))


def test_the_files_of_what_was_circulated_and_adopted_are_told_apart(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting, later = a_sitting(), a_sitting(starts_on=date(2027, 7, 20))
        noted(item(meeting), new("One paragraph."))
        symbol = sent(meeting).symbol
        actions.adopt(meeting, later, is_early=True, unentered=True, by=BY, at=clock.now())
        place_meeting(meeting.id)
        base = f"/meetings/{meeting.key}/record"
        assert one(Record, state=RecordState.ADOPTED).symbol == symbol
    name = symbol.replace("/", "-")
    nl = browser_of(app, "primary_nl")
    for ending in ("pdf", "docx"):
        assert f"{name}-adopted.{ending}" in nl.get(f"{base}.{ending}").headers["Content-Disposition"]
        earlier = nl.get(f"{base}.{ending}?circulation=0").headers["Content-Disposition"]
        assert f"{name}.{ending}" in earlier
    shown = nl.text(f"{base}?circulation=0")
    assert "It was adopted since then" in shown
    assert "It went out again since then" not in shown
    assert f'{symbol}<span class="visually-hidden">, adopted</span>' in nl.get(f"{base}?circulation=0").text
