"""The builder: order, minutes, quick items and taking back by form; two editors of one item; nobody else gets it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from convene import clock
from convene.agendas import actions
from convene.agendas.models import AgendaEdit, AgendaItem
from convene.agendas.queries import items_of_session
from convene.agendas.terms import Progress, Subject
from convene.db import db, work
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.papers.models import PaperVersion
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, a_draft, an_item, board_meeting, count, item_of, one, sessions
from tests.counting import statements_seen
from tests.fields import complaints, said_at, typed

ITEM = {
    "title": "Deep-dive", "kind": "discussion", "subject": "deep-dive", "minutes": "120", "lead": "", "outcome": "",
    "countries": "", "audience": "", "takes_papers": "y", "video_link": "", "section": "", "annotation": "",
}  # fmt: skip


class Agenda:
    """A fresh draft by its keys, looked at anew each time."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context(), work(TESTS):
            meeting = a_draft()
            self.meeting, self.sessions = meeting.key, [s.key for s in sessions(meeting)]

    def rows(self, session: int = 0) -> list[str]:
        """First words of the titles of a session; sub-items stand in."""
        with self.app.app_context(), work(TESTS):
            found = items_of_session(one(MeetingSession, key=self.sessions[session]))
            return [("  " if i.parent_id else "") + i.title.split()[0] for i in found]

    def items(self, session: int = 0) -> list[str]:
        """The keys of the items of a session."""
        with self.app.app_context(), work(TESTS):
            return [i.key for i in items_of_session(one(MeetingSession, key=self.sessions[session]))]

    def item(self, key: str) -> dict[str, object]:
        """What an item says."""
        with self.app.app_context(), work(TESTS):
            found = one(AgendaItem, key=key)
            return {n: getattr(found, n) for n in ("title", "lead", "minutes", "countries", "section", "revision")}

    @property
    def path(self) -> str:
        """The builder's address."""
        return f"/meetings/{self.meeting}/agenda"

    def put(self, browser: Browser, item: str, session: int, *, after: str = "-", parent: str = "-") -> str:
        """Put an item somewhere; gives the words of the page that follows."""
        done = browser.post(f"{self.path}/arrange", {"put": f"{item} {self.sessions[session]} {after} {parent}"})
        assert done.status_code == 303
        return browser.text(done.location)


@pytest.fixture
def agenda(app: Flask) -> Agenda:
    return Agenda(app)


def test_builder_shows_sums_and_where_each_item_may_go(secretary: Browser, agenda: Agenda) -> None:
    text = secretary.text(agenda.path)
    assert "11 items, 12 h 15 min planned in 12 h 30 min. 15 min free." in text
    page = secretary.get(agenda.path).text
    opening, dive, assets = agenda.items()
    wishes = set(re.findall(r'name="put" value="([^"]+)"', page))
    first = agenda.sessions[0]
    assert {f"{dive} {first} - -", f"{dive} {first} {assets} -", f"{dive} {first} - {opening}"} <= wishes
    assert not any(w.startswith(f"{opening} ") and w.endswith(f" {dive}") for w in wishes)


def test_item_is_put_after_another_and_below_one(secretary: Browser, agenda: Agenda) -> None:
    opening, dive, assets = agenda.items()
    agenda.put(secretary, opening, 0, after=dive)
    assert agenda.rows() == ["Deep-dive:", "Opening", "Assets"]
    agenda.put(secretary, assets, 0, parent=dive)
    assert agenda.rows() == ["Deep-dive:", "  Assets", "Opening"]
    agenda.put(secretary, dive, 2)
    assert agenda.rows(2)[:2] == ["Deep-dive:", "  Assets"]
    assert "stays closed in the open session" in agenda.put(secretary, opening, 2, after=dive)
    assert agenda.rows(2)[:3] == ["Deep-dive:", "  Assets", "Opening"]


