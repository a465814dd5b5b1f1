"""Applications in each state for the world of the access tests, and the parties and presets that pages are about."""

from __future__ import annotations

from convene import clock
from convene.bodies.models import Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.membership import actions
from convene.membership.models import Application
from convene.membership.queries import criteria_of
from convene.membership.terms import Decision
from tests.build import BY, body, one
from tests.membership.made import PIECE, an_application, decided, put


def _keys(name: str, application: Application) -> dict[str, str]:
    evidence = actions.enter_evidence(application, criteria_of(application)[0], PIECE, by=BY, at=clock.now())
    db.session.flush()  # Its key is read.
    return {f"application {name}": application.key, f"evidence {name}": evidence.key}


def made() -> dict[str, str]:
    """An application that is prepared, one before the board, one decided, and one of the Council."""
    keys = _keys("draft", an_application("Norway"))
    keys |= _keys("put", put(an_application("Iceland")))
    over = an_application("Finland", standing=Standing.COOPERATING)
    keys |= _keys("decided", over)
    decided(put(over), Decision.DECLINED)
    keys |= _keys("other", put(an_application("University of Tartu", of=body("TAPRC"))))
    keys |= {"party convened": one(Party, body_id=body().id, name="Denmark").key}
    keys |= {"party other": one(Party, body_id=body("TAPRC").id, name="McGill University").key}
    return keys | {"preset S5": "S5"}
