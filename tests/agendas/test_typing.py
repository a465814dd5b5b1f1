"""What is typed into the builder and not kept yet: whatever is pressed, it is kept or shown again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from convene import clock
from convene.agendas import actions
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_session
from convene.agendas.terms import OTHER_ITEMS
from convene.db import work
from convene.meetings.models import MeetingSession
from tests.agendas.test_builder import Agenda
from tests.browser import TESTS, Browser, words_of
from tests.build import BY, one
from tests.fields import typed


@pytest.fixture
def agenda(app: Flask) -> Agenda:
    return Agenda(app)


def half(agenda: Agenda, session: int, title: str, minutes: str = "30") -> dict[str, str]:
    """What the browser sends of a short form."""
    name = f"new-{agenda.sessions[session]}-"
    return {f"{name}title": title, f"{name}minutes": minutes, f"{name}kind": "discussion"}


def minutes(item: str, was: str, now: str) -> dict[str, str]:
    return {f"minutes-{item}": now, f"was-{item}": was}


def short(agenda: Agenda, page: TestResponse, session: int) -> tuple[str, str]:
    """Title and minutes that stand in a short form."""
    name = f"new-{agenda.sessions[session]}-"
    return typed(page, f"{name}title"), typed(page, f"{name}minutes")


def up(agenda: Agenda, item: str) -> dict[str, str]:
    return {"put": f"{item} {agenda.sessions[0]} - -"}


def test_minutes_typed_are_kept_by_the_button_that_moves_an_item(secretary: Browser, agenda: Agenda) -> None:
    opening, dive, assets = agenda.items()
    given = minutes(opening, "15", "20") | minutes(dive, "120", "120") | half(agenda, 0, "") | half(agenda, 1, "")
    done = secretary.post(f"{agenda.path}/arrange", given | up(agenda, dive))
    assert done.status_code == 303
    assert agenda.items() == [dive, opening, assets]
    assert agenda.item(opening)["minutes"] == 20
    text = secretary.text(agenda.path)
    assert "changed “Opening and adoption of the agenda”: minutes 15 → 20" in text
    assert "moved “Deep-dive: a situation with early warning signs” to the top" in text


def test_title_half_typed_is_shown_again_after_a_move(secretary: Browser, agenda: Agenda) -> None:
    _, dive, _ = agenda.items()
    given = half(agenda, 0, "Words of wel") | half(agenda, 1, "", "45")
    done = secretary.post(f"{agenda.path}/arrange", given | up(agenda, dive))
    assert done.status_code == 200
    assert agenda.items()[0] == dive
    assert [short(agenda, done, n) for n in (0, 1, 2)] == [("Words of wel", "30"), ("", "45"), ("", "30")]
    assert re.search(rf'href="/items/{dive}/edit\?from=agenda" autofocus', done.text)
    assert "Words of wel" not in secretary.get(agenda.path).text


def test_minutes_that_cannot_be_kept_come_back_and_the_item_moves(secretary: Browser, agenda: Agenda) -> None:
    opening, dive, assets = agenda.items()
    given = minutes(opening, "15", "ten") | minutes(assets, "70", "60") | minutes(dive, "120", "90")
    done = secretary.post(f"{agenda.path}/arrange", given | up(agenda, dive))
    assert done.status_code == 200
    assert [typed(done, f"minutes-{key}") for key in (opening, assets, dive)] == ["ten", "60", "90"]
    assert "Enter a whole number." in words_of(done)
    assert "set 75 min meanwhile; save again to set yours." in words_of(done)
    assert agenda.items()[0] == dive
    assert [agenda.item(key)["minutes"] for key in (opening, assets, dive)] == [15, 75, 90]


def test_what_is_typed_comes_back_where_the_act_is_refused(secretary: Browser, agenda: Agenda) -> None:
    opening, dive, assets = agenda.items()
    agenda.put(secretary, assets, 0, parent=dive)
    given = minutes(opening, "15", "20") | half(agenda, 2, "Half")
    below = {"put": f"{dive} {agenda.sessions[0]} - {opening}"}
    for path, wish in (("arrange", below), ("undo", {"number": "900"}), ("arrange", {"put": ""})):
        done = secretary.post(f"{agenda.path}/{path}", given | wish)
        assert done.status_code == 422
        assert typed(done, f"minutes-{opening}") == "20"
        assert short(agenda, done, 2)[0] == "Half"
        assert "banner--broken" in done.text
    assert agenda.item(opening)["minutes"] == 15


def test_undo_removing_and_keeping_lose_nothing_either(secretary: Browser, agenda: Agenda) -> None:
    opening, dive, assets = agenda.items()
    agenda.put(secretary, opening, 0, after=dive)
    (number,) = re.findall(r'name="number" value="(\d+)"', secretary.get(agenda.path).text)
    undone = secretary.post(
        f"{agenda.path}/undo", minutes(assets, "75", "60") | half(agenda, 0, "One") | {"number": number}
    )
    assert (undone.status_code, short(agenda, undone, 0)[0]) == (200, "One")
    assert agenda.items() == [opening, dive, assets]
    removed = secretary.post(
        f"/items/{dive}/remove?from=agenda",
        minutes(assets, "60", "50") | minutes(dive, "120", "9") | half(agenda, 1, "Two"),
    )
    assert (removed.status_code, short(agenda, removed, 1)[0]) == (200, "Two")
    kept = secretary.post(
        f"/sessions/{agenda.sessions[1]}/minutes", minutes(assets, "50", "40") | half(agenda, 2, "Three")
    )
    assert (kept.status_code, short(agenda, kept, 2)[0]) == (200, "Three")
    enter = secretary.post(
        f"{agenda.path}/arrange", {"put": "keep"} | minutes(assets, "40", "30") | half(agenda, 0, "Four")
    )
    assert (enter.status_code, short(agenda, enter, 0)[0]) == (200, "Four")
    assert "Nothing is added yet." in words_of(enter)
    assert agenda.items() == [opening, assets]
    assert agenda.item(assets)["minutes"] == 30


def test_adding_in_one_session_keeps_minutes_and_what_is_half_typed_in_others(
    secretary: Browser, agenda: Agenda
) -> None:
    opening, *_ = agenda.items()
    path = f"/sessions/{agenda.sessions[0]}/items/quick"
    given = half(agenda, 0, "Quick", "10") | half(agenda, 1, "Half") | minutes(opening, "15", "20")
    done = secretary.post(path, given)
    assert done.status_code == 200
    assert [short(agenda, done, n) for n in (0, 1)] == [("", "30"), ("Half", "30")]
    assert (agenda.rows()[-1], agenda.item(opening)["minutes"]) == ("Quick", 20)
    refused = secretary.post(path, half(agenda, 0, "") | half(agenda, 1, "Half") | minutes(opening, "20", "25"))
    assert refused.status_code == 422
    assert (short(agenda, refused, 1)[0], typed(refused, f"minutes-{opening}")) == ("Half", "25")


def test_item_at_an_end_goes_into_the_session_beside_and_stays_closed_there(secretary: Browser, agenda: Agenda) -> None:
    page = secretary.get(agenda.path).text
    last, first = agenda.items(1)[-1], agenda.items(2)[0]
    ends = {f"{last} {agenda.sessions[2]} - -", f"{first} {agenda.sessions[1]} {last} -"}
    assert ends <= set(re.findall(r'name="put" value="([^"]+)"', page))
    assert not re.search(rf'name="put" value="{agenda.items(0)[0]} [^"]+">Up', page)
    assert not re.search(rf'name="put" value="{agenda.items(3)[-1]} [^"]+">Down', page)
    assert "stays closed in the open session" in agenda.put(secretary, last, 2)
    assert agenda.items(2)[0] == last


def test_section_ends_where_items_of_none_follow(app: Flask, secretary: Browser, agenda: Agenda) -> None:
    with app.app_context(), work(TESTS):
        first = one(MeetingSession, key=agenda.sessions[0])
        opening = one(AgendaItem, id=items_of_session(first)[0].id)
        actions.say_of(opening, first, {"section": "Procedure"}, by=BY, at=clock.now())
    for path in (agenda.path, f"/meetings/{agenda.meeting}", f"/meetings/{agenda.meeting}/run-of-show"):
        assert re.findall(r'__section"><h3>([^<]+)</h3>', secretary.get(path).text) == ["Procedure", OTHER_ITEMS]


def test_builder_leads_to_what_stands_beside_the_agenda(secretary: Browser, agenda: Agenda) -> None:
    page = secretary.get(agenda.path).text
    for place in ("incoming", "paper-calls", "stages/new", "run-of-show"):
        assert f'href="/meetings/{agenda.meeting}/{place}"' in page


def test_hours_of_changes_have_their_place_and_another_day_its_date(
    app: Flask, secretary: Browser, agenda: Agenda
) -> None:
    opening, dive, _ = agenda.items()
    with app.app_context(), work(TESTS):
        found = one(AgendaItem, key=dive)
        session = one(MeetingSession, id=found.session_id)
        actions.say_of(found, session, {"lead": "Germany"}, by=BY, at=clock.now() - timedelta(days=3))
    agenda.put(secretary, opening, 0, after=dive)
    lines = re.findall(r'<li><span class="num">([^<]+)</span>', secretary.get(agenda.path).text)
    assert [bool(re.fullmatch(r"\d\d:\d\d [A-Z][\w ]+", line)) for line in lines] == [True, False]
    assert re.fullmatch(r"\d+ May, \d\d:\d\d [A-Z][\w ]+", lines[1])
