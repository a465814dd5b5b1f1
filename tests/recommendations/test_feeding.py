"""A guest's point: the open item on which they made it, that the board agrees, and only then word to the guest."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.findings import Refused
from convene.journal import JournalEntry
from convene.mail.models import OutboxMessage
from convene.meetings.models import Meeting
from convene.recommendations import feeding, rules
from convene.recommendations.models import FedPoint, Recommendation
from convene.recommendations.terms import State
from convene.records.terms import Marking
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, body, count, one
from tests.recommendations import made
from tests.records import made as recorded

MADE, MAY = date(2027, 5, 3), date(2027, 5, 20)
DAYS = (date(2027, 5, 10), date(2027, 5, 11))


@pytest.mark.parametrize(
    "on, days, words, field",
    [
        (MAY, None, "in writing", ""),
        (MAY + timedelta(days=1), None, "in writing", "on"),
        (MADE, None, "in writing", ""),
        (MADE - timedelta(days=1), None, "in writing", "on"),
        (MAY, None, " ", "meeting"),
        (DAYS[0], DAYS, "", ""),
        (DAYS[1], DAYS, "", ""),
        (DAYS[0] - timedelta(days=1), DAYS, "", "on"),
        (DAYS[1] + timedelta(days=1), DAYS, "", "on"),
    ],
)
def test_the_board_agrees_by_today_on_a_day_of_its_meeting_or_otherwise(
    on: date, days: tuple[date, date] | None, words: str, field: str
) -> None:
    assert [each.field for each in rules.agreement_findings(on, days, words, made_on=MADE, today=MAY)] == (
        [field] if field else []
    )


@pytest.mark.parametrize(
    "state, agreed_on, told, said",
    [
        (State.ADOPTED, MAY, "Thank you.", ""),
        (State.LAPSED, MAY, "Thank you.", ""),
        (State.PROPOSED, MAY, "Thank you.", "once the recommendation is adopted"),
        (State.ADOPTED, None, "Thank you.", "Record first that the board agrees"),
        (State.ADOPTED, MAY, " ", "Say what they are told"),
    ],
)
def test_nobody_is_told_without_the_agreement(state: State, agreed_on: date | None, told: str, said: str) -> None:
    found = rules.telling_findings(state, agreed_on, told)
    assert bool(found) == bool(said)
    assert all(said in each.text for each in found)


@pytest.fixture
def tied(app: Flask) -> dict[str, str]:
    """An adopted recommendation that a guest's point fed, by where its pages are."""
    with app.app_context(), work(TESTS):
        found = made.adopted()
        row = feeding.tie_point(found, body(), made.guest("ngo_guest"), "Look there", by=BY, at=clock.now())
        return {"page": f"/recommendations/{found.key}", "point": f"/points/{row.key}", "key": row.key}


def told(app: Flask) -> int:
    """How many mails tell a guest of a point."""
    with app.app_context(), work(TESTS):
        return count(OutboxMessage, kind=feeding.FED)


def acts(app: Flask) -> list[tuple[str, dict[str, str]]]:
    """What the journal says of points, in order."""
    with app.app_context(), work(TESTS):
        wanted = select(JournalEntry).where(JournalEntry.act.startswith("point.")).order_by(JournalEntry.id)
        return [(line.act, json.loads(line.change)) for line in db.session.scalars(wanted)]


