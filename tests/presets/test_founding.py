"""Bodies founded from presets at the command line, each beside those that are on record already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.terms import system
from convene.agendas.actions import draft_from_template
from convene.agendas.queries import items_of_meeting
from convene.agendas.templates import meeting_templates
from convene.bodies.models import Body
from convene.cli import main
from convene.db import db, work
from convene.journal import JournalEntry
from convene.meetings.actions import Place
from convene.meetings.queries import sessions_of
from convene.people.models import Contact, Term
from convene.people.terms import TermRole
from convene.presets.reading import presets
from tests.conftest import NOW, let_go, make_app

LINK = re.compile(r"http://127\.0\.0\.1:8000/sign-in/link/[\w-]{54}")
WORKING_GROUP = "International Atrocity Prevention Working Group"
WHO = ("--secretary", "Secretary", "--address", "secretary@body.example")


def add(instance: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["body", "add", *arguments], env={"CONVENE_INSTANCE": str(instance)})


def complaint(done: Result) -> str:
    assert (done.exit_code, done.stdout) == (1, "")
    return done.stderr.removeprefix("convene: ").removesuffix("\n")


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Path]:
    """An instance on which nothing has been done yet, at the fixed instant."""
    with time_machine.travel(NOW, tick=False):
        yield tmp_path / "bare"


def opened(instance: Path) -> Flask:
    return make_app(instance)


@pytest.mark.parametrize("key", presets())
def test_body_add_founds_from_every_preset_on_an_empty_instance(bare: Path, key: str) -> None:
    done = add(bare, key.lower(), *WHO)
    preset = presets()[key]
    first, *_, link = done.stdout.splitlines()
    assert (done.exit_code, done.stderr) == (0, "")
    assert first == f"{preset.name} ({preset.symbol}) is on record, after preset {key}."
    assert LINK.fullmatch(link)
    app = opened(bare)
    with app.app_context(), work(system("test")):
        body = db.session.scalars(select(Body)).one()
        term = db.session.scalars(select(Term)).one()
        contact = db.session.scalars(select(Contact)).one()
        assert (body.name, body.short_name, body.symbol) == (preset.name, preset.short_name, preset.symbol)
        assert (body.preset, body.zone, body.not_attributed) == (key, preset.zone, preset.not_attributed)
        assert (body.parent_id, body.succeeds_id) == (None, None)
        assert (term.role, term.body_id, term.party_id, term.ends_on) == (TermRole.SECRETARIAT, body.id, None, None)
        assert (contact.name, contact.address) == ("Secretary", "secretary@body.example")
        acts = list(db.session.scalars(select(JournalEntry.act).order_by(JournalEntry.id)))
        assert acts[:3] == ["body.found", "contact.take", "term.give"]
    let_go(app)


def test_all_eleven_stand_beside_each_other(bare: Path) -> None:
    told = {key: add(bare, key, *WHO).stdout.splitlines() for key in sorted(presets(), key=lambda key: key != "S3")}
    assert [key for key, lines in told.items() if not LINK.fullmatch(lines[-1])] == []
    assert told["S1"][1] == f"Succeeds: {WORKING_GROUP}"
    app = opened(bare)
    with app.app_context(), work(system("test")):
        bodies = {body.preset: body for body in db.session.scalars(select(Body))}
        assert set(bodies) == set(presets())
        assert {key for key, body in bodies.items() if body.succeeds_id} == {"S1"}
        assert bodies["S1"].succeeds_id == bodies["S3"].id
        # One person serves them all: settled 1 gives the rights body by body, by these terms.
        assert len({term.person_id for term in db.session.scalars(select(Term))}) == 1
        assert {term.body_id for term in db.session.scalars(select(Term))} == {body.id for body in bodies.values()}
    let_go(app)


def test_what_is_given_goes_before_the_preset(bare: Path) -> None:
    add(bare, "S5", *WHO)
    named = ("--name", "Initiative for the Coast", "--symbol", "COAST", "--zone", "Africa/Accra", "--parent", "GAAMAC")
    done = add(bare, "S5", *named, *WHO)
    assert done.stdout.splitlines()[:2] == [
        "Initiative for the Coast (COAST) is on record, after preset S5.",
        "Part of: Global Action Against Mass Atrocity Crimes",
    ]
    app = opened(bare)
    with app.app_context(), work(system("test")):
        parent, child = db.session.scalars(select(Body).order_by(Body.id)).all()
        assert (child.name, child.short_name) == ("Initiative for the Coast", "Initiative for the Coast")
        assert (child.symbol, child.zone, child.parent_id) == ("COAST", "Africa/Accra", parent.id)
    let_go(app)


@pytest.mark.parametrize(
    "given, said",
    [
        ((), f"the symbol IAPWG is taken by “{WORKING_GROUP}”; choose another with --symbol"),
        (("--symbol", "A/B"), "“A/B” cannot be a symbol: up to twenty letters and digits, such as TNAP"),
        (("--symbol", "X", "--zone", "Europe/Nowhere"), "“Europe/Nowhere” is not a time zone"),
        (("--symbol", "X", "--parent", "NONE"), "no body has the symbol NONE, given with --parent"),
        (("--symbol", "X", "--succeeds", "NONE"), "no body has the symbol NONE, given with --succeeds"),
        (("--symbol", "X", "--name", "N" * 201), "the name must have 200 letters at most"),
        (("--symbol", "X", "--name", "N" * 61), "the short name must have 60 letters at most; give one with"),
        (("--symbol", "X", "--address", "nowhere"), "An e-mail address has exactly one @."),
    ],
)  # fmt: skip
def test_body_add_refuses_in_words_and_founds_nothing(bare: Path, given: tuple[str, ...], said: str) -> None:
    add(bare, "S3", *WHO)
    assert complaint(add(bare, "S3", *WHO, *given)).startswith(said)
    app = opened(bare)
    with app.app_context(), work(system("test")):
        assert [body.symbol for body in db.session.scalars(select(Body))] == ["IAPWG"]
        assert len(db.session.scalars(select(Term)).all()) == 1
    let_go(app)


def test_body_add_asks_which_where_two_could_be_meant(bare: Path) -> None:
    add(bare, "S3", *WHO)
    add(bare, "S3", "--symbol", "SECOND", *WHO)
    said = "several bodies could be its predecessor (IAPWG, SECOND); say which with --succeeds"
    assert complaint(add(bare, "S1", *WHO)) == said
    assert add(bare, "S1", "--succeeds", "SECOND", *WHO).exit_code == 0


def test_a_meeting_can_be_drafted_from_every_template(context: Flask) -> None:
    with work(system("test")):
        body = db.session.scalars(select(Body).where(Body.symbol == "TNAP")).one()
        for template in meeting_templates().values():
            meeting = draft_from_template(
                body,
                template,
                place=Place("Oslo", "Europe/Oslo"),
                starts_on=date(2028, 5, 9),
                is_provisional=False,
                by="test",
                at=clock.now(),
            )
            assert (meeting.kind, meeting.template) == (template.kind, template.key)
            assert len(sessions_of(meeting.id)) == len(template.sessions)
            assert len(items_of_meeting(meeting.id)) == sum(len(session.items) for session in template.sessions)
