"""Planted words of date polls: what is asked, what it is about, what somebody wrote beside their answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convene.polls.models import Ballot, Poll
from tests.access.polls_world import POLLED, occasion
from tests.access.standing import BOARD, COUNCIL
from tests.build import one, term_of

if TYPE_CHECKING:
    from tests.access.planted import Planted
    from tests.access.world import World


def plant(found: Planted, world: World) -> None:
    """The question is for those who are asked, its subject for the secretariat, a remark for whoever wrote it too."""
    for name, allowed in {
        "convened": BOARD | set(POLLED),
        "draft": BOARD,
        "other": COUNCIL | {"steering_oxford"},
    }.items():
        row = one(Poll, key=world.keys[f"poll {name}"])
        found.columns(row, f"poll {name}", ["title"], allowed, is_agenda=True)
    occasion().subject = found.plant("poll subject", BOARD, is_agenda=True)
    poll = one(Poll, key=world.keys["poll convened"])
    for key in ("primary_nl", "primary_us"):
        ballot = one(Ballot, poll_id=poll.id, person_id=term_of(key).person_id)
        ballot.remark = found.plant(f"poll remark {key}", BOARD | {key}, is_agenda=True)
