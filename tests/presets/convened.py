"""A body of any preset from nothing to a convened meeting, through the pages that its secretary uses.

Two worlds can be made of it: what is closed to the outsider is as drawn, all else is the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from convene.access.terms import Audience
from convene.agendas.templates import SessionTemplate, meeting_templates
from convene.cli import main
from convene.db import db, work
from convene.meetings.models import Meeting
from convene.people.models import Person
from convene.people.terms import TermRole
from convene.presets.reading import presets
from convene.presets.terms import CycleLine, Preset
from convene.years.rules import is_due
from tests.access.crawl import letters
from tests.browser import TESTS, Browser, anonymous, visiting
from tests.conftest import make_app

YEAR = 2028
KEY = r"[\w-]{22}"
LINK = re.compile(r"http://localhost(/i/[\w.-]+)")


def ticked(page: str, name: str) -> list[str]:
    """The values of the boxes of that name that are ticked when the page is opened."""
    boxes = re.findall(r"<input[^>]*>", page)
    return [_said(box, "value") for box in boxes if f'name="{name}"' in box and " checked" in box]


def labelled(page: str, name: str, words: str) -> str:
    """The value of the one box of that name whose label holds these words."""
    found = []
    for box in re.findall(r"<input[^>]*>", page):
        if f'name="{name}"' not in box:
            continue
        label = re.search(rf'<label[^>]*for="{_said(box, "id")}"[^>]*>(.*?)</label>', page, re.DOTALL)
        if label and words in unescape(label[1]):
            found.append(_said(box, "value"))
    assert len(found) == 1, (words, len(found))
    return found[0]


def _said(box: str, attribute: str) -> str:
    found = re.search(rf'\b{attribute}="([^"]*)"', box)
    assert found, box
    return unescape(found[1])


def done(response: TestResponse) -> str:
    """Where a form that was taken leads; what it complained of otherwise fails the test."""
    assert response.status_code == 303, re.findall(r'class="error[^>]*>(.*?)<', response.text, re.DOTALL)[:5]
    return response.location


def telling_line(preset: Preset) -> CycleLine:
    """The line of the cycle that says most of the body's access: one that has an open session, if there is one."""
    due = [line for line in preset.cycle if is_due(line, YEAR) and line.anchor != "Paris Peace Forum"]
    is_open = {line.key: any(s.audience is Audience.OPEN for s in sessions_of(line)) for line in due}
    return max(due, key=lambda line: (is_open[line.key], not line.is_optional, "B2" in line.cites))


def sessions_of(line: CycleLine) -> Sequence[SessionTemplate]:
    """The sessions that the template of a line has."""
    return meeting_templates()[line.template].sessions