def test_item_put_after_one_that_is_gone_comes_last_and_that_is_said(secretary: Browser, agenda: Agenda) -> None:
    opening, dive, _ = agenda.items()
    assert secretary.post(f"/items/{dive}/remove").status_code == 303
    assert "it was put last" in agenda.put(secretary, opening, 0, after=dive)
    assert agenda.rows() == ["Assets", "Opening"]
    text = agenda.put(secretary, dive, 0)
    assert "Secretary of the board removed “Deep-dive: a situation with early warning signs” at" in text


@pytest.mark.parametrize("wish", ["", "x", "a b c d", "- - - -"])
def test_wish_that_means_nothing_changes_nothing(secretary: Browser, agenda: Agenda, wish: str) -> None:
    before = agenda.rows()
    assert secretary.post(f"{agenda.path}/arrange", {"put": wish}).status_code in (303, 404)
    assert agenda.rows() == before


def test_minutes_of_a_session_are_kept_at_once_beside_what_another_changed(
    app: Flask, secretary: Browser, agenda: Agenda
) -> None:
    opening, dive, assets = agenda.items()
    given = {f"was-{k}": m for k, m in zip((opening, dive, assets), ("15", "120", "75"), strict=True)}
    with app.app_context(), work(TESTS):
        found = one(AgendaItem, key=assets)
        actions.say_of(found, one(MeetingSession, id=found.session_id), {"minutes": 60}, by=BY, at=clock.now())
    path = f"/sessions/{agenda.sessions[0]}/minutes"
    done = secretary.post(
        path, given | {f"minutes-{opening}": "20", f"minutes-{dive}": "120", f"minutes-{assets}": "75"}
    )
    assert done.status_code == 303
    assert [agenda.item(k)["minutes"] for k in agenda.items()] == [20, 120, 60]


def test_minutes_that_cannot_be_kept_come_back_as_they_were_typed(secretary: Browser, agenda: Agenda) -> None:
    opening, dive, assets = agenda.items()
    path = f"/sessions/{agenda.sessions[0]}/minutes"
    given = {f"was-{opening}": "15", f"was-{dive}": "99", f"was-{assets}": "75"}
    done = secretary.post(path, given | {f"minutes-{opening}": "0", f"minutes-{dive}": "30", f"minutes-{assets}": "80"})
    assert done.status_code == 422
    assert [typed(done, f"minutes-{k}") for k in (opening, dive, assets)] == ["0", "30", "80"]
    assert "An item takes from 1 to 600 minutes." in words_of(done)
    assert "set 120 min meanwhile; save again to set yours." in words_of(done)
    assert [agenda.item(k)["minutes"] for k in (opening, dive, assets)] == [15, 120, 75]
    again = given | {f"was-{dive}": "120", f"minutes-{dive}": "30"}
    assert secretary.post(path, again).status_code == 303
    assert agenda.item(dive)["minutes"] == 30


def test_item_added_in_one_line(secretary: Browser, agenda: Agenda) -> None:
    session = agenda.sessions[0]
    name = f"new-{session}-"
    path = f"/sessions/{session}/items/quick"
    refused = secretary.post(path, {f"{name}title": "", f"{name}minutes": "25", f"{name}kind": "decision"})
    assert (refused.status_code, complaints(refused)) == (422, [f"{name}title"])
    assert typed(refused, f"{name}minutes") == "25"
    done = secretary.post(path, {f"{name}title": "Quick", f"{name}minutes": "25", f"{name}kind": "decision"})
    assert done.status_code == 303
    assert agenda.rows()[-1] == "Quick"


def edited(browser: Browser, key: str, **more: str) -> dict[str, str]:
    """A form as it stands now, with something typed into it."""
    page = browser.get(f"/items/{key}/edit")
    names = ("title", "minutes", "lead", "countries", "outcome", "section", "annotation", "kind", "subject")
    found = {name: typed(page, name) for name in names} | {"audience": "", "takes_papers": "y", "video_link": ""}
    return found | {"revision": typed(page, "revision")} | more


