"""Past meetings: what becomes of each line, what is taken over, and that nobody hears of it."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Progress
from convene.cli import main
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.packs.tabular import as_csv, as_workbook
from convene.planning import plan
from convene.recommendations import columns, import_keeping, importing
from convene.recommendations.history import disclaimer_of
from convene.recommendations.models import Recommendation
from convene.years import past, past_keeping
from convene.years.past import Fate
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, body, count, one

HEAD = ",".join(past.COLUMNS)
TODAY = date(2027, 6, 1)
LIST = f"""{HEAD}
TNAP/2019/1,First regular meeting,regular meeting,2019-05-06,2019-05-07,Ottawa,America/Toronto,Deep-dive: Ostrin,\
discussion,deep-dive,closed,Ostrin,conflict prevention,The board asked for monthly figures,concluded
TNAP/2019/1,First regular meeting,regular meeting,2019-05-06,2019-05-07,Ottawa,America/Toronto,Input of guests,\
information,,open,,,,
TNAP/2019/1,First regular meeting,regular meeting,2019-05-06,2019-05-07,Ottawa,America/Toronto,A list of experts,\
decision,,closed,,,,unfinished
,Meeting in Paris,,2020-02-11,,Paris,,,,,,,,,
"""


def told(text: str) -> past.Reading:
    """What becomes of a list."""
    return past.held_against(body(), columns.read(text.encode(), past.TABLE), today=TODAY)


def line(**cells: str) -> str:
    """A list of one line."""
    given = {"title": "A meeting", "starts on": "2019-05-06"} | {k.replace("_", " "): v for k, v in cells.items()}
    return f"{HEAD}\n{','.join(given.get(c, '') for c in past.COLUMNS)}\n"


@pytest.mark.parametrize(
    "cells, said",
    [
        ({"starts_on": ""}, "the first day of the meeting is missing"),
        ({"starts_on": "6 May"}, "is no day; write it as 2019-06-01"),
        ({"starts_on": "2019-02-30"}, "is no day of the calendar"),
        ({"ends_on": "2019-05-05"}, "ends on its first day or at most 30 days later"),
        ({"ends_on": "2019-06-06"}, "ends on its first day or at most 30 days later"),
        ({"ends_on": "2019-06-05"}, ""),
        ({"starts_on": "2027-06-01"}, "only a meeting that is over is taken over"),
        ({"starts_on": "2027-05-31"}, ""),
        ({"zone": "Europe/Nowhere"}, "is no time zone that we know"),
        ({"zone": "Asia/Tokyo"}, ""),
        ({"kind": "party"}, "kind: “party” is not one of"),
        ({"item": "One", "item_kind": "quarrel"}, "item kind: “quarrel” is not one of"),
        ({"item": "One", "audience": "secret"}, "audience: “secret” is not one of"),
        ({"item": "One", "progress": "half"}, "progress: “half” is not one of"),
        ({"outcome": "Agreed"}, "item: outcome without an item"),
        ({"item": "x" * 301}, "item: more than 300 characters"),
        ({"city": "\u0904"}, "these letters cannot be printed"),
    ],
)
def test_what_is_wrong_is_refused_at_its_column(context: Flask, cells: dict[str, str], said: str) -> None:
    with work(TESTS):
        (only,) = told(line(**cells)).told

    assert said in only.why
    assert (only.fate is Fate.REFUSED) is bool(said)


def test_past_meetings_are_taken_over_once_and_nobody_hears_of_it(context: Flask) -> None:
    with work(TESTS):
        mails, meetings = count(OutboxMessage), count(Meeting)
        reading = told(LIST)
        assert [t.fate for t in reading.told] == [Fate.NEW, Fate.FURTHER, Fate.FURTHER, Fate.NEW]
        assert count(Meeting) == meetings
        assert past_keeping.take_over(body(), reading, by=BY, at=clock.now()) == 2
        first: Meeting = one(Meeting, symbol="TNAP/2019/1")
        assert (first.state, first.announced, first.taken_over_on) == (MeetingState.CONCLUDED, True, TODAY)
        items = db.session.query(AgendaItem).filter_by(meeting_id=first.id).order_by(AgendaItem.title).all()
        assert [i.progress for i in items] == [Progress.UNFINISHED, Progress.CONCLUDED, Progress.CONCLUDED]
        second: Meeting = one(Meeting, title="Meeting in Paris")
        assert (second.symbol, second.zone, second.ends_on) == ("TNAP/2020/1", body().zone, date(2020, 2, 11))
        again = told(LIST)
        assert {t.fate for t in again.told} == {Fate.KNOWN}
        assert past_keeping.take_over(body(), again, by=BY, at=clock.now()) == 0
        ids = (first.id, second.id)
    plan(at=clock.now())
    with work(TESTS):
        assert [count(OutboxMessage, meeting_id=one_id) for one_id in ids] == [0, 0]
        assert count(OutboxMessage) >= mails


def test_a_contradiction_is_named_and_not_mended(context: Flask) -> None:
    with work(TESTS):
        text = (
            line(symbol="TNAP/2019/1", item="One") + line(symbol="TNAP/2019/1", item="Two", city="Rome").split("\n")[1]
        )
        text += "\n" + line(symbol="TNAP/2019/1", item="One").split("\n")[1]
        reading = told(text)

    assert [t.fate for t in reading.told] == [Fate.NEW, Fate.REFUSED, Fate.REFUSED]
    assert "differ from line 2" in reading.told[1].why
    assert "names no item" in reading.told[2].why


@pytest.mark.parametrize("meetings_first", [True, False])
def test_recommendations_find_the_meeting_they_came_from(context: Flask, meetings_first: bool) -> None:
    rows = b"symbol,text\nTNAP/2019/1/R.3,States should answer within a month what they are asked.\n"

    def recommendations() -> None:
        import_keeping.take_over(
            body(), importing.held_against(body(), columns.read(rows), today=clock.now().date()), by=BY, at=clock.now()
        )

    with work(TESTS):
        if not meetings_first:
            recommendations()
        past_keeping.take_over(body(), told(LIST), by=BY, at=clock.now())
        if meetings_first:
            recommendations()
        found: Recommendation = one(Recommendation, symbol="TNAP/2019/1/R.3")
        assert found.meeting_id == one(Meeting, symbol="TNAP/2019/1").id


@pytest.mark.parametrize("make", [as_csv, as_workbook])
@pytest.mark.parametrize("preset, is_carried", [("S8", True), ("S11", True), ("S1", False)])
def test_what_goes_out_comes_in_again(context: Flask, make: object, preset: str, is_carried: bool) -> None:
    with work(TESTS):
        body().preset = preset
        past_keeping.take_over(body(), told(LIST), by=BY, at=clock.now())
        rows = [row for row in past_keeping.lines_of(body()) if row[3] < "2021"]
        content: bytes = make(past.GIVEN_OUT, rows)  # type: ignore[operator]  # Either of two functions.
        # Where a body does not adopt, each line says so, as those of recommendations do.
        assert {row[-1] for row in rows} == {disclaimer_of(body())}
        assert bool(disclaimer_of(body())) is is_carried
        lines = columns.read(content, past.TABLE)
        assert [t.fate for t in past.held_against(body(), lines, today=TODAY).told] == [Fate.KNOWN] * 4
        assert [t.fate for t in past.held_against(body("R2PFP"), lines, today=TODAY).told] == [
            Fate.NEW, Fate.FURTHER, Fate.FURTHER, Fate.NEW
        ]  # fmt: skip


def test_the_page_shows_the_fate_of_each_line_before_anything_is_kept(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key, before = body().key, count(Meeting)
    path = f"/bodies/{key}/meetings/import"
    looked = secretary.post(path, {"file": (io.BytesIO(LIST.encode()), "past.csv"), "then": "take"})
    assert looked.status_code == 422
    assert "4 lines: 2 of a new meeting, 2 of a further item" in words_of(looked)
    held = re.findall(r'name="held" value="([^"]+)"', looked.text)[0]
    with app.app_context(), work(TESTS):
        assert count(Meeting) == before
    assert secretary.post(path, {"held": held, "then": "take"}).status_code == 303
    with app.app_context(), work(TESTS):
        meeting = one(Meeting, symbol="TNAP/2019/1").key
    for who in (secretary, browser_of(app, "primary_nl")):
        assert "Taken over from a list on 1 June 2027" in who.text(f"/meetings/{meeting}")
    assert browser_of(app, "ngo_guest").get(f"/meetings/{meeting}").status_code == 404
    assert "Ottawa" in secretary.get(f"/bodies/{key}/meetings.csv").text
    assert secretary.post(path, {"file": (io.BytesIO(b"a,b\n"), "past.csv")}).status_code == 422


def test_a_table_without_days_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="“starts on” among them"):
        columns.read(b"title,city\nA,B\n", past.TABLE)


def test_the_commands_take_over_and_give_out(context: Flask, tmp_path: Path) -> None:
    file = tmp_path / "past.csv"
    file.write_text(LIST, encoding="utf-8")
    environment = {"CONVENE_INSTANCE": str(context.config["CONVENE"].instance)}
    run = CliRunner(env=environment)
    dry = run.invoke(main, ["import-meetings", str(file), "--body", "TNAP", "--dry-run"])
    assert (dry.exit_code, "2 meetings would be taken over" in dry.output) == (0, True), dry.output
    assert run.invoke(main, ["import-meetings", str(file), "--body", "TNAP", "--json"]).exit_code == 0
    assert "4 on record already" not in dry.output
    file.write_text(LIST.replace("2020-02-11", "11 February"), encoding="utf-8")
    wrong = run.invoke(main, ["import-meetings", str(file), "--body", "TNAP"])
    last = "0 meetings are taken over; 1 of 4 lines is refused"
    assert (wrong.exit_code, wrong.output.splitlines()[-1]) == (1, last)
    assert (
        json.loads(run.invoke(main, ["import-meetings", str(file), "--body", "TNAP", "--json"]).output)["refused"] == 1
    )
    given = run.invoke(main, ["export-meetings", "--body", "TNAP"])
    assert "The board asked for monthly figures" in given.output