@dataclass(slots=True)
class Convened:
    """One body with one meeting; `hidden` says whether this world has what its outsider may not know of."""

    preset: Preset
    folder: Path
    hidden: bool = False
    app: Flask = field(init=False)
    secretary: Browser = field(init=False)
    body: str = field(init=False)
    meeting: str = field(init=False)
    line: CycleLine = field(init=False)
    members: list[str] = field(default_factory=list)

    OUTSIDER = "outsider@guest.example"

    def __post_init__(self) -> None:
        who = ("--secretary", "Secretary", "--address", "secretary@body.example")
        found = CliRunner().invoke(
            main, ["body", "add", self.preset.key, *who], env={"CONVENE_INSTANCE": str(self.folder)}
        )
        assert found.exit_code == 0, found.stderr
        self.app = make_app(self.folder)
        self.secretary = self.browser("secretary@body.example")
        self.body = re.search(rf"/bodies/({KEY})", self.secretary.get("/bodies").text)[1]  # type: ignore[index]  # Theirs.
        self.line = telling_line(self.preset)
        self._people()
        self._plan()
        self._hide()
        self._invite()

    def browser(self, address: str) -> Browser:
        """A browser in which whoever has that address is signed in."""
        with self.app.app_context(), work(TESTS):
            person = db.session.scalars(select(Person.id).where(Person.address == address)).one()
        return visiting(self.app, person)

    def seat(self) -> str:
        """The role in which a member of this body sits, where members do."""
        return self.preset.seat_roles[0] if self.preset.seat_roles else ""

    def _party(self, name: str, kind: str, standing: str) -> None:
        done(
            self.secretary.post(
                f"/bodies/{self.body}/parties/new",
                {"name": name, "kind": kind, "standing": standing, "zone": "Europe/Madrid"},
            )
        )

    def _person(self, name: str, address: str, role: str, party: str = "") -> None:
        page = self.secretary.get(f"/bodies/{self.body}/people/new").text
        key = ""
        if party:
            key = re.search(rf'<option[^>]*value="({KEY})"[^>]*>{re.escape(party)}<', page)[1]  # type: ignore[index]  # It was made.
        given = {"name": name, "address": address, "role": role, "party": key, "starts_on": "2027-01-01"}
        done(self.secretary.post(f"/bodies/{self.body}/people/new", given))

    def _people(self) -> None:
        """Two members with their seats, where the body has members; and one who is invited to a part."""
        for number, name in enumerate(("Andorra", "Bhutan") if self.seat() and self.preset.members else ()):
            self._party(name, self.preset.members[0], "member")
            address = f"seat{number}@member.example"
            self._person(f"Representative {number}", address, self.seat(), name)
            self.members.append(address)
        if TermRole.INDIVIDUAL in self.preset.seat_roles:
            self._person("Member in person", "own@member.example", TermRole.INDIVIDUAL)
            self.members.append("own@member.example")
        self._guest("Outside Watch", "Outsider", self.OUTSIDER)
        if self.hidden:
            self._guest("Vault Watch", "Vaulted", "vaulted@guest.example")

    def _guest(self, party: str, name: str, address: str) -> None:
        """A guest of a kind that this body invites; where it invites none, a working-level official of a member."""
        if self.preset.guests:
            self._party(party, self.preset.guests[-1], "guest")
            self._person(name, address, TermRole.CONTACT, party)
        else:
            self._person(name, address, TermRole.WORKING_LEVEL, "Andorra")

    def _plan(self) -> None:
        """The year as proposed becomes drafts, the optional meetings as well."""
        path = f"/bodies/{self.body}/year?of={YEAR}"
        page = self.secretary.get(path).text
        lines = [_said(box, "value") for box in re.findall(r'<input[^>]*name="lines"[^>]*>', page)]
        assert self.line.key in lines
        done(self.secretary.post(path, {"lines": lines}))
        page = self.secretary.get(path).text
        found = re.findall(rf'<a href="/meetings/({KEY})">', page)
        assert len(set(found)) == len(lines)
        with self.app.app_context(), work(TESTS):
            wanted = select(Meeting.key).where(Meeting.template == self.line.template).order_by(Meeting.starts_on)
            self.meeting = db.session.scalars(wanted).first() or ""

    def _portion(self, page: str) -> str:
        """What the outsider is admitted to: the open session, or else the first item."""
        opened = ticked(page, "portions")
        title = sessions_of(self.line)[0].items[0].title
        return opened[0] if opened else labelled(page, "portions", f"Only the item: {title}")

    def _hide(self) -> None:
        """A closed session after all others, an item withheld at the end of the outsider's, a chair, a room."""
        if not self.hidden:
            return
        on = re.search(
            r'name="on"[^>]*value="([\d-]+)"', self.secretary.get(f"/meetings/{self.meeting}/sessions/new").text
        )
        assert on
        vault = {
            "title": "Vault of the board", "guest_title": "Vault", "on": on[1], "opens": "21:00", "minutes": "60",
            "audience": "closed", "room": "Vault room",
        }  # fmt: skip
        done(self.secretary.post(f"/meetings/{self.meeting}/sessions/new", vault))
        sessions = re.findall(rf"/sessions/({KEY})/items/new", self.secretary.get(f"/meetings/{self.meeting}").text)
        for session in dict.fromkeys(sessions):
            item = {
                "title": "Vault item", "kind": "discussion", "subject": "other", "minutes": "5", "audience": "closed",
                "countries": "Vaultland",
            }  # fmt: skip
            done(self.secretary.post(f"/sessions/{session}/items/new", item))

    def _invite(self) -> None:
        path = f"/meetings/{self.meeting}/invite"
        page = self.secretary.get(path).text
        others = [labelled(page, "others", "Outsider")]
        if self.hidden:
            others.append(labelled(page, "others", "Vaulted"))
        form = {
            "seats": ticked(page, "seats"),
            "others": others,
            "portions": [self._portion(page)],
            "reason": self.preset.guest_reason or "Knows the matter (A4)",
        }
        assert len(form["seats"]) == len(self.members)
        done(self.secretary.post(path, form))
        path = f"/meetings/{self.meeting}/send"
        call = {"telephone_name": "Desk", "telephone": "+1 202 555 01"}
        if 'name="despite_date"' in self.secretary.get(path).text:
            # The event on which the meeting hangs is only computed for that year: it is invited to by an explicit tick.
            assert self.secretary.post(path, call).status_code == 422
            call["despite_date"] = "y"
        done(self.secretary.post(path, call))

    def by_link(self, address: str) -> Browser:
        """A browser that followed the link in the invitation's mail to that address."""
        mail = next(m for m in letters(self.app) if m.to == address)
        path = LINK.search(mail.text)
        assert path
        browser = anonymous(self.app)
        assert browser.get(path[1]).status_code == 200
        done(browser.post(path[1]))
        return browser

    def answer(self, browser: Browser, reply: str) -> None:
        """Answer on the page of the meeting, as whoever holds the browser."""
        page = browser.get(f"/meetings/{self.meeting}").text
        found = re.search(rf'action="(/invitations/{KEY}/answer)"', page)
        assert found
        done(browser.post(found[1], {"reply": reply}))


def preset_of(key: str) -> Preset:
    """The preset of that key."""
    return presets()[key]