def test_fields_that_one_alone_changed_are_kept_and_said(secretary: Browser, agenda: Agenda, app: Flask) -> None:
    key = agenda.items()[1]
    other = browser_of(app, "secretary")
    mine, theirs = edited(secretary, key, lead="Germany"), edited(other, key, countries="Sudan", minutes="90")
    assert other.post(f"/items/{key}/edit", theirs).status_code == 303
    assert secretary.post(f"/items/{key}/edit", mine).status_code == 303
    found = agenda.item(key)
    assert (found["lead"], found["countries"], found["minutes"]) == ("Germany", "Sudan", 90)


def test_field_that_both_changed_is_chosen_before_anything_is_saved(
    secretary: Browser, agenda: Agenda, app: Flask
) -> None:
    key = agenda.items()[1]
    mine = edited(secretary, key, title="Mine", lead="Germany")
    theirs = edited(secretary, key, title="Theirs", countries="Sudan")
    assert secretary.post(f"/items/{key}/edit", theirs).status_code == 303
    clash = secretary.post(f"/items/{key}/edit", mine)
    assert (clash.status_code, complaints(clash)) == (422, ["title"])
    assert said_at(clash, "title")[0].startswith("Secretary of the board changed this to “Theirs” at ")
    assert [typed(clash, n) for n in ("title", "lead", "countries")] == ["Mine", "Germany", "Sudan"]
    assert (agenda.item(key)["title"], agenda.item(key)["lead"]) == ("Theirs", theirs["lead"])
    again = mine | {"countries": "Sudan", "revision": typed(clash, "revision")}
    assert secretary.post(f"/items/{key}/edit", again | {"theirs": ["title"]}).status_code == 303
    found = agenda.item(key)
    assert (found["title"], found["lead"], found["countries"]) == ("Theirs", "Germany", "Sudan")
    assert secretary.post(f"/items/{key}/edit", edited(secretary, key, title="Mine")).status_code == 303
    assert agenda.item(key)["title"] == "Mine"


def test_text_typed_for_an_item_that_was_removed_is_offered_as_a_new_one(secretary: Browser, agenda: Agenda) -> None:
    key = agenda.items()[1]
    mine = edited(secretary, key, outcome="A plan")
    assert secretary.post(f"/items/{key}/remove").status_code == 303
    shown = secretary.post(f"/items/{key}/edit", mine)
    assert shown.status_code == 422
    assert typed(shown, "outcome") == "A plan"
    action = re.findall(r'<form class="form form--sheet" method="post" novalidate action="([^"]+)"', shown.text)
    assert action == [f"/sessions/{agenda.sessions[0]}/items/new"]
    assert secretary.post(action[0], mine).status_code == 303
    assert agenda.rows()[-1] == "Deep-dive:"
    assert secretary.get(f"/items/{key}/edit").status_code == 404
    assert secretary.post("/items/AAAAAAAAAAAAAAAAAAAAAA/edit", mine).status_code == 404


def test_undo_takes_back_what_the_button_names_and_says_what_it_cannot(
    app: Flask, secretary: Browser, agenda: Agenda
) -> None:
    opening, dive, _ = agenda.items()
    agenda.put(secretary, opening, 0, after=dive)
    page = secretary.get(agenda.path).text
    (number,) = re.findall(r'name="number" value="(\d+)"', page)
    assert "Secretary of the board moved “Opening and adoption of the agenda” after “Deep-dive" in page
    assert secretary.post(f"{agenda.path}/undo", {"number": number}).status_code == 303
    assert agenda.rows() == ["Opening", "Deep-dive:", "Assets"]
    twice = secretary.post(
        f"{agenda.path}/undo", {"number": number}, headers={"Referer": f"http://localhost{agenda.path}"}
    )
    assert "This change has been taken back already." in secretary.text(twice.location)
    text = secretary.text(agenda.path)
    assert "Taken back: Secretary of the board moved “Opening and adoption of the agenda” after “Deep-dive" in text
    assert "Do it again" in text
    assert "Nothing has been changed yet" not in text
    with app.app_context(), work(TESTS):
        found = db.session.query(AgendaEdit).filter_by(meeting_id=one(Meeting, key=agenda.meeting).id)
        assert [e.is_undone for e in found.order_by(AgendaEdit.number)] == [True, False]