def test_a_guest_is_told_once_the_boards_agreement_is_recorded(
    app: Flask, secretary: Browser, tied: dict[str, str]
) -> None:
    word = {"told": "Your point was taken up."}
    refused = secretary.post(f"{tied['point']}/tell", word)
    assert (refused.status_code, "Your point was taken up." in refused.text) == (422, True)
    assert "Record first that the board agrees" in refused.text
    assert (told(app), f"{tied['point']}/tell" in secretary.get(tied["page"]).text) == (0, False)
    today = clock.now().date().isoformat()
    for given in (
        {"on": today, "words": "in writing"},
        {"agrees": "y", "words": "in writing"},
        {"agrees": "y", "on": today},
    ):
        assert secretary.post(f"{tied['point']}/agreement", given).status_code == 422
    given = {"agrees": "y", "on": today, "words": "in writing, no objection"}
    assert secretary.post(f"{tied['point']}/agreement", given).status_code == 303
    assert told(app) == 0
    said = secretary.text(tied["page"])
    assert f"The board agreed that they are told, on {clock.day_words(clock.now().date(), weekday=False)}" in said
    assert "in writing, no objection" in said
    assert secretary.post(f"{tied['point']}/tell", word).status_code == 303
    assert told(app) == 1
    assert "Your point was taken up." in browser_of(app, "ngo_guest").text("/")
    assert secretary.post(f"{tied['point']}/agreement", given).status_code == 422
    assert [act for act, _ in acts(app)] == ["point.tie", "point.agree", "point.tell"]
    assert acts(app)[1][1] == {"on": today, "meeting": "", "words": "in writing, no objection"}
    for reader in ("primary_nl", "ngo_documentation", "ngo_guest"):
        assert "in writing, no objection" not in browser_of(app, reader).get(tied["page"]).text
    assert "in writing, no objection" not in browser_of(app, "ngo_guest").text("/")


def test_an_agreement_is_recorded_of_a_meeting_and_can_be_taken_back(
    app: Flask, secretary: Browser, tied: dict[str, str]
) -> None:
    with app.app_context(), work(TESTS):
        meeting = recorded.a_sitting()
        meeting.starts_on = meeting.ends_on = clock.now().date()
        key, title, on = meeting.key, meeting.title, meeting.starts_on
    form = secretary.get(f"{tied['point']}/agreement").text
    assert f'value="{key}"' in form
    assert "The board agrees that" in form
    given = {"agrees": "y", "on": on.isoformat(), "meeting": key, "words": "item 4"}
    off = {**given, "on": (on - timedelta(days=1)).isoformat()}
    assert "Enter the day on which it agreed" in secretary.post(f"{tied['point']}/agreement", off).text
    assert secretary.post(f"{tied['point']}/agreement", {**given, "meeting": "x" * 22}).status_code == 422
    assert secretary.post(f"{tied['point']}/agreement", given).status_code == 303
    page = secretary.get(tied["page"]).text
    assert f'at the <a href="/meetings/{key}">{title}</a>: item 4.' in page
    assert secretary.post(f"{tied['point']}/agreement", {**given, "then": "withdraw"}).status_code == 303
    # Pressed again, or with what was entered emptied, it stays taken back.
    for more in (given, {}):
        assert secretary.post(f"{tied['point']}/agreement", {**more, "then": "withdraw"}).status_code == 303
        with app.app_context(), work(TESTS):
            assert one(FedPoint, key=tied["key"]).agreed_on is None
    assert "It is not recorded that the board agrees" in secretary.text(tied["page"])
    assert secretary.post(f"{tied['point']}/tell", {"told": "Word"}).status_code == 422
    assert [act for act, _ in acts(app)] == ["point.tie", "point.agree", "point.disagree"]


@pytest.fixture
def spoken(app: Flask) -> dict[str, str]:
    """An open item on which a guest spoke, with the keys of what its record says."""
    with app.app_context(), work(TESTS):
        meeting = recorded.a_sitting()
        item = recorded.item(meeting, Subject.INPUT_OF_GUESTS)
        recorded.noted(
            item,
            recorded.new("Early Warning Watch asked for a telephone that is always answered.", Marking.OPEN),
            recorded.new("It was asked who pays.", Marking.OPEN_NOT_ATTRIBUTED),
            recorded.new("The members would rather wait.", Marking.CLOSED),
        )
        recorded.noted(recorded.item(meeting), recorded.new("Of the closed item.", Marking.OPEN))
        record = recorded.sent(meeting)
        meeting.starts_on = clock.now().date()
        lines = {json.loads(p.content)["text"].split()[0]: p.key for p in recorded.lines_of(record)}
        return {"item": item.key, "closed item": recorded.item(meeting).key, "meeting": meeting.key, **lines}


