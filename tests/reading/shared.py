"""The seeded brief of the Netherlands, and what a desk officer can be asked to open around it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.demo.seed import brief
from convene.meetings.models import Meeting
from convene.papers.actions import replace, translate
from convene.papers.models import Paper, PaperVersion
from convene.people.models import Contact
from convene.reading.models import PaperShare
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, item_of, one, open_session, term_of

OFFICER = "Desk officer of Netherlands"


def keys(app: Flask) -> dict[str, str]:
    """Keys of the brief and of what hangs around it."""
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        item = item_of(meeting, Subject.DEEP_DIVE)
        paper = one(Paper, item_id=item.id)
        other = one(Paper, item_id=item_of(meeting, Subject.INPUT_OF_GUESTS).id)
        return {
            "paper": paper.key,
            "version": one(PaperVersion, paper_id=paper.id, number=1).key,
            "other paper": other.key,
            "other version": one(PaperVersion, paper_id=other.id).key,
            "item": item.key,
            "meeting": meeting.key,
            "session": open_session(meeting).key,
            "body": body().key,
        }


def around(found: Mapping[str, str]) -> list[str]:
    """Every address around a paper, none of which is a desk officer's."""
    meeting, paper, item = (found[name] for name in ("meeting", "paper", "item"))
    return [
        f"/meetings/{meeting}",
        f"/meetings/{meeting}/agenda.pdf",
        f"/meetings/{meeting}/meeting.ics",
        f"/meetings/{meeting}/papers.zip",
        f"/meetings/{meeting}/participants",
        f"/meetings/{meeting}/board",
        f"/items/{item}",
        f"/items/{item}/papers/new",
        f"/papers/{found['other paper']}",
        f"/versions/{found['other version']}/file",
        f"/versions/{found['version']}/original",
        f"/papers/{paper}/versions/new",
        f"/papers/{paper}/share",
        f"/papers/{paper}/opened",
        f"/bodies/{found['body']}",
        "/bodies",
    ]


def contact_key(app: Flask, key: str) -> str:
    """What stands for a character's contact on a form."""
    with app.app_context(), work(TESTS):
        found: Contact = one(Contact, id=term_of(key).contact_id)
        return found.key


def shared(app: Flask, *, by: str = "primary_nl", key: str = "desk_nl") -> dict[str, str]:
    """Share the brief with a desk officer by the form; the keys with that of the sharing."""
    found = keys(app)
    sent = browser_of(app, by).post(f"/papers/{found['paper']}/share", {"officers": contact_key(app, key)})
    assert sent.status_code == 303
    with app.app_context(), work(TESTS):
        paper = one(Paper, key=found["paper"])
        share = one(PaperShare, paper_id=paper.id, person_id=term_of(key).person_id, ended_at=None)
        return found | {"share": share.key}


def new_version(app: Flask, key: str) -> str:
    """Replace a paper; gives the new version's key."""
    with app.app_context():
        filed = brief(app.config["CONVENE"])
        with work(TESTS):
            paper = one(Paper, key=key)
            item, meeting = one(AgendaItem, id=paper.item_id), one(Meeting, id=paper.meeting_id)
            replace(paper, item, meeting, filed, person_id=paper.by_person_id, by=BY, at=clock.now())
            db.session.flush()  # The version is read back.
            latest = select(PaperVersion.key).where(
                PaperVersion.paper_id == paper.id, PaperVersion.number == paper.latest
            )
            return db.session.scalars(latest).one()


def translation(app: Flask, key: str) -> tuple[str, str]:
    """Translate the brief into French; the keys of the translation and of its version."""
    with app.app_context():
        filed = brief(app.config["CONVENE"])
        with work(TESTS):
            paper, meeting = one(Paper, key=key), board_meeting()
            item = item_of(meeting, Subject.DEEP_DIVE)
            made = translate(
                paper, item, meeting, filed, title="La note", language="fr", known=[], person_id=paper.by_person_id,
                by=BY, at=clock.now(),
            )  # fmt: skip
            db.session.flush()  # The version is read back.
            return made.key, one(PaperVersion, paper_id=made.id).key


def statuses(browser: Browser, paths: list[str]) -> set[int]:
    """How these addresses answer."""
    return {browser.get(path).status_code for path in paths}


def links(text: str) -> set[str]:
    """Every address of this installation that a page leads to, but its own furniture."""
    found = set(re.findall(r'(?:href|action)="(/[^"#]*)"', text))
    return {path for path in found if not path.startswith(("/static", "/bootstrap", "/account", "/sign-out", "/fonts"))}