def test_item_with_papers_does_not_leave_by_undo(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        dive = item_of(meeting, Subject.DEEP_DIVE)
        key, before = meeting.key, count(AgendaItem, meeting_id=meeting.id)
        db.session.add(
            AgendaEdit(
                body_id=dive.body_id, meeting_id=dive.meeting_id, number=900, at=clock.now(), by=BY, act="add",
                item_key=dive.key, revision=1, before="{}", after='{"title": "x"}',
            )
        )  # fmt: skip
    refused = secretary.post(f"/meetings/{key}/agenda/undo", {"number": "900"})
    assert "Papers belong to this item" in secretary.text(refused.location)
    with app.app_context(), work(TESTS):
        assert count(AgendaItem, meeting_id=one(Meeting, key=key).id) == before


def test_item_is_closed_in_the_room_and_its_papers_are_pinned(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        item = item_of(meeting, Subject.DEEP_DIVE)
        key, item_id, meeting_key = item.key, item.id, meeting.key
    early = secretary.post(f"/items/{key}/close", {"progress": "concluded"})
    assert "Items are closed once the meeting is in session" in secretary.text(early.location)
    with app.app_context(), work(TESTS):
        board_meeting().state = MeetingState.IN_SESSION
    assert secretary.post(f"/items/{key}/close", {"progress": "concluded"}).status_code == 303
    assert "Concluded; the papers say which version was discussed." in secretary.text(f"/items/{key}")
    assert pinned(app, item_id) == [True]
    with app.app_context(), work(TESTS):
        number = db.session.query(AgendaEdit).filter_by(item_key=key).one().number
    assert secretary.post(f"/meetings/{meeting_key}/agenda/undo", {"number": number}).status_code == 303
    assert pinned(app, item_id) == [False]
    secretary.post(f"/items/{key}/close", {"progress": "unfinished"})
    assert secretary.post(f"/items/{key}/close", {"progress": "open"}).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(AgendaItem, key=key).progress is Progress.OPEN
    assert pinned(app, item_id) == [False]


def pinned(app: Flask, item_id: int) -> list[bool]:
    with app.app_context(), work(TESTS):
        rows = db.session.query(PaperVersion).filter_by(item_id=item_id).order_by(PaperVersion.id)
        return [row.discussed_at is not None for row in rows]


def test_party_is_admitted_with_one_reason_to_one_item(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = item_of(board_meeting(), Subject.ASSETS).key
    page = secretary.get(f"/items/{key}/admit").text
    (party,) = re.findall(r'<option value="(party [^"]+)">All who act for Early Warning Watch \(1\)', page)
    browser = browser_of(app, "ngo_guest")
    assert browser.get(f"/items/{key}").status_code == 404
    done = secretary.post(f"/items/{key}/admit", {"person": party, "reason": "Documents it"})
    assert done.status_code == 303
    assert "is admitted to this item." in secretary.text(done.location)
    assert browser.get(f"/items/{key}").status_code == 200
    assert "Documents it" in secretary.text(f"/items/{key}")


def statements(app: Flask, act: Callable[[], object]) -> int:
    with statements_seen() as seen:
        act()
    return len(seen)


@pytest.mark.parametrize("page", ["agenda", "run-of-show"])
def test_builder_takes_as_many_statements_for_ten_times_the_items(
    app: Flask, secretary: Browser, agenda: Agenda, page: str
) -> None:
    path = f"/meetings/{agenda.meeting}/{page}"
    secretary.get(path)
    few = statements(app, lambda: secretary.get(path))
    with app.app_context(), work(TESTS):
        for session in sessions(one(Meeting, key=agenda.meeting)):
            parent = an_item(session, "Parent")
            for number in range(25):
                actions.add_item(
                    session, actions.wording_of(items_of_session(session)[0]), by=f"editor {number}", at=clock.now(),
                    parent=parent if number % 3 else None,
                )  # fmt: skip
    assert statements(app, lambda: secretary.get(path)) == few <= 12