def test_a_point_names_the_open_item_and_the_paragraph_it_comes_from(
    app: Flask, secretary: Browser, spoken: dict[str, str]
) -> None:
    with app.app_context(), work(TESTS):
        page, contact = f"/recommendations/{made.adopted().key}", made.guest("ngo_guest")[0].key
    form = secretary.get(f"{page}/points").text
    assert (spoken["item"] in form, spoken["closed item"] in form) == (True, False)
    given = {"guest": contact, "point": "A telephone", "place": spoken["closed item"]}
    assert secretary.post(f"{page}/points", given).status_code == 422
    assert secretary.post(f"{page}/points", {**given, "place": spoken["item"]}).status_code == 303
    assert f'href="/items/{spoken["item"]}"' in secretary.get(page).text
    with app.app_context(), work(TESTS):
        at = f"/points/{one(FedPoint).key}/place"
    offered = secretary.get(at).text
    assert [spoken[word] in offered for word in ("Early", "It", "The", "Of")] == [True, False, False, False]
    for other in ("It", "The", "Of"):
        secretary.post(at, {"place": spoken["item"], "paragraph": spoken[other]})
        with app.app_context(), work(TESTS):
            assert one(FedPoint).paragraph_key == ""
    looked = secretary.post(at, {"place": "", "then": "look"})
    assert (looked.status_code, spoken["Early"] in looked.text) == (200, False)
    assert secretary.post(at, {"place": spoken["item"], "paragraph": spoken["Early"]}).status_code == 303
    shown = secretary.get(page).text
    assert "Early Warning Watch asked for a telephone that is always answered." in shown
    assert f"/meetings/{spoken['meeting']}/record?rendering=open" in shown
    for reader in ("primary_nl", "ngo_documentation", "ngo_guest"):
        html = browser_of(app, reader).get(page).text
        assert not any(words in html for words in ("Early Warning Watch", "A telephone", spoken["item"]))
    with app.app_context(), work(TESTS):
        assert all(spoken["Early"] not in str(change) for _, change in acts_here())


def acts_here() -> list[tuple[str, str]]:
    """What the journal says, within a transaction."""
    return [(line.act, line.change) for line in db.session.scalars(select(JournalEntry))]


def test_where_nothing_is_attributed_no_paragraph_is_tied(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        body().not_attributed = True
        meeting = recorded.a_sitting()
        item = recorded.item(meeting, Subject.INPUT_OF_GUESTS)
        recorded.noted(item, recorded.new("A telephone was asked for.", Marking.OPEN))
        (line,) = recorded.lines_of(recorded.sent(meeting))
        row = feeding.tie_point(
            made.adopted(), body(), made.guest("ngo_guest"), "A point", place=feeding.Occasion(item, meeting), by=BY,
            at=clock.now(),
        )  # fmt: skip
        assert feeding.paragraphs_on(item) == []
        with pytest.raises(Refused, match="or none"):
            feeding.put(row, one(Recommendation), feeding.Occasion(item, meeting, line.key), by=BY, at=clock.now())
        meeting.starts_on = clock.now().date()
        at = f"/points/{row.key}/place"
    assert "The record of this body attributes nothing" in secretary.get(at).text


def test_a_paragraph_is_tied_no_more_once_it_is_forgotten_who_spoke(
    app: Flask, secretary: Browser, spoken: dict[str, str]
) -> None:
    with app.app_context(), work(TESTS):
        meeting: Meeting = one(Meeting, key=spoken["meeting"])
        item = recorded.item(meeting, Subject.INPUT_OF_GUESTS)
        row = feeding.tie_point(made.adopted(), body(), made.guest("ngo_guest"), "A point", by=BY, at=clock.now())
        place = feeding.Occasion(item, meeting, spoken["Early"])
        feeding.put(row, one(Recommendation), place, by=BY, at=clock.now())
    assert secretary.post(f"/meetings/{spoken['meeting']}/notes/forget").status_code == 303
    with app.app_context(), work(TESTS):
        assert (one(FedPoint).paragraph_key, one(FedPoint).item_key) == ("", spoken["item"])
