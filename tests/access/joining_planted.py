"""Planted words of joining: what registrants gave, and what joint letters hold, each for those who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene.bodies.models import Body
from convene.db import db
from convene.joint_letters.actions import Came, record_step
from convene.joint_letters.models import JointLetter, LetterAddressee, LetterAsk, LetterSignatory, LetterVersion
from convene.joint_letters.terms import Progress
from convene.registration.models import OpenRegistration, Registrant
from convene.registration.terms import RegistrantState
from tests.access.standing import BOARD, COUNCIL, EVERYBODY, NL, NOBODY
from tests.access.world import World
from tests.build import BY, one

if TYPE_CHECKING:
    from tests.access.planted import Planted

GIVEN = ("name", "function", "country", "why")
ON_ITS_PAGE = ("access_needs",)


def joining(found: Planted, world: World) -> None:
    """Plant the words. Needs an open transaction."""
    for name, allowed in {"convened": BOARD, "other": COUNCIL}.items():
        row = one(Registrant, key=world.keys[f"registrant {name}"])
        found.columns(row, f"registrant {name}", (*GIVEN, *ON_ITS_PAGE), allowed)
        row.address = found.plant(f"registrant {name} address", allowed) + "@registrant.example"
    # A reason stands in the letter to whoever was declined and on no page.
    row = one(Registrant, key=world.keys["registrant other"])
    row.state, row.reason = RegistrantState.WAITING, found.plant("registrant reason", COUNCIL, on_page=NOBODY)
    public = one(OpenRegistration, key=world.keys["registration convened"])
    found.columns(public, "registration convened", ("words",), EVERYBODY)
    ahead = one(OpenRegistration, key=world.keys["registration draft"])
    found.columns(ahead, "registration draft", ("words",), BOARD)
    _letters(found, world)


def _letters(found: Planted, world: World) -> None:
    for name, keepers, signing, others in (
        ("draft", BOARD, NOBODY, NOBODY),
        ("open", BOARD, frozenset(NL), frozenset({"ngo_guest"})),
        ("other", COUNCIL, frozenset({"steering_oxford"}), NOBODY),
    ):
        asked = signing | others  # All who were asked read the letter; who signs for a party is its own affair.
        letter = one(JointLetter, key=world.keys[f"letter {name}"])
        found.columns(letter, f"letter {name}", ("timed_to",), keepers)
        title = found.plant(f"letter {name} title", keepers | asked)
        text = found.plant(f"letter {name} text", keepers | asked)
        for row in (letter, *db.session.query(LetterVersion).filter_by(letter_id=letter.id)):
            row.title, row.text = title, text
        to = one(LetterAddressee, key=world.keys[f"addressee {name}"])
        found.columns(to, f"addressee {name}", ("name", "office"), keepers | asked)
        found.columns(to, f"addressee {name}", ("salutation", "post_address"), keepers, on_page=NOBODY)
        if not asked:
            continue
        ask = one(LetterAsk, key=world.keys[f"ask {name}"])
        ask.exception_by = BY
        found.columns(ask, f"ask {name}", ("exception_reason",), keepers)
        who = LetterSignatory(
            body_id=ask.body_id, letter_id=letter.id, ask_id=ask.id, party_id=ask.party_id, position=0
        )
        found.columns(who, f"signatory {name}", ("name", "function"), keepers | signing)
        db.session.add(who)
    _answer(found, world)


def _answer(found: Planted, world: World) -> None:
    """What came of a letter that was sent: its secretariat's, and of whoever signed it."""
    letter = one(JointLetter, key=world.keys["letter sent"])
    row = one(LetterAddressee, key=world.keys["addressee sent"])
    day = letter.sent_at.date()
    text, source = (found.plant(f"answer {what}", BOARD | NL) for what in ("text", "source"))
    record_step(row, letter, Came(day, Progress.COMMITMENT, text, source, None), by=BY, at=letter.sent_at)
    assert one(Body, id=letter.body_id).symbol == "TNAP"
